"""What does a regrade do, and to whom? One page of its students, in figures and one by one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, Subquery, When

from quizzes.models import Bank, Cause, Change, Mark, Question, QuestionVersion, Regrade, Stage
from quizzes.regrades.figures import Figures, answers, figures

ROWS = 30  # answers on a page, or one student's; on a phone each takes a third of the screen


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


class Standing(NamedTuple):
    """A question of which `newest` is asked now, while marks that were taken back are by the version `old` again."""

    pk: int
    question: str
    old: int
    newest: int
    why: str


@dataclass(frozen=True)
class Preview:
    """A page of students, and the `figures` of the whole; `standing` are keys that a take-back left as they are."""

    regrade: Regrade
    figures: Figures
    students: Sequence[Student]
    count: int
    page: int
    most: int
    stayed: int = 0
    standing: Sequence[Standing] = ()

    @property
    def pages(self) -> range:
        return range(1, max(1, -(-self.count // self.most)) + 1)

    @property
    def where(self) -> str:
        first = (self.page - 1) * self.most + 1
        last = first + len(self.students) - 1
        return f"{f'Student {first}' if first == last else f'Students {first} to {last}'} of {self.count}."

    @property
    def lead(self) -> str:
        """The figures in a sentence; each of them stands in the list below it."""
        every, changed = self.figures.marked, self.figures.changed
        if not every:
            return "No answer that was handed in has a mark, so there is nothing to mark again."
        if not self.figures.listed:
            return "No mark would change: every answer was marked by the present key, points and text."
        what = _GOT.get(self.regrade.stage, "would get other points")
        return f"Of {answers(every)} with a mark, {f'{changed:,}' if changed else 'none'} {what}."

    @property
    def button(self) -> str:
        """What applying does: “Apply 119 new marks”."""
        if not self.figures.changed:
            return "Apply without any change of points"
        return f"Apply {self.figures.changed:,} new mark{'' if self.figures.changed == 1 else 's'}"


_GOT = {
    Stage.APPLIED.value: "got other points",
    Stage.UNDONE.value: "had other points until this was taken back",
    Stage.DROPPED.value: "would have got other points",
}


def preview(regrade: Regrade, page: int) -> Preview | None:
    """Six queries, however large the class, and two more of what was taken back; None where there is no such page."""
    changes = Change.objects.filter(regrade=regrade)
    count = changes.order_by().values("item__attempt__user").distinct().count()
    found = figures(regrade)
    most = max(1, ROWS * count // found.listed) if found.listed else ROWS
    some = list(_whose(changes)[(page - 1) * most : page * most]) if page >= 1 else []
    if page < 1 or (not some and page > 1):
        return None
    by_student = _changes_of(changes, [user for user, *_ in some])
    students = [Student(name or email, by_student[user]) for user, name, email in some]
    undone = regrade.stage == Stage.UNDONE
    stayed, standing = (_stayed(regrade), _standing(regrade)) if undone else (0, ())
    return Preview(regrade, found, students, count, page, most, stayed, standing)


def _whose(changes: Any) -> Any:
    """Id, name and address of each student once: those who win or lose points first, each as a register sorts them."""
    other = ~Q(points=F("before__points")) | ~Q(possible=F("before__possible"))
    user = "item__attempt__user"
    rows = changes.order_by().values(user).annotate(differs=Count("pk", filter=Q(left_out="") & other))
    first = Case(When(differs__gt=0, then=0), default=1)
    return rows.order_by(first, f"{user}__sort_name", user).values_list(user, f"{user}__sort_name", f"{user}__email")


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
    made = Mark.objects.filter(regrade=regrade).aggregate(
        new=Count("pk", filter=Q(cause=Cause.REGRADE)), back=Count("pk", filter=Q(cause=Cause.UNDO))
    )
    return int(made["new"] - made["back"])


def _standing(regrade: Regrade) -> tuple[Standing, ...]:
    """Taking marks back takes no key back: what new attempts are marked by."""
    newest = QuestionVersion.objects.filter(question=OuterRef("version__question")).order_by("-number")
    changes = Change.objects.filter(regrade=regrade, left_out="").order_by()
    rows = changes.values("version__question", "version__question__slug").annotate(
        old=Max("before__version__number"), newest=Subquery(newest.values("number")[:1]), why=Min("why")
    )
    told = rows.filter(old__lt=F("newest")).order_by("version__question__slug")
    return tuple(
        Standing(*one)
        for one in told.values_list("version__question", "version__question__slug", "old", "newest", "why")
    )


def editable(standing: Sequence[Standing], user: Any) -> set[int]:
    """Those of these questions that somebody may save anew."""
    questions = Question.objects.filter(pk__in=[one.pk for one in standing])
    return set(questions.filter(bank__in=Bank.objects.editable_by(user)).values_list("pk", flat=True))
