"""Nothing about an unknown text is guessed silently."""

from corpus.formats import plain
from corpus.formats.draft import Draft, Kind

LONG = "Before nine weeks were out four pits had been shut, and the town was never asked."
SOURCED = "“Nobody shall lose his work,” he went on. (Evening Courier, 3 March 1957.)"


def read(*blocks: str) -> Draft:
    return plain.read("\n\n".join(blocks).encode())


def quoted(*blocks: str) -> list[int]:
    return [p.number for p in read(*blocks).paragraphs() if p.kind is Kind.QUOTATION]


def test_a_colon_before_and_a_source_behind_make_a_quotation():
    assert quoted(LONG, "The Minister said:", LONG, SOURCED, LONG) == [3, 4]


def test_a_source_that_names_the_same_place_again_counts():
    assert quoted("The Minister said:", f"{LONG} (Ibid.)", LONG) == [2]


def test_a_parenthesis_that_is_no_source_makes_no_quotation():
    assert quoted("The Minister said:", f"{LONG} (But nobody heard.)", f"{LONG} (in 1957)") == []


def test_a_colon_without_a_source_makes_no_quotation():
    assert quoted("The Minister said:", LONG, LONG) == []


def test_a_new_lead_in_begins_a_new_quotation():
    assert quoted("Two things:", LONG, "The Minister said:", SOURCED) == [4]


def test_a_quotation_does_not_cross_a_heading():
    assert quoted("The Minister said:", LONG, "The Strike", SOURCED) == []


def test_a_quotation_is_not_stretched_over_many_paragraphs():
    assert quoted("The Minister said:", *[LONG] * 9, SOURCED) == []


def test_quotations_that_were_guessed_are_reported():
    assert "Taken for block quotations, voices unknown: ¶2." in read("He said:", SOURCED).warnings


def test_what_was_left_out_is_reported_by_line():
    warnings = read("J. Harrow", "The Pits", "Source: The Courier.", LONG, "Top of page", "Index | Archive").warnings

    assert warnings == (
        "Taken for author and title, so kept out of the text: lines 1, 3.",
        "Taken for credits, so kept out of the text: line 5.",
        "Taken for links and dates, so kept out of the text: lines 9, 11.",
    )


def test_paragraphs_that_may_be_broken_are_reported():
    warnings = read(LONG, "and so on, says Harrow.", "They were rehabili-", "tated.").warnings

    assert "line 3 begins with a small letter" in warnings[0]
    assert "line 7 was joined" in warnings[1]


def test_markers_without_a_note_are_reported():
    assert "[3] in ¶1" in read("He left. [3] It rained.").warnings[0]


def test_a_plain_text_without_doubt_has_no_warning():
    assert read("The Strike", LONG, LONG).warnings == ()
