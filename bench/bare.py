"""What is the least that Django does for such a page? The measure that every ratio is taken of.

The bare pages pass the same middleware, use the same database, and are written as one writes Django without a
second thought: rows are read, a template goes over them. `page5` asks five questions of the database in all:
session, user, step, enrolment, paragraphs. `answer` asks four: session, user, attempt, and its one insert.
"""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bench.models import Kept
from corpus.models import Paragraph
from courses.models import Enrolment, Step
from quizzes.models import Attempt


@require_GET
@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello\n", content_type="text/plain")


@require_GET
def page5(request: HttpRequest) -> HttpResponse:
    step = get_object_or_404(Step.objects.select_related("lesson__course"), pk=request.GET["step"])
    enrolment = get_object_or_404(Enrolment, course=step.lesson.course, user=request.user)
    paragraphs = Paragraph.objects.filter(revision__published_at__isnull=False, note=False)
    context = {"step": step, "enrolment": enrolment, "paragraphs": [_cut(p) for p in paragraphs]}
    return render(request, "bench/page5.html", context)


def _cut(paragraph: Paragraph) -> tuple[int, list[str]]:
    """A paragraph's number and sentences."""
    ends = [*paragraph.sentence_starts[1:], len(paragraph.text)]
    return paragraph.number, [paragraph.text[a:b] for a, b in zip(paragraph.sentence_starts, ends, strict=True)]


@require_POST
def answer(request: HttpRequest) -> JsonResponse:
    attempt = get_object_or_404(Attempt, user=request.user, public_id=request.POST["attempt"])
    with transaction.atomic():
        kept = Kept.objects.create(user_id=attempt.user_id, said=request.POST.getlist("mark"), given_at=timezone.now())
    return JsonResponse({"saved": kept.pk, "at": kept.given_at})


@require_GET
def text(request: HttpRequest) -> HttpResponse:
    """The same words as the reading page, and nothing else: no style sheet, no script."""
    paragraphs = [_cut(p) for p in Paragraph.objects.filter(revision__published_at__isnull=False, note=False)]
    return render(request, "bench/text.html", {"paragraphs": paragraphs})
