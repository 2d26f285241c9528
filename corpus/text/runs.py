"""Which runs of words that stand somewhere is a quotation made of, if it stands nowhere as a whole?"""

from collections.abc import Iterator, Sequence

from corpus.text.folding import Word, words
from corpus.text.ground import Ground, Stretch
from corpus.text.omissions import Gap, Piece
from corpus.text.piecing import Placed, Rank, changed_capitals, goes_on

SHORTEST = 4  # words that must follow each other to say where they are from
LONGEST = 3_000  # words of a quotation whose runs are looked for
_RARE = 2  # places at most of a run that is no longer


def runs(quoted: str, ground: Ground, rank: Rank) -> list[Placed]:
    """The longest runs of words that stand somewhere, in the order quoted, as pieces between which nothing is marked.

    The words between two runs are a piece that stands nowhere.
    """
    said = words(quoted)
    numbers = ground.numbers([word.text.casefold() for word in said])
    found: list[Placed] = []
    index = since = 0
    last: Stretch | None = None
    while index < len(numbers) <= LONGEST:
        best = _best(ground.longest(numbers, index), last, ground, rank)
        if best is None:
            index += 1
            continue
        end = index + best.size
        found += _between(quoted, said[since:index])
        found.append(_run(quoted[said[index].start : said[end - 1].end], best, ground))
        index, since, last = end, end, best
    return [*found, *_between(quoted, said[since:])] if found else []


def _best(found: Sequence[Stretch], last: Stretch | None, ground: Ground, rank: Rank) -> Stretch | None:
    """Rather the run that goes on from the one before. The shortest say something only where they are rare."""
    size = found[0].size if found else 0
    if size < SHORTEST or (size == SHORTEST and len(found) > _RARE):
        return None
    return min(found, key=lambda stretch: (not (last and goes_on(last, stretch, ground)), rank(stretch)))


def _run(text: str, stretch: Stretch, ground: Ground) -> Placed:
    piece = Piece(text, Gap.UNMARKED)
    changes = tuple(changed_capitals(piece, stretch, ground))
    return Placed(piece, stretch, changes, not changes and ground.has_the_same_marks(stretch, text))


def _between(quoted: str, said: Sequence[Word]) -> Iterator[Placed]:
    if said:
        yield Placed(Piece(quoted[said[0].start : said[-1].end], Gap.UNMARKED), None)
