"""What did an author type about the cells of a grid? Lines that begin with their cell, as one table a cell.

``1-2 contradicts // [¶14.2] is later.``   the verdict, and what to say about it
``1-2 silent, no evidence``                the verdict alone is asked for
``1-2: ¶14.2 + ¶14.3``                     one proof
``1-3: ¶12.4: There the secretary speaks.``   a near miss, and why it proves nothing
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from corpus.text.citation import ASSUMED_EDITION, BadCitation, Citation, parse, parse_set

from . import codec, lines
from .base import Flaw, Invalid
from .cells import At, Verdict
from .pick import Beginning

_VERDICT = re.compile(r"(?P<at>\S+)\s+(?P<verdict>[a-z]+)(?P<plain>\s*,\s*no evidence)?")

type _Cells = dict[str, dict[str, object]]


def cells(values: Mapping[str, str], readings: Sequence[Citation]) -> list[dict[str, object]]:
    """The cells of a course file from the lines of a form; raises Invalid with every line that cannot be read."""

    def read(name: str, of: Callable[[str, Citation], object]) -> list[tuple[At, object]]:
        return lines.each(values, name, None, lambda line, _: _about(line, readings, of))

    found: dict[str, object] = codec.together(
        {},
        cell=lambda: lines.each(values, "cell", None, lambda line, _: _verdict(line)),
        proof=lambda: read("proof", _places),
        near=lambda: read("near", _noted),
        neutral=lambda: read("neutral", _places),
    )
    tables = _tables(found["cell"])
    for name in ("proof", "near", "neutral"):
        _put(tables, name, found[name])
    return list(tables.values())


def beginnings(values: Mapping[str, str]) -> tuple[Beginning, ...]:
    """The cells of a grid as lines begin with them; a reading that cannot be read has none."""
    return tuple(_beginnings(values))


def _beginnings(values: Mapping[str, str]) -> Iterator[Beginning]:
    claims = sum(bool(line.strip()) for line in values.get("claims", "").splitlines())
    readings = [line for line in values.get("readings", "").splitlines() if line.strip()]
    for at in (At(claim, source) for claim in range(1, claims + 1) for source in range(1, len(readings) + 1)):
        try:
            reading = parse(readings[at.source - 1])
        except BadCitation:
            continue
        yield Beginning(str(at), f"{at.label}: {reading}", reading.work, reading.edition or ASSUMED_EDITION)


def _tables(listed: object) -> _Cells:
    tables: _Cells = {}
    for table in listed if isinstance(listed, list) else ():
        if table["at"] in tables:
            raise Invalid(Flaw("cell", f"{At.of(table['at']).label} stands twice; keep one line."))
        tables[table["at"]] = table
    return tables


def _put(tables: _Cells, name: str, listed: object) -> None:
    for at, value in listed if isinstance(listed, list) else ():
        if str(at) not in tables:
            raise Invalid(Flaw(name, f"{at.label} has no verdict; write one above, such as {at} agrees."))
        table = tables[str(at)]
        if name == "neutral":
            before = table.get(name)
            table[name] = lines.merged([*([before] if isinstance(before, dict) else []), value])
        else:
            table[name] = [*(before if isinstance(before := table.get(name), list) else []), value]


def _verdict(line: str) -> dict[str, object]:
    head, _, said = line.partition("//")
    found = _VERDICT.fullmatch(head.strip())
    if found is None or found["verdict"] not in tuple(Verdict):
        raise Invalid(Flaw("cell", f"“{head.strip()[:60]}” is no verdict; write 1-2 agrees, contradicts or silent."))
    table: dict[str, object] = {"at": str(At.of(found["at"])), "verdict": found["verdict"], "says": said.strip()}
    return table | ({"evidence": False} if found["plain"] else {})


def _about(line: str, readings: Sequence[Citation], of: Callable[[str, Citation], object]) -> tuple[At, object]:
    head, _, rest = line.partition(":")
    at = At.of(head)
    if at.source > len(readings):
        raise Invalid(Flaw("proof", f"{at.label}: there are {len(readings)} readings."))
    return at, of(rest, readings[at.source - 1])


def _places(rest: str, reading: Citation) -> dict[str, list[str]]:
    """By edition; where none is named, that of the reading."""
    found: dict[str, list[str]] = {}
    for part in rest.split("|"):
        for citation in parse_set(part, work=reading.work, edition=reading.edition or ASSUMED_EDITION):
            edition = citation.edition or ASSUMED_EDITION
            found.setdefault(edition, []).append(f"{citation.work}/{edition} {citation.label}")
    return found


def _noted(rest: str, reading: Citation) -> dict[str, object]:
    cited, _, says = rest.partition(":")
    return {**_places(cited, reading), "says": says.strip()}
