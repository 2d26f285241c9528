import time
from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.text import shingles
from corpus.text.citation import parse
from corpus.text.folding import words
from corpus.text.nearness import nearest
from corpus.text.passage import Paragraph, Passage
from corpus.text.quotation import Change, Library, Result, check, keeps_meaning

HARROW = (
    "The mill at Harrow was never closed. It made “8,000.000 yards” of cloth in 1904–5, so Lund’s clerk wrote,",
    "and nobody could say who had bought it … The anti-royal party sold 20% of its own shares without a word.",
)
# Short words, marks and numbers: any of them next to any other.
TOKENS = st.sampled_from(
    [
        "mill",
        "Mill",
        "no",
        "it’s",
        "“the",
        "end.”",
        "–",
        "1904–5",
        "8,000.000",
        "co-op",
        "a…",
        "L’Orlo",
        "£5",
        "20%",
        "—but",
    ]
)
TEXTS = st.lists(TOKENS, min_size=1, max_size=14)


def paragraph(text, number=1, work="harrow-1911", kind="prose", voice=""):
    return Paragraph(work, number, kind, voice, text, (0,))


PROSE = [paragraph(text, number) for number, text in enumerate(HARROW, start=1)]


def result(quoted, *texts):
    return check(quoted, [paragraph(text, number) for number, text in enumerate(texts or HARROW, start=1)]).result


def test_the_very_words_are_verbatim_and_the_place_is_named():
    found = check("was never closed. It made “8,000.000 yards”", PROSE)

    assert found.result is Result.VERBATIM
    assert (found.work, found.paragraph, found.to_paragraph, found.changes) == ("harrow-1911", 1, 1, ())
    assert HARROW[0][found.start : found.end] == "was never closed. It made “8,000.000 yards”"


def test_line_ends_and_spaces_do_not_matter():
    assert result("  O river,\nwide and\u00a0 slow ", "“O river, wide\n     and slow”") is Result.VERBATIM


@pytest.mark.parametrize(
    "quoted",
    [
        'It made "8,000.000 yards" of cloth in 1904-5',
        "It made 8,000.000 yards of cloth; in 1904—5 so Lund's clerk wrote",
        "nobody could say who had bought it ... The anti‑royal party",
        "nobody could say who had bought it. The anti-royal party",
    ],
)
def test_other_marks_are_punctuation(quoted):
    assert result(quoted) is Result.PUNCTUATION


@pytest.mark.parametrize(
    ("quoted", "change"),
    [
        ("The mill at Harrow was ever closed", Change("never", "ever")),
        ("The mill at Harrow was closed", Change("never", "")),
        ("The mill at Harrow was never quite closed", Change("", "quite")),
        ("the mill at Harrow was never closed", Change("The", "the")),
        ("It made “8,000,000 yards” of cloth in 1904–5", Change("8,000.000", "8,000,000")),
        ("It made “8,000.000 yards” of cloth in 1904–6", Change("1904–5", "1904–6")),
        ("of cloth in 1904–5, so Lunds clerk wrote", Change("Lund’s", "Lunds")),
        ("party sold 20 of its own shares without a word", Change("%", "")),
        ("who had bought it … The antiroyal party sold 20%", Change("royal", "antiroyal")),
    ],
)
def test_a_changed_a_missing_or_an_added_word_is_named(quoted, change):
    found = check(quoted, PROSE)

    assert found.result is Result.NEAR
    assert change in found.changes


def test_a_word_cut_out_of_a_longer_one_is_not_verbatim():
    assert check("royal party sold 20% of its own shares", PROSE).changes == (Change("anti", ""),)
    assert result("royal party sold") is Result.ABSENT
    assert result("mill", "The miller slept.") is Result.ABSENT


def test_what_is_too_far_from_the_text_is_absent():
    assert result("The mill at Orlo was always shut") is Result.ABSENT
    assert result("mill was quite closed", "The mill was never closed.") is Result.ABSENT


def test_the_threshold_is_one_edit_to_five_words_of_the_source():
    assert result("one two three four fife", "one two three four five") is Result.NEAR
    assert result("one two three for", "one two three four") is Result.ABSENT


