"""Where the class looked: the answers to one question, sentence by sentence, for those who teach the course."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from courses.models import Enrolment, Step
from quizzes.analysis.heat import FEWEST, Band
from quizzes.answered import answers
from quizzes.gridmap import grid_map
from quizzes.heatmap import HeatMap, heat_map

IN_TEXT = "text"
_BANDS = {Band.ALL: "Everybody", Band.UPPER: "Upper group", Band.LOWER: "Lower group"}


@require_safe
def heatmap(request: HttpRequest, slug: str, lesson: int, step: int, question: str) -> HttpResponse:
    """One text with its marks; of a grid first the grid, then with `cell` the text of one of its cells."""
    found = _step(request, slug, lesson, step)
    chosen = {name: request.GET.get(name, "") for name in ("view", "of", "band", "verdict", "cell")}
    band = Band(chosen["band"]) if chosen["band"] in set(Band) else Band.ALL
    quiz, students = found.quiz, Enrolment.objects.filter(course=found.lesson.course).values("user")
    assert quiz is not None
    of = {name: chosen[name] for name in ("of", "cell", "verdict")}
    rows = answers(quiz, question, students)
    page = heat_map(rows, band=band, **of)
    context = {"course": found.lesson.course, "step": found, "question": question, "fewest": FEWEST, "page": page}
    if page is None and (grid := grid_map(rows)):
        return render(request, "courses/gridmap.html", {**context, "page": grid})
    if page is None:
        get_object_or_404(quiz.questions, slug=question)
    more = {"in_text": chosen["view"] == IN_TEXT, "cell": chosen["cell"], "tabs": _tabs(page, chosen) if page else {}}
    return render(request, "courses/heatmap.html", {**context, **more})


def _step(request: HttpRequest, slug: str, lesson: int, step: int) -> Step:
    mine = Step.objects.taught_by(request.user).graded().select_related("quiz", "lesson__course")
    return get_object_or_404(mine, lesson__course__slug=slug, lesson__position=lesson, position=step)


def _tabs(page: HeatMap, chosen: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
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
