"""The list of formats is what importers offer, and each holds what the list promises."""

import pytest

from corpus.formats import BY_NAME, FORMATS, adapted
from corpus.formats.draft import Unreadable

EXAMPLES = {
    "plain": b"The Strike\n\nThey came home.",
    "adapted": b"## \xc2\xa71 The Strike\n\n\xc2\xb61\nThey came home.",
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
