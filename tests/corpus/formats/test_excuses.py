"""Exceptions of a retold edition are read from a file, each with its reason."""

import pytest

from corpus.formats.excuses import BadExcuses, load
from corpus.text.retelling import Excuse


def test_an_exception_has_paragraph_words_and_reason():
    text = '[[exception]]\nparagraph = 4\nwords = "Selm"\nreason = "the original says “the town”"\n'

    assert load(text) == (Excuse(4, "Selm", "the original says “the town”"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[exception", "no TOML"),
        ('[[exception]]\nparagraph = 4\nwords = "Selm"', "Exception 1 needs"),
        ('[[exception]]\nparagraph = "4"\nwords = "Selm"\nreason = "so"', "Exception 1 needs"),
        ('exception = "Selm"', "Write each exception"),
        ("[exception]\nparagraph = 1", "Write each exception"),
    ],
)
def test_a_wrong_list_says_what_it_needs(text, says):
    with pytest.raises(BadExcuses, match=says):
        load(text)
