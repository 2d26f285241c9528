"""Texts in the admin: bring a file, look at what was read, set its sentences, and let it go live (T24, T53)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.models import User
from corpus import incoming, reading, segmenting
from corpus.models import Paragraph, Revision
from corpus.text import passage, worddiff
from corpus.text.passage import Passage, word_count
from courses.admin.textforms import AnswerForm, UploadForm
from courses.reading import texts
from quizzes.bank import reviewing
from quizzes.bank.publishing import Unanswered
from quizzes.bank.reviewing import Review
from quizzes.models import Bank


@admin.register(Revision)
class TextAdmin(admin.ModelAdmin):
    """Whoever writes questions may bring texts; a text that touches others' keys is for their editors to publish."""

    list_display = ("edition", "number", "state", "paragraphs", "made_at", "made_by")
    list_display_links = ("edition", "number")
    list_select_related = ("edition__work", "made_by")
    search_fields = ("edition__work__slug", "edition__work__title", "edition__work__author")
    ordering = ("edition__work__slug", "edition__position", "-number")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        present = Revision.objects.present()
        counted = Count("paragraphs", filter=Q(paragraphs__note=False))
        rows = super().get_queryset(request).defer("report", "annotations")
        return rows.annotate(counted=counted, is_present=Q(pk__in=present))

    @admin.display(description="state")
    def state(self, revision: Any) -> str:
        if revision.is_present:
            return "read now"
        return "earlier" if revision.published_at else "waits"

    @admin.display(description="paragraphs")
    def paragraphs(self, revision: Any) -> int:
        return int(revision.counted)

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    has_module_permission = has_view_permission = has_add_permission = has_change_permission = _may

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/publish/", view(self.publish), name="corpus_revision_publish"),
            path("<int:pk>/throw-away/", view(self.throw_away), name="corpus_revision_throw_away"),
            path("<int:pk>/sentences/<str:mark>/", view(self.sentences), name="corpus_revision_sentences"),
        ]
        return [*own, *super().get_urls()]

    # Bringing a text

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                kept = incoming.take(
                    draft=form.draft,
                    work=form.chosen_work,
                    kind=form.cleaned_data["edition"],
                    by=cast(User, request.user),
                    now=timezone.now(),
                )
            except incoming.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.info(request, f"{kept.changes} Nobody reads it until it is published.")
                return HttpResponseRedirect(_address("change", kept.revision))
        return self._page(request, "upload.html", title="Bring a text", form=form)

    # Looking at it

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        revision = _revision(int(object_id) if object_id.isdecimal() else 0)
        return self._page(
            request,
            "revision.html",
            title=str(revision),
            revision=revision,
            sections=list(_sections(revision)),
            notes=[_shown(revision, p) for p in reading.whole(revision).paragraphs if p.note],
            counts=_counts(reading.whole(revision)),
            changed=list(_changed(revision)),
            waits=revision.published_at is None,
        )

    def sentences(self, request: HttpRequest, pk: int, mark: str) -> HttpResponse:
        revision, number = _revision(pk), mark.lstrip("pn")
        note = mark.startswith("n")
        paragraph = get_object_or_404(
            Paragraph, revision=revision, note=note, number=int(number) if number.isdecimal() else 0
        )
        written, flaw = request.POST.get("sentences", "\n".join(segmenting.lines(paragraph))), ""
        if request.method == "POST":
            try:
                starts = segmenting.starts_from(paragraph.text, written)
                segmenting.resegment(paragraph=paragraph, starts=starts, by=request.user, now=timezone.now())
                messages.info(request, f"{paragraph} has {len(starts)} sentences now.")
                return HttpResponseRedirect(f"{_address('change', revision)}#{paragraph.value('').anchor.html_id}")
            except segmenting.Refused as refused:
                flaw = str(refused)
        if revision.published_at:
            raise Http404("The sentences of a published text stay.")
        title = f"Sentences of {paragraph} in {revision}"
        context = {"revision": revision, "paragraph": paragraph, "written": written, "flaw": flaw}
        return self._page(request, "sentences.html", title=title, **context)

    def throw_away(self, request: HttpRequest, pk: int) -> HttpResponse:
        revision = _revision(pk)
        if request.method != "POST":
            return HttpResponseRedirect(_address("change", revision))
        if not (request.user.is_superuser or revision.made_by in (None, request.user)):
            messages.error(
                request, f"{revision.made_by} brought this text; only they or an administrator throw it away."
            )
            return HttpResponseRedirect(_address("change", revision))
        try:
            incoming.throw_away(revision)
            messages.info(request, f"{revision} was thrown away.")
        except incoming.Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:corpus_revision_changelist"))

    # Letting it go live

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        revision = _revision(pk)
        if revision.published_at:
            return HttpResponseRedirect(_address("change", revision))
        found = reviewing.review(revision)
        foreign = _foreign(found, request.user)
        post = request.POST.dict() if request.method == "POST" else None
        forms = [AnswerForm.of(touched, post) for touched in found.affected]
        if post is not None and not foreign and self._is_still(request, found):
            told = self._published(request, revision, forms)
            if told:
                messages.info(request, f"{revision} is published; {told}")
                return HttpResponseRedirect(_address("change", revision))
        context = {"revision": revision, "found": found, "forms": forms, "foreign": foreign, "was_sent": bool(post)} | {
            "digests": digests(found)
        }
        steps = texts.readings(found)
        return self._page(request, "publish.html", title=f"Publish {revision}", steps=steps, **context)

    def _is_still(self, request: HttpRequest, found: Review) -> bool:
        """What is answered for must be what was looked at: both texts are named by their digests."""
        seen = request.POST.get("digests", "")
        if seen == digests(found):
            return True
        messages.error(request, "The text has changed since you opened this page. Look at it again, then publish.")
        return False

    def _published(self, request: HttpRequest, revision: Revision, forms: list[AnswerForm]) -> str:
        """What was done, or nothing where something is still to be answered; then it is said at its place."""
        answers = {form.touched.version.pk: form.answer(revision.edition.kind) for form in forms}
        if None in answers.values():
            return ""
        given = {pk: answer for pk, answer in answers.items() if answer is not None}
        try:
            by = cast(User, request.user)
            return texts.publish(revision=revision, now=timezone.now(), by=by, answers=given).sentence
        except Unanswered as unanswered:
            broken = {one.version.pk: one.flaws for one in unanswered.breaks}
            for form in forms:
                form.flaws = [flaw.message for flaw in broken.get(form.touched.version.pk, ())]
        except (texts.Lost, ValueError) as refused:
            messages.error(request, str(refused))
        return ""

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        if not self._may(request):
            raise PermissionDenied
        shown = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/corpus/revision/{template}", shown)


