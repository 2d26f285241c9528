"""Are the pages that students look at cheaper than a bare page? P1, P2, and what one page costs in milliseconds."""

from collections.abc import Callable, Iterator
from itertools import cycle
from statistics import median

from bench.client import Client
from bench.findings import Finding, Report
from bench.ratio import interleaved, ratio, steady
from bench.server import Server, server
from bench.stage import Stage, stage

EACH, TURNS, WARM = 12, 4, 8
GOALS = (
    ("P1", "reading", "reading page, 18 KB ÷ page5", 0.75),
    ("P2", "quiz", "page of a quiz of ten, 120 sentences to mark ÷ page5", 1.0),
)


def measured() -> Report:
    with stage() as made, server(made.folder) as serving:
        return _measured(made, serving)


def _measured(made: Stage, serving: Server) -> Report:
    clients = [Client(serving.port, student) for student in made.students]
    for client in clients:
        _answer_three(client)
    slices = {name: sliced(serving, asked) for name, asked in _asked(made, clients).items()}
    for once in slices.values():
        once()
    pairs = [(name, "page5") for _, name, _, _ in GOALS]
    rounds = steady(lambda: interleaved(slices, TURNS), pairs)
    ratios = {name: ratio(rounds, name, "page5") for name in slices}
    return Report(
        tuple(Finding(g, what, budget, ratios[n].median, ratios[n].spread) for g, n, what, budget in GOALS),
        {f"{name} ms": 1000 * median(costs[name] for costs in rounds) / (EACH * TURNS) for name in slices}
        | {f"{name} ÷ page5": found.median for name, found in ratios.items()},
    )


def _answer_three(client: Client) -> None:
    """So that the navigator and the list of marks have something to show."""
    from bench.client import mark

    for position in (1, 2, 3):
        client.save(position, 0, [mark(7 * position), mark(7 * position + 3)])


def _asked(made: Stage, clients: list[Client]) -> dict[str, Callable[[], int]]:
    """What each slice asks for, once; the students take turns, and each looks at questions in turn."""
    turns = {name: cycle(clients) for name in ("hello", "page5", "reading", "quiz")}
    positions = cycle(range(1, 11))
    return {
        "page5": lambda: next(turns["page5"]).get(f"/bench/page5/?step={made.step}").status,
        "reading": lambda: next(turns["reading"]).get(made.reading).status,
        "quiz": lambda: _quiz(next(turns["quiz"]), next(positions)),
        "hello": lambda: next(turns["hello"]).get("/bench/hello/").status,
    }


def _quiz(client: Client, position: int) -> int:
    return client.get(f"/attempts/{client.student.attempt}/{position}/").status


def sliced(serving: Server, asked: Callable[[], int], each: int = EACH) -> Callable[[], float]:
    """The processor time of a few requests; an answer other than 200 stops the measurement."""

    def once() -> float:
        before = serving.cpu()
        for status in _statuses(asked, each):
            if status != 200:
                raise RuntimeError(f"The server answered {status}:\n{serving.log.read_text()[-2000:]}")
        return serving.cpu() - before

    return once


def _statuses(asked: Callable[[], int], each: int) -> Iterator[int]:
    for _ in range(each):
        yield asked()
