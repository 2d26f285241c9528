"""The pages docs/sentences.md and docs/quotations.md say what the code does."""

import re
from pathlib import Path

import pytest

from corpus.text import quotation
from corpus.text.passage import Paragraph
from corpus.text.sentences import RULES_VERSION
from tests.corpus.text.hard_sentences import LIMITS

DOCS = Path(__file__).parents[3] / "docs"
SENTENCES = (DOCS / "sentences.md").read_text(encoding="utf-8")
QUOTATIONS = (DOCS / "quotations.md").read_text(encoding="utf-8")
SOURCE = re.search(r"The text \(¶4\): \*(.+)\*", QUOTATIONS)[1]
EXAMPLES = re.findall(r"^\| (.+) \| (verbatim|punctuation|near|absent)(?:: (.+))? \|$", QUOTATIONS, re.MULTILINE)


def test_the_page_names_the_version_of_the_rules():
    assert f"This is version {RULES_VERSION}" in SENTENCES


@pytest.mark.parametrize("ours", [ours for ours, _ in LIMITS])
def test_every_known_limit_is_on_the_page(ours):
    assert f"| {ours} |" in SENTENCES


def test_there_are_examples_of_every_result():
    assert {result for _, result, _ in EXAMPLES} == set(quotation.Result)


@pytest.mark.parametrize(("quoted", "result", "because"), EXAMPLES)
def test_the_examples_of_the_page_are_true(quoted, result, because):
    found = quotation.check(quoted, [Paragraph("harrow-1911", 4, "prose", "", SOURCE, (0,))])

    assert found.result == result
    assert because.split(";")[0] in found.sentence


def test_the_page_states_the_bounds():
    assert f"**{quotation.FEWEST_FOR_NEAR} words**" in QUOTATIONS
    assert f"**{quotation.MOST_FOR_NEAR} words**" in QUOTATIONS
