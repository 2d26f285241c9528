"""What did a writer mark as left out of a quotation, and what as put in?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.text.digest import collapsed

MOST_PIECES = 30  # of one quotation

_DOTS = r"(?:…|\.(?: ?\.){2,3})"
# Alternatives with bounded repetition only, so nothing is tried for long (T59).
_MARK = re.compile(rf"\[ ?{_DOTS} ?\]|\( ?{_DOTS} ?\)|{_DOTS}|\[(?P<inner>[^\[\]]{{1,200}})\]")
_HEAD = re.compile(r"[\w'’-]{0,40}")
_LONGEST_HEAD = 40


class Gap(StrEnum):
    """What stands between two pieces of a quotation."""

    NONE = ""
    OMISSION = "omission"
    INSERTION = "insertion"
    UNMARKED = "unmarked"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that the writer gives as following each other, and what stands before them.

    `changed_capitals` are the offsets of letters whose case the writer marked as changed: “[T]he”.
    """

    text: str
    gap: Gap = Gap.NONE
    inserted: tuple[str, ...] = ()
    changed_capitals: tuple[int, ...] = ()

    @property
    def written(self) -> str:
        """As the writer gives it: “[T]he”."""
        marked = set(self.changed_capitals)
        return "".join(f"[{sign}]" if place in marked else sign for place, sign in enumerate(self.text))


@dataclass(frozen=True, slots=True)
class Cut:
    """A quotation in pieces. `begins_cut` and `ends_cut` say that something is marked as left out before or after."""

    pieces: tuple[Piece, ...]
    begins_cut: bool = False
    ends_cut: bool = False
    inserted_after: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is marked at all."""
        first = self.pieces[0] if self.pieces else Piece("")
        is_plain = len(self.pieces) <= 1 and not (first.inserted or first.changed_capitals or self.inserted_after)
        return is_plain and not (self.begins_cut or self.ends_cut)

    @property
    def inserted(self) -> tuple[str, ...]:
        return (*(text for piece in self.pieces for text in piece.inserted), *self.inserted_after)


@dataclass(slots=True)
class _Draft:
    """A piece while it is read."""

    text: str = ""
    gap: Gap = Gap.NONE
    inserted: list[str] = field(default_factory=list)
    capitals: list[int] = field(default_factory=list)

    @property
    def has_words(self) -> bool:
        return any(map(str.isalnum, self.text))

    def finished(self) -> Piece:
        lead = len(self.text) - len(self.text.lstrip())
        return Piece(self.text.strip(), self.gap, tuple(self.inserted), tuple(place - lead for place in self.capitals))


def cut(quoted: str) -> Cut:
    """A quotation at its ellipses (`…`, `...`, `. . .`, with or without brackets) and its [insertions]."""
    drafts = list(_drafts(collapsed(quoted)))
    last = drafts.pop() if len(drafts) > 1 and not drafts[-1].has_words else _Draft()
    pieces = [draft.finished() for draft in drafts if draft.has_words]
    begins_cut = bool(pieces) and pieces[0].gap is Gap.OMISSION
    if pieces and pieces[0].gap:
        first = pieces[0]
        pieces[0] = Piece(first.text, Gap.NONE, first.inserted, first.changed_capitals)
    return Cut(tuple(pieces), begins_cut, last.gap is Gap.OMISSION, tuple(last.inserted))


def _drafts(text: str) -> Iterator[_Draft]:
    """The stretches between marks; a stretch without words is joined to the next one's gap."""
    draft, place = _Draft(), 0
    for found in _MARK.finditer(text):
        if found.start() < place:
            continue
        draft.text += text[place : found.start()]
        place = found.end()
        if _is_capital(text, found):
            draft.capitals.append(len(draft.text))
            draft.text += found["inner"]
            continue
        gap, inserted = Gap.OMISSION, ""
        if found["inner"]:
            gap, inserted, place = _inserted(text, draft, found)
        if draft.has_words:
            yield draft
            draft = _Draft()
        draft.text, draft.capitals = "", []
        draft.gap = _stronger(draft.gap, gap)
        draft.inserted += [inserted] if inserted else []
    draft.text += text[place:]
    yield draft


def _stronger(one: Gap, other: Gap) -> Gap:
    return Gap.OMISSION if Gap.OMISSION in (one, other) else other


def _is_capital(text: str, found: re.Match[str]) -> bool:
    """“[T]he”: one letter before the rest of its word."""
    inner, before, after = (
        found["inner"] or "",
        text[found.start() - 1 : found.start()],
        text[found.end() : found.end() + 1],
    )
    return len(inner) == 1 and inner.isalpha() and after.isalpha() and not before.isalpha()


def _inserted(text: str, draft: _Draft, found: re.Match[str]) -> tuple[Gap, str, int]:
    """What stands in brackets, with the rest of a word that they change: “govern[ed]”."""
    head = _HEAD.match(text, found.end())
    end = head.end() if head else found.end()
    near = draft.text[-_LONGEST_HEAD:]
    before = near.rpartition(" ")[2] if near[-1:].isalnum() else ""
    draft.text = draft.text[: len(draft.text) - len(before)]
    return Gap.INSERTION, f"{before}{found[0]}{text[found.end() : end]}", end
