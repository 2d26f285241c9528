"""Does the house stand as it is described? What imports do not show: the other staircases, and what no room holds."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin import site
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.models import signals
from django.template import loader
from django.template.base import Lexer, TokenType
from django.test.signals import setting_changed

from quizzes.questions import KINDS

ROOT = Path(settings.BASE_DIR)
FLOORS = {"config": 3, "courses": 2, "quizzes": 1, "corpus": 0, "accounts": 0}
PURE = ("corpus.text", "corpus.formats", "quizzes.questions", "quizzes.analysis", "courses.exports")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
MODELS = [model for model in apps.get_models() if model._meta.app_label in FLOORS]
MODULES = sorted(
    path for app in FLOORS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts and path.read_text()
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


each_module = pytest.mark.parametrize("module", MODULES, ids=named)
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=named)


def leads_down(from_app: str, to_app: str) -> bool:
    """To the same app or a lower floor; what is no app of ours stands on no floor."""
    return to_app not in FLOORS or from_app == to_app or FLOORS[to_app] < FLOORS[from_app]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


# The contracts


def test_every_app_of_ours_is_in_the_import_contract():
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    floors = next(contract["layers"] for contract in CONTRACTS["contracts"] if contract["type"] == "layers")

    assert ours == {app for app in settings.INSTALLED_APPS if "." not in app and app in FLOORS} | {"config"}
    assert ours == set(CONTRACTS["root_packages"]) == {app.strip() for floor in floors for app in floor.split("|")}


def test_the_floors_of_the_contract_are_the_floors_of_these_tests():
    floors = next(contract["layers"] for contract in CONTRACTS["contracts"] if contract["type"] == "layers")

    assert {app.strip(): len(floors) - 1 - n for n, floor in enumerate(floors) for app in floor.split("|")} == FLOORS


def test_the_pure_packages_are_forbidden_the_framework():
    forbidden = next(contract for contract in CONTRACTS["contracts"] if contract["type"] == "forbidden")

    assert tuple(forbidden["source_modules"]) == PURE
    assert "django" in forbidden["forbidden_modules"]


# The staircases that imports do not show


@each_model
def test_foreign_keys_lead_down(model):
    up = [field.name for field in _relations(model) if not leads_down(model._meta.app_label, _target(field))]

    assert up == []


@each_model
def test_a_key_to_a_lower_floor_leaves_no_way_back(model):
    ways = [
        field.name
        for field in _relations(model)
        if _target(field) in FLOORS and _target(field) != model._meta.app_label and not field.remote_field.hidden
    ]

    assert ways == [], 'write related_name="+"'


def _relations(model: type[models.Model]) -> Iterator[models.Field]:
    return (field for field in model._meta.get_fields() if field.is_relation and not field.auto_created)


def _target(field: models.Field) -> str:
    """The app of the other end. Who a person is, everybody may ask: the setting names the model, not an import."""
    label = field.related_model._meta.label
    return "" if label == settings.AUTH_USER_MODEL and field.remote_field.hidden else label.split(".")[0]


def test_migrations_depend_downwards():
    found = MigrationLoader(None).disk_migrations
    up = [
        (app, name, needed)
        for (app, name), migration in found.items()
        for needed, *_ in (one for one in migration.dependencies if not hasattr(one, "setting"))
        if app in FLOORS and not leads_down(app, needed)
    ]

    assert up == []


@each_template
def test_templates_name_only_what_stands_below(template):
    app = _app_of(template)

    assert [what for what in _named_in(template) if not _may_name(app, what)] == []


def _app_of(template: Path) -> str:
    """Whose page it is; the frame and the pages of errors and accounts belong to no floor of ours."""
    folder = template.relative_to(ROOT / "templates").parts
    return next((part for part in folder[:-1] if part in FLOORS), "")


def _named_in(template: Path) -> Iterator[str]:
    """The apps behind every `url`, `include` and `extends` of a template, and behind addresses written out."""
    for token in Lexer(template.read_text()).tokenize():
        parts = token.split_contents() if token.token_type == TokenType.BLOCK else [""]
        if parts[0] == "url":
            yield parts[1].strip("'\"").partition(":")[0]
        elif parts[0] in {"include", "extends"} and parts[1][0] in "'\"":
            yield parts[1].strip("'\"").split("/")[0]
        elif token.token_type == TokenType.TEXT:
            yield from _written_out(token.contents)


def _written_out(text: str) -> Iterator[str]:
    homes = {"courses": "courses", "attempts": "quizzes", "library": "corpus", "settings": "accounts"}
    for first in re.findall(r'(?:href|action|hx-\w+)="/(\w+)/', text):
        yield homes.get(first, first)


def _may_name(app: str, what: str) -> bool:
    """The frame knows accounts alone, so that every page can stand in it."""
    return what not in FLOORS or (leads_down(app, what) if app else what == "accounts")


@each_module
def test_addresses_in_code_lead_down(module):
    app = module.relative_to(ROOT).parts[0]
    names = [_space(node.value) for node in ast.walk(tree(module)) if isinstance(node, ast.Constant)]

    assert [name for name in names if name and not leads_down(app, name)] == []


def _space(value: object) -> str:
    """The app in the name of an address such as “courses:home”."""
    found = re.fullmatch(r"(\w+):[a-z_]+", value) if isinstance(value, str) else None
    return found[1] if found and found[1] in FLOORS else ""


# What no room holds


@pytest.mark.parametrize("name", [name for name, one in inspect.getmembers(signals) if hasattr(one, "receivers")])
def test_nobody_of_ours_listens_to_signals(name):
    assert [where for where in _listeners(getattr(signals, name)) if where.split(".")[0] in FLOORS] == []


def _listeners(signal: object) -> list[str]:
    found = (receiver[1] for receiver in signal.receivers)
    alive = (one() if hasattr(one, "__callback__") or type(one).__name__ == "WeakMethod" else one for one in found)
    return [getattr(one, "__module__", "") for one in alive if one is not None]


@each_module
def test_no_module_receives_signals(module):
    assert not re.search(r"@receiver\b|\bSignal\(|signals? import|\.connect\(", module.read_text())


def test_the_search_for_listeners_finds_some():
    assert any(where.startswith("django.") for where in _listeners(setting_changed))


@each_module
def test_locks_that_sqlite_does_not_keep_are_not_relied_on(module):
    assert "select_for_update" not in module.read_text(), "T3: use a conditional update and count its rows"


def test_no_request_is_one_transaction():
    assert not any(database.get("ATOMIC_REQUESTS") for database in settings.DATABASES.values())


def test_the_pure_packages_stand_without_the_framework():
    """In a process in which there is no Django."""
    modules = [_dotted(path) for path in MODULES if _dotted(path).startswith(PURE)]
    barred = "import sys; sys.modules.update(dict.fromkeys(('django', 'allauth', 'django_htmx')))"
    code = f"{barred}; from importlib import import_module as i; [i(name) for name in {modules!r}]"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert len(modules) > 20
    assert done.returncode == 0, done.stderr


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("module", [path for path in MODULES if _dotted(path).startswith(PURE)], ids=named)
def test_what_is_pure_has_no_clock_no_chance_and_no_files(module):
    imported = {name.split(".")[0] for name in _imported(module)}
    called = {node.func.id for node in ast.walk(tree(module)) if _is_plain_call(node)}

    assert imported & {"time", "random", "secrets", "uuid", "os", "pathlib", "socket", "logging"} == set()
    assert called & {"open", "print", "input"} == set()
    assert not re.search(r"\.(now|today|utcnow)\(", module.read_text())


def _imported(module: Path) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def _is_plain_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


def test_nearly_half_of_the_house_knows_no_framework():
    free = [path for path in MODULES if not any(name.startswith(("django", "allauth")) for name in _imported(path))]

    assert len(free) / len(MODULES) >= 0.4


# Sizes, opening sentences, drawers


@each_module
def test_a_module_has_at_most_320_lines(module):
    assert len(module.read_text().splitlines()) <= 320


@each_module
def test_a_function_has_at_most_45_lines(module):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(tree(module)) if isinstance(node, kinds)]

    assert [one.name for one in found if one.end_lineno - one.lineno >= 45] == []


@each_module
def test_a_module_opens_with_a_sentence(module):
    said = ast.get_docstring(tree(module)) or ""

    assert re.match(r"(?:[A-Z“¶]|``manage.py)[^\n]{12,}", said), "its first line says which question it answers"


@each_module
def test_there_is_no_drawer_for_odds_and_ends(module):
    drawers = {"utils", "util", "helpers", "common", "misc", "services", "managers", "lib"}

    assert drawers.isdisjoint(module.relative_to(ROOT).with_suffix("").parts)


# Templates


@each_template
def test_a_template_has_no_script_style_or_handler_of_its_own(template):
    text = re.sub(r"\{[{%#].*?[}%#]\}", "", template.read_text())

    assert not re.search(r"<style|\sstyle\s*=|<[^>]+\son[a-z]+\s*=|\shx-on|javascript:", text, re.IGNORECASE)
    assert [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag] == []


@each_template
def test_a_template_names_no_address_elsewhere(template):
    assert not re.search(r"(?:https?:)?//[a-z]", template.read_text(), re.IGNORECASE)


@each_template
def test_a_template_escapes_everything(template):
    # Help texts are ours: Django's own password rules come as a list. Columns in `_html` were cleaned by corpus.prose.
    text = re.sub(r"field\.help_text\|safe|\w+_html\|safe", "", template.read_text())

    assert not re.search(r"\|\s*safe\b|autoescape\s+off|\bmark_safe\b", text)


@pytest.mark.parametrize("partial", ["asks", "controls", "said", "result"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_template_with_all_four_parts(kind, partial):
    assert loader.get_template(f"quizzes/kinds/{kind}.html#{partial}")


def test_every_template_of_a_kind_has_its_kind():
    assert {path.stem for path in (ROOT / "templates/quizzes/kinds").glob("*.html")} == set(KINDS)


# The admin


@pytest.mark.parametrize("model", site._registry, ids=lambda model: model._meta.label)
def test_nothing_is_edited_in_a_list(model):
    assert site._registry[model].list_editable == ()


@pytest.mark.parametrize("name", ["Answer", "Attempt", "Item", "Key", "KeyCheck", "Mark", "QuestionVersion"])
def test_what_is_only_appended_is_not_in_the_admin(name):
    model = apps.get_model("quizzes", name)
    inlines = {inline.model for one in site._registry.values() for inline in one.inlines}

    assert model not in {*site._registry, *inlines}