def test_two_words_are_there_or_are_not():
    assert result("the mill") is Result.ABSENT
    assert result("the mill at") is Result.NEAR
    assert result("mill at") is Result.VERBATIM


@pytest.mark.parametrize("quoted", ["", "  ", "…", "“ – ”"])
def test_without_a_word_nothing_is_quoted(quoted):
    found = check(quoted, PROSE)

    assert (found.result, found.paragraph, found.citation, found.likeness) == (Result.ABSENT, 0, None, 0)


def test_a_quotation_may_run_over_the_border_of_paragraphs_in_one_block_quotation():
    block = [paragraph(text, number, kind="quotation", voice="clerk") for number, text in enumerate(HARROW, start=4)]
    found = check("so Lund’s clerk wrote, and nobody could say", block)

    assert (found.result, found.paragraph, found.to_paragraph) == (Result.VERBATIM, 4, 5)
    assert (HARROW[0][found.start :], HARROW[1][: found.end]) == (
        "so Lund’s clerk wrote,",
        "and nobody could say",
    )


def test_it_may_not_run_over_any_other_border():
    two_voices = [
        paragraph(HARROW[0], 1, kind="quotation", voice="clerk"),
        paragraph(HARROW[1], 2, kind="quotation", voice="king"),
    ]
    apart = [paragraph(HARROW[0], 1, kind="quotation"), paragraph(HARROW[1], 3, kind="quotation")]

    for paragraphs in (PROSE, two_voices, apart):
        assert check("so Lund’s clerk wrote, and nobody could say", paragraphs).result is Result.ABSENT


def test_words_of_another_work_are_said_to_stand_elsewhere():
    library = Library.of([*PROSE, paragraph("The road to Orlo was long and bare.", work="orlo-1920")])
    found = check("the road to Orlo was long", library, work="harrow-1911")
    found_there = check("The road to Orlo was long", library, work="harrow-1911")

    assert (found.result, found.elsewhere) == (Result.ABSENT, ())
    assert (found_there.result, found_there.elsewhere) == (Result.ABSENT, ("orlo-1920",))
    assert check("The road to Orlo was long", library).work == "orlo-1920"


def test_a_work_that_has_the_words_needs_no_other():
    both = Library.of([paragraph("Bread is dear.", work="a-1"), paragraph("Bread is dear.", work="b-1")])

    assert check("Bread is dear", both, work="b-1").elsewhere == ()
    assert check("Bread is dear", both).elsewhere == ("b-1",)
    assert check("Bread is dear", both, work="c-1").elsewhere == ("a-1", "b-1")


def test_the_better_of_two_places_is_taken():
    found = check("salt is dear", [paragraph("Salt, ‘salt is’ dear."), paragraph("And salt is dear.", 2)])

    assert (found.result, found.paragraph) == (Result.VERBATIM, 2)


def test_an_edition_is_named_where_it_is_known():
    library = Library.of_passages([Passage("harrow-1911", "original", "d1", tuple(PROSE))])

    assert check("was never closed", library).citation == parse("harrow-1911/original ¶1")


def test_the_likeness_counts_the_words_of_the_source():
    assert check("The mill at Harrow was closed", PROSE).likeness == Fraction(6, 7)
    assert check("The mill at Harrow was never closed", PROSE).likeness == 1
    assert check("Nothing of this stands anywhere at all", PROSE).likeness == 0


@pytest.mark.parametrize(
    ("source", "given_words", "kept"),
    [
        ("it was never shut", "it was shut", False),
        ("it must be shut", "it may be shut", False),
        ("nobody bought all of it", "nobody purchased all of it", True),
        ("he didn't know", "he did know", False),
        ("in May 1904 and 1905", "in May 1905 and 1904", False),
        ("in March", "in April", False),
    ],
)
def test_numbers_negations_limits_and_months_carry_the_meaning(source, given_words, kept):
    assert keeps_meaning(source.split(), given_words.split()) is kept


