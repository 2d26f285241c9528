"""A query is words, phrases and beginnings; names stand for each other."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.text.searching import LONGEST, BadQuery, Clause, Names, parsed, places, tokens

NAMES = Names.of([["Vyshinsky", "Vishinsky", "Andrei Vyshinsky"], ["GPU", "NKVD"], ["NKVD", "MVD"]])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It’s 8,000,000 men.", ("its", "8000000", "men")),
        ("Seven-Year Plan", ("seven", "year", "plan")),
        ("Łucja Şahin, Tomás", ("łucja", "sahin", "tomas")),
        ("20% … (—)", ("20",)),
        ("Straße", ("strasse",)),
        ("½ 𝞐 ŉ", ("½", "𝞐", "n")),
        ("", ()),
    ],
)
def test_tokens_are_small_letters_and_digits(text, found):
    assert tokens(text) == found


@given(st.text(max_size=40))
@example("𝞐 ŉ ½ İ ﬁ")
def test_a_token_is_its_own_token(text):
    for token in tokens(text):
        assert token.isalnum()
        assert tokens(token) == (token,)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("budget promises", [Clause((("budget",),)), Clause((("promises",),))]),
        ("“light industry” up", [Clause((("light", "industry"),)), Clause((("up",),))]),
        ('"Seven-Year Plan"', [Clause((("seven", "year", "plan"),))]),
        ("consum*", [Clause((("consum",),), begins=True)]),
        ("don’t", [Clause((("dont",),))]),
        ('"" ( — )', []),
        ('"open', [Clause((("open",),))]),
    ],
)
def test_a_query_is_words_phrases_and_beginnings(text, clauses):
    assert list(parsed(text, Names()).clauses) == clauses


def test_a_person_is_found_under_each_name():
    query = parsed("Vishinsky trial", NAMES)

    assert query.clauses[0].runs == (("vishinsky",), ("vyshinsky",), ("andrei", "vyshinsky"))
    assert query.also == ("Vyshinsky", "Andrei Vyshinsky")


def test_a_name_of_two_words_is_one_thing():
    query = parsed("Andrei Vyshinsky", NAMES)

    assert len(query.clauses) == 1
    assert ("vishinsky",) in query.clauses[0].runs


def test_names_that_share_a_name_are_taken_together():
    assert set(parsed("GPU", NAMES).also) == {"NKVD", "MVD"}
    assert set(parsed("MVD", NAMES).also) == {"NKVD", "GPU"}


def test_a_phrase_in_marks_is_taken_as_it_stands():
    assert parsed('"Vishinsky"', NAMES).also == ()


@pytest.mark.parametrize(("text", "says"), [("x" * (LONGEST + 1), "the limit is 200"), ("a " * 13, "the limit is 12")])
def test_too_long_a_query_is_refused_with_the_figure(text, says):
    with pytest.raises(BadQuery, match=says):
        parsed(text, Names())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("pit shut", ["pit", "shut", "pit"]),
        ('"pit was shut"', ["pit was shut"]),
        ("sh*", ["shut", "should"]),
        ("coal", []),
        ("8000000", ["8,000,000"]),
    ],
)
def test_places_are_where_it_stands(query, words):
    text = "The pit was shut; 8,000,000 men should leave the Pit."

    assert [text[p.start : p.end] for p in places(text, parsed(query, Names()))] == [
        word if word != "pit" or at == 0 else "Pit" for at, word in enumerate(words)
    ]


def test_a_name_within_a_name_is_looked_for_too():
    names = Names.of([["Khrushchev", "Khrushchev and Co."]])

    assert parsed("Khrushchev and Co.", names).clauses[0].runs == (("khrushchev", "and", "co"), ("khrushchev",))
