"""How does staff learn what the last verification found? In a line, and late ones are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django import template
from django.utils import timezone

from quizzes.marks.verifying import told
from quizzes.models import Verification

register = template.Library()

FRESH = timedelta(hours=48)  # it is made to run every night; one night may be missed


@dataclass(frozen=True, slots=True)
class Verified:
    sentence: str
    findings: Sequence[str] = ()
    is_trouble: bool = False


@register.simple_tag
def last_verification() -> Verified:
    last = Verification.objects.first()
    if last is None:
        return Verified("Marks, keys and ledger were never verified. Run manage.py verify every night.")
    when = f"{timezone.localtime(last.made_at):%-d %b %Y, %H:%M}"
    found = told(last.marks, last.keys, last.entries, last.differences)
    if timezone.now() - last.made_at > FRESH:
        sentence = f"Not verified since {when}, when there were {found} Run manage.py verify every night."
    else:
        sentence = f"Verified on {when}: {found}"
    return Verified(sentence, last.findings, bool(last.differences))
