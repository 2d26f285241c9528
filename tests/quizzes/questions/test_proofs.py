from dataclasses import replace

import pytest

from corpus.text.citation import Anchor, parse
from quizzes.questions.base import Invalid
from quizzes.questions.proofs import Gap, Key, Near, Verdict

WORK = "harrow-1957"
READING = parse("harrow-1957 ¶11-14")
CLAIM = "Harrow is sure."


def at(*labels):
    return frozenset(Anchor(WORK, *map(int, label.split("."))) for label in labels)


PROVED = Key(Verdict.SUPPORTED, ({"adapted": at("12.1")},))
ABSENT = Key(Verdict.NOT_IN_SOURCE, near=(Near({"adapted": at("12.4")}, "Not he."),), missing=Gap.CAUSE)


def flaws(key, shelf, claim=CLAIM, limit=5):
    return [(flaw.field, flaw.message) for flaw in key.flaws(claim, READING, limit, shelf)]


def fields(key, shelf, **named):
    return [field for field, _ in flaws(key, shelf, **named)]


@pytest.mark.parametrize("key", [PROVED, ABSENT])
def test_a_sound_key_has_no_flaw(key, shelf):
    assert flaws(key, shelf) == []


@pytest.mark.parametrize("verdict", [Verdict.SUPPORTED, Verdict.CONTRADICTED])
def test_a_verdict_that_can_be_proved_needs_a_proof(verdict, shelf):
    assert fields(Key(verdict), shelf) == ["proof"]


def test_a_proof_without_sentences_is_a_flaw(shelf):
    key = replace(PROVED, proofs=(*PROVED.proofs, {"adapted": frozenset()}))

    assert flaws(key, shelf) == [("proof", "Proof 2 names no sentence.")]


def test_a_proof_that_contains_another_is_a_flaw(shelf):
    key = replace(PROVED, proofs=({"adapted": at("12.1", "12.3")}, {"adapted": at("12.1")}))

    assert flaws(key, shelf) == [("proof", "Proof 1 contains proof 2 in adapted; keep the smaller one.")]


def test_the_same_proof_twice_is_one_flaw(shelf):
    key = replace(PROVED, proofs=PROVED.proofs * 2)

    assert flaws(key, shelf) == [("proof", "Proof 2 contains proof 1 in adapted; keep the smaller one.")]


def test_a_proof_of_one_edition_does_not_contain_one_of_another(shelf):
    key = replace(PROVED, proofs=({"adapted": at("12.1", "12.3")}, {"original": at("12.1")}))

    assert flaws(key, shelf) == []


def test_a_proof_longer_than_the_limit_cannot_be_marked(shelf):
    key = replace(PROVED, proofs=({"adapted": at("12.1", "12.2", "12.3")},))

    assert flaws(key, shelf, limit=2) == [("proof", "Proof 1 has 3 sentences in adapted; a student may mark 2.")]


def test_an_absence_without_a_near_miss_is_a_flaw(shelf):
    assert fields(replace(ABSENT, near=()), shelf) == ["near"]


def test_an_author_may_state_that_nothing_is_close(shelf):
    assert flaws(replace(ABSENT, near=(), nothing_close=True), shelf) == []


def test_a_near_miss_and_nothing_close_exclude_each_other(shelf):
    assert fields(replace(ABSENT, nothing_close=True), shelf) == ["nothing_close"]


def test_an_absence_needs_to_say_what_is_missing(shelf):
    assert fields(replace(ABSENT, missing=None), shelf) == ["missing"]


def test_an_absence_has_no_proof(shelf):
    assert fields(replace(ABSENT, proofs=PROVED.proofs), shelf) == ["proof"]


def test_what_belongs_to_an_absence_is_a_flaw_elsewhere(shelf):
    assert fields(replace(PROVED, missing=Gap.WHO, nothing_close=True), shelf) == ["missing", "nothing_close"]


def test_a_remark_has_a_limit(shelf):
    long = replace(ABSENT, near=(Near({"adapted": at("12.4")}, "x" * 401),))

    assert flaws(long, shelf) == [("near", "Near 1 says more than 400 characters; shorten it.")]


