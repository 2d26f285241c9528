"""What a machine can say of a retold edition: figures, names, marked words, length and level."""

import pytest

from corpus.formats import adapted
from corpus.text.passage import Section
from corpus.text.retelling import Excuse, Fault, Matter, Names, faults, level, remaining

HARROW = """\
¶1
Last spring the Minister of Mines, if the Evening Courier is to be believed, promised the men of Port Selm that no \
pit should be closed while he held his office, and shook hands all round; nine weeks later four pits were shut.
Of the 1,140 men who stood in the street 620 had come from Upper Dale, and the rest, it is said, from Hungary.
"""
NAMES = Names.of(["Jane Harrow"], [["Evening Courier", "the Courier"], ["Port Selm", "Selmport"]])
GOOD = (
    "If the Courier is right, the Minister promised Port Selm not to close any pit.\n"
    "Nine weeks later four pits were shut.\nHarrow counts 1,140 men, 620 of them from Upper Dale."
)


def sections(text: str) -> tuple[Section, ...]:
    return adapted.read(text.encode()).placed("harrow-1957")


def found(retold: str, original: str = HARROW) -> list[Fault]:
    return list(faults(sections(original), sections(retold), NAMES))


def of(retold: str, matter: Matter) -> list[str]:
    return [fault.words for fault in found(f"¶1\n{retold}\n") if fault.matter is matter]


def test_a_true_retelling_has_no_fault():
    assert found(f"¶1\n{GOOD}\n") == []


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        ("Harrow counts 1,141 men.", ["1141"]),
        ("Nine weeks later four pits were shut.", []),
        ("Seven weeks later 4 pits were shut.", ["7"]),
        ("Last spring [1957] the Minister promised it.", []),
    ],
)
def test_a_figure_must_stand_in_the_original_paragraph(line, figures):
    assert of(line, Matter.FIGURE) == figures


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("The men came from Lower Dale.", ["Lower"]),
        ("Some men, says Harrow, were Hungarian.", []),
        ("The Minister of Selmport promised it.", []),
        ("Moscow closed the pits.", []),  # nothing tells it from the first word of any sentence
        ("The pits that Moscow closed were four.", ["Moscow"]),
    ],
)
def test_a_name_must_stand_in_the_original_paragraph_in_some_form(line, names):
    assert of(line, Matter.NAME) == names


def test_a_name_of_the_section_may_resolve_a_pronoun():
    original = f"{HARROW}\n¶2\nHe has not been seen since.\n"

    told = found("¶2\nThe man from Upper Dale has not been seen since.\n", original)

    assert Matter.NAME not in [fault.matter for fault in told]


def test_marked_words_are_word_for_word():
    assert of("Harrow writes that he “held his office”.", Matter.MARKED) == []
    assert of("Harrow writes that he “held this office”.", Matter.MARKED) == ["held this office"]


def test_more_than_six_marked_words_are_too_many():
    (fault,) = [f for f in found("¶1\nHe “held his office, and shook hands all round”.\n") if f.matter is Matter.MARKED]

    assert "has 8 words; 6 is the most" in fault.says


def test_a_long_sentence_is_named_with_its_length():
    long = " ".join(["pit"] * 26)

    assert [f.says for f in found(f"¶1\n{long}.\n") if f.matter is Matter.SENTENCE] == ["26 words; 25 is the most"]


def test_a_section_is_neither_too_short_nor_too_long():
    assert [f.place for f in found("¶1\nPits were shut.\n") if f.matter is Matter.LENGTH] == ["§0"]
    assert [f.place for f in found(HARROW) if f.matter is Matter.LENGTH] == ["§0"]


def test_a_short_paragraph_may_keep_its_length():
    short = "¶1\nFour pits were shut in a day.\n"

    assert [f for f in found(short, short) if f.matter is Matter.LENGTH] == []


def test_a_hard_paragraph_and_its_section_are_named():
    hard = "Governmental representations notwithstanding, extractive establishments experienced discontinuation.\n" * 4
    places = [f.place for f in found(f"¶1\n{hard.strip()}\n") if f.matter is Matter.LEVEL]

    assert places == ["¶1", "§0"]


def test_kind_and_voice_are_those_of_the_original():
    assert [f.matter for f in found(f"¶1 {{voice=oll}}\n{GOOD}\n")] == [Matter.PLACE]


def test_paragraphs_not_retold_yet_are_listed_in_runs():
    original = "\n\n".join(f"¶{n}\nA pit was shut." for n in (1, 2, 3, 5))
    (fault,) = found("¶2\nA pit was shut.\n", f"{original}\n")

    assert fault.says == "not retold yet: ¶1, ¶3, ¶5"


def test_a_paragraph_that_the_original_lacks_is_a_fault():
    assert [f.place for f in found(f"¶1\n{GOOD}\n\n¶9\nA pit was shut.\n")] == ["¶9"]


def test_the_level_is_the_index_with_names_as_one_short_word():
    # 4.71 × 3 characters a word + 0.5 × 5 words a sentence − 21.43; “Port Selm” counts four characters.
    (section,) = sections("¶1\nThe old man saw a Port Selm.\n")

    assert level(section.paragraphs) == pytest.approx(4.71 * 17 / 6 + 0.5 * 6 - 21.43)


def test_an_excuse_covers_its_paragraph_and_words_only():
    excuse = Excuse(1, "Moscow", "the original's “the capital”")
    told = found("¶1\nThe pits that Moscow closed were four.\nThe pits that Kiev closed were four.\n")

    assert [f.words for f in remaining(told, [excuse]) if f.matter is Matter.NAME] == ["Kiev"]


def test_an_excuse_without_a_fault_is_told():
    (left,) = remaining(found(f"¶1\n{GOOD}\n"), [Excuse(1, "Moscow", "no longer there")])

    assert "not needed" in left.says
