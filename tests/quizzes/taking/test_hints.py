"""Hints cost what they say, once; the answer closes the question; neither is to be had in a graded quiz."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.test import Client

from quizzes.marks import grading
from quizzes.models import HintTaken, Key
from quizzes.rules import Mode, Refused, practice_result
from quizzes.taking import attempts, hints
from tests.factories.corpus import NOW
from tests.factories.quizzes import CHOICE, HEARD, RIGHT, QuizFactory, attempt, question, quiz
from tests.forms import form
from tests.queries import counted

pytestmark = pytest.mark.django_db

QUARTER = {"verdict": "supported", "mark": []}


@pytest.fixture
def item(ben):
    """The first question of a practice quiz, on ¶1-3, which are one section."""
    return of(attempt(ben, quiz(Mode.PRACTICE)))


def of(taken, position=1):
    return taken.items.select_related("attempt", "version__key", "revision__edition__work").get(position=position)


def at(minutes):
    return NOW + timedelta(minutes=minutes)


def check(item, response, minute):
    base = item.answers.count()
    sent = attempts.Save(response, base, uuid4())
    return attempts.check(item=item, sent=sent, blank=False, now=at(minute))


def earned(item):
    return grading.practice_points(grading.marks_of([item])[item.pk])


def test_the_vector_of_the_specification():
    assert practice_result([Fraction(1, 4), Fraction(1)], [Fraction(0), Fraction(1, 10)]) == Fraction(65, 100)


@pytest.mark.parametrize(
    ("tries", "costs", "result"),
    [
        ("1", [0], Fraction(1)),
        ("1", [Fraction(3, 10)], Fraction(7, 10)),
        ("11", [Fraction(3, 10), Fraction(3, 10)], Fraction(7, 10)),
        ("001", [0, Fraction(3, 10), Fraction(3, 10)], Fraction(1, 5)),
        ("00001", [0, 0, 0, 0, Fraction(3, 10)], Fraction(0)),
    ],
)
def test_hints_and_tries_are_taken_off_together(tries, costs, result):
    assert practice_result([Fraction(int(one)) for one in tries], costs) == result


@pytest.fixture
def at_this_moment(monkeypatch):
    """Another tab marks the same question after this one looked and before it stores."""
    made = grading.made

    def overtaken(*args, **facts):
        monkeypatch.setattr(grading, "made", made)
        made(*args, **facts).save()
        return made(*args, **facts)

    monkeypatch.setattr(grading, "made", overtaken)


def test_who_has_the_answer_shown_while_another_tab_checks_has_it_shown(item, at_this_moment):
    hints.show(item=item, now=at(1))

    assert item.shown_at == at(1)
    assert item.marks.count() == 1


def test_who_checks_while_another_tab_has_the_answer_shown_is_told(item, at_this_moment):
    with pytest.raises(Refused, match="Another tab"):
        check(item, RIGHT[1], 1)
    assert (item.marks.count(), item.answers.count()) == (0, 0)


def test_a_quarter_then_a_hint_then_all(item):
    check(item, QUARTER, 1)
    hints.take(item=item, number=1, now=at(2))
    check(item, RIGHT[1], 3)

    assert earned(item) == Decimal("1.30")  # 0.65 of 2


def test_a_hint_costs_nothing_for_what_was_tried_before(item):
    check(item, RIGHT[1], 1)
    hints.take(item=item, number=1, now=at(2))

    assert earned(item) == Decimal("2.00")


def test_two_hints_cost_three_tenths(item):
    version = question("long", {**HEARD, "reading": "maren-1956 ¶1-5"})
    item.version = version
    item.save()
    taken = [hints.take(item=item, number=number, now=at(number)) for number in (1, 2)]
    check(item, RIGHT[1], 3)

    assert [hint.cost for hint in taken] == [Decimal("0.10"), Decimal("0.20")]
    assert [str(hint) for hint in hints.help_with(item, 2).said] == [
        "What decides it stands in “The red card edition”, ¶1-3.",
        "What decides it stands in ¶3.",
    ]
    assert earned(item) == Decimal("1.40")


def test_a_hint_taken_in_two_tabs_is_paid_once(item):
    first, again = (hints.take(item=item, number=1, now=at(minute)) for minute in (1, 2))

    assert first == again
    assert HintTaken.objects.count() == 1


def test_hints_come_one_after_the_other(item):
    with pytest.raises(Refused, match="no further hint"):
        hints.take(item=item, number=2, now=at(1))
    assert not HintTaken.objects.exists()


def test_an_author_may_write_the_hints(item):
    Key.objects.filter(version=item.version).update(hints=["Who is speaking in [¶3]?", "He was *standing*.", "Third."])
    item = of(item.attempt)
    costs = [hints.take(item=item, number=number, now=at(number)).cost for number in (1, 2, 3)]

    assert costs == [Decimal("0.10"), Decimal("0.20"), Decimal("0.00")]
    assert 'class="cite"' in hints.help_with(item, 1).said[0]
    assert hints.help_with(item, 3).next is None
    with pytest.raises(Refused, match="no further hint"):
        hints.take(item=item, number=4, now=at(4))


def test_where_there_is_no_hint_nothing_is_taken_off(ben):
    made = QuizFactory(slug="one", mode=Mode.PRACTICE.value)
    quiz(Mode.PRACTICE)
    made.items.create(position=1, question=question("plain", CHOICE).question)
    item = of(attempt(ben, made))

    with pytest.raises(Refused, match="no hint for this question, and nothing was taken off"):
        hints.take(item=item, number=1, now=at(1))
    assert not HintTaken.objects.exists()


def test_a_graded_quiz_gives_no_help(ben):
    item = of(attempt(ben))

    for help_ in (lambda: hints.take(item=item, number=1, now=NOW), lambda: hints.show(item=item, now=NOW)):
        with pytest.raises(Refused, match="makes a grade"):
            help_()


# The answer


def test_the_answer_closes_the_question_with_what_was_earned(item):
    check(item, QUARTER, 1)
    hints.show(item=item, now=at(2))

    for verb in (check, lambda i, response, minute: hints.take(item=i, number=1, now=at(minute))):
        with pytest.raises(Refused, match="closed"):
            verb(item, RIGHT[1], 3)
    attempts.submit(attempt=item.attempt, now=at(4))
    assert earned(item) == Decimal("0.50")
    assert item.marks.count() == 1


def test_who_had_not_tried_earns_nothing_and_sees_the_evidence(item):
    hints.show(item=item, now=at(1))
    hints.show(item=item, now=at(2))

    assert (earned(item), item.marks.get().reason) == (Decimal("0.00"), "blank")


def test_what_was_saved_and_not_checked_before_the_answer_was_shown_earns_nothing(item):
    sent = attempts.Save(RIGHT[1], 0, uuid4())
    attempts.save(item=item, sent=sent, blank=False, now=at(1))
    hints.show(item=item, now=at(2))
    attempts.submit(attempt=item.attempt, now=at(3))

    assert earned(item) == Decimal("0.00")


# The page


@pytest.fixture
def page(ben, item):
    client = Client()
    client.force_login(ben)
    address = f"/attempts/{item.attempt.public_id}/1/"

    def ask(htmx=False, **buttons):
        shown = client.get(address)
        if not buttons:
            return shown
        sent = form(shown) | {"verdict": "contradicted"} | buttons
        return client.post(address, sent, headers={"HX-Request": "true"} if htmx else {})

    return ask


def test_the_price_stands_before_the_hint_is_taken(page):
    text = page().content.decode()

    assert "Take a hint: it costs 10 % of the points" in text
    assert "What decides it" not in text


def test_a_hint_is_listed_and_what_was_answered_is_kept(page, item):
    answer = page(hint="1")
    text = page().content.decode()

    assert answer.headers["Location"].endswith("/1/#hints")
    assert "What decides it stands in ¶3." in text
    assert "It takes 10 % off" in text
    assert "Take another hint" not in text
    assert item.answers.get().response["verdict"] == "contradicted"


def test_with_scripts_only_the_hints_come_back(page, item):
    text = page(htmx=True, hint="1").content.decode()

    assert text.lstrip().startswith("<section")
    assert 'data-revision="1"' in text
    assert 'data-say="Hint 1: What decides it stands in ¶3."' in text


def test_a_made_up_hint_is_refused_and_told(page):
    text = page(hint="seven").content.decode()

    assert "one after the other" in text
    assert "Take a hint" not in text


def test_where_there_is_no_hint_the_answer_is_kept_and_the_page_can_save_again(page, item):
    text = page(hint="seven").content.decode()

    assert item.answers.count() == 1
    assert 'id="hints" aria-labelledby="hints-h" data-revision="1"' in text
    assert "This was not saved yet" not in text


def test_the_answer_is_shown_with_the_evidence_and_the_form_is_gone(page, item):
    page(show="1")
    text = page().content.decode()

    assert "You had the answer shown" in text
    assert "Proof" in text
    assert 'name="verdict"' not in text
    assert 'name="check"' not in text
    assert page(next="1").headers["Location"].endswith("/2/")
    assert page(check="1").status_code == 422


def test_a_key_is_asked_for_only_after_a_hint(page):
    with counted() as before:
        page()
    page(hint="1")
    with counted() as after:
        page()

    assert not [sql for sql in before.asked if '"quizzes_key"' in sql]
    assert len([sql for sql in after.asked if '"quizzes_key"' in sql]) == 1


def test_a_page_with_hints_and_feedback_keeps_to_its_budget(page):
    page(hint="1")
    page(check="1")
    page()
    with counted() as queries:
        page()

    assert queries.total <= 6, str(queries)


def test_hints_stand_in_what_the_feedback_says(page):
    page(hint="1")
    page(check="1")

    assert "10 % lower for hints" in page().content.decode()
