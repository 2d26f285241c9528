"""How are cases written whose answers are proved by sentences?"""

from .. import cells, codec, find_evidence, grid
from ..base import Flaw, Invalid, Table
from ..cells import At
from ..corroboration import Corroboration
from ..find_evidence import FindEvidence
from ..proofs import Gap, Key, Near, Verdict
from ..sentences import LIMIT
from ..source_check import Response, SourceCheck
from .plain import READING, WORK, Plain, by_edition, marks, sets

_PROVING = ("proofs", "neutral", "near", "limit")


def source_check(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, (*_PROVING, "verdict", "missing", "nothing_close"))
    read = Key(
        verdict=codec.one_of(key, "verdict", Verdict),
        proofs=sets(key, "proofs", edition),
        neutral=by_edition(key.get("neutral", []), "neutral", edition),
        near=tuple(map(Near, sets(key, "near", edition))),
        missing=codec.one_of_or_none(key, "missing", Gap),
        nothing_close=codec.flag(key, "nothing_close"),
    )
    if read.absent and read.proofs:
        raise Invalid(Flaw("proofs", "No sentence proves an absence; move these to “near”."))
    if read.absent and read.missing is None:
        raise Invalid(Flaw("missing", f"Say what the source leaves out: {', '.join(Gap)}."))
    if not read.absent and not read.proofs:
        raise Invalid(Flaw("proofs", f"“{read.verdict}” needs at least one set of sentences that proves it."))
    return Plain(SourceCheck("", READING, _limit(key)), read, _checked)


def _limit(key: Table) -> int:
    return codec.whole(key, "limit", LIMIT, 1)


def _checked(response: Table) -> Response:
    return Response(
        marks=marks(response, "verdict", "nothing_close", "missing"),
        verdict=codec.one_of_or_none(response, "verdict", Verdict),
        nothing_close=codec.flag(response, "nothing_close"),
        missing=codec.one_of_or_none(response, "missing", Gap),
    )


def evidence_alone(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, _PROVING)
    read = source_check({**key, "verdict": Verdict.SUPPORTED.value}, edition)
    return Plain(
        FindEvidence("", READING, _limit(key)),
        find_evidence.Key(read.key),
        lambda response: find_evidence.Response(marks(response)),
    )


def corroboration(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("cells", "limit"))
    written = codec.subtable(key, "cells")
    found = {At.of(at, "cells"): codec.subtable(written, at) for at in written}
    claims, readings = (max((at[side] for at in found), default=0) for side in (0, 1))
    if not found or len(found) < claims * readings:
        raise Invalid(Flaw("cells", "Give every cell of the grid: 1-1, 1-2 and so on, the claim first."))
    key_of = {at: _cell(at, cell, edition) for at, cell in found.items()}
    plain = frozenset(at for at, cell in found.items() if cell.get("plain"))
    content = Corroboration("", ("",) * claims, (READING,) * readings, plain, _limit(key))

    def answer(response: Table) -> cells.Response:
        codec.nothing_unknown(response, ("cells",))
        given = codec.subtable(response, "cells")
        codec.nothing_unknown(given, tuple(written))
        named = {At.of(at, "cells"): codec.subtable(given, at) for at in given}
        return cells.Response((cells.Row(1, "", tuple(_given(at, named.get(at, {})) for at in sorted(key_of))),))

    return Plain(content, grid.Key(key_of), answer)


def _cell(at: At, cell: Table, edition: str) -> grid.Cell:
    codec.nothing_unknown(cell, ("verdict", "proofs", "near", "neutral", "plain"))
    codec.flag(cell, "plain")
    verdict = codec.one_of(cell, "verdict", cells.Verdict)
    proofs = sets(cell, "proofs", edition)
    if bool(proofs) is (verdict is cells.Verdict.SILENT) and not cell.get("plain"):
        raise Invalid(Flaw("cells", f"{at.label}: a verdict needs its proofs, and a silence has none."))
    near, neutral = (
        tuple(map(Near, sets(cell, "near", edition))),
        by_edition(cell.get("neutral", []), "neutral", edition),
    )
    return grid.Cell(WORK, verdict, proofs, near, neutral)


def _given(at: At, cell: Table) -> cells.Given:
    return cells.Given(at, codec.one_of_or_none(cell, "verdict", cells.Verdict), marks(cell, "verdict"))
