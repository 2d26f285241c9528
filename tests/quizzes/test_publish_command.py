"""Publishing a revised text from the command line."""

import pytest
from django.core.management import CommandError, call_command

from corpus.models import Revision
from tests.factories.corpus import library, revision
from tests.factories.quizzes import question
from tests.story import MAREN

pytestmark = pytest.mark.django_db

HARMLESS = MAREN.replace("Moscow neither confirmed it nor denied it.", "Moscow neither confirmed nor denied it.")
BREAKING = MAREN.replace("standing up, because the hall was full", "sitting down, because the hall was empty")


def test_a_text_whose_keys_stand_is_published(capsys):
    library()
    question()
    waiting = revision(HARMLESS)
    call_command("publish", "maren-1956/adapted")

    assert "1 keys were asked again and stand" in capsys.readouterr().out
    assert Revision.objects.present().of("maren-1956", "adapted").get() == waiting


def test_a_text_that_breaks_a_key_is_refused_and_the_key_named():
    first = library()
    question()
    revision(BREAKING)

    with pytest.raises(CommandError, match="heard"):
        call_command("publish", "maren-1956/adapted")
    assert Revision.objects.present().of("maren-1956", "adapted").get() == first


def test_nothing_waits():
    library()

    with pytest.raises(CommandError, match="Waiting: none"):
        call_command("publish", "maren-1956/adapted")
