"""What the attempt page shows, and how it reads what was sent."""

import pytest
from django.http import QueryDict

from quizzes.pages import asking, sending
from quizzes.questions.base import Invalid
from quizzes.rules import Mode
from tests.factories.quizzes import RIGHT, answered, attempt, quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(ben):
    return attempt(ben)


def page_of(taken, position=1):
    return asking.question_page(taken.user, taken.public_id, position)


def post(*pairs: tuple[str, str], revision="0", key="0" * 32) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in (*pairs, ("revision", revision), ("key", key)):
        sent.appendlist(name, value)
    return sent


def test_the_navigator_shows_where_one_is_and_what_is_done(taken):
    answered(taken, 2, RIGHT[2])
    taken.items.filter(position=3).update(flagged=True)

    assert [(place.item.position, place.state, place.current) for place in page_of(taken).navigator] == [
        (1, "blank", True),
        (2, "answered", False),
        (3, "blank, flagged", False),
        (4, "blank", False),
    ]


def test_an_answer_taken_back_is_blank(taken):
    answered(taken, 1, RIGHT[1])
    answered(taken, 1, {"verdict": None, "mark": []}, base=1)

    assert next(page_of(taken).navigator).state == "blank"


@pytest.mark.parametrize(("position", "previous", "following"), [(1, None, 2), (3, 2, 4), (4, 3, None)])
def test_one_goes_to_the_neighbours(taken, position, previous, following):
    page = page_of(taken, position)

    assert (page.previous, page.next) == (previous, following)


def test_a_question_of_somebody_else_is_not_there(taken, cleo):
    assert asking.question_page(cleo, taken.public_id, 1) is None


def test_the_text_beside_a_question_is_the_one_it_was_drawn_with(taken):
    page = page_of(taken)

    assert [p.number for p in page.passage.paragraphs] == [1, 2, 3]
    assert page.passage.digest == page.item.revision.digest


def test_marks_are_listed_in_the_order_of_the_text_with_their_first_words(taken):
    answered(taken, 1, {"verdict": "", "mark": ["maren-1956:p3.s3", "maren-1956:p1.s2"]})

    assert [(m.anchor.label, m.words) for m in page_of(taken).marked] == [
        ("¶1.2", "Nobody was allowed to take notes."),
        ("¶3.3", "A fitter at a tractor works told me that he had listened …"),
    ]


def test_saved_marks_are_ticked_in_the_text(taken):
    answered(taken, 1, {"verdict": "", "mark": ["maren-1956:p1.s2"]})
    html = page_of(taken).text

    assert html.count(" checked") == 1
    assert 'value="maren-1956:p1.s2" checked' in html


def test_a_choice_has_a_text_and_no_boxes(taken):
    page = page_of(taken, 4)

    assert (page.marks_text, page.marked, "checkbox" in page.plain_text) == (False, [], False)


def test_voices_are_printed_as_the_work_says(ben):
    assert "An unnamed listener" in page_of(attempt(ben), 3).text


def test_a_form_is_read_as_one_save(taken):
    page = page_of(taken)
    sent = sending.sent_with(page, post(("verdict", "supported"), ("mark", "maren-1956:p3.s3")))

    assert (sent.base, sent.response["verdict"], sent.response["mark"]) == (0, "supported", ["maren-1956:p3.s3"])


def test_the_same_form_has_the_same_key_and_another_answer_another(taken):
    first, again, other = (
        sending.sent_with(page_of(taken), post(("verdict", verdict))).key
        for verdict in ("supported", "supported", "contradicted")
    )

    assert first == again != other


def test_evidence_is_held_against_what_was_shown_and_not_only_against_its_range(taken):
    with pytest.raises(Invalid, match="no sentence of the reading"):
        sending.sent_with(page_of(taken), post(("mark", "maren-1956:p3.s9")))


def test_too_many_marks_are_refused_and_stay_on_the_page(taken):
    page, six = page_of(taken), [f"maren-1956:p{p}.s{s}" for p in (1, 2) for s in (1, 2, 3)]
    with pytest.raises(Invalid, match="limit is 5"):
        sending.sent_with(page, post(*(("mark", value) for value in six)))

    assert [m.anchor.value for m in page.marked] == six


def test_a_form_that_builds_on_nothing_known_is_refused_and_goes_on_from_what_is_stored(taken):
    answered(taken, 1, RIGHT[1])
    page = page_of(taken)
    with pytest.raises(Invalid, match="lost its revision"):
        sending.sent_with(page, post(("verdict", "supported"), revision="7"))

    assert page.revision == 1


def test_practice_shows_nothing_before_a_check(ben):
    page = asking.with_marks(page_of(attempt(ben, quiz(Mode.PRACTICE))))

    assert page.result is None


def test_the_review_lists_what_each_question_asks(taken):
    answered(taken, 4, RIGHT[4])
    places = asking.places(taken)

    assert [place.state for place in places] == ["blank", "blank", "blank", "answered"]
    assert places[0].asks == "Workers were allowed to hear the speech but not to mention it."
