"""Every kind is its own first test: its samples earn what they promise."""

import json
import re
from pathlib import Path

import pytest

from quizzes.questions import BY_HAND, KINDS
from quizzes.questions.base import BLANK, Form, Invalid, State
from quizzes.questions.rubric import by_hand

SAMPLES = [(kind, sample) for kind in KINDS.values() for sample in kind.samples()]
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
every_sample = pytest.mark.parametrize(
    ("kind", "sample"), SAMPLES, ids=[f"{kind.kind}: {sample.name}" for kind, sample in SAMPLES]
)
every_answer = pytest.mark.parametrize(
    ("kind", "sample"),
    [pair for pair in SAMPLES if not pair[1].refused_at],
    ids=[f"{kind.kind}: {sample.name}" for kind, sample in SAMPLES if not sample.refused_at],
)


def through_json(value):
    return json.loads(json.dumps(value))


def marked(content, key, sample, policy="graded"):
    """By the computer, or by the level that a person gave."""
    response = content.read(Form(sample.post))
    if sample.level is not None:
        return content.rated(key, response, sample.level, policy=policy)
    return content.mark(key, response, edition="adapted", policy=policy)


@every_sample
def test_a_sample_earns_what_it_promises(kind, sample):
    content, key = kind.example()
    if sample.refused_at:
        with pytest.raises(Invalid) as problem:
            content.read(Form(sample.post))
        assert problem.value.field == sample.refused_at
    else:
        assert marked(content, key, sample).fraction == sample.earns


@every_kind
def test_the_samples_show_every_fate_of_an_answer(kind):
    earned = {sample.earns for sample in kind.samples() if not sample.refused_at}

    assert {0, 1} < earned
    assert any(sample.refused_at for sample in kind.samples())


@every_kind
def test_content_and_key_come_back_from_json(kind, shelf):
    content, key = kind.example()
    sealed = key.sealed(shelf)

    assert kind.load(through_json(content.dump())) == content
    assert kind.load_key(through_json(sealed.dump())) == sealed


@every_answer
def test_a_response_comes_back_from_json(kind, sample):
    content, _ = kind.example()
    response = content.read(Form(sample.post))

    assert content.response(through_json(response.dump())) == response


@every_answer
def test_order_and_duplicates_do_not_matter(kind, sample):
    content, _ = kind.example()
    doubled = {name: [*reversed(values), *values] for name, values in sample.post.items()}

    assert content.read(Form(doubled)) == content.read(Form(sample.post))


@every_answer
def test_an_outcome_can_be_told_after_it_was_stored(kind, sample):
    content, key = kind.example()
    outcome = marked(content, key, sample)
    again = type(outcome).load(through_json(outcome.dump()))

    assert content.explain(again) == content.explain(outcome)
    assert content.explain(outcome).endswith(".")
    assert content.heading(again) == content.heading(outcome)


@every_answer
def test_strictly_marked_an_answer_earns_all_or_nothing(kind, sample):
    content, key = kind.example()
    graded, strict = (marked(content, key, sample, policy) for policy in ("graded", "strict"))

    assert strict.fraction in (0, 1)
    assert strict.fraction == 1 or graded.fraction < 1
    assert content.explain(strict).endswith(".")


@every_kind
def test_a_blank_answer_is_not_a_wrong_one(kind):
    content, key = kind.example()
    blank = content.read(Form())
    outcome = content.mark(key, blank, edition="adapted")

    assert blank.state is State.BLANK
    assert (outcome.fraction, outcome.reason, content.heading(outcome)) == (0, BLANK, "No answer")


@every_kind
def test_an_example_has_no_flaw(kind, shelf):
    content, key = kind.example()

    assert list(content.flaws(key.sealed(shelf), shelf)) == []


@every_kind
def test_an_example_has_no_flaw_before_the_original_is_here(kind, shelf):
    content, key = kind.example()

    assert list(content.flaws(key, shelf.without("original"))) == []


@every_kind
def test_changed_words_are_a_flaw_once_the_key_is_sealed(kind, shelf):
    content, key = kind.example()
    place = next(place for place in key.cited() if place.edition == "adapted")
    revised = shelf.saying("adapted", place.anchor, "Other words.")

    flaws = list(content.flaws(key.sealed(shelf), revised))

    assert [flaw.field for flaw in flaws] == [place.role]
    assert f"the words at adapted {place.anchor.label} changed" in flaws[0].message


@every_kind
def test_the_form_comes_back_as_the_question(kind):
    content, key = kind.example()

    assert kind.from_table(kind.table_from_form(content.form_from(key))) == (content, key)


@every_kind
def test_the_form_has_the_fields_that_are_announced(kind):
    content, key = kind.example()

    assert set(content.form_from(key)) == {field.name for field in kind.fields()}


@every_kind
def test_flaws_point_at_fields_of_the_form(kind, shelf):
    content, key = kind.example()
    body = content.dump()
    gone = {"readings": ["harrow-1957 ¶90"]} if "readings" in body else {"reading": "harrow-1957 ¶90"}
    empty, bare = kind.load({**body, **gone}), key

    fields = {flaw.field for flaw in empty.flaws(bare, shelf)}

    assert fields
    assert fields <= {field.name for field in kind.fields()}


@every_kind
def test_an_empty_form_is_refused_not_broken(kind, shelf):
    try:
        content, key = kind.from_table(kind.table_from_form({}))
    except Invalid as problem:
        complaints = problem.flaws
    else:
        complaints = tuple(content.flaws(key, shelf))

    assert complaints


@every_kind
@pytest.mark.parametrize("misspelt", ["kindd", "Reading"])
def test_a_misspelt_name_in_a_course_file_is_refused(kind, misspelt):
    content, key = kind.example()
    table = {**kind.table_from_form(content.form_from(key)), misspelt: "x"}

    with pytest.raises(Invalid) as problem:
        kind.from_table(table)
    assert problem.value.field == misspelt


@every_kind
@pytest.mark.parametrize("edition", ["adapted", "original", "german"])
@pytest.mark.parametrize("policy", ["graded", "strict"])
def test_the_ideal_answer_earns_everything_in_every_edition(kind, edition, policy):
    content, key = kind.example()
    response = content.read(Form(content.ideal(key, edition=edition)))

    assert response.state is State.ANSWERED
    if by_hand(kind):
        assert content.rated(key, response, key.rubric.highest, policy=policy).fraction == 1
    else:
        assert content.mark(key, response, edition=edition, policy=policy).fraction == 1


@every_kind
def test_a_kind_has_a_title_for_lists(kind):
    assert kind.example()[0].title


def test_the_documentation_describes_exactly_the_kinds_there_are():
    page = Path(__file__).parents[3] / "docs/kinds.md"

    assert re.findall(r"^## `(\w+)`$", page.read_text(), re.MULTILINE) == list(KINDS)


@every_kind
def test_only_a_person_gives_a_share_where_a_person_marks(kind):
    content, key = kind.example()
    response = content.read(Form(content.ideal(key, edition="adapted")))

    assert (content.mark(key, response, edition="adapted").fraction == 0) == by_hand(kind) == (kind.kind in BY_HAND)


@every_kind
def test_content_says_nothing_of_the_key(kind):
    content, key = kind.example()

    assert not set(content.dump()) & set(key.dump())


@every_kind
def test_an_unknown_policy_is_refused(kind):
    content, key = kind.example()
    right = next(sample for sample in kind.samples() if sample.earns == 1)

    with pytest.raises(ValueError, match="lenient"):
        content.mark(key, content.read(Form(right.post)), edition="adapted", policy="lenient")
