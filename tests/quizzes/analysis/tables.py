"""The table of SCORING.md §6, and reports of tables."""

from quizzes.analysis import matrix
from quizzes.analysis.matrix import Matrix
from quizzes.analysis.papers import Tallies
from quizzes.analysis.ranking import ranking
from quizzes.analysis.report import Asked, Question, Report, report

WRITTEN = """\
first,second,third,fourth
2,1,1,1
2,1,.5,1
1,1,0,1
2,.5,1,0
.5,0,0,1
1.5,1,.5,1
0,.5,0,0
"""


def of(table: Matrix) -> Report:
    papers = table.papers()
    asked = [Question(place, name, (Asked(place, 0),)) for place, name in enumerate(table.names)]
    return report(Tallies.of(papers), asked, ranking(papers))


def of_rows(*rows: tuple[int, ...], maximum: int = 100) -> Report:
    """Marks in hundredths, each question worth the same."""
    width = len(rows[0])
    return of(Matrix(tuple(f"q{n}" for n in range(1, width + 1)), (maximum,) * width, rows))


def written() -> Report:
    return of(matrix.read(WRITTEN))
