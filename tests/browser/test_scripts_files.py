"""Do the joined sheets and scripts keep to the house's rules for them?"""

import gzip
import re
from pathlib import Path

import pytest

from config.staticfiles import JOINED, JoinedFinder, joined

STATIC = Path(__file__).parents[2] / "static"


def text_of(path: str) -> str:
    return Path(JoinedFinder().find(path)).read_text()


def ours(path: str) -> str:
    return joined(path, [(STATIC / part).read_text() for part in JOINED[path] if not part.startswith("django_htmx/")])


def outside_layers(sheet: str) -> str:
    """What is left of a sheet when its layers, with all that they hold, are taken away."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    left, depth, inside = [], 0, False
    for piece in re.findall(r"@layer [\w, ]+[;{]|[{}]|[^{}@]+|@", sheet):
        inside = inside or (depth == 0 and piece.startswith("@layer") and piece.endswith("{"))
        depth += piece.count("{") - piece.count("}")
        if not inside and not piece.startswith("@layer"):
            left.append(piece)
        inside = inside and depth > 0
    return "".join(left).replace("}", "").strip()


def test_every_rule_of_the_pages_stands_in_a_layer():
    assert outside_layers(text_of("css/app.css")) == ""


@pytest.mark.parametrize("path", [path for path in JOINED if path.endswith(".css")])
def test_no_rule_shouts(path: str):
    assert "!important" not in text_of(path)


def test_a_page_with_scripts_stays_within_its_budget():
    pages = [ours("css/app.css"), ours("js/app.js")]
    assert sum(len(gzip.compress(page.encode())) for page in pages) <= 20_000


def test_every_file_of_ours_is_served_in_a_joined_one_or_by_the_pages_that_need_it():
    listed = {part for parts in JOINED.values() for part in parts if not part.startswith("django_htmx/")}
    kept = {file.relative_to(STATIC).as_posix() for kind in ("css", "js") for file in STATIC.glob(f"{kind}/*")}
    templates = "".join(page.read_text() for page in (STATIC.parent / "templates").rglob("*.html"))
    alone = {file for file in kept - listed if f"{{% static '{file}' %}}" in templates}
    assert kept == listed | alone


def test_joined_scripts_have_lost_their_seams():
    assert not re.search(r"^(import|export)\b", text_of("js/app.js"), re.MULTILINE)


def test_a_changed_part_is_joined_anew(settings, tmp_path: Path):
    settings.STATICFILES_DIRS = [tmp_path]
    for part in JOINED["css/app.css"]:
        (tmp_path / part).parent.mkdir(exist_ok=True)
        (tmp_path / part).write_text("@layer base { a { color: red } }")
    finder = JoinedFinder()
    before = Path(finder.find("css/app.css")).read_text()
    (tmp_path / "css/print.css").write_text("@layer print { a { color: black } }")
    assert "black" not in before
    assert "black" in Path(finder.find("css/app.css")).read_text()


def test_a_part_that_is_lost_is_a_finding(settings, tmp_path: Path):
    settings.STATICFILES_DIRS = [tmp_path]
    assert {finding.id for finding in JoinedFinder().check()} == {"sourcebook.E005"}
