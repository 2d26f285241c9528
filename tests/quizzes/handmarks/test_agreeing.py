"""Which ratings are compared, and what is said of them."""

import pytest

from quizzes.analysis.agreement import NOTHING_TWICE
from quizzes.handmarks import agreeing, handmarking, markingqueue
from quizzes.handmarks.handmarking import Given
from tests.factories.accounts import UserFactory, person
from tests.factories.corpus import NOW
from tests.factories.courses import enrol
from tests.factories.written import desk, first_item, wrote
from tests.queries import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def otto(db):
    return person("Otto Weiss")


@pytest.fixture
def step(ada, otto):
    return desk(ada, otto)


@pytest.fixture
def answer(step):
    def handed_in():
        student = UserFactory()
        enrol(step.lesson.course, student)
        return first_item(wrote(student, step.quiz))

    return handed_in


def first(item, by, level, seen=0, reason=""):
    return handmarking.rate(item=item, given=Given(level, reason=reason), seen=seen, by=by, now=NOW)


def second(item, by, level):
    return handmarking.rate_again(item=item, given=Given(level), by=by, now=NOW)


def found(step, by):
    everybody = step.lesson.course.enrolments.values("user")
    return agreeing.agreement(markingqueue.queue(step.quiz, step.quiz.questions.get(slug="secret"), everybody, by))


def test_the_vector_of_the_scoring_rules_comes_out_of_the_database(step, answer, ada, otto):
    for one, other in zip([0, 1, 2, 1, 2, 0, 1, 2], [0, 1, 2, 2, 2, 0, 0, 2], strict=True):
        item = answer()
        first(item, ada, one)
        second(item, otto, other)
    page = found(step, ada)

    assert [named.words for named in page.kappas] == ["0.628", "0.733", "0.830"]
    assert (page.twice, page.alike, len(page.differences)) == (8, 6, 2)


def test_before_anybody_read_twice_there_is_a_reason_and_no_figure(step, answer, ada):
    first(answer(), ada, 2)
    page = found(step, ada)

    assert {named.words for named in (*page.kappas, *page.alphas)} == {"–"}
    assert page.reasons == [
        "Cohen’s κ: only one marker has rated answers.",
        f"Krippendorff’s α: {NOTHING_TWICE}.",
    ]


def test_of_three_markers_only_alpha_speaks(step, answer, ada, otto):
    for by in (otto, person("Pia Holm")):
        item = answer()
        first(item, ada, 2)
        second(item, by, 1)
    page = found(step, ada)

    assert page.kappas[0].figure.reason == "it compares two markers, and there are 3"
    assert page.alphas[0].figure.value is not None


def test_who_corrects_a_mark_has_seen_it_and_is_no_second_reader(step, answer, ada, otto):
    item = answer()
    first(item, ada, 1)
    first(item, otto, 3, seen=1, reason="It says so in the last line.")

    assert found(step, ada).twice == 0


def test_a_marker_who_changes_her_mind_counts_with_the_last_level(step, answer, ada, otto):
    item = answer()
    first(item, ada, 1)
    second(item, otto, 3)
    first(item, ada, 3, seen=1, reason="A slip of the pen.")

    assert found(step, ada).differences == []


def test_what_is_settled_says_so_and_stays_a_difference(step, answer, ada, otto):
    item = answer()
    first(item, ada, 1)
    second(item, otto, 3)
    handmarking.settle(item=item, given=Given(2, reason="Between the two."), seen=1, by=ada, now=NOW)
    page = found(step, ada)

    assert (len(page.differences), page.open) == (1, [])
    assert [(one.level, one.is_settled) for one in page.differences] == [(2, True)]


def test_ratings_of_an_unlike_rubric_are_left_out_and_told(step, answer, ada, otto):
    for _ in range(2):
        item = answer()
        first(item, ada, 1)
        second(item, otto, 1)
    with_more = answer()
    key = with_more.version.key
    key.body = {**key.body, "rubric": [*key.body["rubric"], "And weighs it."]}
    first(with_more, ada, 4)
    page = found(step, ada)

    assert (page.others, page.twice, page.highest) == (1, 2, 3)


def test_agreement_asks_as_much_of_many_as_of_few(step, answer, ada, otto):
    def look():
        with counted() as queries:
            found(step, ada).differences  # noqa: B018
        return queries.total

    first(answer(), ada, 1)
    few = look()
    for _ in range(6):
        item = answer()
        first(item, ada, 1)
        second(item, otto, 2)
    assert look() == few


def test_0_for_all_blank_answers_is_no_reading(step, answer, ada, otto):
    item = answer()
    first(item, ada, 2)
    second(item, otto, 2)
    blank = [blank_item(step) for _ in range(2)]
    handmarking.zero_blanks(quiz=step.quiz, items=blank, by=ada, now=NOW)
    page = found(step, ada)

    assert page.readings == [("Ada Verhoeven", 1), ("Otto Weiss", 1)]
    assert (page.blank, page.twice, page.alike) == (2, 1, 1)


def test_nobody_is_asked_to_read_again_what_nobody_read(step, answer, ada, otto):
    first(answer(), ada, 2)
    handmarking.zero_blanks(quiz=step.quiz, items=[blank_item(step)], by=ada, now=NOW)
    everybody = step.lesson.course.enrolments.values("user")
    queue = markingqueue.queue(step.quiz, step.quiz.questions.get(slug="secret"), everybody, otto, second=True)

    assert [place.is_blank for place in queue.places] == [False]


def test_who_reads_a_blank_answer_by_itself_after_all_has_read_it(step, ada, otto):
    item = blank_item(step)
    handmarking.zero_blanks(quiz=step.quiz, items=[item], by=ada, now=NOW)
    first(item, otto, 1, seen=1, reason="The words stood in the file.")

    assert found(step, ada).readings == [("Otto Weiss", 1)]


def test_before_anybody_has_rated_nobody_is_counted(step, answer, ada):
    answer()
    page = found(step, ada)

    assert page.readings == []
    assert page.reasons[0] == "Cohen’s κ: nobody has rated answers yet."


def blank_item(step):
    student = UserFactory()
    enrol(step.lesson.course, student)
    return first_item(wrote(student, step.quiz, ""))
