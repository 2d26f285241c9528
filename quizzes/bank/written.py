"""What does a written answer quote, and does its reading say so? Checked as essays are, for writer and marker."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus import reading
from corpus.essaypage import EssayPage, Shown, essay_page
from corpus.kept import kept
from corpus.models import Revision
from corpus.text.citation import Citation
from corpus.text.essay import TooMuch, read
from corpus.text.faithful import checked
from corpus.text.ground import Ground
from corpus.text.library import Library, Volume
from corpus.text.verdict import Checked, Verdict
from corpus.text.voices import Voices
from quizzes.models import Item
from quizzes.questions.rubric import by_hand

_LABELS = {
    Verdict.VERBATIM: "Exact",
    Verdict.PUNCTUATION: "Exact apart from punctuation",
    Verdict.OMISSIONS: "Exact, with marked omissions",
    Verdict.NEAR: "Differs",
    Verdict.SPLICE: "Put together from distant passages",
    Verdict.ABSENT: "Not in the reading",
}
_OF_ANOTHER = "Not checked: you name another work than the reading."


@dataclass(frozen=True, slots=True)
class Written:
    """An answer with its quotations held against the reading. `page` is None where there is no reading to ask.

    `trouble` says why nothing was checked although there is one.
    """

    response: Any
    page: EssayPage | None = None
    trouble: str = ""

    @property
    def measure(self) -> str:
        return str(self.response.measure)

    @property
    def quotations(self) -> Sequence[Shown]:
        """What is told: a term of a word or two is nobody's quotation unless the reading has it."""
        return [one for one in self.page.shown if not one.is_term] if self.page else []

    @property
    def may_quote(self) -> bool:
        """A reading is there and nothing is quoted from it."""
        return self.page is not None and not self.trouble and not self.quotations

    @property
    def lead(self) -> str:
        if self.page is None or self.trouble:
            return self.trouble or "No reading stands beside this question, so quotations are not checked."
        if not (found := self.quotations):
            return "No quotation was found."
        exact = sum(one.checked.verdict.holds for one in found)
        return f"{exact} of {len(found)} quotation{'' if len(found) == 1 else 's'} exact."


def written(item: Item, content: Any, response: Any) -> Written | None:
    """None for kinds that are not written. `item.revision.edition.work` must be loaded."""
    if not by_hand(content):
        return None
    if item.revision is None or item.version.passage is None:
        return Written(response)
    ground, voices = _ground(item.revision, item.version.passage), _voices(item.revision)
    try:
        essay = read(response.text)
    except TooMuch as problem:
        return Written(response, trouble=str(problem).replace("essay", "answer"))
    found = [checked(quoted, ground, voices) for quoted in essay.quotations]
    page = essay_page(essay, found, ground, voices, with_original=True)
    return Written(response, replace(page, shown=tuple(replace(one, label=_label(one.checked)) for one in page.shown)))


def _label(found: Checked) -> str:
    return _OF_ANOTHER if found.is_foreign else _LABELS[found.verdict]


def _ground(revision: Revision, passage: Citation) -> Ground:
    """The paragraphs beside the question, folded once a process."""
    name = f"ground:{revision.digest}:{passage.paragraph}-{passage.to_paragraph}:{passage.note}"
    return kept(name, lambda: Ground(Library((_volume(revision, passage),))))


def _volume(revision: Revision, passage: Citation) -> Volume:
    text = reading.passage_of(revision, passage)
    return Volume.of(text.work, text.edition, text.paragraphs)


def _voices(revision: Revision) -> Voices:
    work = revision.edition.work
    return Voices({work.slug: work.surname}, {work.slug: work.voices}, {work.slug: work.title}, {work.slug: work.year})
