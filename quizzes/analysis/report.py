"""What do the sums of a quiz say, question by question and version by version?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from . import items, picks, quiz
from .figure import Figure, Interval, dumped
from .items import Item
from .papers import Tallied, Tallies
from .picks import Pick
from .ranking import Ranked, Ranking, of_question, of_version
from .sums import Totals

_NOT_ITS_OWN = Figure.none("weights are of the question as a whole")


def _no_role(label: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of a question: what it offers, and what its key says about options and sentences.

    `roles` are of the sentences that the key names; `role_of` tells it of any that was marked. `looked`: students
    point at sentences of a text.
    """

    version: int
    number: int
    guess: Figure = field(default_factory=lambda: Figure.none("there is no key to guess at"))
    options: Mapping[str, str] = field(default_factory=dict)
    right: frozenset[str] = frozenset()
    roles: Mapping[str, str] = field(default_factory=dict)
    role_of: Callable[[str], str] = _no_role
    looked: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the versions of it that were asked, the newest last."""

    question: int
    name: str
    asked: tuple[Asked, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The verdict or the evidence of an answer, each worth 1; the rest is the total without the whole question."""

    name: str
    item: Item
    ranked: Ranked


@dataclass(frozen=True, slots=True)
class Subject:
    """A question, all its versions together, or one of them."""

    name: str
    asked: Asked
    tallied: Tallied
    ranked: Ranked
    parts: tuple[Part, ...]
    intended: Figure = _NOT_ITS_OWN
    effective: Figure = _NOT_ITS_OWN
    title: str = ""
    number: int = 0
    versions: tuple["Subject", ...] = ()

    @property
    def item(self) -> Item:
        return Item(self.tallied.sums, self.tallied.possible)

    @property
    def guess(self) -> Figure:
        return self.asked.guess

    @property
    def flags(self) -> tuple[str, ...]:
        return self.item.flags

    @property
    def options(self) -> list[Pick]:
        return picks.options(self.asked.options, self.asked.right, self.tallied, self.ranked)

    @property
    def sentences(self) -> list[Pick]:
        return self.told(self.marked)

    @property
    def marked(self) -> list[str]:
        """The sentences that were marked, most first, then those that only the key names."""
        marked = {label: found.n for label, found in self.tallied.picks.items() if label not in self.asked.options}
        named = dict.fromkeys(self.asked.roles, 0)
        return sorted(named | marked, key=lambda label: (-marked.get(label, 0), label))

    def told(self, sentences: Iterable[str]) -> list[Pick]:
        roles = {label: self._role_of(label) for label in sentences}
        return picks.sentences(roles, self.tallied, self.ranked)

    @property
    def remarks(self) -> int:
        """How many flags there are, with those of options and sentences."""
        superfluous = (label for label in picks.often(self.tallied) if label not in self.asked.options)
        beside = sum(not self._role_of(label) for label in superfluous)
        return len(self.flags) + sum(len(one.flags) for one in self.options) + beside

    def _role_of(self, label: str) -> str:
        return self.asked.roles.get(label) or self.asked.role_of(label)

    def dump(self) -> dict[str, Any]:
        weights = {"intended_weight": self.intended, "effective_weight": self.effective}
        told = _told(self.item, self.ranked, guess=self.guess, **weights)
        about = {"version": self.number} if self.number else {"name": self.name}
        return {
            **about,
            **told,
            "flags": list(self.flags),
            "marks": {f"{x / 100:.2f}": n for x, n in sorted(self.tallied.marks.items())},
            "parts": {part.name: _told(part.item, part.ranked) for part in self.parts},
            "options": [_pick_told("option", one, self.asked.options) for one in self.options],
            "sentences": [_pick_told("sentence", one, {}) for one in self.sentences],
            "versions": [one.dump() for one in self.versions],
        }


@dataclass(frozen=True, slots=True)
class Report:
    totals: Totals
    figures: Mapping[str, Figure]
    subjects: tuple[Subject, ...]

    def dump(self) -> dict[str, Any]:
        maximum = self.totals.possible / (100 * self.totals.n) if self.totals.n else None
        told = {"attempts": self.totals.n, "questions": len(self.subjects), "maximum": maximum}
        return {"quiz": told | dumped(self.figures), "items": [one.dump() for one in self.subjects]}


def report(tallies: Tallies, questions: Sequence[Question], ranking: Ranking) -> Report:
    """Of what was asked. Questions that no attempt holds are left out."""
    asked = [one for one in questions if any(a.version in tallies.versions for a in one.asked)]
    subjects = [_pooled(one, tallies, ranking) for one in asked]
    whole = [one.item for one in subjects]
    weights = zip(quiz.intended_weights(tallies.totals, whole), _effective(tallies.totals, whole), strict=True)
    weighed = (
        replace(one, intended=intended, effective=effective)
        for one, (intended, effective) in zip(subjects, weights, strict=True)
    )
    return Report(tallies.totals, quiz.figures(tallies.totals, whole, ranking.median), tuple(weighed))


def _effective(totals: Totals, whole: Sequence[Item]) -> list[Figure]:
    if not quiz.asks_all(totals, whole):
        return [Figure.none(quiz.UNEQUAL) for _ in whole]
    return items.effective_weights(whole)


def _pooled(question: Question, tallies: Tallies, ranking: Ranking) -> Subject:
    """The newest version says what is offered and right; answers to all of them are counted."""
    asked = [one for one in question.asked if one.version in tallies.versions]
    together = reduce(Tallied.__add__, (tallies.versions[one.version] for one in asked))
    name = of_question(question.question)
    found = _subject(question.name, asked[-1], together, ranking, name)
    if len(asked) == 1:  # which is the whole question
        return replace(found, title=question.title, versions=(replace(found, number=asked[0].number),))
    versions = (_version(question.name, one, tallies.versions[one.version], ranking) for one in asked)
    return replace(found, title=question.title, versions=tuple(versions))


def _version(name: str, asked: Asked, tallied: Tallied, ranking: Ranking) -> Subject:
    return replace(_subject(name, asked, tallied, ranking, of_version(asked.version)), number=asked.number)


def _subject(name: str, asked: Asked, tallied: Tallied, ranking: Ranking, key: str) -> Subject:
    return Subject(name, asked, tallied, ranking.of(key), tuple(_parts(tallied, ranking, key)))


def _parts(tallied: Tallied, ranking: Ranking, key: str) -> Iterator[Part]:
    for name, sums in tallied.parts.items():
        yield Part(name, Item(sums, 100 * sums.n), ranking.of(f"{key} {name}"))


def _told(item: Item, ranked: Ranked, **more: Figure) -> dict[str, Any]:
    figures = {**items.told(item), "efficiency": ranked.efficiency, "d27": ranked.d27, **more}
    return {
        "n": item.n,
        "maximum": float(item.maximum),
        **dumped(figures),
        "facility_interval": _interval(item.facility_interval),
        "r_interval": _interval(item.r_interval),
    }


def _interval(found: Interval | None) -> list[float] | None:
    return [found.low, found.high] if found else None


def _pick_told(kind: str, one: Pick, texts: Mapping[str, str]) -> dict[str, Any]:
    figures = {"share": one.share, "rest": one.rest, "r": one.r, "lower": one.lower, "upper": one.upper}
    text = {"text": texts[one.label]} if one.label in texts else {}
    return {kind: one.label, **text, "key": one.role, "n": one.n, **dumped(figures), "flags": list(one.flags)}
