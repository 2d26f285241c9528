"""Is a quotation found at once, however large the library? P10, P11, P12; what the index takes and how long it is made.

On the five texts, on 24 MB and on 243 MB (bench/resampling.py), against rapidfuzz over every paragraph.
"""

import gc
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from bench.findings import Finding, Report, together
from bench.ratio import interleaved, ratio, steady
from bench.resampling import ORIGINALS, Stand, Work, originals, resampled
from corpus.text import finding
from corpus.text.citation import Anchor
from corpus.text.library import Library, Volume
from corpus.text.passage import Paragraph, Passage
from corpus.text.quotation import check
from quizzes.questions import seals
from quizzes.questions.base import Cited

SMALL, LARGE = 24, 243
ASKED, MOST_EDITS, EACH, TURNS, ROUNDS = 1_000, 4, 200, 2, 5
CITATIONS, CHANGED = 10_000, 1_000
MEMORY, BUILDING = "bytes of index a byte of text", "seconds to build a MB"


def measured() -> Report:
    """Each library in a process of its own, so that its memory is its own too."""
    reports = dict[int, Report]()
    for megabytes in (0, SMALL, LARGE):
        with get_context("spawn").Pool(1) as alone:
            reports[megabytes] = alone.apply(_measured, (megabytes,))
    return together([*reports.values(), _linear(reports[SMALL], reports[LARGE])])


def _linear(small: Report, large: Report) -> Report:
    findings = []
    for what in (MEMORY, BUILDING):
        grown = float(str(large.facts[f"{what}, {LARGE} MB"])) / float(str(small.facts[f"{what}, {SMALL} MB"]))
        findings.append(Finding("P10", f"{what}: {LARGE} MB ÷ {SMALL} MB", 1.25, grown))
    return Report(tuple(findings))


def _measured(megabytes: int) -> Report:
    chance = Random(1956)
    works = list(resampled(megabytes * 1_000_000, chance) if megabytes else originals())
    size = f"{megabytes} MB" if megabytes else "the five texts" if works[0][0].work in ORIGINALS else "invented texts"
    library, built = _built(works, size)
    stand = Stand(size, works, library, chance)
    reports = [built, _exact(stand, 0.2 if megabytes == LARGE else 0.1), _shares(stand), _near(stand, megabytes)]
    return together([*reports, _verified(stand)] if megabytes == SMALL else reports)


def _built(works: Sequence[Work], size: str) -> tuple[Library, Report]:
    letters = sum(len(paragraph.text.encode()) for work in works for paragraph in work)
    gc.collect()
    memory, begun = _resident(), process_time()
    volumes = tuple(Volume.of(work[0].work, "original", work) for work in works)
    folded = process_time()
    library = Library(volumes)
    done = process_time()
    facts = {
        f"{MEMORY}, {size}": (_resident() - memory) / letters,
        f"{BUILDING}, {size}": 1_000_000 * (done - begun) / letters,
        f"of these, to put folded texts together, {size}": 1_000_000 * (done - folded) / letters,
    }
    return library, Report(facts=facts)


def _resident() -> int:
    """The bytes of memory that this process has."""
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return 1024 * int(found[1]) if found else 0


def _exact(stand: Stand, budget: float) -> Report:
    asked = [stand.quoted()[1] for _ in range(ASKED)]
    costs = [1000 * _cost(asked, stand.library) for _ in range(ROUNDS)]
    what = f"exact quotation of 25 words, {stand.size}, ms"
    return Report((Finding("P10", what, budget, median(costs), max(costs) / min(costs)),))


def _cost(asked: Sequence[str], library: Library) -> float:
    """Seconds of processor time a quotation."""
    return _timed(lambda: [check(quoted, library) for quoted in asked]) / len(asked)


def _timed(ask: Callable[[], object]) -> float:
    begun = process_time()
    ask()
    return process_time() - begun


def _shares(stand: Stand) -> Report:
    missed = invented = 0
    for number in range(ASKED):
        edits = 1 + number % MOST_EDITS
        where, quoted = stand.edited(edits)
        missed += not _is_found(edits, where, check(quoted, stand.library))
        invented += check(stand.absent(), stand.library).result is not finding.Result.ABSENT
    return Report(
        (
            Finding("P11", f"passages with 1 to 4 edits not found, {stand.size}, %", 0.5, 100 * missed / ASKED),
            Finding("P11", f"absent quotations found, {stand.size}", 0, invented),
        )
    )


