"""How is one known file to be read? Corrections to the generic rules, in numbers and hashes, never in prose.

sha256 = "…"                      the only file that the rest applies to
[blocks]                          what a block is, by `Role`: front = "1-3", heading = 10, prose = "15-16"
[[passage]]                       paragraphs = "4-5", voice = "pollitt", kind = "quotation" (the default)
[[span]]                          paragraph = 64, start = 83, end = 240, voice = "ulbricht"
[[note]]                          number = 1, paragraph = 45 (where its marker stands), voice = "malenkov"
[[annotation]]                    paragraph = 5 (or note = 1), word = 33, says = "stray comma"
[hashes]                          paragraphs = […], notes = […]: twelve hex digits each
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from corpus.formats.blocks import Role
from corpus.formats.draft import MOST_PARAGRAPHS, VOICE, Annotation, Draft, Kind
from corpus.text.digest import short_hash
from corpus.text.passage import Span

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHORT_HASH = re.compile(r"[0-9a-f]{12}")
_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_LONGEST_REMARK = 120


class BadProfile(ValueError):
    """A profile that cannot be used; the message names the line or the key."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What some paragraphs are, both ends included, and who speaks in them ("" for the author)."""

    first: int
    last: int
    kind: Kind
    voice: str


@dataclass(frozen=True, slots=True)
class InlineSpeech:
    """Somebody speaks inside a paragraph."""

    paragraph: int
    span: Span


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Who speaks in a note, and the paragraph that its marker stands in."""

    number: int
    paragraph: int
    voice: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a profile.toml says. It applies only to the file whose bytes have this SHA-256."""

    sha256: str
    roles: Mapping[int, Role] = field(default_factory=lambda: MappingProxyType({}))
    speeches: tuple[Speech, ...] = ()
    spans: tuple[InlineSpeech, ...] = ()
    notes: tuple[NotePlace, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    hashes: tuple[str, ...] = ()
    note_hashes: tuple[str, ...] = ()


def hashes(draft: Draft) -> tuple[str, ...]:
    """One short hash a paragraph, in order."""
    return tuple(short_hash(paragraph.text) for paragraph in draft.paragraphs())


def note_hashes(draft: Draft) -> tuple[str, ...]:
    return tuple(short_hash(note.text) for note in draft.notes)


def hashes_toml(draft: Draft) -> str:
    """The `[hashes]` of a profile, ready to be written into it."""
    return f"[hashes]\nparagraphs = {_array(hashes(draft))}\nnotes = {_array(note_hashes(draft))}\n"


def _array(values: tuple[str, ...]) -> str:
    rows = [values[at : at + 5] for at in range(0, len(values), 5)]
    lines = "".join(f"  {' '.join(f'"{value}",' for value in row)}\n" for row in rows)
    return f"[\n{lines}]" if rows else "[]"


def load(toml_text: str) -> Profile:
    """Raises BadProfile."""
    try:
        top = _Table("the file", tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise BadProfile(f"The profile is not TOML: {error}.") from None
    top.allow("sha256", "blocks", "passage", "span", "note", "annotation", "hashes")
    listed = top.table("hashes").allow("paragraphs", "notes")
    return Profile(
        sha256=top.matching("sha256", _SHA256, "64 hex digits"),
        roles=MappingProxyType(_roles(top.table("blocks").allow(*Role))),
        speeches=_disjoint([_speech(entry) for entry in top.tables("passage")]),
        spans=tuple(_span(entry) for entry in top.tables("span")),
        notes=tuple(_note(entry) for entry in top.tables("note")),
        annotations=tuple(_annotation(entry) for entry in top.tables("annotation")),
        hashes=listed.hashes("paragraphs"),
        note_hashes=listed.hashes("notes"),
    )


def _roles(table: "_Table") -> dict[int, Role]:
    found: dict[int, Role] = {}
    for role in Role:
        for first, last in table.ranges(role):
            for number in range(first, last + 1):
                if number in found:
                    raise table.bad(role, f"block {number} is also {found[number]}")
                found[number] = role
    return found


def _speech(table: "_Table") -> Speech:
    table.allow("paragraphs", "kind", "voice")
    ranges = table.ranges("paragraphs")
    if len(ranges) != 1:
        raise table.bad("paragraphs", 'write one paragraph or one range: "4-5"')
    (first, last), kind = ranges[0], table.text("kind", Kind.QUOTATION)
    if kind not in list(Kind):
        raise table.bad("kind", f"“{kind}” is none of {', '.join(Kind)}")
    return Speech(first, last, Kind(kind), table.voice(""))


def _disjoint(speeches: list[Speech]) -> tuple[Speech, ...]:
    last = 0
    for speech in sorted(speeches, key=lambda speech: speech.first):
        if speech.first <= last:
            raise BadProfile(f"[[passage]]: ¶{speech.first} stands in two passages.")
        last = speech.last
    return tuple(speeches)


def _span(table: "_Table") -> InlineSpeech:
    table.allow("paragraph", "start", "end", "voice")
    start, end = table.number("start", least=0), table.number("end")
    if end <= start:
        raise table.bad("end", f"{end} is not after the start, {start}")
    return InlineSpeech(table.number("paragraph"), Span(start, end, table.voice()))


def _note(table: "_Table") -> NotePlace:
    table.allow("number", "paragraph", "voice")
    return NotePlace(table.number("number"), table.number("paragraph"), table.voice(""))


def _annotation(table: "_Table") -> Annotation:
    table.allow("paragraph", "note", "word", "says")
    place = "note" if "note" in table.entries else "paragraph"
    says = table.text("says")
    if not says or len(says) > _LONGEST_REMARK:
        raise table.bad("says", f"say in our own words what is wrong, in 1 to {_LONGEST_REMARK} characters")
    return Annotation(table.number(place), table.number("word", least=0), says, note=place == "note")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file, asked key by key. `name` is what messages call it."""

    name: str
    entries: Mapping[str, Any]

    def allow(self, *keys: str) -> "_Table":
        for key in self.entries:
            if key not in keys:
                raise self.bad(key, f"there is no such key; known are {', '.join(keys)}")
        return self

    def bad(self, key: str, says: str) -> BadProfile:
        return BadProfile(f"In {self.name}, key “{key}”: {says}.")

    def table(self, key: str) -> "_Table":
        value = self.entries.get(key, {})
        if not isinstance(value, dict):
            raise self.bad(key, f"write a table, [{key}]")
        return _Table(f"[{key}]", value)

    def tables(self, key: str) -> Iterator["_Table"]:
        value = self.entries.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.bad(key, f"write tables, [[{key}]]")
        return (_Table(f"[[{key}]] number {place}", entry) for place, entry in enumerate(value, start=1))

    def text(self, key: str, default: str | None = None) -> str:
        value = self.entries.get(key, default)
        if not isinstance(value, str):
            raise self.bad(key, "a text in quotation marks is needed")
        return value

    def number(self, key: str, *, least: int = 1) -> int:
        value = self.entries.get(key)
        if type(value) is not int or value < least:
            raise self.bad(key, f"a whole number from {least} is needed")
        return value

    def matching(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        value = self.text(key)
        if not pattern.fullmatch(value):
            raise self.bad(key, f"{what} are needed")
        return value

    def voice(self, default: str | None = None) -> str:
        value = self.text("voice", default)
        if value != default and not VOICE.fullmatch(value):
            raise self.bad("voice", f"“{value[:40]}” is no voice; write one in small letters, digits and hyphens")
        return value

    def hashes(self, key: str) -> tuple[str, ...]:
        value = self.entries.get(key, [])
        if not isinstance(value, list):
            raise self.bad(key, "a list of hashes is needed")
        for place, entry in enumerate(value, start=1):
            if not isinstance(entry, str) or not _SHORT_HASH.fullmatch(entry):
                raise self.bad(key, f"number {place} is not 12 hex digits")
        return tuple(value)

    def ranges(self, key: str) -> list[tuple[int, int]]:
        """A number, or a text of numbers and ranges: ``10``, ``"1-3, 8"``."""
        value = self.entries.get(key, "")
        parts = str(value).split(",") if isinstance(value, str | int) and value != "" else []
        if not parts and value != "":
            raise self.bad(key, 'write numbers and ranges: "1-3, 8"')
        return [self._range(key, part.strip()) for part in parts]

    def _range(self, key: str, part: str) -> tuple[int, int]:
        found = _RANGE.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= MOST_PARAGRAPHS:
            raise self.bad(key, f'“{part[:40]}” is no range; write numbers and ranges: "1-3, 8"')
        return first, last
