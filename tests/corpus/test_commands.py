"""The library from the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from corpus import shelving
from corpus.models import Revision, Work
from corpus.text.digest import short_hash
from corpus.text.passage import word_count
from tests.factories.corpus import library, revision
from tests.story import MAREN

pytestmark = pytest.mark.django_db


def run(*command: str) -> str:
    said = StringIO()
    call_command(*command, stdout=said, stderr=said)
    return said.getvalue()


# library


def test_the_library_is_listed_as_one_json_array_with_counts_and_digests():
    adapted = library()
    found = {row["edition"]: row for row in json.loads(run("library", "--json"))}

    assert found["adapted"] == {
        "work": "maren-1956",
        "edition": "adapted",
        "revision": 1,
        "digest": adapted.digest,
        "sections": 2,
        "paragraphs": 5,
        "notes": 0,
        "sentences": 17,
        "words": word_count(" ".join(line for line in MAREN.splitlines() if line[:1] not in "¶#")),
    }
    assert set(found) == {"adapted", "original"}


def test_notes_are_counted_apart_from_the_prose():
    revision(f"{MAREN}\nn1\nA note of five words.\n")
    (row,) = json.loads(run("library", "--json"))

    assert (row["paragraphs"], row["notes"], row["sentences"]) == (5, 1, 17)


def test_what_waits_is_not_listed():
    library()
    revision(MAREN.replace("once", "twice"))

    assert {row["revision"] for row in json.loads(run("library", "--json"))} == {1}


def test_every_paragraph_is_listed_with_section_kind_voice_words_and_hash():
    library()
    rows = json.loads(run("library", "--json", "--paragraphs"))
    listing = next(row["listing"] for row in rows if row["edition"] == "adapted")
    last = listing[-1]

    assert [row["number"] for row in listing] == [1, 2, 3, 4, 5]
    assert [row["section"] for row in listing] == [0, 0, 0, 1, 1]
    assert (last["kind"], last["voice"], last["words"]) == ("quotation", "listener", 39)
    assert last["hash"] == short_hash(MAREN.split("kind=quotation}")[1])
    assert "sentence_starts" not in last


def test_sentences_are_listed_by_where_they_begin():
    revision("¶1\nA pit.\nIt was shut.\n\nn1\nA note.\n")
    (row,) = json.loads(run("library", "--json", "--sentences"))

    assert [part["sentence_starts"] for part in row["listing"]] == [[0, 7], [0]]
    assert (row["listing"][1]["note"], row["listing"][1]["section"]) == (True, None)


def test_paragraphs_are_listed_as_json_only():
    with pytest.raises(CommandError, match="add --json"):
        run("library", "--paragraphs")


def test_without_json_each_edition_has_a_line():
    library()

    assert run("library").splitlines()[0].startswith("maren-1956/adapted revision 1: 2 sections, 5 paragraphs, 0 notes")


def test_an_empty_library_is_an_empty_array_and_in_words_says_how_to_fill_it():
    assert json.loads(run("library", "--json")) == []
    assert "load_library" in run("library")


# show


def test_a_sentence_is_shown():
    library()

    assert run("show", "maren-1956/adapted ¶4.2") == (
        "maren-1956/adapted ¶4.2\nMoscow neither confirmed it nor denied it.\n"
    )


def test_without_an_edition_each_is_shown():
    library()
    said = run("show", "maren-1956 ¶4")

    assert "maren-1956/adapted ¶4\nAbroad the text arrived in pieces" in said
    assert "maren-1956/original ¶4\nBeyond the frontier" in said


def test_a_run_of_sentences_is_shown_one_by_one():
    library()

    assert run("show", "maren-1956/adapted ¶1.1-3").count("maren-1956/adapted ¶1.") == 3


@pytest.mark.parametrize(
    ("citation", "says"),
    [
        ("page three", "is not a citation"),
        ("¶3", "names no work"),
        ("nobody-1900 ¶1", "no work nobody-1900 in the library. Works: maren-1956"),
        ("maren-1956/translation ¶1", "no such edition here; it has adapted, original"),
        ("maren-1956/adapted ¶9", "no such paragraph or sentence"),
        ("maren-1956/adapted ¶1.9", "no such paragraph or sentence"),
        ("maren-1956/adapted n1", "no such paragraph or sentence"),
    ],
)
def test_what_cannot_be_shown_is_told(citation, says):
    library()

    with pytest.raises(CommandError, match=says):
        run("show", citation)


# load_library


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A library of one bundled work, and an empty folder of originals."""
    (slug,) = (folder.name for folder in shelving.folders()[:1])
    monkeypatch.setattr(shelving, "folders", lambda: [shelving.LIBRARY / slug])
    return tmp_path, slug


