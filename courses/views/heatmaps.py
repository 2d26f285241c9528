"""Where the class looked: the answers to one question, sentence by sentence, for those who teach the course."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from courses.grades import regrades
from courses.models import Step
from quizzes.analysis.heat import FEWEST, Band
from quizzes.bank import keys, widening
from quizzes.models import Regrade, Reply
from quizzes.overview.answered import Answered, answers
from quizzes.overview.gridmap import grid_map
from quizzes.overview.heatmap import HeatMap, Line, heat_map
from quizzes.pages.said import SaidField
from quizzes.questions import accepting
from quizzes.rules import Refused

IN_TEXT = "text"
_BANDS = {Band.ALL: "Everybody", Band.UPPER: "Upper group", Band.LOWER: "Lower group"}


@require_safe
def heatmap(request: HttpRequest, slug: str, lesson: int, step: int, question: str) -> HttpResponse:
    """One text with its marks; of a grid first the grid, then with `cell` the text of one of its cells."""
    found = get_object_or_404(Step.objects.graded_at(request.user, slug, lesson, step))
    chosen = {name: request.GET.get(name, "") for name in ("view", "of", "band", "verdict", "cell")}
    band = Band(chosen["band"]) if chosen["band"] in set(Band) else Band.ALL
    of = {name: chosen[name] for name in ("of", "cell", "verdict")}
    rows = _answers(found, question)
    page = heat_map(rows, band=band, **of)
    context = {"course": found.lesson.course, "step": found, "question": question, "fewest": FEWEST, "page": page}
    if page is None and (grid := grid_map(rows)):
        return render(request, "courses/gridmap.html", {**context, "page": grid})
    if page is None and found.quiz is not None:
        get_object_or_404(found.quiz.questions, slug=question)
    more = {"in_text": chosen["view"] == IN_TEXT, "cell": chosen["cell"], "ways": _ways(page, chosen) if page else {}}
    return render(request, "courses/heatmap.html", {**context, **more})


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, slug: str, lesson: int, step: int, question: str) -> HttpResponse:
    """A sentence that many marked beside a proof: as another proof, or as neutral? Then the regrade is looked at."""
    found = get_object_or_404(Step.objects.graded_at(request.user, slug, lesson, step))
    of = {name: request.GET.get(name, "") for name in ("of", "at", "cell")}
    if not of["at"]:
        return redirect("courses:heatmap", slug, lesson, step, question)
    page = heat_map(_answers(found, question), of=of["of"], cell=of["cell"])
    line = next((line for line in page.lines if line.heat.at.value == of["at"]), None) if page else None
    if page is None or line is None:
        raise Http404("There is no such sentence.")
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and line.heat.is_key:
        form.add_error(None, "The key has this sentence already. Change what it is there in Authoring.")
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("courses:regraded", slug, _accepted(request, found, page, line, form).public_id)
        except Refused as refused:
            form.add_error(None, str(refused))
        except keys.Flawed as flawed:
            for flaw in flawed.flaws:
                form.add_error(None, flaw.message)
    context = {
        "course": found.lesson.course,
        "step": found,
        "question": page.version.question,
        "page": page,
        "line": line,
        "form": form,
        "may_change": widening.may_change_key(page.version.question, request.user),
        "takes_places": accepting.takes_places(page.newest.version.key.content, page.at),
        "query": urlencode(of),
    }
    return render(request, "courses/accept.html", context, status=422 if form.errors else 200)


class AcceptForm(forms.Form):
    reason = SaidField(label="Reason", help_text="One or two sentences. Students whose mark changes are told.")


def _accepted(request: HttpRequest, step: Step, page: HeatMap, line: Line, form: AcceptForm) -> Regrade:
    """Raises Refused and Flawed."""
    reply = Reply.PROOF if request.POST.get("reply") == Reply.PROOF else Reply.NEUTRAL
    by, now = cast(User, request.user), timezone.now()
    with transaction.atomic():
        widening.widened(
            page.version.question,
            reply=reply,
            places=[line.heat.at],
            read=page.revision,
            edition=page.revision.edition.kind,
            by=by,
            now=now,
            at=page.at,
        )
        facts = {"question": page.version.question, "reason": form.cleaned_data["reason"]}
        regrade = regrades.asked(step=step, facts=facts, by=by, now=now)
    messages.success(request, "The key has a new version. Look at whose marks change, then apply it.")
    return regrade


def _answers(step: Step, question: str) -> list[Answered]:
    assert step.quiz is not None
    return answers(step.quiz, question, step.lesson.course.enrolments.values("user"))


def _ways(page: HeatMap, chosen: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """The ways to look at it; each link keeps the other choices."""

    def tab(label: str, **change: str) -> dict[str, Any]:
        present = {
            "cell": chosen["cell"],
            "view": chosen["view"] if chosen["view"] == IN_TEXT else "",
            "band": page.band.value,
            "verdict": page.verdict,
            "of": page.asked.name,
        }
        query = {name: value for name, value in (present | change).items() if value}
        return {"label": label, "query": urlencode(query), "current": present | change == present}

    return {
        "views": [tab("As a table", view=""), tab("In the text", view=IN_TEXT)],
        "bands": [tab(label, band=band.value) for band, label in _BANDS.items()],
        "verdicts": [tab("Any verdict", verdict=""), *(tab(v.label, verdict=v.value) for v in page.verdicts)]
        if page.verdicts
        else [],
        "others": [tab(f"another version, {one.answers} answers", of=one.name) for one in page.others],
    }
