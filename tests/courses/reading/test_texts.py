"""Steps follow the paragraphs that they read when a revised text goes live."""

from datetime import date, timedelta

import pytest

from corpus.models import Event, GlossaryEntry, Work
from corpus.text.citation import Anchor
from courses.models import Step
from courses.reading import texts
from quizzes.bank import reviewing
from quizzes.bank.publishing import Aside
from tests.factories.corpus import NOW, revision
from tests.factories.courses import taught
from tests.story import MAREN, MAREN_ORIGINAL

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
SHIFTED = MAREN.replace("¶5 ", "¶6 ").replace("¶4\n", "¶5\n").replace("¶3\n", "¶3\nThe cover was red.\n\n¶4\n")
REWORDED = MAREN.replace("Nobody was allowed to take notes.", "Notes were forbidden.")
ABROAD_ONLY = "## §1 Abroad\n\n¶1\nAbroad the text arrived in pieces.\n"


@pytest.fixture
def step() -> Step:
    """A step that reads ¶4-5."""
    course = taught()
    step = course.lessons.get().steps.exclude(reading="").last()
    step.reading = "maren-1956 ¶4-5"
    step.save()
    return step


def published(waiting) -> texts.Gone:
    """Every question set aside, because this is about steps."""
    aside = {touched.version.pk: Aside.ASIDE for touched in reviewing.review(waiting).affected}
    return texts.publish(revision=waiting, now=LATER, answers=aside)


def test_a_step_reads_the_same_paragraphs_under_their_new_numbers(step):
    done = published(revision(SHIFTED))
    step.refresh_from_db()

    assert step.reading == "maren-1956 ¶5-6"
    assert f"“{step}” reads ¶5-6 instead of ¶4-5." in done.sentence


def test_a_paragraph_with_other_words_is_told_and_still_read(step):
    Step.objects.filter(pk=step.pk).update(reading="maren-1956 ¶1-2")
    waiting = revision(REWORDED)
    told = {read.step.pk: read.changed for read in texts.readings(reviewing.review(waiting))}
    published(waiting)
    step.refresh_from_db()

    assert told[step.pk] == (Anchor("maren-1956", 1),)
    assert step.reading == "maren-1956 ¶1-2"


def test_dated_events_and_explanations_follow_their_words(step):
    work = Work.objects.get()
    for name, cite in (("heard", "maren-1956:p3.s2"), ("notes", "maren-1956:p1.s2")):
        day = date(1956, 3, 31)
        Event.objects.create(work=work, name=name, title=name, first=day, last=day, words="-", cites=[cite])
    GlossaryEntry.objects.create(work=work, term="fitter", kind="term", text="-", paragraphs=[3])
    done = published(revision(SHIFTED.replace("Nobody was allowed to take notes.", "Notes were forbidden.")))

    assert list(Event.objects.values_list("name", "cites")) == [("heard", ["maren-1956:p4.s2"])]
    assert GlossaryEntry.objects.get().paragraphs == [4]
    assert "The words that date these events have changed: notes." in done.sentence


def test_a_step_does_not_follow_an_edition_that_does_not_count(step):
    original = MAREN_ORIGINAL.replace("Thus there came", "The cover was red.\n\nThus there came")
    done = published(revision(original, kind="original"))
    step.refresh_from_db()

    assert step.reading == "maren-1956 ¶4-5"
    assert done.moved == ()


def test_a_step_whose_paragraphs_are_torn_apart_stays_and_is_told(step):
    Step.objects.filter(pk=step.pk).update(reading="maren-1956 ¶1-2")
    one, two, three = (MAREN.split(f"¶{number}\n")[1].split("¶")[0].split("##")[0] for number in (1, 2, 3))
    torn = f"¶1\n{two}¶2\n{three}¶3\n{one}"
    waiting = revision(torn)
    told = {read.step.pk: read for read in texts.readings(reviewing.review(waiting))}

    assert not told[step.pk].is_moved
    assert len(told[step.pk].changed) == 2


def test_a_step_of_which_nothing_is_left_stands_in_the_way(step):
    waiting = revision(ABROAD_ONLY)
    with pytest.raises(texts.Lost, match=f"“{step}”"):
        published(waiting)
    waiting.refresh_from_db()
    step.refresh_from_db()

    assert (waiting.published_at, step.reading) == (None, "maren-1956 ¶4-5")
