"""A small shelf of texts for questions to be asked about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from corpus.text.citation import Anchor

WORK = "harrow-1957"
OTHER = "voss-1958"
SENTENCES = {"adapted": {11: 2, 12: 6, 13: 1, 14: 2, 15: 1}, "original": {11: 1, 12: 4, 13: 1, 14: 2, 15: 1}}
OF_THE_OTHER = {"adapted": {3: 3, 4: 2}, "original": {3: 2, 4: 1}}


@dataclass(frozen=True)
class Shelf:
    """The texts that are here: by edition and place, the words."""

    texts: dict[str, dict[Anchor, str]]

    def words(self, edition: str, anchor: Anchor) -> str | None:
        return self.texts.get(edition, {}).get(anchor)

    def editions(self, work: str) -> Sequence[str]:
        return tuple(self.texts) if work in (WORK, OTHER) else ()

    def saying(self, edition: str, anchor: Anchor, words: str) -> "Shelf":
        return replace(self, texts=self.texts | {edition: self.texts[edition] | {anchor: words}})

    def without(self, edition: str) -> "Shelf":
        return replace(self, texts={name: words for name, words in self.texts.items() if name != edition})


@pytest.fixture
def shelf() -> Shelf:
    return Shelf({edition: dict(_placed(edition)) for edition in SENTENCES})


def _placed(edition: str):
    for work, sentences in ((WORK, SENTENCES), (OTHER, OF_THE_OTHER)):
        for paragraph, count in sentences[edition].items():
            yield Anchor(work, paragraph), f"Paragraph {paragraph}, {edition}."
            for number in range(1, count + 1):
                yield Anchor(work, paragraph, number), f"The {edition} text, place {paragraph}.{number}."
