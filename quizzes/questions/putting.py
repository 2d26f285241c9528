"""Where do ticked sentences go among the lines that an author typed? What cannot be read stays as it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.text.citation import ASSUMED_EDITION, Anchor, BadCitation, parse, parse_set

from . import lines
from .base import Field, Flaw, Invalid
from .evidence import NONE, ByEdition, Places
from .pick import Pick

type Home = tuple[str | None, str]  # the work and edition of a citation that names none
type Homes = Callable[[str], Home]  # by what its line begins with
type Moves = Mapping[tuple[str, Anchor], Places]  # by edition and old place


@dataclass(frozen=True, slots=True)
class Line:
    """A line that could be read. `index` counts all lines from 0, `number` the sets from 1."""

    index: int
    number: int
    begins: str
    places: ByEdition
    rest: str

    @property
    def letter(self) -> str:
        """A, B … Z, then AA."""
        return chr(64 + self.number) if self.number <= 26 else f"A{chr(38 + self.number)}"

    @property
    def cited(self) -> Iterator[tuple[str, Anchor]]:
        for edition, anchors in sorted(self.places.items()):
            yield from ((edition, anchor) for anchor in sorted(anchors))


@dataclass(frozen=True, slots=True)
class Put:
    """The field as it reads now, and the set in it that took the sentences."""

    typed: str
    line: Line
    is_new: bool  # something was added


def pick_of(field: Field) -> Pick | None:
    """A field of citations takes sentences, each line a set, where its kind says nothing else."""
    return field.pick or (Pick() if field.widget == "citations" else None)


def read(pick: Pick, typed: str, homes: Homes) -> tuple[Line, ...]:
    """The lines that can be read."""
    return tuple(_read(pick, typed, homes))


def _read(pick: Pick, typed: str, homes: Homes) -> Iterator[Line]:
    number = 0
    for index, text in enumerate(typed.splitlines()):
        begins, rest = "", text
        if pick.begins:
            begins, _, rest = text.partition(":")
        sign = pick.ends.strip()
        cited, _, _ = rest.partition(sign) if sign else (rest, "", "")
        try:
            places = _places(cited, *homes(begins.strip()))
        except BadCitation:
            continue
        number += 1
        yield Line(index, number, begins.strip(), places, rest.removeprefix(cited))


def _places(cited: str, work: str | None, edition: str) -> ByEdition:
    found: dict[str, Places] = {}
    for part in cited.split("|"):
        for citation in parse_set(part, work=work, edition=edition):
            named = citation.edition or ASSUMED_EDITION
            found[named] = found.get(named, NONE) | frozenset(citation.anchors)
    return found


def put(
    field: Field, typed: str, ticked: ByEdition, homes: Homes, *, begins: str = "", index: int | None = None
) -> Put:
    """Puts sentences into the set at `index`, into the one set of the field, or into a new one. Raises Invalid."""
    pick = pick_of(field) or Pick()
    target = _target(field, pick, read(pick, typed, homes), begins, index)
    rows = typed.rstrip().splitlines()
    if target is None:
        rows.append(_written(begins, ticked, homes) + pick.ends)
        index, is_new = len(rows) - 1, True
    else:
        together = {e: target.places.get(e, NONE) | ticked.get(e, NONE) for e in {*target.places, *ticked}}
        index, is_new = target.index, together != target.places
        if is_new:
            rows[index] = _written(target.begins, together, homes) + target.rest
    return _put(field, pick, rows, homes, index, is_new)


def moved(field: Field, typed: str, homes: Homes, moves: Mapping[int, Moves]) -> tuple[str, list[tuple[str, Anchor]]]:
    """The field with places cited where their words stand now, all at once: one may go where another leaves.

    `moves` are by line. Returns the new places, too; what is not cited there any more is passed over.
    """
    rows, now = typed.rstrip().splitlines(), list[tuple[str, Anchor]]()
    for line in read(pick_of(field) or Pick(), typed, homes):
        going = {at: to for at, to in moves.get(line.index, {}).items() if at[1] in line.places.get(at[0], NONE)}
        if going:
            rows[line.index] = _written(line.begins, _gone(line.places, going), homes) + line.rest
            now += [(edition, anchor) for (edition, _), to in going.items() for anchor in sorted(to)]
    return "\n".join(rows), now


def _gone(places: ByEdition, going: Moves) -> ByEdition:
    return {
        edition: NONE.union(*(going.get((edition, anchor), frozenset([anchor])) for anchor in anchors))
        for edition, anchors in places.items()
    }


def _put(field: Field, pick: Pick, rows: list[str], homes: Homes, index: int, is_new: bool) -> Put:
    typed = "\n".join(rows)
    line = next((line for line in read(pick, typed, homes) if line.index == index), None)
    if line is None:
        raise Invalid(Flaw(field.name, f"“{rows[index][:60]}” could not be read back; type the citation yourself."))
    return Put(typed, line, is_new)


def _target(field: Field, pick: Pick, found: tuple[Line, ...], begins: str, index: int | None) -> Line | None:
    if index is None:
        return next((line for line in found if line.begins == begins), None) if pick.together else None
    line = next((line for line in found if line.index == index), None)
    if line is None:
        raise Invalid(Flaw(field.name, f"Line {index + 1} of “{field.label}” cannot be read; mend it first."))
    return line


def _written(begins: str, places: ByEdition, homes: Homes) -> str:
    work, edition = homes(begins)
    # What names nothing is written of the assumed edition; where another is meant, everything is named.
    cited = lines.written(places, work if edition == ASSUMED_EDITION else None)
    return f"{begins}: {cited}" if begins else cited


def homes_of(fields: Sequence[Field], values: Mapping[str, str]) -> Homes:
    """What citations mean among these fields: the work of the reading, behind a beginning that of its own."""
    listed = (pick.begins(values) for field in fields if (pick := pick_of(field)) and pick.begins)
    beginnings = {one.value: (one.work, one.edition) for found in listed for one in found}
    try:
        reading = parse(values.get("reading", ""))
        lead: Home = (reading.work, reading.edition or ASSUMED_EDITION)
    except BadCitation:
        lead = (None, ASSUMED_EDITION)
    return lambda begins: beginnings.get(begins, (None, ASSUMED_EDITION)) if begins else lead
