"""The class for its staff: gradebook and tables to take away (T27–T30)."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses import exports
from courses.grades import classlist, gradebook, records, regrades
from courses.models import Course

LONGEST_SEARCH = 100  # characters; a name or an address is shorter


@require_safe
def class_page(request: HttpRequest, slug: str) -> HttpResponse:
    staffed = Course.objects.staffed_by(request.user).annotate(**regrades.to_decide(), **classlist.how_far())
    course = get_object_or_404(staffed, slug=slug)
    number, wanted = request.GET.get("page", "1"), request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    page = _page(course, int(number[:6]) if number.isdecimal() else 0, wanted, timezone.now())
    if page is None:
        raise Http404("The class has no such page.")
    decide = regrades.in_words(course) if course.part.instructor else ""
    context = {"course": course, "page": page, "tables": exports.TABLES.values(), "decide": decide}
    return render(request, "courses/class.html", context)


def _page(course: Course, number: int, wanted: str, now: datetime) -> gradebook.Gradebook | None:
    """Attempts on the page whose time is up are marked first, a page's worth at once (TRUST.md T16)."""
    page = gradebook.gradebook(course, page=number, now=now, wanted=wanted)
    if page is not None and page.overdue and gradebook.settle(course, now, most=gradebook.PAGE):
        return gradebook.gradebook(course, page=number, now=now, wanted=wanted)
    return page


@require_POST
def settle(request: HttpRequest, slug: str) -> HttpResponse:
    """Marks what was saved in attempts whose time is up."""
    course = get_object_or_404(Course.objects.staffed_by(request.user), slug=slug)
    count = gradebook.settle(course, timezone.now())
    messages.success(request, f"{count} {'attempt was' if count == 1 else 'attempts were'} marked.")
    return redirect("courses:class", slug)


@require_safe
def export(request: HttpRequest, slug: str, table: str, kind: str) -> StreamingHttpResponse:
    """A table as a file, sent row by row. The name of the file is ours (T57)."""
    course = get_object_or_404(Course.objects.staffed_by(request.user), slug=slug)
    writer = exports.WRITERS.get(kind)
    if table not in exports.TABLES or writer is None:
        raise Http404("There is no such table.")
    rows = writer.stream(exports.TABLES[table], records.TABLES[table](course))
    response = StreamingHttpResponse(rows, content_type=writer.content_type)
    response["Content-Disposition"] = f'attachment; filename="{course.slug}-{table}.{writer.ending}"'
    return response
