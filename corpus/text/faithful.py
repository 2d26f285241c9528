"""Does the library say what an essay quotes, where, and in whose voice? One quotation of an essay, checked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby, pairwise

from corpus.text.asked import EXACT, Asked, found_in
from corpus.text.digest import collapsed
from corpus.text.essay import Quoted
from corpus.text.finding import Change, Finding, Result
from corpus.text.folding import words
from corpus.text.ground import Ground, Stretch
from corpus.text.library import Library
from corpus.text.omissions import MOST_PIECES, Cut, Gap, cut
from corpus.text.piecing import MOST_REPLACED, Placed, in_order, laid
from corpus.text.quotation import LEAST_LIKENESS
from corpus.text.remarks import remarked
from corpus.text.runs import runs
from corpus.text.verdict import MARKS, Checked, Part, Verdict
from corpus.text.voices import Voices

_VERDICTS = dict(zip(Result, (Verdict.VERBATIM, Verdict.PUNCTUATION, Verdict.NEAR, Verdict.ABSENT), strict=True))
_FAR_FROM_EXACT = 4  # changed words in a row may be a passage from elsewhere


def checked(quoted: Quoted, library: Library | Ground, voices: Voices | None = None) -> Checked:
    """Checks one quotation. Where there are many, make a `Ground` of the library once."""
    asked = Asked.of(quoted, Ground.of(library), voices or Voices({}))
    if quoted.is_term:
        return _term(asked)
    marked = cut(quoted.text)
    if marked.is_whole or len(marked.pieces) > MOST_PIECES:
        found = _whole(asked, collapsed(quoted.text))
    else:
        found = _in_pieces(asked, marked)
    return remarked(_of_the_cited_work(found, asked), asked.ground, asked.voices)


def _term(asked: Asked) -> Checked:
    """A word or two is there or is not, and nothing more is said of it."""
    found = found_in(asked, collapsed(asked.quoted.text))
    if found.result in EXACT:
        return Checked(asked.quoted, _VERDICTS[found.result], (_part(asked, found),))
    return Checked(asked.quoted, Verdict.ABSENT)


def _whole(asked: Asked, text: str) -> Checked:
    found = found_in(asked, text)
    if found.result in EXACT or (found.result is Result.NEAR and not _is_far(found)):
        parts = (_part(asked, found),)
        return Checked(asked.quoted, _VERDICTS[found.result], parts, found.changes, elsewhere=found.elsewhere)
    return _in_runs(asked, text, found)


def _is_far(found: Finding) -> bool:
    """Whether several words in a row are not those of the source."""
    rows = groupby(found.changes, key=lambda change: bool(change.given) and not change.is_case_only)
    return any(len(list(row)) >= _FAR_FROM_EXACT for is_given, row in rows if is_given)


def _part(asked: Asked, found: Finding) -> Part:
    text, stretch = collapsed(asked.quoted.text), asked.ground.stretch(found)
    said = words(text)
    # Without the marks at its ends, which are often the essay's own.
    return Part(text[said[0].start : said[-1].end], asked.ground.text(stretch) if stretch else "", found)


def _in_runs(asked: Asked, text: str, found: Finding) -> Checked:
    """Words that stand nowhere as a whole: put together from runs that do, or not."""
    placed = runs(text, asked.ground, asked.rank)
    standing = [one for one in placed if one.stretch]
    if sum(one.size for one in standing) >= LEAST_LIKENESS * len(words(text)):
        if not in_order(standing, asked.ground):
            return Checked(asked.quoted, Verdict.SPLICE, tuple(_standing(asked, standing)))
        if found.result is not Result.NEAR or len(standing) == len(placed):
            changes = tuple(_unmarked(asked.ground, placed))
            return Checked(asked.quoted, Verdict.NEAR, (_joined(asked, text, standing),), changes)
    if found.result is Result.NEAR:
        parts = (_part(asked, found),)
        return Checked(asked.quoted, Verdict.NEAR, parts, found.changes, elsewhere=found.elsewhere)
    longest = sorted(standing, key=lambda one: -one.size)[:1]
    return Checked(asked.quoted, Verdict.ABSENT, tuple(_standing(asked, longest)), elsewhere=found.elsewhere)


def _joined(asked: Asked, text: str, standing: Sequence[Placed]) -> Part:
    """Runs that follow each other, with what is left out between them, as one part."""
    stretches = [one.stretch for one in standing if one.stretch]
    stretch = Stretch(stretches[0].start, stretches[-1].end)
    return Part(text, asked.ground.text(stretch), asked.ground.finding(stretch, Result.NEAR))


def _unmarked(ground: Ground, placed: Sequence[Placed]) -> Iterator[Change]:
    """What was changed, left out and added without a mark between the runs."""
    last: Stretch | None = None
    added = ""
    for one in placed:
        if one.stretch is None:
            added = one.piece.text
            continue
        missing = ground.between(last, one.stretch).strip(MARKS) if last else ""
        if missing or added:
            yield Change(missing, added)
        yield from one.changes
        last, added = one.stretch, ""
    if added:
        yield Change("", added)


def _in_pieces(asked: Asked, marked: Cut) -> Checked:
    """A quotation that says what it leaves out or puts in, unless the dots and brackets are the author's own."""
    whole = found_in(asked, collapsed(asked.quoted.text))
    is_cut = marked.begins_cut or marked.ends_cut
    if whole.result is Result.VERBATIM or (whole.result is Result.PUNCTUATION and not is_cut):
        return Checked(asked.quoted, _VERDICTS[whole.result], (_part(asked, whole),), elsewhere=whole.elsewhere)
    placed = laid(marked.pieces, asked.ground, asked.rank)
    if in_order(placed, asked.ground):
        return _in_place(asked, marked, placed)
    if len(placed) == 1:
        found = _whole(asked, marked.pieces[0].text)
        return replace(found, inserted=marked.inserted)
    standing = [one for one in placed if one.stretch]
    parts = tuple(_standing(asked, standing))
    missing = [one for one in placed if not one.stretch]
    if not missing:
        return Checked(asked.quoted, Verdict.SPLICE, parts, inserted=marked.inserted)
    lost = tuple(Change("", one.piece.text) for one in missing)
    share = Fraction(sum(one.size for one in standing), sum(one.size for one in placed))
    is_near = in_order(standing, asked.ground) and share >= LEAST_LIKENESS
    return Checked(asked.quoted, Verdict.NEAR if is_near else Verdict.ABSENT, parts, lost, marked.inserted)


