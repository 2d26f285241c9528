"""What do the citations in a question's form quote? Set by set: the words that stand there, and whether they are the
ones that the kept key was sealed with: the same, moved whole to another place, or others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from corpus import reading
from corpus.models import Revision
from corpus.reading import Shelf
from corpus.text import worddiff
from corpus.text.citation import Anchor, BadCitation
from corpus.text.digest import short_hash
from corpus.text.relocate import Fate, Relocated, Relocation
from quizzes.bank.typed import table_of, values_of
from quizzes.models import KeyCitation, Question
from quizzes.questions import putting
from quizzes.questions.base import Field, Invalid
from quizzes.questions.pick import Pick


@dataclass(frozen=True, slots=True)
class Quoted:
    """A cited place with the words that stand there now. `words` is None where nothing does.

    `hash` is what the kept key sealed; a citation that was just typed has none. Where other words stand there now,
    `found` says what became of the sealed ones, as far as an earlier text has them.
    """

    role: str
    number: int
    edition: str
    anchor: Anchor
    words: str | None
    hash: str | None
    installed: bool
    found: Relocated | None = None

    @property
    def badge(self) -> str:
        if not self.installed:
            return "Not here: this edition is not installed"
        if self.has_moved:
            return f"Moved: was {self.anchor.label}, now {self.moved_to} — confirm"
        if self.words is None:
            return "Broken: no such place"
        if self.hash is None:
            return "Not saved yet"
        return "Broken: text changed" if self.is_changed else "Verified, text unchanged"

    @property
    def is_changed(self) -> bool:
        """Other words stand there than were sealed."""
        return self.hash is not None and (self.words is None or short_hash(self.words) != self.hash)

    @property
    def has_moved(self) -> bool:
        return self.found is not None and self.found.fate is Fate.MOVED

    @property
    def moved_to(self) -> str:
        return " + ".join(anchor.label for anchor in self.found.to) if self.found else ""

    @property
    def move(self) -> str:
        """What the form carries of it, to be confirmed: the edition, the old place and the new ones."""
        now = "+".join(anchor.value for anchor in self.found.to) if self.found else ""
        return f"{self.edition}/{self.anchor.value}/{now}"

    @property
    def is_broken(self) -> bool:
        return self.badge.startswith("Broken")

    @property
    def shown(self) -> str:
        """The words beside the citation."""
        return self.found.words if self.found is not None and self.has_moved else self.words or ""

    @property
    def pieces(self) -> tuple[worddiff.Piece, ...]:
        """Word by word what changed; nothing where that is not known or nothing did."""
        if self.found is None or self.has_moved:
            return ()
        return worddiff.pieces(self.found.words, self.words or "")


@dataclass(frozen=True, slots=True)
class QuotedSet:
    """The places of one proof, near miss or neutral list; `index` is its line in the field."""

    role: str
    name: str
    places: tuple[Quoted, ...]
    index: int = -1
    letter: str = ""
    begins: str = ""

    @property
    def has_moved(self) -> bool:
        """Something is to be confirmed in the line of a field."""
        return self.index >= 0 and any(place.has_moved for place in self.places)


def evidence_of(form: Any, confirmed: frozenset[str] = frozenset()) -> list[QuotedSet]:
    """What the citations in the form quote, field by field; nothing of a line that cannot be read.

    `confirmed` are places that words have moved to since: what was sealed there before is not theirs.
    """
    values, fields = values_of(form), form.kind.fields()
    homes = putting.homes_of(fields, values)
    found = [
        (field, pick, line)
        for field in fields
        if (pick := putting.pick_of(field))
        for line in putting.read(pick, values[field.name], homes)
    ]
    other = list(_others(form.kind, values, {field.name for field, _, _ in found}))
    works = {anchor.work for _, _, line in found for _, anchor in line.cited} | {one.anchor.work for one in other}
    asked = _Asked(reading.shelf(works), _sealed(form.instance), confirmed)
    sets = [_set(asked, field, pick, line) for field, pick, line in found]
    by_set = groupby(other, key=lambda cited: (cited.role, cited.number))
    return sets + [
        QuotedSet(role, f"{role.capitalize()} {number}", tuple(asked.of(*cited) for cited in places))
        for (role, number), places in by_set
    ]


def _set(asked: "_Asked", field: Field, pick: Pick, line: putting.Line) -> QuotedSet:
    places = tuple(asked.of(field.name, line.number, edition, anchor) for edition, anchor in line.cited)
    letter = "" if pick.together or pick.ends else line.letter
    return QuotedSet(field.name, set_name(field, pick, line).capitalize(), places, line.index, letter, line.begins)


def set_name(field: Field, pick: Pick, line: putting.Line) -> str:
    """How a set is called in a sentence: proof 2."""
    return field.name if pick.together else f"{field.name} {line.number}"


def place_name(role: str, edition: str, anchor: Anchor) -> str:
    """A place in a field, as the form carries it."""
    return f"{role}/{edition}/{anchor.value}"


def _others(kind: Any, values: dict[str, str], read: set[str]) -> Iterator[Any]:
    """What the key cites beside the fields of citations: a quotation, the statements of voices."""
    try:
        table, _ = table_of(kind, values)
        _, key = kind.from_table(table or {})
    except (Invalid, BadCitation):
        return
    taken = read | {field.name for field in kind.fields() if putting.pick_of(field)}
    yield from (cited for cited in key.cited() if cited.role not in taken)


def _sealed(question: Question) -> dict[tuple[str, Anchor], str]:
    """The hashes that the latest version's key was kept with."""
    if question.pk is None:
        return {}
    cited = KeyCitation.objects.filter(version=question.latest())
    return {(citation.edition, citation.anchor): citation.hash for citation in cited}


@dataclass
class _Asked:
    """The present texts, and earlier ones where the words that were sealed do not stand any more."""

    texts: Shelf
    sealed: dict[tuple[str, Anchor], str]
    confirmed: frozenset[str]
    earlier: dict[tuple[str, str], list[Revision]] = field(default_factory=dict)
    relocations: dict[int, Relocation] = field(default_factory=dict)

    @cached_property
    def editions(self) -> set[tuple[str, str]]:
        return set(self.texts.texts)

    def of(self, role: str, number: int, edition: str, anchor: Anchor) -> Quoted:
        words = self.texts.words(edition, anchor)
        is_new = place_name(role, edition, anchor) in self.confirmed
        sealed = None if is_new else self.sealed.get((edition, anchor))
        quoted = Quoted(role, number, edition, anchor, words, sealed, (anchor.work, edition) in self.editions)
        return replace(quoted, found=self._relocated(quoted)) if quoted.installed and quoted.is_changed else quoted

    def _relocated(self, quoted: Quoted) -> Relocated | None:
        for revision in self._earlier(quoted.anchor.work, quoted.edition):
            before = reading.whole(revision)
            words = before.words(quoted.anchor)
            if words is not None and short_hash(words) == quoted.hash:
                now = self.texts.texts[quoted.anchor.work, quoted.edition]
                relocation = self.relocations.setdefault(revision.pk, Relocation(before, now))
                return relocation.of(quoted.anchor)
        return None

    def _earlier(self, work: str, edition: str) -> Iterable[Revision]:
        """Published revisions of the edition, the latest first; read once, and only where something changed."""
        if (work, edition) not in self.earlier:
            published = Revision.objects.published().of(work, edition).select_related("edition__work")
            self.earlier[work, edition] = list(published.defer("report", "annotations").order_by("-number"))
        return self.earlier[work, edition]
