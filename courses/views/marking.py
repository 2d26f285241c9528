"""Written answers on the desk of whoever teaches the course: one at a time, without names (T27–T29)."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from corpus.text.essay import cleaned
from courses.grades import marking
from courses.models import Course, Step
from quizzes.handmarks import agreeing, handmarking, markingqueue
from quizzes.handmarks.handmarking import Given, Overtaken
from quizzes.handmarks.markingqueue import Place, Queue, Sheet
from quizzes.models import Question, Quiz
from quizzes.rules import Refused

METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose marking it is: a step of the caller's own course, and a question of its quiz."""

    user: User
    step: Step
    question: Question

    @property
    def quiz(self) -> Quiz:
        assert self.step.quiz is not None
        return self.step.quiz

    @property
    def course(self) -> Course:
        return self.step.lesson.course

    def queue(self, *, second: bool = False) -> Queue:
        return markingqueue.queue(
            self.quiz, self.question, self.course.enrolments.values("user"), self.user, second=second
        )

    def address(self, page: str = "marking_queue") -> str:
        where = [self.course.slug, self.step.lesson.position, self.step.position, self.question.slug]
        return reverse(f"courses:{page}", args=where)

    def context(self, **more: Any) -> dict[str, Any]:
        return {"course": self.course, "step": self.step, "question": self.question, "desk": self, **more}


def _desk(request: HttpRequest, slug: str, lesson: int, step: int, question: str) -> Desk:
    found = get_object_or_404(Step.objects.graded_at(request.user, slug, lesson, step))
    return Desk(cast(User, request.user), found, get_object_or_404(marking.questions(found, question)))


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    course = get_object_or_404(Course.objects.taught_by(request.user), slug=slug)
    return render(request, "courses/marking.html", {"course": course, "rows": marking.rows(course)})


@require_http_methods(METHODS)
def first(request: HttpRequest, slug: str, lesson: int, step: int, question: str) -> HttpResponse:
    return _reading(request, _desk(request, slug, lesson, step, question), second=False)


@require_http_methods(METHODS)
def second(request: HttpRequest, slug: str, lesson: int, step: int, question: str) -> HttpResponse:
    """Again, by somebody else, who is not shown the first level."""
    return _reading(request, _desk(request, slug, lesson, step, question), second=True)


def _reading(request: HttpRequest, desk: Desk, *, second: bool) -> HttpResponse:
    queue = desk.queue(second=second)
    if request.method == "POST":
        place = _named(queue, request.POST.get("answer", ""))
        return _marked(request, desk, queue, place)
    if token := request.GET.get("answer", ""):
        return _shown(request, desk, queue, _named(queue, token))
    return _shown(request, desk, queue, queue.next(request.GET.get("after", "")))


def _named(queue: Queue, token: str) -> Place:
    """Only answers of this queue have a name in it."""
    place = queue.at(token)
    if place is None:
        raise Http404("There is no such answer.")
    return place


def _shown(
    request: HttpRequest, desk: Desk, queue: Queue, place: Place | None, *, status: int = 200, **typed: Any
) -> HttpResponse:
    sheet = markingqueue.sheet(place, desk.user, second=queue.second) if place else None
    here = desk.address("marking_second" if queue.second else "marking_queue")
    filled = {**_filled(sheet), **typed}
    context = desk.context(queue=queue, sheet=sheet, here=here, focus=_focus(sheet, filled), **filled)
    return render(request, "courses/marking_queue.html", context, status=status)


def _focus(sheet: Sheet | None, filled: dict[str, Any]) -> int | None:
    """The level that has the focus when the page comes, so that a marker need not touch the mouse: the chosen one,
    or the first."""
    if sheet is None:
        return None
    levels = [number for number, _ in sheet.key.rubric.steps]
    chosen = filled["level"]
    return chosen if chosen in levels else levels[0]


def _filled(sheet: Sheet | None) -> dict[str, Any]:
    """What the form shows until something is typed."""
    return {"level": sheet.level, "comment": sheet.comment, "reason": ""} if sheet else {}


