"""Publishing a revised text from the command line."""

import pytest
from django.core.management import CommandError, call_command

from corpus.models import Revision
from quizzes.models import Question
from tests.factories.corpus import library, revision
from tests.factories.quizzes import question
from tests.story import MAREN

pytestmark = pytest.mark.django_db

HARMLESS = MAREN.replace("Moscow neither confirmed it nor denied it.", "Moscow neither confirmed nor denied it.")
BREAKING = MAREN.replace("standing up, because the hall was full", "sitting down, because the hall was empty")
SHIFTED = MAREN.replace("¶5 ", "¶6 ").replace("¶4\n", "¶5\n").replace("¶3\n", "¶3\nThe cover was red.\n\n¶4\n")


def present() -> Revision:
    return Revision.objects.present().of("maren-1956", "adapted").get()


def test_a_text_whose_keys_stand_is_published(capsys):
    library()
    question()
    waiting = revision(HARMLESS)
    call_command("publish", "maren-1956/adapted")

    assert "1 key was asked again and stands" in capsys.readouterr().out
    assert present() == waiting


def test_a_text_that_breaks_a_key_is_refused_with_the_place_and_where_to_look():
    first = library()
    question()
    revision(BREAKING)

    with pytest.raises(CommandError, match=r"heard:(.|\n)*¶3\.3 \(proof\): changed; look at ¶3\.3"):
        call_command("publish", "maren-1956/adapted")
    assert present() == first


def test_words_that_moved_are_told_and_followed_when_that_is_said(capsys):
    library()
    question()
    waiting = revision(SHIFTED)
    with pytest.raises(CommandError, match=r"¶3\.3 \(proof\): the same words stand at ¶4\.3"):
        call_command("publish", "maren-1956/adapted")
    call_command("publish", "maren-1956/adapted", "--accept-moves")

    assert "1 followed its words" in capsys.readouterr().out
    assert present() == waiting
    assert Question.objects.get().latest().number == 2


def test_what_is_not_answered_can_be_set_aside(capsys):
    library()
    question()
    revision(BREAKING)
    call_command("publish", "maren-1956/adapted", "--accept-moves", "--set-aside")

    assert "1 was set aside: heard" in capsys.readouterr().out


def test_nothing_waits():
    library()

    with pytest.raises(CommandError, match="Waiting: none"):
        call_command("publish", "maren-1956/adapted")
