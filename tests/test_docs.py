"""Do the documents say what is there? Lists of the code against the pages; every link, name and example is tried."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from pkgutil import resolve_name

import pytest
from django.conf import settings
from django.core.management import get_commands

from accounts.models import User
from config import demo
from config.staticfiles import JOINED
from corpus import shelving
from corpus.formats import FORMATS
from corpus.text.citation import parse_set
from courses.exports import TABLES, WRITERS
from courses.models import Course
from courses.packing import package
from quizzes.models import Question
from quizzes.questions import KINDS
from quizzes.questions.base import points
from quizzes.questions.evidence import score
from quizzes.rules import GRACE
from tests.factories import courses as made
from tests.factories.corpus import NOW

ROOT = Path(settings.BASE_DIR)
APPS = ("config", "accounts", "corpus", "quizzes", "courses")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
every_page = pytest.mark.parametrize("document", PAGES, ids=lambda found: str(found.relative_to(ROOT)))

README = (ROOT / "README.md").read_text()
OPERATOR, INSTRUCTOR, REGISTRAR, STUDENT, KINDS_PAGE = (
    (ROOT / "docs" / f"{name}.md").read_text() for name in ("operator", "instructor", "registrar", "student", "kinds")
)
MAKEFILE = (ROOT / "Makefile").read_text()


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def rows(text: str) -> list[str]:
    """The first word in code of every row of a table."""
    return re.findall(r"^\| `([\w.]+)", text, re.MULTILINE)


def test_the_operators_page_has_a_row_for_each_setting_and_no_other():
    asked = re.findall(r'ENVIRONMENT\.\w+\(\s*"(\w+)"', (ROOT / "config" / "settings.py").read_text())

    assert sorted(name for name in rows(OPERATOR) if name.isupper()) == sorted(asked)


def test_the_operators_page_has_a_row_for_each_command_and_no_other():
    ours = [name for name, app in get_commands().items() if app in APPS]
    told = re.search(r"^## Commands$(.*?)^## ", OPERATOR, re.MULTILINE | re.DOTALL)[1]

    assert sorted(rows(told)) == sorted(ours)


def test_the_operators_page_has_a_row_for_each_check_and_no_other():
    code = "".join(path.read_text() for path in (ROOT / "config").glob("*.py"))
    checks = set(re.findall(r'id="(sourcebook\.\w+)"', code))

    assert {name for name in rows(OPERATOR) if name.startswith("sourcebook.")} == checks


def test_every_format_has_its_row():
    told = re.findall(r"^\| `(\w+)` \| `(\.\w+)` \|", OPERATOR, re.MULTILINE)

    assert sorted(told) == sorted((format.NAME, *format.SUFFIXES) for format in FORMATS)


def test_every_kind_has_its_section_and_instructors_hear_of_it():
    assert re.findall(r"^## `(\w+)`$", KINDS_PAGE, re.MULTILINE) == list(KINDS)
    assert [kind for kind in KINDS if f"`{kind}`" not in INSTRUCTOR] == []


@pytest.mark.parametrize("name", [*TABLES, *WRITERS])
def test_every_table_and_kind_of_file_is_told_to_registrars_and_operators(name):
    assert f"`{name}`" in REGISTRAR
    assert f"`{name}`" in OPERATOR


@every_page
def test_every_link_leads_somewhere(document):
    targets = [link for link in re.findall(r"\]\(([^)\s]+)\)", prose(document.read_text())) if "://" not in link]

    assert [link for link in targets if not leads(document, *link.partition("#")[::2])] == []


def leads(page: Path, target: str, anchor: str) -> bool:
    found = (page.parent / target).resolve() if target else page
    return found.exists() and (not anchor or anchor in anchors(found.read_text()))


def anchors(text: str) -> set[str]:
    """The headings as addresses: small letters, hyphens for spaces, no other signs."""
    headings = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@every_page
def test_every_file_that_is_named_is_there(document):
    named = re.findall(r"`([\w.-]+/[\w./-]*)`", prose(document.read_text()))
    ours = [name for name in named if (ROOT / name.split("/")[0]).is_dir() and name not in JOINED]

    assert [name for name in ours if not (ROOT / name).exists()] == []


@every_page
def test_every_name_of_the_code_is_there(document):
    named = re.findall(rf"`((?:{'|'.join(APPS)})(?:\.\w+)+)`", prose(document.read_text()))

    for name in named:
        resolve_name(name)


def test_every_make_command_is_a_target():
    told = {name for page in PAGES for name in re.findall(r"\bmake ([a-z]+)\b(?=[`) ]|$)", commands(page.read_text()))}

    assert {"demo", "test"} <= told
    assert told <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def commands(text: str) -> str:
    """What stands as code, in blocks and in lines."""
    return "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", text, re.MULTILINE | re.DOTALL))


def test_the_first_screen_names_both_commands():
    first = README.split("\n## ")[0]

    assert "make demo" in first
    assert "make test" in first


@pytest.mark.django_db
def test_the_log_ins_of_the_first_page_log_in():
    course = made.course()
    demo.people(course, NOW)
    password = re.search(r"the password `([^`]+)`", README)[1]
    people = dict(re.findall(r"^\| (\w+) \| `(\S+@\S+)` \|", README, re.MULTILINE))

    assert set(people) == {"student", "instructor", "registrar"}
    for part, address in people.items():
        user = User.objects.get(email=address)
        assert user.check_password(password)
        assert getattr(Course.objects.with_part(user).get().part, part)


def unpacked(text: str, folder: Path) -> Path:
    """The files that a page shows, each below its name, in a folder."""
    for name, body in re.findall(r"^`([\w./-]+)`\n\n```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body)
    return folder


@pytest.mark.django_db
def test_the_work_and_the_course_that_the_pages_show_can_be_loaded(tmp_path):
    files = unpacked(OPERATOR + INSTRUCTOR, tmp_path)
    said = shelving.load(files / "brandt-1931", tmp_path, now=NOW)
    loaded = package.load(files / "weir", now=NOW)

    assert said[0].endswith("is new and published.")
    assert loaded.course.lessons.get().steps.count() == 3
    assert Question.objects.filter(bank=loaded.course.bank).count() == 3


def test_the_citations_that_instructors_read_are_citations():
    shown = re.findall(r"^\| `([^`]*(?:¶| n)\d[^`]*)` \|", INSTRUCTOR, re.MULTILINE)

    assert len(shown) == 5
    for citation in shown:
        parse_set(citation, work="brandt-1931", edition="adapted")


def test_students_read_what_an_answer_earns():
    told = re.findall(r"verdict, .+ \| (\d\.\d\d) \|$", STUDENT, re.MULTILINE)
    answers = ((True, Fraction(1)), (True, Fraction(1, 2)), (True, Fraction(0)), (False, Fraction(1)))

    assert told == [str(points(score(right, evidence), Decimal(2))) for right, evidence in answers]


@pytest.mark.parametrize("text", [STUDENT, INSTRUCTOR, OPERATOR], ids=["student", "instructor", "operator"])
def test_everybody_reads_the_same_boundary(text):
    assert f"{GRACE.seconds} seconds" in text.replace("*", "")


def test_every_decision_is_listed_and_says_all_four_things():
    decisions = ROOT / "docs" / "decisions"
    pages = sorted(page.name for page in decisions.glob("0*.md"))

    assert re.findall(r"\]\((\S+)\)$", (decisions / "README.md").read_text(), re.MULTILINE) == pages
    for name in pages:
        text = (decisions / name).read_text()
        assert [part for part in ("Situation", "Decision", "Turned down", "Cost") if f"**{part}.**" not in text] == []
