"""What can be done by a worker, where there is one? Without one, the page that waits does it slice by slice."""

from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, task, task_backends
from django.tasks.backends.dummy import DummyBackend
from django.tasks.backends.immediate import ImmediateBackend
from django.utils import timezone

from quizzes.models import Regrade
from quizzes.regrades import regrading

FOREVER = 24 * 3600.0


@task()
def regrade(pk: int) -> str:
    """The present stage of a regrade, to its end. Others may work on it at the same time."""
    found = Regrade.objects.select_related("quiz", "question").get(pk=pk)
    return regrading.advance(regrade=found, now=timezone.now(), seconds=FOREVER).stage


def hand_over(found: Regrade) -> bool:
    """Gives the work to a worker; False where none is set up, because it would be done in this very request."""
    if isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], ImmediateBackend | DummyBackend):
        return False
    regrade.enqueue(found.pk)
    return True
