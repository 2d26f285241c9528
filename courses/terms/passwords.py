"""Does a student know the password of a quiz? How often one may guess is limited as for logging in (T38)."""

from secrets import compare_digest

from allauth.core import ratelimit
from django.http import HttpRequest

from courses.models import Step

LIMIT = "quiz_password"  # in ACCOUNT_RATE_LIMITS


def wrong(request: HttpRequest, step: Step) -> str:
    """What is wrong with the password that was sent, in words; nothing if it is right."""
    sent = request.POST.get("password", "")
    if not ratelimit.consume(request, action=LIMIT, dry_run=True):
        return "There were too many wrong passwords. Wait five minutes, then ask your instructor for the right one."
    if compare_digest(sent.strip().encode(), step.password.encode()):
        return ""
    ratelimit.consume(request, action=LIMIT)
    return (
        "This is not the password of this quiz. Ask your instructor for it; capitals matter."
        if sent
        else ("Write the password that your instructor gave you.")
    )
