"""Which words of an essay are quotations, whose does it say they are, and where does it say they stand?"""

import time
from contextlib import suppress

import pytest

from corpus.text.essay import LONGEST, MOST, Form, TooMuch, cleaned, quotations, read


def texts(essay):
    return [quoted.text for quoted in quotations(essay)]


def only(essay):
    (quoted,) = quotations(essay)
    return quoted


# Marks


@pytest.mark.parametrize(
    ("essay", "form"),
    [
        ("He said “the mill was shut” twice.", Form.DOUBLE),
        ('He said "the mill was shut" twice.', Form.DOUBLE),
        ("He said ‘the mill was shut’ twice.", Form.SINGLE),
        ("He said 'the mill was shut' twice.", Form.SINGLE),
        ("He said „the mill was shut“ twice.", Form.DOUBLE),
        ("He said “the mill was shut“ twice.", Form.DOUBLE),
    ],
)
def test_every_kind_of_mark_is_known(essay, form):
    quoted = only(essay)

    assert (quoted.text, quoted.form) == ("the mill was shut", form)
    assert essay[quoted.start + 1 : quoted.end - 1] == quoted.text


@pytest.mark.parametrize(
    "essay",
    [
        "It’s Lund’s mill, and the workers’ councils of ’56 weren’t asked. ’Tis so.",
        "It's Lund's mill, and the workers' councils of '56 weren't asked. 'Tis so.",
        "The roof was 5' high and the door 6\" wide.",
        "Rock ‘n’ roll came in ‘56.",
    ],
)
def test_apostrophes_are_no_marks(essay):
    assert [quoted for quoted in quotations(essay) if not quoted.is_term] == []


@pytest.mark.parametrize(
    ("essay", "text"),
    [
        ("She wrote ‘it’s the workers’ councils’ mill’ again.", "it’s the workers’ councils’ mill"),
        ("She wrote 'it isn't the mill' again.", "it isn't the mill"),
        ("She wrote ‘20 million people had died’ again.", "20 million people had died"),
        ("The word of ‘the old bosses’ was law.", "the old bosses"),
        ("She saw ‘all of the workers’ councils’ there.", "all of the workers’ councils"),
    ],
)
def test_an_apostrophe_inside_closes_nothing(essay, text):
    assert texts(essay) == [text]


def test_marks_inside_a_quotation_belong_to_it():
    assert texts("Lund: “the clerk said ‘no, never’ to us”.") == ["the clerk said ‘no, never’ to us"]
    assert texts("Lund: ‘the clerk said “it’s no” to us’.") == ["the clerk said “it’s no” to us"]


def test_a_quotation_over_paragraphs_opens_anew_in_each():
    assert texts("“The mill was shut.\n\n“The men went home.” So it was.") == ["The mill was shut. The men went home."]
    assert texts("‘The mill was shut.\n\n‘The men went home.’ So it was.") == ["The mill was shut. The men went home."]


def test_a_lost_mark_spoils_no_other_paragraph():
    essay = read("The “mill was shut.\n\nThen “the men went home” at last.")

    assert [quoted.text for quoted in essay.quotations] == ["the men went home"]
    assert essay.unclosed == (4,)


def test_a_mark_that_opens_again_was_forgotten():
    essay = read("The “mill was shut, and “the men went home” at last.")

    assert [quoted.text for quoted in essay.quotations] == ["the men went home"]
    assert essay.unclosed == (4,)


def test_lines_may_be_wrapped_inside_a_quotation():
    assert texts("He said “the mill\nwas shut” twice.") == ["the mill\nwas shut"]


def test_long_lines_are_paragraphs_of_their_own():
    line = "word " * 30
    assert texts(f"{line}“lost\n{line}\n{line}“the men went home”") == ["the men went home"]


def test_one_word_or_two_and_titles_are_terms():
    essay = "The “thaw” of ‘new men’ in “The Red Card Edition” was “a thaw that froze”."

    assert [quoted.is_term for quoted in quotations(essay)] == [True, True, True, False]


# Block quotations


@pytest.mark.parametrize("lead", ["    ", "\t", "> ", ">"])
def test_indented_lines_are_a_block_quotation(lead):
    quoted = only(f"Lund writes:\n\n{lead}The mill was shut,\n{lead}and the men went home.\n\nSo it was.")

    assert (quoted.text, quoted.form) == ("The mill was shut, and the men went home.", Form.BLOCK)
    assert quoted.speaker == "Lund"


