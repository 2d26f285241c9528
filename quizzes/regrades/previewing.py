"""What does a regrade do, and to whom? One page of its students, in figures and one by one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, Q, When

from quizzes.models import Cause, Change, Mark, Regrade, Stage

PAGE = 50


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer: the mark that stood and the one that is to stand."""

    attempt: int
    position: int
    question: str
    before: Decimal
    before_of: Decimal
    points: Decimal
    possible: Decimal
    why: str
    left_out: str

    @property
    def old(self) -> str:
        return _amount(self.before, self.before_of)

    @property
    def new(self) -> str:
        return self.old if self.left_out else _amount(self.points, self.possible)

    @property
    def says(self) -> str:
        return f"Left out. {self.left_out} {self.why}".strip() if self.left_out else self.why


def _amount(points: Decimal, possible: Decimal) -> str:
    return f"{points} of {possible.normalize():f}" if possible else "not scored"


@dataclass(frozen=True, slots=True)
class Student:
    """What becomes of one student's marks in this regrade."""

    name: str
    changes: Sequence[Changed]

    @property
    def difference(self) -> str:
        """The points won or lost, with a sign; empty where none."""
        sums = sum((c.points - c.before for c in self.changes if not c.left_out), Decimal("0.00"))
        return f"{'+' if sums > 0 else '−'}{abs(sums)}" if sums else "±0"


@dataclass(frozen=True)
class Preview:
    """`gain`, `lose` and `same` count answers that get a new mark; `suspended` those that are scored no longer."""

    regrade: Regrade
    gain: int
    lose: int
    same: int
    suspended: int
    left_out: int
    students: Sequence[Student]
    count: int
    page: int
    stayed: int = 0

    @property
    def pages(self) -> range:
        return range(1, max(1, -(-self.count // PAGE)) + 1)

    @property
    def applies(self) -> int:
        return self.gain + self.lose + self.same + self.suspended

    @cached_property
    def lead(self) -> str:
        """The figures in sentences."""
        if not self.count:
            return "No mark would change: every answer was marked by the present key, points and text."
        told = (
            (self.gain, "more points"),
            (self.lose, "fewer points"),
            (self.suspended, "no score any more, because the key does not stand in the text"),
            (self.same, "the same points, by the newer key"),
        )
        said = [f"{_answers(number)} {'gets' if number == 1 else 'get'} {what}" for number, what in told if number]
        left = (
            f"{_answers(self.left_out)} {'is' if self.left_out == 1 else 'are'} left as marked" if self.left_out else ""
        )
        return f"{'; '.join(filter(None, (*said, left)))}.".capitalize()


def _answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number:,} answers"


def preview(regrade: Regrade, page: int) -> Preview | None:
    """Five queries, however large the class; None where there is no such page."""
    changes = Change.objects.filter(regrade=regrade)
    count = changes.order_by().values("item__attempt__user").distinct().count()
    some = list(_whose(changes)[(page - 1) * PAGE : page * PAGE]) if page >= 1 else []
    if page < 1 or (not some and page > 1):
        return None
    by_student = _changes_of(changes, [user for user, *_ in some])
    students = [Student(name or email, by_student[user]) for user, name, email in some]
    return Preview(regrade, **_figures(changes), students=students, count=count, page=page, stayed=_stayed(regrade))


def _whose(changes: Any) -> Any:
    """Id, name and address of each student once: those who win or lose points first, each as a register sorts them."""
    other = ~Q(points=F("before__points")) | ~Q(possible=F("before__possible"))
    user = "item__attempt__user"
    rows = changes.order_by().values(user).annotate(differs=Count("pk", filter=Q(left_out="") & other))
    first = Case(When(differs__gt=0, then=0), default=1)
    return rows.order_by(first, f"{user}__sort_name", user).values_list(user, f"{user}__name", f"{user}__email")


def _figures(changes: Any) -> dict[str, int]:
    new = Q(left_out="", possible__gt=0)
    found: dict[str, int] = changes.aggregate(
        gain=Count("pk", filter=new & Q(points__gt=F("before__points"))),
        lose=Count("pk", filter=new & Q(points__lt=F("before__points"))),
        same=Count("pk", filter=new & Q(points=F("before__points"))),
        suspended=Count("pk", filter=Q(left_out="", possible=0)),
        left_out=Count("pk", filter=~Q(left_out="")),
    )
    return found


_COLUMNS = (
    *("item__attempt__user", "item__attempt__number", "item__position", "version__question__slug"),
    *("before__points", "before__possible", "points", "possible", "why", "left_out"),
)


def _changes_of(changes: Any, users: Sequence[int]) -> dict[int, list[Changed]]:
    rows = changes.filter(item__attempt__user__in=users).order_by("item__attempt__number", "item__position")
    found: dict[int, list[Changed]] = defaultdict(list)
    for user, *facts in rows.values_list(*_COLUMNS):
        found[user].append(Changed(*facts))
    return found


def _stayed(regrade: Regrade) -> int:
    """Marks of the regrade that a later mark kept from being taken back."""
    if regrade.stage != Stage.UNDONE:
        return 0
    made = Mark.objects.filter(regrade=regrade).aggregate(
        new=Count("pk", filter=Q(cause=Cause.REGRADE)), back=Count("pk", filter=Q(cause=Cause.UNDO))
    )
    return int(made["new"] - made["back"])