def test_a_near_quotation_tells_whether_the_meaning_was_kept():
    assert check("The mill at Harrow was closed", PROSE).keeps_meaning is False
    assert check("The mill at Orlo was never closed", PROSE).keeps_meaning is True


def test_the_sentence_is_for_people():
    library = Library.of([*PROSE, paragraph("Bread is dear.", work="orlo-1920")])

    assert check("was never closed", library).sentence == "These words stand in harrow-1911 ¶1."
    assert check("was “never” closed", library).sentence == (
        "These words stand in harrow-1911 ¶1, with other punctuation."
    )
    assert check("The mill at Orlo was quite never closed. It made 8,000.000 yards", library).sentence == (
        "Nearly: in harrow-1911 ¶1 “Orlo” stands for “Harrow”; “quite” is added."
    )
    assert check("Bread is dear", library, work="harrow-1911").sentence == (
        "These words do not stand in harrow-1911; they stand in orlo-1920."
    )
    assert check("Peace at last", library).sentence == "These words do not stand in any work here."


@given(TEXTS, st.data())
def test_any_slice_of_whole_words_is_verbatim(tokens, data):
    start = data.draw(st.integers(0, len(tokens) - 1))
    end = data.draw(st.integers(start + 1, len(tokens)))
    quoted = " ".join(tokens[start:end])
    assume(any(map(str.isalnum, quoted)))

    assert result(quoted, " ".join(tokens)) is Result.VERBATIM


@given(TEXTS, st.data(), st.sampled_from("xX7é"))
def test_a_changed_letter_or_digit_is_never_exact(tokens, data, sign):
    text = " ".join(tokens)
    places = [place for place, there in enumerate(text) if there.isalnum()]
    assume(places)
    place = data.draw(st.sampled_from(places))

    assert result(text[:place] + sign + text[place + 1 :], text) in (Result.NEAR, Result.ABSENT)


@given(TEXTS, st.data())
def test_a_letter_or_digit_left_out_is_never_exact(tokens, data):
    tokens = ["north", *tokens, "south"]
    place = data.draw(st.integers(0, len(tokens) - 1))
    signs = [index for index, sign in enumerate(tokens[place]) if sign.isalnum()]
    assume(len(signs) > 1)
    at = data.draw(st.sampled_from(signs))
    shorter = [*tokens[:place], tokens[place][:at] + tokens[place][at + 1 :], *tokens[place + 1 :]]

    assert result(" ".join(shorter), " ".join(tokens)) in (Result.NEAR, Result.ABSENT)


STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})


@given(TEXTS)
def test_straight_marks_for_curly_ones_stay_exact(tokens):
    text = " ".join(tokens)
    assume(any(map(str.isalnum, text)))
    straight = text.translate(STRAIGHT)

    assert result(straight, text) is (Result.VERBATIM if straight == text else Result.PUNCTUATION)
    assert result(text, straight) is result(straight, text)


@given(TEXTS, st.sampled_from([" ", "\n", "\u00a0", " \t "]))
def test_white_space_never_matters(tokens, blank):
    text = " ".join(tokens)
    assume(any(map(str.isalnum, text)))

    assert result(blank.join(tokens), text) is result(text, blank.join(tokens)) is Result.VERBATIM


@given(TEXTS, TEXTS)
def test_what_is_found_is_a_slice_of_its_paragraph(tokens, quoted):
    text = " ".join(tokens)
    found = check(" ".join(quoted), [paragraph(text)])

    if found.result is Result.VERBATIM:
        assert text[found.start : found.end] == " ".join(quoted)
    assert 0 <= found.start <= found.end <= len(text)
    assert (found.changes == ()) is (found.result is not Result.NEAR)


@given(TEXTS, st.data())
def test_the_changes_lead_from_the_text_to_the_quotation(tokens, data):
    place = data.draw(st.integers(0, len(tokens) - 1))
    tokens = ["north", *tokens, "south", "east", "west", "home"]
    given_words = [*tokens[: place + 1], "never", *tokens[place + 2 :]]
    found = check(" ".join(given_words), [paragraph(" ".join(tokens))])
    missing = [change.source for change in found.changes if change.source]
    added = [change.given for change in found.changes if change.given]

    assert found.result in (Result.NEAR, Result.ABSENT)
    assert found.result is Result.ABSENT or (added == ["never"] and all(word in tokens[place + 1] for word in missing))


