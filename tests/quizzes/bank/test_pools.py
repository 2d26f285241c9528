"""Pools: what an attempt asks follows from its seed, the versions and what was seen; two students can earn the same."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from quizzes.bank import pools
from quizzes.models import Attempt, Pool, Question, QuestionVersion, Quiz, QuizItem
from quizzes.rules import Mode, Refused, Rules
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.quizzes import pooled, quiz
from tests.quizzes.bank.test_authoring import ADD, adas, bank, rows_of, source_check  # noqa: F401

pytestmark = pytest.mark.django_db


def slugs(taken: Attempt) -> list[str]:
    return list(taken.items.order_by("position").values_list("version__question__slug", flat=True))


def begin(user, of, seed):
    return attempts.begin(
        quiz=of, user=user, rules=Rules(mode=Mode(of.mode)), edition="adapted", return_to="/", now=NOW, seed=seed
    )


def hand_in(taken):
    return attempts.submit(attempt=taken, now=NOW)


def test_a_student_is_asked_the_fixed_ones_and_some_of_the_pool(ben):
    first, *drawn = slugs(begin(ben, pooled(), 1))

    assert first == "q1"
    assert len(set(drawn)) == 2
    assert set(drawn) <= {"q2", "q3", "q4", "q5", "q6"}


def test_an_attempt_follows_from_its_seed_and_from_what_was_seen(ben):
    of = pooled()
    for seed in (11, 12, 13):
        taken = begin(ben, of, seed)
        seen = pools.seen_by(ben, of, before=taken)
        again = attempts.draw(of, taken.edition, NOW, seed=taken.seed, seen=seen)

        assert [version for version, _ in again] == [item.version for item in taken.items.order_by("position")]
        assert taken.seed == seed
        hand_in(taken)


def test_no_question_comes_again_while_others_are_unused(ben):
    of = pooled()
    asked = [slugs(hand_in(begin(ben, of, seed)))[1:] for seed in (1, 2, 3)]

    assert len({*asked[0], *asked[1]}) == 4
    assert asked[2][0] not in {*asked[0], *asked[1]}
    assert asked[2][1] in asked[0]


def test_what_others_were_asked_changes_nothing(ben, cleo):
    of = pooled()
    hand_in(begin(cleo, of, 5))

    assert slugs(begin(ben, of, 5)) == slugs(Attempt.objects.of(cleo).get())


def test_a_question_whose_key_does_not_stand_is_not_drawn(ben):
    of = pooled(take=5)
    QuestionVersion.objects.get(question__slug="q3").checks.update(flaws=[{"field": "proof", "message": "moved"}])

    assert len(slugs(begin(ben, of, 1))) == 5
    assert "q3" not in slugs(Attempt.objects.of(ben).get())


def test_a_pool_that_mixes_points_begins_no_attempt_and_says_why(ben):
    of = pooled()
    QuestionVersion.objects.filter(question__slug="q3").update(points=1)

    with pytest.raises(Refused, match=r"“Close reading” are worth 1 and 2 points.*instructor mends"):
        begin(ben, of, 1)
    assert not Attempt.objects.exists()


def test_a_quiz_without_pools_asks_no_more_of_the_database(ben, django_assert_max_num_queries):
    of = quiz(Mode.GRADED, 6)

    with django_assert_max_num_queries(1):
        assert pools.seen_by(ben, of) == {}


# The command


def draw(*arguments) -> list[str]:
    out = StringIO()
    call_command("draw", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_prints_what_would_be_drawn(ben):
    of = pooled()
    told = draw(of.slug, "--seed", "7")
    taken = begin(ben, of, 7)

    assert told[0] == "1. q1 v1 (asked of everybody)"
    assert [line.split()[1] for line in told] == slugs(taken)
    assert "from “Close reading”" in told[1]


def test_the_command_knows_what_a_student_was_asked(ben):
    of = pooled()
    hand_in(begin(ben, of, 7))

    assert draw(of.slug, "--seed", "7")[1:] != draw(of.slug, "--seed", "7", "--student", ben.email)[1:]
    assert [line.split()[1] for line in draw(of.slug, "--seed", "7", "--student", ben.email)] == slugs(
        begin(ben, of, 7)
    )


def test_the_command_begins_nothing():
    draw(pooled().slug, "--seed", "7")

    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["nowhere", "--seed", "1"], "no quiz “nowhere”"), (["graded-6", "--seed", "1", "--student", "x@y.z"], "Nobody")],
)
def test_the_command_says_what_it_cannot_find(arguments, says):
    pooled()
    with pytest.raises(CommandError, match=says):
        draw(*arguments)


# The admin


def body(of: Quiz, *rows, take=2, **facts) -> dict:
    """The change form of a quiz with one pool; rows are (position, question, whether it is pooled)."""
    (pool,) = of.pools.all()
    found = {"bank": of.bank_id, "title": of.title, "slug": of.slug, "mode": of.mode}
    found |= {"items-TOTAL_FORMS": str(len(rows)), "items-INITIAL_FORMS": "0"}
    found |= {"pools-TOTAL_FORMS": "1", "pools-INITIAL_FORMS": "1"}
    found |= {"pools-0-id": pool.pk, "pools-0-quiz": of.pk, "pools-0-label": pool.label, "pools-0-take": take}
    for n, (position, question, inside) in enumerate(rows):
        found |= {f"items-{n}-position": position, f"items-{n}-question": question.pk, f"items-{n}-quiz": of.pk}
        found |= {f"items-{n}-pool": pool.pk} if inside else {}
    return found | facts


@pytest.fixture
def two(adas, bank):  # noqa: F811
    """A quiz with an empty pool, and two questions."""
    adas.post(f"{ADD}source_check", source_check(bank))
    adas.post(
        f"{ADD}source_check", source_check(bank, slug="other", claim="Workers were let into the hall to hear it.")
    )
    made = Quiz.objects.create(bank=bank, slug="doors", title="Doors")
    Pool.objects.create(quiz=made, label="Close reading", take=1)
    return made, *Question.objects.order_by("pk")


def saved(client, of, *rows, **facts):
    return client.post(f"/admin/quizzes/quiz/{of.pk}/change/", body(of, *rows, **facts), follow=True)


def test_a_row_is_put_into_a_pool(adas, two):  # noqa: F811
    of, heard, other = two
    saved(adas, of, (1, heard, True), (2, other, True), take=1)

    assert [item.pool.label for item in of.items.all()] == ["Close reading", "Close reading"]


@pytest.mark.parametrize(("take", "says"), [(1, None), (2, "gives 2 of 2: everybody is asked all of them")])
def test_what_is_odd_about_a_pool_is_told_after_saving(adas, two, take, says):  # noqa: F811
    of, heard, other = two
    text = saved(adas, of, (1, heard, True), (2, other, True), take=take).content.decode()

    assert says in text if says else "everybody is asked all" not in text


def test_an_empty_pool_is_told(adas, two):  # noqa: F811
    assert "“Close reading” is empty" in saved(adas, two[0]).content.decode()


@pytest.mark.parametrize("take", [0, -1])
def test_a_pool_that_gives_nothing_is_told_at_its_field_in_plain_words(adas, two, take):  # noqa: F811
    of, heard, other = two
    text = saved(adas, of, (1, heard, True), (2, other, True), take=take).content.decode()

    assert "A pool gives each student at least 1 question." in text
    assert "onstraint" not in text
    assert of.pools.get().take == 1


def test_unequal_points_are_told_at_the_row(adas, two):  # noqa: F811
    of, heard, other = two
    QuestionVersion.objects.filter(question=other).update(points=1)
    page = saved(adas, of, (1, heard, True), (2, other, True))

    assert "worth 1 and the first of “Close reading” 2" in str(rows_of(page).forms[1].errors["pool"])
    assert not of.items.exists()


def test_a_question_in_a_pool_keeps_its_points(adas, bank, two):  # noqa: F811
    of, heard, other = two
    saved(adas, of, (1, heard, True), (2, other, True))
    page = adas.post(f"/admin/quizzes/question/{heard.pk}/change/", source_check(bank, points="1"))

    assert "stands in the pool “Close reading”" in str(page.context["errors"])
    assert heard.latest().points == 2


def test_a_pool_that_is_taken_out_leaves_its_questions(adas, two):  # noqa: F811
    of, heard, other = two
    saved(adas, of, (1, heard, True), (2, other, True))
    items = {f"items-{n}-id": item.pk for n, item in enumerate(of.items.all())}
    out = {"pools-0-DELETE": "on", "items-INITIAL_FORMS": "2", **items}
    saved(adas, of, (1, heard, True), (3, other, True), **out)

    assert [(item.position, item.pool) for item in of.items.all()] == [(1, None), (3, None)]
    assert not of.pools.exists()


def test_more_pooled_rows_are_checked_with_one_question(two, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert len(pools.worth([question.pk for question in two[1:]])) == 2


def test_the_rows_of_one_student_keep_their_order():
    of = pooled(take=2)

    assert [item.position for item in pools.of_one(QuizItem.objects.filter(quiz=of))] == [1, 2, 3]