def test_what_closes_a_block_is_not_quoted():
    cited = only("Lund:\n\n    The mill was shut, and the men went home.\n    (Lund 1911, ¶4)\n")
    named = only("> “The mill was shut,\n> and the men went home.”\n> — Ilse Maren, 1956")

    assert (cited.text, cited.cited.place.label) == ("The mill was shut, and the men went home.", "¶4")
    assert (named.text, named.speaker) == ("The mill was shut, and the men went home.", "Ilse Maren")


def test_the_first_line_of_a_paragraph_may_be_indented():
    assert texts("    The mill was shut,\nand the men went home.") == []
    assert texts("\n\n".join(f"\tThe mill was shut in {year}." for year in range(1900, 1906))) == []


# Whose words, and where


@pytest.mark.parametrize(
    ("essay", "name"),
    [
        ("Khrushchev said “the mill was shut”.", "Khrushchev"),
        ("“The mill was shut,” writes Lund, with a sigh.", "Lund"),
        ("“The mill was shut,” Marshal Orlo then shouted.", "Marshal Orlo"),
        ("As Ilse Maren puts it, “the mill was shut”.", "Ilse Maren"),
        ("According to Pravda, “the mill was shut”.", "Pravda"),
        ("Lund quotes Khrushchev: “the mill was shut”.", "Khrushchev"),
        ("Lund quotes Khrushchev as saying “the mill was shut”.", "Khrushchev"),
        ("In Russia, writes Lund, “the mill was shut”.", "Lund"),
        ("Orlo was told “the mill was shut”.", ""),
        ("He said “the mill was shut”.", ""),
        ("“The mill was shut.” Lund said nothing.", ""),
        ("Orlo said no. It was “the mill that was shut”.", ""),
    ],
)
def test_who_is_named_for_the_words(essay, name):
    assert only(essay).speaker == name


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("[cliff-1956 ¶14]", ("cliff-1956", "", "", "¶14")),
        ("[cliff-1956/adapted ¶14.2-3]", ("cliff-1956", "", "adapted", "¶14.2-3")),
        ("(Cliff ¶14.2)", ("Cliff", "", "", "¶14.2")),
        ("(Cliff 1956, ¶14)", ("Cliff", "1956", "", "¶14")),
        ("(Cliff 1956, ¶¶14–15)", ("Cliff", "1956", "", "¶14-15")),
        ("(Cliff, par. 14)", ("Cliff", "", "", "¶14")),
        ("(¶14)", ("", "", "", "¶14")),
        ("(cliff-1956 n1)", ("cliff-1956", "", "", "n1")),
    ],
)
def test_the_citation_after_a_quotation_is_read(citation, expected):
    cited = only(f"It is said that “the mill was shut” {citation}.").cited

    assert (cited.name, cited.year, cited.edition, cited.place.label) == expected


@pytest.mark.parametrize("rest", ["(in 1956)", "(which was false)", "(see ¶0)", ". Later (Cliff ¶3)", "[sic]"])
def test_other_brackets_are_no_citation(rest):
    cited = only(f"He said “the mill was shut” {rest}").cited

    assert cited is None or cited.place is None


def test_the_citation_may_follow_the_speaker():
    quoted = only("“The mill was shut,” writes Cliff (Cliff 1956, ¶14).")

    assert (quoted.speaker, quoted.cited.place.label) == ("Cliff", "¶14")


# Limits and hostile input


def test_limits_name_their_figure():
    with pytest.raises(TooMuch, match=r"200,001 characters; the limit is 200,000"):
        quotations("x" * (LONGEST + 1))
    with pytest.raises(TooMuch, match=rf"501 quotations; the limit is {MOST}"):
        quotations("“a b c” " * (MOST + 1))


def test_what_nobody_sees_is_taken_out():
    assert cleaned("a\r\nb\x00\u202ec\u2066d\ud800e\u2029f\tg") == "a\nbcde\nf\tg"


@pytest.mark.parametrize(
    "sign",
    ["“", '"', "'", "‘", "'56 ", "‘“a ", '‘"a ', "> ", "> a\n\n", "“\n\n", "‘a\n\n", '"a"(', "(¶", "a’ ", "“a”("],
)
def test_reading_takes_time_in_proportion(sign):
    began = time.process_time()
    with suppress(TooMuch):
        read((sign * LONGEST)[: LONGEST // 4])

    assert time.process_time() - began < 2
