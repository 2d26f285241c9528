"""What should a student know before beginning a quiz? Every condition in a plain sentence."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localtime

from courses.access import moment
from courses.sums import short
from quizzes.rules import GRACE, Rules

_COUNTS = {
    "first": "the first attempt counts",
    "best": "the best attempt counts",
    "last": "the last attempt counts",
    "mean": "the mean of all attempts counts",
}
_GRACE = f"What arrives up to {int(GRACE.total_seconds())} seconds after the end still counts."


def conditions(rules: Rules, *, now: datetime, password: bool = False, by_hand: bool = False) -> list[str]:
    """`by_hand`: a person marks some of its questions."""
    return list(_practice(rules, now) if rules.is_practice else _graded(rules, now, password, by_hand))


def _practice(rules: Rules, now: datetime) -> Iterator[str]:
    yield "For practice: every answer is checked at once, and you may try again."
    yield from _window(rules, now)
    yield from _questions(rules)


def _graded(rules: Rules, now: datetime, password: bool, by_hand: bool) -> Iterator[str]:
    yield often(rules)
    if rules.delay_minutes and rules.tries != 1:
        yield f"Between two attempts you wait {rules.delay_minutes} minutes."
    yield from _window(rules, now)
    yield from _time(rules)
    if rules.closes_at or rules.minutes:
        yield _GRACE
    yield from _questions(rules)
    if rules.pass_mark is not None:
        yield f"To pass you need {short(rules.pass_mark)} % of the points."
    yield f"Marks and evidence are shown {released(rules)}."
    if by_hand:
        yield "What you write is marked by your teacher; until then the result is not final."
    if password:
        yield "To begin you need the password that your instructor gives you."


def often(rules: Rules) -> str:
    if rules.tries == 1:
        return "You may take it once."
    times = "as often as you like" if rules.tries is None else f"{rules.tries} times"
    return f"You may take it {times}; {_COUNTS[rules.counts]}."


def _window(rules: Rules, now: datetime) -> Iterator[str]:
    if rules.opens_at and now < rules.opens_at:
        yield f"Opens {moment(localtime(rules.opens_at))}."
    if rules.due_at:
        yield f"Due {moment(localtime(rules.due_at))}. Later it is still taken until it closes, and marked as late."
    if rules.closes_at:
        verb = "Closed" if rules.has_closed(now) else "Closes"
        yield f"{verb} {moment(localtime(rules.closes_at))}. What you have saved by then counts."


def _time(rules: Rules) -> Iterator[str]:
    if rules.minutes is not None:
        sooner = ", or when the quiz closes if that is sooner" if rules.closes_at else ""
        yield f"Time limit: {rules.limit} from when you begin{sooner}. Then what you saved is handed in."
        if rules.stretch_minutes:
            yield f"When time runs out you may add {rules.stretch_minutes} min, once."
    elif rules.limit:
        yield f"There is {rules.limit} ({rules.base_minutes} min for others)."


def _questions(rules: Rules) -> Iterator[str]:
    if rules.fixed_order:
        yield "The questions come one after the other. When you go on from one, you cannot come back to it."
    if rules.shuffled:
        yield "The options stand in an order that was drawn for you."
    if rules.policy == "strict":
        yield "All or nothing: an answer that is partly right earns nothing."


def released(rules: Rules) -> str:
    """When marks are shown, as the end of a sentence."""
    if rules.release == "close" and rules.closes_at:
        return "when the quiz closes"
    if rules.release == "date" and rules.release_at:
        return f"on {moment(localtime(rules.release_at))}"
    if rules.release == "hand" and rules.release_at is None:
        return "when your instructor releases them"
    return "when you hand it in"
