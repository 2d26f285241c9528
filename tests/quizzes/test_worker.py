"""A regrade is handed to a worker of its own, which does it while nobody waits (T11)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

HANDED_OVER = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from quizzes import tasks
from quizzes.regrades import regrading
from quizzes.models import Regrade
from tests.factories.accounts import person
from tests.factories.quizzes import RIGHT, quiz
from tests.factories.regrades import FOURTH, handed_in, wider
handed_in(person("Ben Ito"), quiz(), {**RIGHT, 1: FOURTH})
wider()
asked = regrading.ask(quiz=quiz(), reason="It says it as well.", by=person("Ada Verhoeven"), now=timezone.now())
print(tasks.hand_over(asked), Regrade.objects.get().stage)
"""
LOOKED_AT = """
import django; django.setup()
from quizzes.models import Regrade
found = Regrade.objects.get()
print(found.stage, found.changes.count())
"""


@pytest.fixture
def shell(tmp_path):
    """Runs Python, or a command of manage.py, in a process and on a database of its own, with a worker set up."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/worker.sqlite3",
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WORKER": "on",
    }

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=Path(settings.BASE_DIR),
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def test_a_worker_does_what_was_handed_over(shell):
    assert shell("-c", HANDED_OVER) == "True looking"

    shell("manage.py", "db_worker", "--batch", "--no-startup-delay", "--no-reload")

    assert shell("-c", LOOKED_AT) == "ready 1"
