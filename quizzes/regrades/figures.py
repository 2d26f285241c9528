"""What does a regrade do to how many answers? Every answer that was handed in is accounted for, in one list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, F, OuterRef, Q, Subquery

from quizzes.marks.remarking import SUSPENDED
from quizzes.models import Cause, Change, Item, Mark, Regrade
from quizzes.rules import Mode


class Line(NamedTuple):
    """A number of answers and what becomes of them: “gets more points”."""

    number: int
    says: str

    @property
    def words(self) -> str:
        return f"{answers(self.number)} {self.says}"


def answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number:,} answers"


class _Kind(NamedTuple):
    one: str
    many: str

    def of(self, number: int) -> str:
        return self.one if number == 1 else self.many


# What is told of marks that are made anew, in this order; the first four have other points.
_MADE: Mapping[str, _Kind] = {
    "gain": _Kind("gets more points", "get more points"),
    "lose": _Kind("gets fewer points", "get fewer points"),
    "suspended": _Kind(
        "is not scored any more, because the key does not stand in the text",
        "are not scored any more, because the key does not stand in the text",
    ),
    "worth": _Kind("keeps its points, out of another amount", "keep their points, out of another amount"),
    "by_key": _Kind("keeps its points, by the newer key", "keep their points, by the newer key"),
    "by_both": _Kind(
        "keeps its points, by the newer key and the other scoring",
        "keep their points, by the newer key and the other scoring",
    ),
    "by_scoring": _Kind("keeps its points, by the other scoring", "keep their points, by the other scoring"),
    "by_rule": _Kind(
        "keeps its points, by the rule of its kind or the text as revised since",
        "keep their points, by the rule of their kind or the text as revised since",
    ),
}
_CHANGED = ("gain", "lose", "suspended", "worth")
_LEFT = _Kind("is left as marked", "are left as marked")
_UNTOUCHED: Mapping[str, _Kind] = {
    "by_hand": _Kind(
        "was marked or set by a person and stays as it is", "were marked or set by a person and stay as they are"
    ),
    "unscored": _Kind("stays not scored", "stay not scored"),
    "alike": _Kind(
        "keeps the mark it has: marked again it comes to the same",
        "keep the marks they have: marked again they come to the same",
    ),
}
_WAITS = _Kind(
    "waits for a person’s mark, so there is no mark to change",
    "wait for a person’s mark, so there is no mark to change",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """`made` counts marks made anew, `left_out` those that stay after all by why, `untouched` those that would be the
    same; `waiting` have no mark yet."""

    made: Mapping[str, int]
    left_out: Mapping[str, int]
    untouched: Mapping[str, int]
    waiting: int

    @property
    def changed(self) -> int:
        """New marks that differ from the old ones in points."""
        return sum(self.made[name] for name in _CHANGED)

    @property
    def applies(self) -> int:
        """All marks made anew, those too that come to the same points."""
        return sum(self.made.values())

    @property
    def listed(self) -> int:
        return self.applies + sum(self.left_out.values())

    @property
    def marked(self) -> int:
        """Every answer with a mark that was looked at."""
        return self.listed + sum(self.untouched.values())

    @property
    def lines(self) -> Iterator[Line]:
        for name, kind in _MADE.items():
            if number := self.made[name]:
                yield Line(number, f"{kind.of(number)}.")
        for why, number in sorted(self.left_out.items(), key=lambda one: -one[1]):
            yield Line(number, f"{_LEFT.of(number)}. {why}")
        for name, kind in _UNTOUCHED.items():
            if number := self.untouched[name]:
                yield Line(number, f"{kind.of(number)}.")
        if self.waiting:
            yield Line(self.waiting, f"{_WAITS.of(self.waiting)}.")


def figures(regrade: Regrade) -> Figures:
    """In two queries."""
    made, left_out = _changes(regrade)
    untouched = _untouched(regrade)
    waiting = untouched.pop("waiting")
    listed = sum(made.values()) + sum(left_out.values())
    rest = regrade.total - listed - sum(untouched.values())
    return Figures(made, left_out, {**untouched, "alike": max(0, rest)}, waiting)


def _changes(regrade: Regrade) -> tuple[dict[str, int], dict[str, int]]:
    scored, same_key = Q(possible__gt=0), Q(version=F("before__version"))
    other_scoring = ~Q(before__policy=regrade.policy) if regrade.policy else Q(pk__lt=0)
    even = scored & Q(points=F("before__points"), possible=F("before__possible"))
    kinds = {
        "gain": scored & Q(points__gt=F("before__points")),
        "lose": scored & Q(points__lt=F("before__points")),
        "suspended": Q(possible=0),
        "worth": scored & Q(points=F("before__points")) & ~Q(possible=F("before__possible")),
        "by_key": even & ~same_key & ~other_scoring,
        "by_both": even & ~same_key & other_scoring,
        "by_scoring": even & same_key & other_scoring,
        "by_rule": even & same_key & ~other_scoring,
    }
    rows = Change.objects.filter(regrade=regrade).order_by().values("left_out")
    rows = rows.annotate(every=Count("pk"), **{name: Count("pk", filter=kind) for name, kind in kinds.items()})
    made, left_out = dict.fromkeys(kinds, 0), dict[str, int]()
    for why, *numbers in rows.values_list("left_out", "every", *kinds):
        if why:
            left_out[why] = numbers[0]
        else:
            made = dict(zip(kinds, numbers[1:], strict=True))
    return made, left_out


def _untouched(regrade: Regrade) -> dict[str, int]:
    """Of the answers that no change is kept for, by the mark that stood when the regrade was asked for."""
    stood = Mark.objects.filter(item=OuterRef("pk"), made_at__lte=regrade.asked_at).order_by("-number")
    rows = Item.objects.filter(
        attempt__quiz=regrade.quiz_id,
        attempt__submitted_at__lte=regrade.asked_at,
        attempt__rules__mode=Mode.GRADED.value,
    )
    if regrade.question_id is not None:
        rows = rows.filter(version__question=regrade.question_id)
    if regrade.among is not None:
        rows = rows.filter(attempt__user__in=regrade.among)
    rows = rows.exclude(pk__in=Change.objects.filter(regrade=regrade).values("item"))
    rows = rows.alias(cause=Subquery(stood.values("cause")[:1]), reason=Subquery(stood.values("reason")[:1]))
    people = Q(cause__in=[Cause.HAND, Cause.OVERRIDE])
    found: dict[str, int] = rows.aggregate(
        waiting=Count("pk", filter=Q(cause=None)),
        by_hand=Count("pk", filter=people),
        unscored=Count("pk", filter=Q(reason=SUSPENDED) & ~people),
    )
    return found