def _marked(request: HttpRequest, desk: Desk, queue: Queue, place: Place) -> HttpResponse:
    post = request.POST
    typed = {"comment": cleaned(post.get("comment", "")), "reason": cleaned(post.get("reason", ""))}
    level = _number(post.get("level", ""))
    try:
        if level is None:
            raise Refused("Choose a level of the rubric before you save.")
        _save(desk, queue, place, Given(level, **typed), seen=_number(post.get("seen", "")) or 0)
    except Refused as refused:
        status = 409 if isinstance(refused, Overtaken) else 422
        return _shown(request, desk, queue, place, status=status, flaw=str(refused), level=level, **typed)
    messages.success(request, f"Answer {place.number} of {len(queue.places)} is saved with level {level}.")
    here = desk.address("marking_second" if queue.second else "marking_queue")
    return HttpResponseRedirect(f"{here}?after={place.token}")


def _save(desk: Desk, queue: Queue, place: Place, given: Given, *, seen: int) -> None:
    (item,), now = markingqueue.items_of((place,)), timezone.now()
    if queue.second:
        handmarking.rate_again(item=item, given=given, by=desk.user, now=now)
    else:
        handmarking.rate(item=item, given=given, seen=seen, by=desk.user, now=now)


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 5 else None


@require_http_methods(METHODS)
def blanks(request: HttpRequest, slug: str, lesson: int, step: int, question: str) -> HttpResponse:
    """0 for all that were left blank: asked for, confirmed, never done by itself."""
    desk = _desk(request, slug, lesson, step, question)
    queue, flaw = desk.queue(), ""
    if request.method == "POST":
        if _number(request.POST.get("count", "")) == len(queue.blanks):
            try:
                items = markingqueue.items_of(queue.blanks)
                count = handmarking.zero_blanks(quiz=desk.quiz, items=items, by=desk.user, now=timezone.now())
            except Refused as refused:
                flaw, queue = str(refused), desk.queue()
            else:
                answers = "blank answer has" if count == 1 else "blank answers have"
                messages.success(request, f"{count} {answers} level 0.")
                return redirect(desk.address())
        else:
            flaw = "The number of blank answers has changed since you looked. Nothing was stored; look at it again."
    context = desk.context(queue=queue, flaw=flaw)
    return render(request, "courses/marking_blanks.html", context, status=409 if flaw else 200)


@require_http_methods(METHODS)
def agreement(request: HttpRequest, slug: str, lesson: int, step: int, question: str) -> HttpResponse:
    """How far markers agree, where they differ, and what is settled."""
    desk = _desk(request, slug, lesson, step, question)
    queue, typed = desk.queue(), {}
    if request.method == "POST":
        place = _named(queue, request.POST.get("answer", ""))
        try:
            return _settled(request, desk, place)
        except Refused as refused:
            reason = cleaned(request.POST.get("reason", ""))
            typed = {
                "flaw": str(refused),
                "at": place,
                "reason": reason,
                "level": _number(request.POST.get("level", "")),
            }
    facts = {"page": agreeing.agreement(queue), "handed_in": len(queue.places), "steps": _steps(desk.question)}
    context = desk.context(**facts, **typed)
    return render(request, "courses/agreement.html", context, status=422 if typed else 200)


def _steps(question: Question) -> tuple[tuple[int, str], ...]:
    """The rubric as it is now."""
    newest = question.versions.select_related("key").order_by("-number")[0]
    steps: tuple[tuple[int, str], ...] = newest.key.content.rubric.steps
    return steps


def _settled(request: HttpRequest, desk: Desk, place: Place) -> HttpResponse:
    post, (item,) = request.POST, markingqueue.items_of((place,))
    level, seen = _number(post.get("level", "")), _number(post.get("seen", "")) or 0
    if level is None:
        raise Refused("Choose the level that counts.")
    standing = item.marks.order_by("-number").first()
    given = Given(level, standing.comment if standing else "", cleaned(post.get("reason", "")))
    handmarking.settle(item=item, given=given, seen=seen, by=desk.user, now=timezone.now())
    messages.success(request, f"Answer {place.number} is settled with level {level}.")
    return redirect(desk.address("marking_agreement"))
