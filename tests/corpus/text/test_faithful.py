"""Is a quotation in an essay faithful to the library, and what is its writer told?"""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.essay import quotations
from corpus.text.faithful import checked
from corpus.text.finding import Change
from corpus.text.ground import Ground
from corpus.text.library import Library
from corpus.text.passage import Paragraph, Passage, Span
from corpus.text.verdict import Verdict
from corpus.text.voices import Voices, is_same

HARROW = [
    "The mill at Harrow was never closed. It made 8,000.000 yards of cloth in 1904–5, so Lund’s clerk wrote.",
    "Only some of the men were told, and nobody could say who had bought it. The council met without them on Monday.",
    "The road to Orlo was long and bare in those years. The clerk wrote “we shall all be back by harvest” in his book.",
    "In the spring the owners came back and opened the gates. All men over forty were sent home with a week’s pay.",
]
BLOCK = [
    "Comrades, the mill belongs to those who work in it. It does not belong to the owners.",
    "We were promised bread, and we were given speeches about bread.",
]
ORLO = [
    "The mine at Orlo flooded in March. No newspaper printed a line about it, and the miners’ wives were told to wait."
]


def paragraph(text, number, work="harrow-1911", kind="prose", voice="", spans=()):
    return Paragraph(work, number, kind, voice, text, (0, text.index(". ") + 2) if ". " in text else (0,), spans)


def texts():
    prose = [paragraph(text, number) for number, text in enumerate(HARROW, start=1)]
    block = [paragraph(text, number, kind="quotation", voice="speaker") for number, text in enumerate(BLOCK, start=5)]
    block[1] = paragraph(BLOCK[1], 6, kind="quotation", voice="speaker", spans=(Span(0, 27, "baker"),))
    return [
        Passage("harrow-1911", "original", "h", (*prose, *block)),
        Passage("orlo-1920", "original", "o", tuple(paragraph(text, 1, work="orlo-1920") for text in ORLO)),
    ]


GROUND = Ground(Library.of_passages(texts()))
VOICES = Voices(
    {"harrow-1911": "Harrow", "orlo-1920": "Brandt"},
    {"harrow-1911": {"speaker": "A speaker at the gate", "baker": "The baker Ross"}},
    {"harrow-1911": "The Long Strike"},
)


def check(essay):
    (quoted,) = quotations(essay)
    return checked(quoted, GROUND, VOICES)


def verdict(words):
    return check(f"It says: “{words}”").verdict


def remarks(essay):
    return " ".join(remark.says for remark in check(essay).remarks)


# One piece


def test_the_very_words_are_verbatim_and_their_place_is_named():
    found = check("“The mill at Harrow was never closed.”")

    assert (found.verdict, [str(place) for place in found.citations]) == (Verdict.VERBATIM, ["harrow-1911/original ¶1"])
    assert not found.needs_a_look


def test_other_marks_are_punctuation():
    found = check("“It made 8,000.000 yards of cloth in 1904-5; so Lund's clerk wrote”")

    assert (found.verdict, found.needs_a_look) == (Verdict.PUNCTUATION, False)
    assert "Only a mark at the end" in remarks("“The mill at Harrow was never closed,” he said")


@pytest.mark.parametrize(
    ("words", "change", "says"),
    [
        ("The mill at Harrow was closed", Change("never", ""), "A negation differs: “never” is missing."),
        ("It made 8,000,000 yards of cloth", Change("8,000.000", "8,000,000"), "A figure differs"),
        ("some of the men were told, and nobody", None, ""),
        ("Some of the men were told, and nobody", Change("some", "Some"), ""),
        ("the council met with them on Monday", Change("without", "with"), "A negation differs"),
        ("The council met without them on Friday", Change("Monday", "Friday"), "A name differs"),
        ("were sent home with two week’s pay", Change("a", "two"), "A figure differs: “two” stands for “a”."),
    ],
)
def test_a_changed_word_is_named_and_what_it_decides(words, change, says):
    found = check(f"“{words}”")

    assert (found.verdict is Verdict.NEAR) is (change is not None)
    assert change in (*found.changes, None)
    assert says in remarks(f"“{words}”")


def test_what_stands_nowhere_is_absent_with_the_part_that_does():
    assert verdict("the moon is made of green cheese") is Verdict.ABSENT
    assert "Only “In the spring the owners came back” stands" in remarks(
        "“In the spring the owners came back with gifts for every child”"
    )