def test_loading_twice_changes_nothing_and_says_so(bare):
    texts, slug = bare
    assert f"{slug}/adapted revision 1 is new and published" in run("load_library", "--texts", str(texts))
    before = list(Revision.objects.values())

    assert f"Nothing changed: it is {slug}/adapted revision 1." in run("load_library", "--texts", str(texts))
    assert list(Revision.objects.values()) == before


@pytest.mark.parametrize(("data", "says"), [(b"", "empty"), (b"\xff\xfe", "UTF-16"), (b"\xe9t\xe9", "not UTF-8")])
def test_a_wrong_original_is_told_and_leaves_the_library_as_it_was(bare, data, says):
    texts, slug = bare
    run("load_library", "--texts", str(texts))
    before = list(Revision.objects.values())
    (texts / f"{slug}.txt").write_bytes(data)
    said = run("load_library", "--texts", str(texts))

    assert f"{slug}/original: not imported. {slug}.txt: " in said
    assert says in said
    assert list(Revision.objects.values()) == before


def test_an_unknown_file_is_named_and_left_alone(bare):
    texts, _ = bare
    (texts / "strange-1900.txt").write_text("A text of nobody's.")

    assert "strange-1900.txt is the file of no work here" in run("load_library", "--texts", str(texts))
    assert not Work.objects.filter(slug="strange-1900").exists()


def test_a_folder_that_cannot_be_read_is_told_and_the_others_are_loaded(tmp_path, monkeypatch, capsys):
    broken = tmp_path / "broken-1900"
    broken.mkdir()
    (broken / "work.toml").write_text("slug = ")
    monkeypatch.setattr(shelving, "folders", lambda: [broken, shelving.LIBRARY / "cliff-1956"])

    with pytest.raises(CommandError, match="1 of the works could not be loaded; the others are"):
        call_command("load_library", "--texts", str(tmp_path))
    assert "Nothing of it was changed" in capsys.readouterr().err
    assert [work.slug for work in Work.objects.all()] == ["cliff-1956"]


# check_retelling


def test_a_retelling_is_compared_with_its_original():
    library()
    rows = json.loads(run("check_retelling", "maren-1956", "--json"))

    assert {"place", "matter", "words", "says"} == set(rows[0])
    assert ("¶3.2", "name", "March") in [(row["place"], row["matter"], row["words"]) for row in rows]


def test_a_draft_is_compared_before_it_is_loaded_and_exceptions_are_taken_out(tmp_path):
    library()
    draft, allowed = tmp_path / "draft.md", tmp_path / "exceptions.toml"
    draft.write_text("¶2\nA red copy with a number went out to Kiev and came back to Orlo.\n", encoding="utf-8")
    allowed.write_text('[[exception]]\nparagraph = 2\nwords = "Orlo"\nreason = "so called elsewhere"', encoding="utf-8")
    said = run("check_retelling", "maren-1956", "--file", str(draft), "--exceptions", str(allowed))

    assert "¶2.1 name: Kiev is not in the original paragraph" in said
    assert "not retold yet: ¶1, ¶3-5" in said
    assert "Orlo" not in said
    assert said.endswith("to look at.\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("orlo-1956",), "no work orlo-1956"),
        (("maren-1956",), "no published original edition"),
        (("maren-1956", "--file", "none.md"), "none.md"),
    ],
)
def test_what_cannot_be_compared_says_why(arguments, says):
    revision(MAREN)
    with pytest.raises(CommandError, match=says):
        run("check_retelling", *arguments)


def test_a_wrong_list_of_exceptions_names_its_file(tmp_path):
    library()
    (tmp_path / "e.toml").write_text("[[exception]]", encoding="utf-8")
    with pytest.raises(CommandError, match=r"e\.toml: Exception 1 needs"):
        run("check_retelling", "maren-1956", "--exceptions", str(tmp_path / "e.toml"))
