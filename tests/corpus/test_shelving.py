"""Works come from folders: the same files change nothing, a wrong one is told and leaves the work as it was."""

from pathlib import Path

import pytest

from corpus import shelving
from corpus.formats.draft import LIMIT, Unreadable
from corpus.models import Edition, GlossaryEntry, Paragraph, Revision, Work
from tests.factories.corpus import NOW
from tests.story import MAREN, MAREN_ORIGINAL

pytestmark = pytest.mark.django_db

WORK = """\
slug = "maren-1956"
author = "Ilse Maren"
author_sort = "Maren, Ilse"
title = "The Red Card Edition"
year = "1956"
genre = "reportage"

[card]
who = "Ilse Maren, reporter"
why = "To tell how a secret was kept"

[voices]
listener = "An unnamed listener"
"""
GLOSSARY = """\
[[entry]]
term = "Moscow"
kind = "place"
text = "The capital, and those who govern there."

[[entry]]
term = "courier"
aliases = ["Couriers"]
kind = "term"
text = "Somebody who carries a message."
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "library" / "maren-1956"
    made.mkdir(parents=True)
    for name, text in {"work.toml": WORK, "glossary.toml": GLOSSARY, "adapted.md": MAREN}.items():
        (made / name).write_text(text)
    return made


@pytest.fixture
def texts(tmp_path) -> Path:
    made = tmp_path / "texts"
    made.mkdir()
    return made


def load(folder: Path, texts: Path) -> list[str]:
    return shelving.load(folder, texts, now=NOW)


def everything() -> list:
    return [list(m.objects.order_by("pk").values()) for m in (Work, Edition, Revision, Paragraph, GlossaryEntry)]


def test_a_work_comes_with_its_facts_its_text_and_its_glossary(folder, texts):
    said = load(folder, texts)
    work = Work.objects.get()

    assert (work.surname, work.card[0], work.voices["listener"]) == (
        "Maren",
        ["Who", "Ilse Maren, reporter"],
        "An unnamed listener",
    )
    assert said == [
        "maren-1956/adapted: maren-1956/adapted revision 1 is new and published.",
        "maren-1956/original: not installed: maren-1956.txt is not in the folder of texts.",
    ]


def test_the_same_files_again_change_nothing_and_say_so(folder, texts):
    (texts / "maren-1956.txt").write_text(MAREN_ORIGINAL)
    load(folder, texts)
    before = everything()

    assert ["Nothing changed" in line for line in load(folder, texts)] == [True, True]
    assert everything() == before


def test_an_original_that_is_found_stands_beside_the_adapted_text(folder, texts):
    (texts / "maren-1956.txt").write_text(MAREN_ORIGINAL)
    load(folder, texts)

    assert set(Edition.objects.values_list("kind", flat=True)) == {"adapted", "original"}


def test_a_term_knows_the_paragraphs_that_name_it_by_any_name(folder, texts):
    load(folder, texts)

    assert dict(GlossaryEntry.objects.values_list("term", "paragraphs")) == {"Moscow": [4], "courier": [2]}


def test_a_term_that_is_gone_from_the_file_is_gone(folder, texts):
    load(folder, texts)
    (folder / "glossary.toml").write_text(GLOSSARY.split("\n\n")[0])
    load(folder, texts)

    assert [entry.term for entry in GlossaryEntry.objects.all()] == ["Moscow"]


def test_changed_facts_are_taken_over_and_the_text_is_left_alone(folder, texts):
    load(folder, texts)
    (folder / "work.toml").write_text(WORK.replace("reportage", "memoir"))
    load(folder, texts)

    assert (Work.objects.get().genre, Revision.objects.count()) == ("memoir", 1)


def test_a_changed_text_waits(folder, texts):
    load(folder, texts)
    (folder / "adapted.md").write_text(MAREN.replace("once and sent back", "twice and sent back"))
    said = load(folder, texts)

    assert "revision 2 waits to be published" in said[0]
    assert Revision.objects.waiting().count() == 1


def test_an_unknown_transcription_of_an_original_waits_with_its_warnings(folder, texts):
    load(folder, texts)
    (texts / "maren-1956.txt").write_text(MAREN_ORIGINAL.replace("hotels", "ho\u200btels"))
    said = load(folder, texts)

    assert "waits to be published" in said[1]
    assert "U+200B" in said[2]


WRONG = {
    "not UTF-8": (b"\xff\xfe\x41", "UTF-16"),
    "Latin-1": ("Où sont les neiges".encode("latin-1"), "not UTF-8: byte 1"),
    "empty": (b"", "empty"),
    "white space": (b" \n\t\n", "nothing but white space"),
    "NUL": (b"a\x00b", "NUL byte"),
    "too large": (b"a" * (LIMIT + 1), f"the limit is {LIMIT:,}"),
}


@pytest.mark.parametrize(("data", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_original_is_told_and_changes_nothing(folder, texts, data, says):
    load(folder, texts)
    before = everything()
    (texts / "maren-1956.txt").write_bytes(data)
    said = load(folder, texts)

    assert said[1].startswith("maren-1956/original: not imported. maren-1956.txt: ")
    assert says in said[1]
    assert everything() == before


@pytest.mark.parametrize(("data", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_adapted_text_is_told_and_nothing_of_the_work_is_kept(folder, texts, data, says):
    (folder / "adapted.md").write_bytes(data)

    with pytest.raises(Unreadable, match=says):
        load(folder, texts)
    assert not Work.objects.exists()


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("work.toml", WORK.replace('author = "Ilse Maren"\n', ""), "work.toml lacks author"),
        ("work.toml", "slug = maren", "maren-1956/work.toml: "),
        ("glossary.toml", "[[entry]]\nterm = 'Moscow'", "glossary.toml: entry 1 lacks kind, text"),
        ("glossary.toml", "[[entry]", "maren-1956/glossary.toml: "),
    ],
)
def test_a_wrong_file_of_facts_is_told_and_nothing_of_the_work_is_kept(folder, texts, file, text, says):
    load(folder, texts)
    before = everything()
    (folder / file).write_text(text)

    with pytest.raises(shelving.BadWork, match=says):
        load(folder, texts)
    assert everything() == before


def test_files_that_belong_to_no_work_are_named(texts):
    (texts / "strange-1900.txt").write_text("Whatever.")
    (texts / "notes.md").write_text("Whatever.")

    assert [path.name for path in shelving.strangers(texts)] == ["strange-1900.txt"]


def test_every_bundled_work_can_be_loaded_from_a_bare_checkout(tmp_path):
    for folder in shelving.folders():
        said = shelving.load(folder, tmp_path, now=NOW)
        assert said[0].endswith("is new and published.")

    assert Work.objects.count() == len(shelving.folders())
