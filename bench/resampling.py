"""What is quoted in a measurement? The five texts, larger libraries made of them, and quotations right and wrong.

A larger library is made by resampling: paragraphs as long as those of the five, put together from runs of three to
twelve of their words. So 25 words stand in one place, but most of what they are made of stands in a hundred or a
thousand: harder to look up than prose. Nothing is written. Without the originals, invented texts are taken.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench import text
from corpus.formats import adapted, plain, profile
from corpus.text.library import Library
from corpus.text.passage import Paragraph

ROOT = Path(__file__).parent.parent
ORIGINALS = ("cliff-1956", "deutscher-1959", "gates-1956", "grant-1997", "roberts-1956")
WORK_LETTERS, WORDS = 240_000, 25

type Work = tuple[Paragraph, ...]


def originals() -> Iterator[Work]:
    """The five texts; thirteen invented ones, together as long, where those are not here."""
    own = os.environ.get("TEXTS_DIR")
    folders = [Path(own)] if own else [ROOT / "texts", ROOT.parent / "shared" / "texts"]
    folder = next((folder for folder in folders if (folder / f"{ORIGINALS[0]}.txt").is_file()), None)
    if folder is None:
        drafts = {f"invented-{seed}": adapted.read(text.markdown(seed)) for seed in range(13)}
    else:
        drafts = {work: plain.read((folder / f"{work}.txt").read_bytes(), _profile(work)) for work in ORIGINALS}
    for work, draft in drafts.items():
        yield tuple(paragraph.placed(work) for paragraph in draft.paragraphs())


def _profile(work: str) -> profile.Profile:
    return profile.load((ROOT / "corpus" / "library" / work / "profile.toml").read_text(encoding="utf-8"))


def resampled(letters: int, chance: Random) -> Iterator[Work]:
    """Works of a quarter of a megabyte, together as long as is asked."""
    source = [paragraph.text for work in originals() for paragraph in work]
    words = " ".join(source).split()
    for number in range(letters // WORK_LETTERS):
        work, made = list[Paragraph](), 0
        while made < WORK_LETTERS:
            said = _said(words, len(chance.choice(source)), chance)
            starts = (0, *(found.end() for found in re.finditer(r"[.!?] ", said)))
            work.append(Paragraph(f"resampled-{number}", len(work) + 1, "prose", "", said, starts))
            made += len(said)
        yield tuple(work)


def _said(words: Sequence[str], letters: int, chance: Random) -> str:
    runs, made = list[str](), 0
    while made < letters:
        start = chance.randrange(len(words) - 12)
        runs.append(" ".join(words[start : start + chance.randint(3, 12)]))
        made += len(runs[-1]) + 1
    return " ".join(runs)


@dataclass(frozen=True, slots=True)
class Stand:
    """A library and what is asked of it: by the same seed the same questions."""

    size: str
    works: Sequence[Work]
    library: Library
    chance: Random

    def quoted(self) -> tuple[Paragraph, str]:
        """25 words, and the paragraph that has them."""
        while True:
            paragraph = self.chance.choice(self.chance.choice(self.works))
            words = paragraph.text.split()
            if len(words) > WORDS:
                start = self.chance.randrange(len(words) - WORDS)
                return paragraph, " ".join(words[start : start + WORDS])

    def edited(self, edits: int) -> tuple[Paragraph, str]:
        """The same with so many words changed for others of the library, left out or added."""
        paragraph, said = self.quoted()
        words = said.split()
        for _ in range(edits):
            at, other = self.chance.randrange(len(words)), self.chance.choice(self.quoted()[1].split())
            words[at : at + 1] = self.chance.choice(([other], [], [words[at], other]))
        return paragraph, " ".join(words)

    def absent(self) -> str:
        """25 words that nobody wrote so: halves of two paragraphs, or the words of one in another order."""
        (paragraph, first), (other, second) = self.quoted(), self.quoted()
        words = first.split()
        if paragraph == other or self.chance.random() < 0.5:
            return " ".join(self.chance.sample(words, WORDS))
        return " ".join(words[:12] + second.split()[12:])
