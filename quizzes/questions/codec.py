"""What does this JSON, TOML or form say? Typed values, or an error that names the field."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum

from corpus.text.citation import Anchor, BadCitation, Citation, parse
from corpus.text.digest import collapsed

from .base import Flaw, Invalid, Post, Table
from .evidence import ByEdition, Places

# Nothing can store the first; the others turn the direction of writing, so that a student could be shown
# other words than are compared (T60).
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_EDITION = re.compile(r"[a-z][a-z0-9-]{0,30}")


def text(table: Table, name: str, default: str | None = None) -> str:
    value = table.get(name, default)
    if not isinstance(value, str):
        raise _wrong(name, value, "a text")
    if _UNSTORABLE.search(value):
        raise Invalid(Flaw(name, f"“{name}” holds a character that cannot be stored or seen; type it anew."))
    return value


def line(table: Table, name: str, default: str | None = None) -> str:
    """A text in which line breaks and double spaces mean nothing."""
    return collapsed(text(table, name, default))


def texts(table: Table, name: str) -> tuple[str, ...]:
    """A list of texts; a missing list is empty."""
    return tuple(text({name: item}, name) for item in _list(table, name))


def flag(table: Table, name: str, default: bool = False) -> bool:
    value = table.get(name, default)
    if not isinstance(value, bool):
        raise _wrong(name, value, "true or false")
    return value


def whole(table: Table, name: str, default: int | None = None, low: int = 0, high: int = 10**6) -> int:
    value = table.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise _wrong(name, value, f"a whole number from {low} to {high}")
    return value


def one_of[E: StrEnum](table: Table, name: str, choices: type[E]) -> E:
    value = table.get(name)
    if value not in tuple(choices):
        raise _wrong(name, value, f"one of {', '.join(choices)}")
    return choices(str(value))


def one_of_or_none[E: StrEnum](table: Table, name: str, choices: type[E]) -> E | None:
    """None where the name is missing or empty."""
    return one_of(table, name, choices) if table.get(name) else None


def tables(table: Table, name: str) -> tuple[Table, ...]:
    """A list of tables; a missing list is empty."""
    return tuple(subtable({name: item}, name) for item in _list(table, name))


def subtable(table: Table, name: str) -> Table:
    """A table inside a table; a missing one is empty."""
    value = table.get(name, {})
    if not isinstance(value, Mapping):
        raise _wrong(name, value, "a table")
    return value


def nothing_unknown(table: Table, known: Collection[str]) -> None:
    """A misspelt name is an error, not a silence."""
    allowed = ", ".join(sorted(known))
    flaws = [Flaw(name, f"“{name}” is no field here; there are {allowed}.") for name in table if name not in known]
    if flaws:
        raise Invalid(*flaws)


def _list(table: Table, name: str) -> list[object]:
    value = table.get(name, [])
    if not isinstance(value, list):
        raise _wrong(name, value, "a list")
    return value


def _wrong(name: str, value: object, wanted: str) -> Invalid:
    if value is None or value == "":
        return Invalid(Flaw(name, f"“{name}” is missing; give {wanted}."))
    return Invalid(Flaw(name, f"“{name}” is {str(value)[:80]!r}; give {wanted}."))


@contextmanager
def at(field: str, place: str) -> Iterator[None]:
    """Whatever goes wrong inside is reported at this field and place."""
    try:
        yield
    except (Invalid, BadCitation) as problem:
        raise Invalid(Flaw(field, f"{place}: {problem}")) from problem


def reading(table: Table, name: str = "reading") -> Citation:
    """Paragraphs of a work, in whichever edition a student reads."""
    with at(name, "Reading"):
        found = parse(text(table, name))
        if found.edition is not None or found.sentence is not None:
            raise BadCitation(f"“{found}” is not made of whole paragraphs of a work; write harrow-1957 ¶11-14.")
    return found


def dumped(places: ByEdition) -> dict[str, object]:
    return {edition: [anchor.value for anchor in sorted(found)] for edition, found in sorted(places.items())}


def loaded(table: Table) -> dict[str, Places]:
    """Reads `dumped` back."""
    return {edition: anchors(texts(table, edition), edition) for edition in _editions(table)}


def anchors(values: Iterable[str], field: str) -> Places:
    try:
        return frozenset(map(Anchor.of, values))
    except BadCitation as problem:
        raise Invalid(Flaw(field, str(problem))) from problem


def cited(table: Table, work: str | None) -> dict[str, Places]:
    """Citations as authors write them, by edition: ``{adapted = ["¶12.1", "¶12.3"]}``."""
    return {edition: frozenset(_cited(table, edition, work)) for edition in _editions(table)}


def _cited(table: Table, edition: str, work: str | None) -> Iterator[Anchor]:
    for written in texts(table, edition):
        found = parse(written, work=work, edition=edition)
        if found.edition not in (None, edition):
            raise Invalid(Flaw(edition, f"“{written}” is of another edition than {edition}."))
        yield from found.anchors


def _editions(table: Table) -> Iterator[str]:
    for edition in table:
        if not _EDITION.fullmatch(edition):
            raise Invalid(Flaw(edition, f"“{edition[:40]}” is no edition; write adapted or original."))
        yield edition


def chosen(post: Post, name: str) -> str:
    """The value of a form control that gives at most one."""
    values = post.getlist(name)
    return values[-1] if values else ""


def picked[E: StrEnum](post: Post, name: str, choices: type[E]) -> E | None:
    """One of a closed set, or None where nothing is chosen."""
    return one_of_or_none({name: chosen(post, name)}, name, choices)


def number(values: Mapping[str, str], name: str, default: int) -> int:
    """A whole number that an author typed."""
    typed = values.get(name, "").strip()
    if not typed:
        return default
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        raise _wrong(name, typed, "a whole number")
    return int(typed)


def together(plain: Table, **reads: Callable[[], object]) -> dict[str, object]:
    """Does all the readings and puts them with what is plain, so that an author learns of every flaw at once."""
    found = dict(plain)
    flaws: list[Flaw] = []
    for name, read in reads.items():
        try:
            found[name] = read()
        except Invalid as problem:
            flaws += problem.flaws
            found |= {} if problem.rest is None else {name: problem.rest}
    if flaws:
        raise Invalid(*flaws, rest=found)
    return found
