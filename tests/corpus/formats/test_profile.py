"""A profile holds numbers and hashes, and a bad one says which key is wrong."""

import tomllib

import pytest

from corpus.formats import plain, profile
from corpus.formats.blocks import Role
from corpus.formats.draft import Annotation, Kind
from corpus.formats.profile import BadProfile, InlineSpeech, NotePlace, Speech, load
from corpus.text.digest import short_hash
from corpus.text.passage import Span

SHA = f'sha256 = "{"ab" * 32}"\n'


def refused(toml: str) -> str:
    with pytest.raises(BadProfile) as error:
        load(toml)
    return str(error.value)


def test_the_smallest_profile_names_its_file():
    assert load(SHA).sha256 == "ab" * 32


def test_blocks_are_named_by_number_and_range():
    found = load(SHA + '[blocks]\nfront = "1-3"\nheading = 10\nprose = "15, 17-18"')

    assert found.roles == {1: Role.FRONT, 2: Role.FRONT, 3: Role.FRONT, 10: Role.HEADING} | dict.fromkeys(
        (15, 17, 18), Role.PROSE
    )


def test_a_passage_is_a_quotation_unless_it_says_otherwise():
    found = load(
        SHA + '[[passage]]\nparagraphs = "4-5"\nvoice = "oll"\n[[passage]]\nparagraphs = 10\nkind = "dialogue"'
    )

    assert found.speeches == (Speech(4, 5, Kind.QUOTATION, "oll"), Speech(10, 10, Kind.DIALOGUE, ""))


def test_spans_notes_and_annotations_are_read():
    found = load(
        SHA
        + '[[span]]\nparagraph = 6\nstart = 0\nend = 9\nvoice = "oll"\n'
        + '[[note]]\nnumber = 1\nparagraph = 4\nvoice = "lund"\n'
        + '[[annotation]]\nparagraph = 5\nword = 3\nsays = "a stray comma"\n'
        + '[[annotation]]\nnote = 1\nword = 2\nsays = "a wrong letter"'
    )

    assert found.spans == (InlineSpeech(6, Span(0, 9, "oll")),)
    assert found.notes == (NotePlace(1, 4, "lund"),)
    assert found.annotations == (Annotation(5, 3, "a stray comma"), Annotation(1, 2, "a wrong letter", note=True))


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("# so\nsha256 = x", "line 2"),
        ("", "“sha256”"),
        ('sha256 = "abc"', "“sha256”: 64 hex digits"),
        (SHA + "title = 1", "“title”: there is no such key"),
        (SHA + "blocks = 3", "“blocks”: write a table"),
        (SHA + "[blocks]\nfrnt = 1", "In [blocks], key “frnt”"),
        (SHA + '[blocks]\nfront = "3-1"', "“3-1” is no range"),
        (SHA + '[blocks]\nfront = "0"', "“0” is no range"),
        (SHA + '[blocks]\nfront = "1-99999"', "is no range"),
        (SHA + "[blocks]\nfront = [1]", "In [blocks], key “front”"),
        (SHA + "[blocks]\nfront = true", "“True” is no range"),
        (SHA + '[blocks]\nfront = "1-3"\nheading = 3', "block 3 is also front"),
        (SHA + "passage = 1", "“passage”: write tables"),
        (SHA + '[[passage]]\nvoice = "oll"', "In [[passage]] number 1, key “paragraphs”"),
        (SHA + '[[passage]]\nparagraphs = "1, 3"', "“paragraphs”: write one"),
        (SHA + '[[passage]]\nparagraphs = 1\nkind = "poem"', "“poem” is none of prose, epigraph"),
        (SHA + '[[passage]]\nparagraphs = 1\nvoice = "Dr Oll"', "“Dr Oll” is no voice"),
        (SHA + '[[passage]]\nparagraphs = "1-4"\n[[passage]]\nparagraphs = 3', "¶3 stands in two passages"),
        (SHA + '[[span]]\nparagraph = 1\nstart = 5\nend = 5\nvoice = "oll"', "5 is not after the start"),
        (SHA + "[[span]]\nparagraph = 1\nstart = 0\nend = 5", "“voice”"),
        (SHA + "[[note]]\nnumber = 0\nparagraph = 1", "“number”: a whole number from 1"),
        (SHA + '[[annotation]]\nparagraph = 1\nword = true\nsays = "x"', "“word”: a whole number from 0"),
        (SHA + f'[[annotation]]\nparagraph = 1\nword = 1\nsays = "{"x" * 121}"', "1 to 120 characters"),
        (SHA + '[hashes]\nparagraphs = ["0123456789ab", "xyz"]', "number 2 is not 12 hex digits"),
        (SHA + '[hashes]\nparagraphs = "0123456789ab"', "a list of hashes"),
    ],
)
def test_a_bad_profile_names_the_line_or_the_key(toml, named):
    assert named in refused(toml)


def test_hashes_are_those_of_the_paragraphs_in_order():
    draft = plain.read(b"They came home.\n\nIt rained. [1]\n\n1. So Lund.")

    assert profile.hashes(draft) == (short_hash("They came home."), short_hash("It rained."))
    assert profile.note_hashes(draft) == (short_hash("So Lund."),)


@pytest.mark.parametrize("count", [1, 5, 6, 13])
def test_written_hashes_are_read_back(count):
    draft = plain.read("\n\n".join(f"Paragraph {at}." for at in range(count)).encode())
    found = load(SHA + profile.hashes_toml(draft))

    assert found.hashes == profile.hashes(draft)
    assert found.note_hashes == ()
    assert tomllib.loads(profile.hashes_toml(draft))["hashes"]["notes"] == []
