"""A file is read into an edition from the command line, or told to be unreadable, and then nothing has changed."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from corpus.models import Edition, Paragraph, Revision, Work
from tests.factories.corpus import library
from tests.story import MAREN, MAREN_ORIGINAL

pytestmark = pytest.mark.django_db

NEW = ("--author", "Ida Brandt", "--title", "The Weir", "--year", "1931")
PAGE = """
<title>The Weir</title><nav>Home</nav><h2>The Opening</h2><p>It rained.<sup><a href="#n1" name="f1">1</a></sup> We came.
<p>Nobody paid a bill.<p><a name="n1" href="#f1">1</a> So the log.
"""


@pytest.fixture
def file(tmp_path):
    def written(text: str | bytes = PAGE, name: str = "weir.html") -> str:
        path: Path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return written


def run(*command: str) -> str:
    said = StringIO()
    call_command("import_text", *command, stdout=said)
    return said.getvalue()


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Work, Edition, Revision, Paragraph)]


def test_the_first_text_of_a_new_work_is_published_at_once(file):
    report = json.loads(run(file(), "--work", "brandt-1931", *NEW, "--json"))
    revision = Revision.objects.get()

    assert report == {
        "work": "brandt-1931",
        "edition": "original",
        "revision": 1,
        "digest": revision.digest,
        "new": True,
        "published": True,
        "sections": 1,
        "paragraphs": 2,
        "notes": 1,
        "sentences": 3,
        "warnings": ["Left out: navigation (1)."],
        "changes": "brandt-1931/original revision 1 is new and published.",
    }
    assert revision.rules.startswith("html/1 ")


def test_a_new_work_has_the_facts_that_were_given(file):
    run(file(), "--work", "brandt-1931", *NEW)
    work = Work.objects.get()

    assert (work.author, work.author_sort, work.title, work.year) == ("Ida Brandt", "Brandt, Ida", "The Weir", "1931")


@pytest.mark.parametrize(("author", "sorted_"), [("Brandt", "Brandt"), ("Brandt, Ida", "Brandt, Ida")])
def test_an_author_that_is_sorted_already_stays_so(file, author, sorted_):
    run(file(), "--work", "brandt-1931", "--author", author, *NEW[2:])

    assert Work.objects.get().author_sort == sorted_


def test_without_json_a_person_reads_what_came_of_it(file):
    said = run(file(), "--work", "brandt-1931", *NEW)

    assert (
        "brandt-1931/original revision 1 is new and published. 1 sections, 2 paragraphs, 1 notes, 3 sentences" in said
    )
    assert "\n  Left out: navigation (1).\n" in said


def test_the_same_file_twice_changes_nothing(file):
    run(file(), "--work", "brandt-1931", *NEW)
    before = everything()
    report = json.loads(run(file(), "--work", "brandt-1931", *NEW, "--json"))

    assert (report["new"], report["published"], report["revision"]) == (False, True, 1)
    assert everything() == before


def test_a_changed_text_waits(file):
    run(file(), "--work", "brandt-1931", *NEW)
    report = json.loads(run(file(PAGE.replace("rained", "poured")), "--work", "brandt-1931", "--json"))

    assert (report["new"], report["published"], report["revision"]) == (True, False, 2)
    assert "waits to be published: 1 paragraph is the same, ¶1 changed." in report["changes"]


def test_the_format_is_told_by_the_name_or_by_the_person(file):
    library()
    run(file(MAREN.replace("once", "twice"), "maren.md"), "--work", "maren-1956", "--edition", "adapted")
    run(
        file("# The *Weir*\n\nIt rained.", "weir.txt"),
        "--work",
        "maren-1956",
        "--edition",
        "notes",
        "--format",
        "markdown",
    )

    assert [r.rules.split("/")[0] for r in Revision.objects.order_by("pk")[2:]] == ["adapted", "markdown"]


def test_an_edition_is_made_and_stands_behind_the_others(file):
    library()
    run(file(MAREN_ORIGINAL, "maren.txt"), "--work", "maren-1956", "--edition", "plain-german")
    edition = Edition.objects.get(kind="plain-german")

    assert (edition.title, edition.language) == ("Plain german", "en")
    assert Edition.objects.order_by("position", "kind").last() == edition


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        (b"", "weir.txt", "weir.txt: The file is empty. Nothing was changed."),
        (b"\xe9t\xe9", "weir.txt", "not UTF-8: byte 0"),
        ("<nav>Home</nav>", "weir.html", "no paragraph to read"),
        (b"%PDF\0", "weir.pdf", "NUL byte"),
        (b"a" * 2_000_001, "weir.txt", "more than 2,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(file, text, name, says):
    with pytest.raises(CommandError, match=says) as refusal:
        run(file(text, name), "--work", "brandt-1931", *NEW)

    assert refusal.value.returncode == 1
    assert everything() == [[], [], [], []]


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"none\.txt: No such file or directory\. Nothing was changed"):
        run(str(tmp_path / "none.txt"), "--work", "brandt-1931", *NEW)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--work", "brandt-1931"), "no work brandt-1931 yet. To make it, give --author, --title, --year too"),
        (("--work", "brandt-1931", *NEW[:2], "--year", "1931"), "give --title too"),
        (("--work", "Brandt 1931", *NEW), "“Brandt 1931/original” cannot be cited"),
        (("--work", "brandt-1931", "--edition", "1st", *NEW), "“brandt-1931/1st” cannot be cited"),
        (("--work", "search", *NEW), "“search/original” is the address of another page"),
        (("--work", "brandt-1931", "--edition", "cite", *NEW), "“brandt-1931/cite” is the address of another page"),
        (("--work", "brandt-1931", "--edition", "pairs", *NEW), "is the address of another page"),
        (("--work", "brandt-1931", *NEW[:-1], "9" * 41), "year: Ensure this value has at most 40 characters"),
        (("--work", "maren-1956", *NEW), "maren-1956 is here with another author and title and year: Ilse Maren"),
    ],
)
def test_what_cannot_be_made_is_told_and_changes_nothing(file, options, says):
    library()
    before = everything()
    with pytest.raises(CommandError, match=f"{says}.*Nothing was changed"):
        run(file(), *options)

    assert everything() == before
