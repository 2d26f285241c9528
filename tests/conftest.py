"""What every test may ask for: the cast, a clean cache, the folder of originals, a summary of what was not run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from tests.factories.accounts import person
from tests.school import School, standing

# A busy machine is no failing law.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


@pytest.fixture(autouse=True)
def _clean_cache():
    cache.clear()


@pytest.fixture
def ada(db) -> User:
    return person("Ada Verhoeven", is_staff=True)


@pytest.fixture
def ben(db) -> User:
    return person("Ben Ito")


@pytest.fixture
def cleo(db) -> User:
    return person("Cleo Marsh")


@pytest.fixture
def dana(db) -> User:
    return person("Dana Okafor")


@pytest.fixture(scope="module")
def school(django_db_setup, django_db_blocker) -> Iterator[School]:
    """A course with everybody in it, for modules that only look or whose changes are taken back."""
    with standing(django_db_blocker) as made:
        yield made


@pytest.fixture
def texts() -> Path:
    """The folder that holds the five originals."""
    if not (settings.TEXTS_DIR / "cliff-1956.txt").exists():
        pytest.skip("the original texts are not here; set TEXTS_DIR")
    return settings.TEXTS_DIR


def pytest_collection_modifyitems(items):
    """Browser tests of one module share a browser, so they stay in one process."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("NOT RUN", red=True, bold=True)
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.line(f"{report.nodeid}: {reason}")