@given(st.text(max_size=80))
def test_anything_can_be_asked(quoted):
    assert check(quoted, PROSE).result in Result


@pytest.fixture(scope="module")
def crowd():
    prose = "the mill at the end of the road and the clerk of the mill " * 8
    return Library.of([paragraph(f"{prose} {number}", number) for number in range(450)])


@pytest.mark.parametrize("quoted", ["the " * 300, "the mill " * 150, "the", "“" * 50_000, "x" * 50_000, "the " * 9_000])
def test_a_large_library_answers_in_time(quoted, crowd):
    begun = time.perf_counter()
    check(quoted, crowd)

    assert time.perf_counter() - begun < 5


# However large the library


def brute(quoted, library):
    """The fewest edits of the words anywhere, by comparing each paragraph as a whole; None if all are too far."""
    given_words = [word.text.casefold() for word in words(quoted)]
    rows = [[word.text.casefold() for word in words(paragraph.text)] for paragraph in library]
    found = [nearest(given_words, row) for row in rows]
    close = [one for one in found if 5 * one.edits <= one.end - one.start]
    return min((one.edits for one in close), default=None)


PLAIN = st.lists(st.sampled_from([f"w{number}" for number in range(12)]), min_size=1, max_size=40)


@pytest.mark.parametrize("few", [-1_000, 64])
@given(st.lists(PLAIN, min_size=1, max_size=4), PLAIN)
def test_no_place_is_missed_that_comparing_everything_would_find(few, texts, quoted):
    library = [paragraph(" ".join(tokens), number) for number, tokens in enumerate(texts, start=1)]
    edits = brute(" ".join(quoted), library)
    with patch.object(shingles, "_FEW", few):
        found = check(" ".join(quoted), library)

    if edits is not None and len(quoted) >= 3:
        assert len(found.changes) <= edits
        assert found.result is not Result.ABSENT


@pytest.mark.parametrize("few", [-1_000, 64])
@given(st.integers(5, 40), st.data())
def test_one_changed_word_in_five_is_always_found(few, length, data):
    tokens = [f"w{number}" for number in range(length)]
    start = data.draw(st.integers(0, length - 5))
    quoted = tokens[start : start + data.draw(st.integers(5, length - start))]
    for _ in range(data.draw(st.integers(1, len(quoted) // 5))):
        quoted[data.draw(st.integers(0, len(quoted) - 1))] = "w0"
    with patch.object(shingles, "_FEW", few):
        found = check(" ".join(quoted), [paragraph("Something else."), paragraph(" ".join(tokens), 2)])

    assert found.paragraph == 2


def test_two_wrong_words_at_the_end_of_ten_are_changed_words_not_added_ones():
    tokens = [f"w{number}" for number in range(10)]
    found = check(" ".join([*tokens[:8], "w0", "w0"]), [paragraph(" ".join(tokens))])

    assert found.changes == (Change("w8", "w0"), Change("w9", "w0"))
    assert found.source_words == 10


def test_of_places_that_are_equally_near_the_first_is_named():
    library = [paragraph(HARROW[0], number) for number in (3, 1, 2)]

    assert check("The mill at Orlo was never closed", library).paragraph == 3


def test_an_end_that_would_cut_a_longer_word_is_left_out():
    found = check("He knew who had bought it anyway", [paragraph("He knew who had bought it. Anti-royal, he said.")])

    assert found.changes == (Change("", "anyway"),)


@pytest.mark.parametrize("quoted", ["in the", "the mill at noon", "the mill by the road and then the clerk of a mill"])
def test_what_stands_in_very_many_places_is_found_in_time(quoted, crowd):
    begun = time.perf_counter()
    check(quoted, crowd)

    assert time.perf_counter() - begun < 1
