"""Every answer of a regrade is accounted for, with the true reason."""

from decimal import Decimal

import pytest

from quizzes.bank import keys
from quizzes.handmarks import handmarking
from quizzes.handmarks.handmarking import Given
from quizzes.marks.remarking import LEFT_BY_HAND
from quizzes.models import Cause, Regrade
from quizzes.regrades import overriding, previewing, regrading
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.quizzes import HEARD, RIGHT, BankFactory, question, quiz
from tests.factories.regrades import FOURTH, LATER, applied, asked, handed_in, looked_at, undone, wider
from tests.factories.written import first_item, written_quiz, wrote
from tests.queries import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def graded():
    return quiz()


@pytest.fixture
def three(graded):
    """All right but that two marked the sentence which the key calls neutral."""
    firsts = (FOURTH, FOURTH, RIGHT[1])
    return [handed_in(UserFactory(), graded, {**RIGHT, 1: first}) for first in firsts]


def shown(regrade, page=1):
    return previewing.preview(regrade, page)


def lines(regrade):
    return [line.words for line in shown(regrade).figures.lines]


def test_a_newer_key_is_the_reason_where_the_key_changed(three, graded):
    wider()
    regrade = looked_at(graded)

    assert lines(regrade) == [
        "2 answers get more points.",
        "1 answer keeps its points, by the newer key.",
        "9 answers keep the marks they have: marked again they come to the same.",
    ]
    assert shown(regrade).lead == "Of 12 answers with a mark, 2 would get other points."
    assert shown(regrade).button == "Apply 2 new marks"


def test_another_scoring_is_the_reason_where_only_the_scoring_changed(three, graded):
    regrade = looked_at(graded, policy="strict")
    told = lines(regrade)

    assert "2 answers get fewer points." in told
    assert not any("newer key" in line for line in told)
    assert any("by the other scoring" in line for line in told)


def test_where_both_changed_both_are_named(three, graded):
    wider()

    assert "1 answer keeps its points, by the newer key and the other scoring." in lines(
        looked_at(graded, policy="strict")
    )


def test_points_of_another_amount_are_a_change(three, graded):
    draft = keys.Draft(kind="source_check", table=HEARD, reason="[¶3.5] says *so*.", points=Decimal(3))
    keys.write(bank=BankFactory(), slug="q1", draft=draft, by=None, now=NOW)

    regrade = looked_at(graded)
    assert "3 answers get more points." in lines(regrade)


def test_what_a_person_decided_is_accounted_for(three, graded, ada):
    for taken, points in ((three[0], "1.00"), (three[2], "2.00")):
        item = taken.items.get(position=1)
        overriding.override(item=item, seen=1, points=Decimal(points), reason="Read again.", by=ada, now=NOW)
    wider()
    regrade = looked_at(graded, question=three[0].items.get(position=1).version.question)

    assert lines(regrade) == [
        "1 answer gets more points.",
        f"2 answers are left as marked. {LEFT_BY_HAND[Cause.OVERRIDE]}",
    ]


def test_answers_that_wait_for_a_person_are_told_beside_those_that_have_a_mark(ada):
    of = written_quiz()
    first, *_ = [wrote(UserFactory(), of) for _ in range(3)]
    handmarking.rate(item=first_item(first), given=Given(2), seen=0, by=ada, now=NOW)
    regrade = looked_at(of)

    assert lines(regrade) == [
        "1 answer was marked or set by a person and stays as it is.",
        "3 answers keep the marks they have: marked again they come to the same.",
        "2 answers wait for a person’s mark, so there is no mark to change.",
    ]
    assert shown(regrade).lead.startswith("No mark would change")


@pytest.mark.parametrize("policy", ["", "strict"])
def test_the_figures_add_up_before_and_after(three, graded, policy):
    wider()
    before = looked_at(graded, policy=policy)
    seen = [shown(before).figures]
    regrading.apply(regrade=before, by=before.asked_by, now=LATER)
    after = regrading.advance(regrade=Regrade.objects.get(), now=LATER, seconds=60)
    seen.append(shown(after).figures)
    seen.append(shown(undone(after)).figures)

    assert [found.marked for found in seen] == [12, 12, 12] == [Regrade.objects.get().total] * 3
    assert seen[0] == seen[1] == seen[2]
    assert sum(line.number for line in seen[0].lines) == 12


def test_only_the_same_points_say_so_on_the_button(three, graded):
    question("q1", {**HEARD, "claim": "Workers might hear the speech and not mention it."})
    regrade = looked_at(graded)

    assert shown(regrade).button == "Apply without any change of points"
    assert shown(regrade).lead == "Of 12 answers with a mark, none would get other points."


def test_names_are_as_a_register_has_them(graded):
    handed_in(UserFactory(name="Boris Abendroth"), graded, {1: FOURTH})
    wider()

    assert [student.name for student in shown(looked_at(graded)).students] == ["Abendroth, Boris"]


def test_a_page_has_about_as_many_answers_however_many_questions_there_are(graded):
    for _ in range(16):
        handed_in(UserFactory(), graded, {**RIGHT, 1: FOURTH})
    wider()
    one = looked_at(graded)
    assert (len(shown(one).students), len(shown(one).pages)) == (16, 1)
    regrading.drop(regrade=one)
    every = looked_at(graded, policy="strict")
    per_student = every.changes.count() // 16
    pages = [shown(every, number) for number in shown(every).pages]

    assert per_student > 1
    assert all(sum(len(s.changes) for s in page.students) <= previewing.ROWS for page in pages)
    assert sum(len(page.students) for page in pages) == 16
    assert pages[0].where == f"Students 1 to {previewing.ROWS // per_student} of 16."
    assert shown(every, len(pages) + 1) is None


def test_how_far_it_is_counts_answers_while_looking_and_changes_while_applying(three, graded):
    wider()
    regrade = asked(graded)
    assert regrade.to_do == 12
    regrading.advance(regrade=regrade, now=LATER, seconds=60)
    regrading.apply(regrade=regrade, by=regrade.asked_by, now=LATER)

    assert (regrade.done, regrade.to_do, regrade.total) == (0, 3, 12)


def test_what_is_thrown_away_keeps_its_figures(three, graded):
    wider()
    regrade = looked_at(graded)
    before = shown(regrade).figures
    regrading.drop(regrade=regrade)

    assert shown(Regrade.objects.get()).figures == before


# After a take-back


def test_a_take_back_says_which_key_stands_for_new_attempts(three, graded):
    wider()
    (standing,) = shown(undone(applied(graded))).standing

    assert (standing.question, standing.old, standing.newest) == ("q1", 1, 2)
    assert "¶3.4 is a proof now" in standing.why


def test_where_the_former_key_was_saved_again_the_newest_is_named(three, graded):
    wider()
    regrade = undone(applied(graded))
    question("q1", HEARD)

    assert shown(regrade).standing[0].newest == 3


def test_a_take_back_of_another_scoring_leaves_no_newer_key(three, graded):
    assert shown(undone(applied(graded, policy="strict"))).standing == ()


def test_the_page_asks_as_much_whatever_is_taken_back(three, graded):
    wider()
    regrade = undone(applied(graded))
    with counted() as queries:
        shown(regrade)

    assert queries.total <= 8, queries
