from corpus.text.citation import Anchor
from quizzes.questions.base import Note, Sign
from quizzes.questions.proofs import Gap, Key, Near, Verdict
from quizzes.questions.signs import signs


def at(*labels):
    return frozenset(Anchor("w", *map(int, label.split("."))) for label in labels)


KEY = Key(
    Verdict.CONTRADICTED,
    ({"adapted": at("12.1", "12.2")}, {"adapted": at("14.2")}),
    neutral={"adapted": at("14.1")},
    near=(Near({"adapted": at("12.4")}, "There he speaks."), Near({"adapted": at("13.1")})),
)
ABSENCE = Key(Verdict.NOT_IN_SOURCE, near=(Near({"adapted": at("12.4")}, "Closest."),), missing=Gap.WHO)


def shown(key, *labels, edition="adapted"):
    return {anchor.label: sign for anchor, sign in signs(key, at(*labels), edition).at.items()}


def test_the_best_proof_is_marked_or_missed_and_the_others_are_also_accepted():
    assert shown(KEY, "12.1") == {
        "¶12.1": Sign.PROOF_MARKED,
        "¶12.2": Sign.PROOF_MISSED,
        "¶14.2": Sign.ALSO_ACCEPTED,
    }


def test_a_mark_in_another_proof_is_recognised():
    assert shown(KEY, "12.1", "14.2")["¶12.1"] is Sign.ALSO_MARKED
    assert shown(KEY, "12.1", "14.2")["¶14.2"] is Sign.PROOF_MARKED


def test_other_marks_are_neutral_tempted_or_not_needed():
    found = shown(KEY, "14.1", "12.4", "11.1")

    assert (found["¶14.1"], found["¶12.4"], found["¶11.1"]) == (Sign.NEUTRAL, Sign.TEMPTED, Sign.NOT_NEEDED)


def test_with_nothing_marked_the_proof_is_still_shown():
    assert shown(KEY)["¶12.1"] is Sign.PROOF_MISSED


def test_alternatives_are_listed_apart_from_the_best():
    found = signs(KEY, at("14.2"), "adapted")

    assert found.best == tuple(at("14.2"))
    assert found.also == (tuple(sorted(at("12.1", "12.2"))),)


def test_by_paragraph_the_paragraph_is_met_and_the_sentence_only_stands_in_it():
    found = shown(KEY, "12.7", edition="german")

    assert (found["¶12"], found["¶12.7"]) == (Sign.PROOF_MARKED, Sign.PARAGRAPH_MARKED)


def test_where_nothing_proves_the_closest_passage_is_shown():
    assert shown(ABSENCE) == {"¶12.4": Sign.NEAR}
    assert shown(ABSENCE, "12.4") == {"¶12.4": Sign.NEAR_MARKED}


def test_the_author_speaks_to_those_who_were_tempted():
    assert signs(KEY, at("12.4", "13.1"), "adapted").notes == (Note(tuple(at("12.4")), "There he speaks."),)
    assert signs(KEY, at("12.1"), "adapted").notes == ()


def test_a_good_mark_in_the_tempting_paragraph_is_not_called_tempted():
    assert signs(KEY, at("12.1"), "german").notes == ()


def test_where_nothing_proves_the_author_speaks_to_everybody():
    assert signs(ABSENCE, at(), "adapted").notes == (Note(tuple(at("12.4")), "Closest."),)