def test_a_term_is_there_or_not_and_never_scolded():
    assert [check(f"The “{term}” was over").verdict for term in ("green cheese", "the mill", "The mill")] == [
        Verdict.ABSENT,
        Verdict.VERBATIM,
        Verdict.VERBATIM,
    ]
    assert not check("The “green cheese” was over (Harrow ¶9)").needs_a_look


def test_a_long_block_with_one_word_left_out_is_near():
    text = " ".join(f"{word}{number}" for number in range(120) for word in ("red", "green", "blue"))
    ground = Ground(Library.of([paragraph(text, 1)]))
    (quoted,) = quotations(f"    {text.replace(' blue60', '')}")

    assert checked(quoted, ground).changes == (Change("blue60", ""),)


# Omissions and insertions


@pytest.mark.parametrize("dots", ["…", "...", ". . .", "[…]", "(...)"])
def test_an_honest_omission_is_exact(dots):
    found = check(f"“The mill at Harrow {dots} made 8,000.000 yards”")

    assert (found.verdict, found.parts[1].left_out) == (Verdict.OMISSIONS, "was never closed. It")
    assert not found.needs_a_look


def test_an_omission_that_turns_the_sense_is_named():
    assert "holds “never”" in remarks("“The mill at Harrow was … closed”")
    assert "holds “Only”" not in remarks("“so Lund’s clerk wrote … nobody could say who had bought it”")


def test_an_omission_may_reach_into_the_next_paragraph_and_no_farther():
    assert verdict("so Lund’s clerk wrote … nobody could say who had bought it") is Verdict.OMISSIONS
    assert verdict("so Lund’s clerk wrote … The road to Orlo was long") is Verdict.SPLICE


def test_an_omission_does_not_cross_into_another_voice():
    assert verdict("with a week’s pay … the mill belongs to those who work in it") is Verdict.SPLICE
    assert verdict("belongs to those who work in it … we were given speeches") is Verdict.OMISSIONS


def test_an_insertion_is_named_and_no_word_of_the_source():
    found = check("“The mill at Harrow [the old one] was never closed”")

    assert (found.verdict, found.inserted, found.changes) == (Verdict.OMISSIONS, ("[the old one]",), ())


def test_an_insertion_may_stand_for_a_word():
    assert "[The mill] stands for “It”" in remarks("“was never closed. [The mill] made 8,000.000 yards”")
    assert "holds “never”" in remarks("“The mill at Harrow was [indeed] closed”")
    assert verdict("The mill [which] made 8,000.000 yards of cloth") is Verdict.NEAR


def test_a_bracketed_capital_is_honest_and_a_silent_one_is_not():
    assert verdict("[t]he mill at Harrow was never closed") is Verdict.OMISSIONS
    assert verdict("the mill at Harrow was never closed") is Verdict.NEAR
    assert verdict("The mill at Harrow … it made 8,000.000 yards") is Verdict.NEAR


@pytest.mark.parametrize(
    "words", ["She said … and then [as we know] nothing", "… and then [as we know] nothing more …"]
)
def test_the_authors_own_dots_and_brackets_are_no_omission(words):
    ground = Ground(Library.of([paragraph("She said … and then [as we know] nothing more … for a while.", 1)]))
    (quoted,) = quotations(f"“{words}”")

    assert checked(quoted, ground).verdict is Verdict.VERBATIM


def test_a_changed_word_beside_an_omission_is_near():
    found = check("“The mill at Harrow was ever closed … so Lund’s clerk wrote”")

    assert (found.verdict, found.changes) == (Verdict.NEAR, (Change("never", "ever"),))


def test_words_left_out_without_a_mark_are_named_together():
    found = check("“Only some of the men were told, and nobody could say without them on Monday.”")

    assert (found.verdict, found.changes) == (Verdict.NEAR, (Change("who had bought it. The council met", ""),))


# Splices


@pytest.mark.parametrize(
    "words",
    [
        "The mill at Harrow was never closed … In the spring the owners came back",
        "The mill at Harrow was never closed and in the spring the owners came back",
        "It made 8,000.000 yards … The mill at Harrow was never closed",
        "The mine at Orlo flooded in March … The mill at Harrow was never closed",
    ],
)
def test_passages_from_afar_or_out_of_order_are_a_splice(words):
    assert verdict(words) is Verdict.SPLICE


def test_a_splice_names_both_places():
    found = check("“The mill at Harrow was never closed … In the spring the owners came back”")

    assert [place.label for place in found.citations] == ["¶1", "¶4"]
    assert "Quote each passage by itself" in found.sentence


# Whose words