def _in_place(asked: Asked, marked: Cut, placed: Sequence[Placed]) -> Checked:
    """Every piece stands, in order; nothing else may differ than what is marked."""
    parts, changes = [*_standing(asked, placed[:1])], [*placed[0].changes]
    for (one, other), part in zip(pairwise(placed), _standing(asked, placed[1:]), strict=True):
        gone = _between(one, other, asked.ground)
        if other.piece.gap is Gap.INSERTION and len(gone.split()) > MOST_REPLACED:
            changes.append(Change(gone.strip(MARKS), ""))
        parts.append(replace(part, left_out=gone))
        changes += other.changes
    verdict = Verdict.NEAR if changes else Verdict.OMISSIONS
    return Checked(asked.quoted, verdict, tuple(parts), tuple(changes), marked.inserted)


def _between(one: Placed, other: Placed, ground: Ground) -> str:
    assert one.stretch, "a piece in order stands somewhere"
    assert other.stretch, "a piece in order stands somewhere"
    return ground.between(one.stretch, other.stretch)


def _standing(asked: Asked, placed: Sequence[Placed]) -> Iterator[Part]:
    for one in placed:
        if one.stretch:
            result = Result.NEAR if one.changes else Result.VERBATIM if one.is_exact else Result.PUNCTUATION
            finding = replace(asked.ground.finding(one.stretch, result), changes=one.changes)
            source = asked.ground.text(one.stretch)
            yield Part(one.piece.written, source, finding, one.piece.gap, inserted=one.piece.inserted)


def _of_the_cited_work(found: Checked, asked: Asked) -> Checked:
    """Words that stand in another work than the cited one are absent from it."""
    if not asked.cites_a_work:
        return found
    if not asked.works:
        return replace(found, is_foreign=found.verdict is Verdict.ABSENT)
    outside = [part.finding for part in found.parts if part.finding.work not in asked.works]
    if not found.verdict.holds or len(outside) < len(found.parts):
        return found
    elsewhere = tuple(dict.fromkeys([outside[0].work, *found.elsewhere]))
    return Checked(asked.quoted, Verdict.ABSENT, elsewhere=elsewhere, there=outside[0])