def _revision(pk: int) -> Revision:
    return get_object_or_404(Revision.objects.select_related("edition__work", "made_by"), pk=pk)


def _address(page: str, revision: Revision) -> str:
    return reverse(f"admin:corpus_revision_{page}", args=[revision.pk])


def digests(found: Review) -> str:
    """The revision that would go live and the one that readers see, by name."""
    return f"{found.revision.digest} {found.before.digest if found.before else ''}".strip()


def _foreign(found: Review, user: Any) -> list[Bank]:
    """Banks whose keys the text touches and that this person does not edit."""
    mine = set(Bank.objects.editable_by(user).values_list("pk", flat=True))
    banks = {touched.version.question.bank for touched in found.affected}
    return sorted((bank for bank in banks if bank.pk not in mine), key=str)


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph and what stands above it: what it is, and who speaks if not the author."""

    text: passage.Paragraph
    about: str


def _shown(revision: Revision, paragraph: passage.Paragraph) -> Shown:
    voices = revision.edition.work.voices
    kind = [] if paragraph.kind in ("prose", "note") else [paragraph.kind.capitalize()]
    speaker = [f"{voices.get(paragraph.voice, paragraph.voice)} speaks"] if paragraph.voice else []
    return Shown(paragraph, ", ".join([*kind, *speaker]))


def _sections(revision: Revision) -> Iterator[tuple[Any, list[Shown]]]:
    prose = [p for p in reading.whole(revision).paragraphs if not p.note]
    for section in revision.sections.all():
        yield section, [_shown(revision, p) for p in prose if section.first <= p.number <= section.last]


def _counts(text: Passage) -> str:
    prose = [p for p in text.paragraphs if not p.note]
    sentences, words = sum(len(p.sentence_starts) for p in prose), sum(word_count(p.text) for p in prose)
    notes = len(text.paragraphs) - len(prose)
    counted = f"{len(prose)} paragraphs, {sentences} sentences, {words:,} words"
    return f"{counted}, {notes} {'note' if notes == 1 else 'notes'}" if notes else counted


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph that the readers' present text has with other words, or not at all."""

    label: str
    pieces: tuple[worddiff.Piece, ...]


def _changed(revision: Revision) -> Iterator[Changed]:
    """Paragraph by paragraph, beside what readers see now; nothing where that is this text itself."""
    present = reading.present(revision.edition.work.slug, revision.edition.kind)
    if present is None or present == revision or revision.published_at:
        return
    was = {p.anchor: p.text for p in reading.whole(present).paragraphs}
    now = {p.anchor: p.text for p in reading.whole(revision).paragraphs}
    for anchor in sorted(was.keys() | now.keys(), key=lambda at: (at.note, at.paragraph)):
        if was.get(anchor) != now.get(anchor):
            yield Changed(anchor.label, worddiff.pieces(was.get(anchor, ""), now.get(anchor, "")))