@pytest.mark.parametrize(
    ("essay", "says"),
    [
        ("Harrow writes “the mill belongs to those who work in it”", "words of a speaker at the gate"),
        ("Khrushchev said “the road to Orlo was long and bare”", "Harrow’s own words, not those of Khrushchev"),
        ("Harrow says “We were promised bread”", "a speaker at the gate quotes the baker Ross"),
        ("Harrow says “we shall all be back by harvest”", "has these words in quotation marks"),
    ],
)
def test_another_speaker_is_named(essay, says):
    assert says in remarks(essay.replace("the road", "The road"))


@pytest.mark.parametrize(
    "essay",
    [
        "Harrow writes “The road to Orlo was long and bare”",
        "The clerk Lund said “we shall all be back by harvest”",
        "The Long Strike says “The road to Orlo was long and bare”",
    ],
)
def test_the_right_speaker_is_not_scolded(essay):
    assert not check(essay).needs_a_look


def test_a_chain_of_voices_is_told():
    found = check("“We were promised bread”")

    assert found.speaking.chain == ("Harrow", "A speaker at the gate", "The baker Ross")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nikita Khrushchev", "N. Khrushchev", True),
        ("Khrushchev’s", "Khrushchev", True),
        ("Marshal Zhukov", "Marshal Orlo", False),
        ("The Courier", "The Evening Courier", True),
        ("", "Khrushchev", False),
    ],
)
def test_names_mean_the_same_by_a_word_that_tells(one, other, same):
    assert is_same(one, other) is same


# Where


def test_the_cited_paragraph_is_looked_at_first():
    twice = [paragraph("The mill was shut in May.", 1), paragraph("So the mill was shut in May.", 7)]
    (quoted,) = quotations("“mill was shut in May” (harrow-1911 ¶7)")
    found = checked(quoted, Library.of(twice))

    assert ([place.label for place in found.citations], found.needs_a_look) == (["¶7"], False)


def test_a_wrong_paragraph_is_named():
    assert "You cite ¶2; the words stand in ¶1." in remarks("“The mill at Harrow was never closed” (Harrow 1911, ¶2)")
    assert not check("“The mill at Harrow was never closed” (Harrow 1911, ¶1.1)").remarks
    assert "this is ¶1.1" in remarks("“The mill at Harrow was never closed” (Harrow 1911, ¶1.2)")


def test_another_work_edition_or_an_unknown_one_is_named():
    near = "“The mine at Orlo was flooded in March” (Harrow 1911, ¶1)"
    assert "You cite harrow-1911; the words stand in orlo-1920/original ¶1." in remarks(near)
    assert "You cite the adapted edition" in remarks("“The mill at Harrow was never closed” [harrow-1911/adapted ¶1]")
    assert "No work here is called “Smith”" in remarks("“The mill at Harrow was never closed” (Smith 1950, ¶1)")


def test_words_of_another_work_are_absent_from_the_cited_one():
    found = check("“The mine at Orlo flooded in March” (Harrow 1911, ¶1)")

    assert (found.verdict, found.elsewhere, str(found.there.citation)) == (
        Verdict.ABSENT,
        ("orlo-1920",),
        "orlo-1920/original ¶1",
    )
    assert "correct the citation" in found.sentence


def test_a_work_that_is_not_here_cannot_be_checked():
    found = check("“the moon is made of green cheese” (Smith 1950, ¶3)")

    assert (found.verdict, found.is_foreign, found.needs_a_look) == (Verdict.ABSENT, True, False)


# Laws

SENTENCES = [sentence for text in (*HARROW, *BLOCK, *ORLO) for sentence in text.split(". ")]


@given(st.sampled_from(SENTENCES), st.data())
def test_a_changed_letter_or_digit_is_never_exact(sentence, data):
    place = data.draw(st.sampled_from([at for at, sign in enumerate(sentence) if sign.isascii() and sign.isalnum()]))
    letter = data.draw(st.sampled_from([c for c in string.ascii_letters + string.digits if c != sentence[place]]))
    changed = f"{sentence[:place]}{letter}{sentence[place + 1 :]}"
    (quoted,) = quotations(f"    {changed}")
    found = checked(quoted, GROUND, VOICES)

    assert not found.verdict.holds or changed in " ".join((*HARROW, *BLOCK, *ORLO))


@given(st.sampled_from(SENTENCES), st.data())
def test_a_marked_omission_in_a_sentence_is_always_exact(sentence, data):
    words = sentence.replace("“", "").replace("”", "").split()
    first = data.draw(st.integers(2, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    (quoted,) = quotations(f"    {' '.join(words[:first])} … {' '.join(words[last:])}")

    assert checked(quoted, GROUND, VOICES).verdict.holds