def _is_found(edits: int, where: Paragraph, found: finding.Finding) -> bool:
    """At its own place, or at one that is as near."""
    here = (found.work, found.paragraph) == (where.work, where.number)
    return here or (found.result is not finding.Result.ABSENT and len(found.changes) <= edits)


def _near(stand: Stand, megabytes: int) -> Report:
    """The nearest place with its word diff, against what one writes without an index."""
    from rapidfuzz import fuzz, process

    texts = [paragraph.text for work in stand.works for paragraph in work]
    asked = cycle([stand.edited(1 + number % MOST_EDITS)[1] for number in range(2 * EACH)])
    slices = {
        "scan": lambda: _timed(lambda: process.extractOne(next(asked), texts, scorer=fuzz.partial_ratio)),
        "nearest": lambda: _cost(list(islice(asked, EACH)), stand.library),
    }
    turns, rounds = (1, 1) if megabytes == LARGE else (TURNS, ROUNDS)
    costs = steady(lambda: interleaved(slices, turns), [("nearest", "scan")], rounds)
    found = ratio(costs, "nearest", "scan")
    facts = {f"{name} ms, {stand.size}": 1000 * median(cost[name] for cost in costs) / turns for name in slices}
    facts[f"scan ÷ nearest, {stand.size}"] = 1 / found.median
    what = f"3,000 × nearest place with word diff ÷ scan with rapidfuzz, {stand.size}"
    goals = (Finding("P11", what, 1, 3_000 * found.median, found.spread),) if megabytes == SMALL else ()
    return Report(goals, facts)


class _Texts:
    """The passages that citations are asked against. Answers `quizzes.questions.base.Library`."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._passages = {work[0].work: Passage(work[0].work, "original", "", work) for work in works}

    def words(self, edition: str, anchor: Anchor) -> str | None:
        return self._passages[anchor.work].words(anchor)

    def editions(self, work: str) -> tuple[str, ...]:
        return ("original",)


def _verified(stand: Stand) -> Report:
    """Sentences sealed with a hash are asked again when paragraphs changed; one that does not fit is looked for."""
    paragraphs = stand.chance.sample([paragraph for work in stand.works for paragraph in work], CITATIONS)
    cited = [Cited("proof", 1, "original", stand.chance.choice(one.sentences).anchor) for one in paragraphs]
    before, few = _Texts(stand.works), CHANGED // 10
    works = {changed: _revised(stand.works, cited[:changed]) for changed in (0, few, CHANGED)}
    library = Library(tuple(Volume.of(work[0].work, "original", work) for work in works[CHANGED]))
    costs = {changed: _again(cited, before, _Texts(works[changed]), library, changed) for changed in works}
    what = f"{CITATIONS:,} citations against {stand.size}, {CHANGED:,} of them changed, seconds"
    grown = (costs[CHANGED] - costs[0]) / (costs[few] - costs[0]) / 10
    return Report(
        (
            Finding("P12", what, 1.5, costs[CHANGED]),
            Finding("P12", f"cost beyond none changed: {CHANGED:,} ÷ 10 × {few}", 1.5, grown),
        ),
        {f"{CITATIONS:,} citations, {changed} changed, seconds": costs[changed] for changed in (0, few)},
    )


def _revised(works: Sequence[Work], cited: Iterable[Cited]) -> list[Work]:
    """Changes the first word of each cited sentence for another as long, so that sentences begin where they did."""
    changed = {one.anchor.whole: one.anchor.sentence for one in cited}
    return [tuple(_reworded(one, changed[one.anchor]) if one.anchor in changed else one for one in w) for w in works]


def _reworded(paragraph: Paragraph, sentence: int) -> Paragraph:
    start = paragraph.sentence_starts[sentence - 1]
    end = start + len(paragraph.text[start:].split(" ", 1)[0])
    return replace(paragraph, text=f"{paragraph.text[:start]}{'q' * (end - start)}{paragraph.text[end:]}")


def _again(cited: Sequence[Cited], before: _Texts, after: _Texts, library: Library, changed: int) -> float:
    hashes = seals.sealed(cited, {}, before)

    def once() -> None:
        broken = [one for one in cited if any(seals.flaws([one], None, hashes, after))]
        if len(broken) != changed:
            raise RuntimeError(f"{len(broken)} citations do not fit; {changed} were changed.")
        for one in broken:
            check(before.words(one.edition, one.anchor) or "", library, work=one.anchor.work)

    return median(_timed(once) for _ in range(ROUNDS))
