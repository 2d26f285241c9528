"""The list of formats is what importers offer, and each holds what the list promises."""

import pytest

from corpus.formats import BY_NAME, FORMATS, adapted, guess
from corpus.formats.draft import Unreadable

EXAMPLES = {
    "plain": b"The Strike\n\nThey came home.",
    "adapted": b"## \xc2\xa71 The Strike\n\n\xc2\xb61\nThey came home.",
    "html": b"<h2>The Strike</h2><p>They came home.",
    "markdown": b"## The *Strike*\n\nThey came\nhome.",
}


def test_names_are_different():
    assert len(BY_NAME) == len(FORMATS)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.NAME)
def test_each_reads_the_same_text_from_its_own_writing(format):
    (section,) = format.read(EXAMPLES[format.NAME]).placed("harrow-1957")

    assert (section.number, section.title) == (1, "The Strike")
    assert [str(s.anchor) for s in section.paragraphs[0].sentences] == ["harrow-1957 ¶1.1"]


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.NAME)
@pytest.mark.parametrize("data", [b"", b" \n", b"\xff", b"a\0b", b"a" * 2_000_001])
def test_each_refuses_what_is_no_text(format, data):
    with pytest.raises(Unreadable):
        format.read(data)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.NAME)
def test_each_knows_how_its_files_end(format):
    assert all(suffix.startswith(".") for suffix in format.SUFFIXES)


def test_the_adapted_editions_of_the_library_are_written_as_the_format_writes(request):
    root = request.config.rootpath / "corpus/library"
    for path in sorted(root.glob("*/adapted.md")):
        data = path.read_bytes()
        assert adapted.write(adapted.read(data)) == data, f"{path.parent.name} is not in its canonical writing"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("strike.txt", b"<html><p>They came home.", "plain"),
        ("strike.HTML", b"They came home.", "html"),
        ("strike.old.htm", b"They came home.", "html"),
        ("strike.md", b"They came home.", "markdown"),
        ("strike.markdown", b"They came home.", "markdown"),
        ("adapted.md", b"## \xc2\xa71 The Strike\n\n\xc2\xb61\nThey came home.", "adapted"),
        ("adapted.md", b"\xc2\xb612 {voice=courier kind=quotation}\r\nThey came home.", "adapted"),
        ("notes.md", b"See \xc2\xb61.\n\n\xc2\xb61 says so.", "markdown"),
        ("strike", b"<!DOCTYPE html>\n<p>They came home.", "html"),
        ("strike.orig", b"They came home.", "plain"),
        ("", b"\xff", "plain"),
    ],
)
def test_a_format_is_told_by_the_end_of_the_name_or_by_the_head_of_the_file(name, data, told):
    assert guess(name, data) is BY_NAME[told]


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.NAME)
def test_each_is_guessed_from_its_own_writing(format):
    assert guess(f"strike{format.SUFFIXES[0]}", EXAMPLES[format.NAME]) is format