@pytest.mark.parametrize("claim", ["The adapted text, place 12.1.", "THE ADAPTED TEXT – place 12 1"])
def test_a_claim_that_copies_its_proof_is_a_flaw(claim, shelf):
    assert fields(PROVED, shelf, claim=claim) == ["claim"]


def test_every_cited_place_is_asked_for(shelf):
    key = Key(
        Verdict.SUPPORTED,
        ({"adapted": at("12.1")}, {"adapted": at("12.9")}),
        neutral={"adapted": at("15.1")},
        near=(Near({"adapted": at("13.7")}, "No."),),
    )

    assert flaws(key, shelf) == [
        ("proof", "Proof 2: there is no adapted ¶12.9."),
        ("near", "Near 1: there is no adapted ¶13.7."),
        (
            "neutral",
            "Neutral 1: adapted ¶15.1 lies outside the reading harrow-1957 ¶11-14;"
            " widen the reading or cite another sentence.",
        ),
    ]


def test_the_places_a_key_leans_on_are_listed_with_role_number_and_edition():
    key = replace(PROVED, proofs=({"adapted": at("12.1")}, {"original": at("14.2")}), near=ABSENT.near)

    assert [(c.role, c.number, c.edition, c.anchor.label) for c in key.cited()] == [
        ("proof", 1, "adapted", "¶12.1"),
        ("proof", 2, "original", "¶14.2"),
        ("near", 1, "adapted", "¶12.4"),
    ]


@pytest.mark.parametrize("key", [PROVED, ABSENT, replace(ABSENT, near=(), nothing_close=True)])
def test_a_key_comes_back_from_json(key, shelf):
    sealed = key.sealed(shelf)

    assert Key.load(sealed.dump()) == sealed


# Course files


def written(**table):
    return Key.from_table({"verdict": "supported", **table}, WORK)


@pytest.mark.parametrize("role", ["neutral", "near"])
def test_what_is_part_of_a_proof_is_nothing_else(shelf, role):
    places = {"adapted": ["¶12.2", "¶12.3"]}
    key = written(
        proof=[{"adapted": ["¶12.1", "¶12.2"]}], **{role: places if role == "neutral" else [places | {"says": "No."}]}
    )
    told = [flaw for flaw in key.flaws("A claim.", READING, 5, shelf) if "as well" in flaw.message]

    assert [(flaw.field, "¶12.2" in flaw.message) for flaw in told] == [(role, True)]


def test_a_run_of_sentences_is_one_proof_of_several():
    assert written(proof=[{"adapted": ["¶12.1-3"]}]).proofs == ({"adapted": at("12.1", "12.2", "12.3")},)


def test_a_near_miss_keeps_what_is_said_about_it():
    key = written(near=[{"adapted": ["¶12.4"], "says": "There  he\nspeaks."}])

    assert key.near == (Near({"adapted": at("12.4")}, "There he speaks."),)


def test_what_is_missing_is_one_of_the_list():
    assert written(verdict="not_in_source", missing="how many").missing is Gap.HOW_MANY
    with pytest.raises(Invalid, match="one of who, when, where, how many, cause, event"):
        written(verdict="not_in_source", missing="why")


@pytest.mark.parametrize(
    ("table", "field", "message"),
    [
        ({"verdict": "true"}, "verdict", "one of supported, contradicted, not_in_source"),
        ({"proof": [{"adapted": ["¶12.1"]}, {"adapted": ["12.1"]}]}, "proof", "Proof 2: “12.1” is not a citation"),
        ({"proof": [{"adapted": "¶12.1"}]}, "proof", "Proof 1: “adapted” is '¶12.1'; give a list"),
        ({"neutral": {"adapted": ["¶0.1"]}}, "neutral", "Neutral: “¶0.1” counts from zero"),
        ({"near": [{"says": 3}]}, "near", "Near 1: “says” is '3'; give a text"),
        ({"nothing_close": "yes"}, "nothing_close", "give true or false"),
    ],
)
def test_an_error_in_a_course_file_names_its_field_and_place(table, field, message):
    with pytest.raises(Invalid) as problem:
        written(**table)

    assert problem.value.field == field
    assert message in problem.value.message
