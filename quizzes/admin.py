"""Authoring: an instructor writes a question, its key is asked of the text before anything is kept.

Permissions come from the banks that a person edits (T30); there are no editable lists and no editable marks (T31).
"""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.models import User
from corpus.models import Revision
from corpus.text.citation import ASSUMED_EDITION
from quizzes.bank import bands, keys, picking, pools, trying
from quizzes.bank.authoring import CHECK, question_form
from quizzes.bank.composing import PoolForm, PoolFormSet, QuizForm, QuizItemForm, QuizItemFormSet, choices_of
from quizzes.bank.quoted import evidence_of
from quizzes.models import Bank, KeyCheck, Pool, Question, QuestionVersion, Quiz, QuizItem
from quizzes.questions import KINDS
from quizzes.questions.remarks import RESULTS
from quizzes.regrades import stale
from quizzes.rules import Mode, Refused, Rules
from quizzes.taking import attempts

PREVIEW = "preview--"


class BankLimited(admin.ModelAdmin):
    """Shows and changes only what stands in the banks that the caller edits."""

    bank = "bank"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(**{f"{self.bank}__in": Bank.objects.editable_by(request.user)})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Somebody else's is not there (T29); the stock admin would take the caller home with a message."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404("There is no such object in your banks.")
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _may(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "bank":
            kwargs["queryset"] = Bank.objects.editable_by(request.user)
        if db_field.name == "question":
            kwargs["queryset"] = Question.objects.filter(bank__in=Bank.objects.editable_by(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Bank)
class BankAdmin(admin.ModelAdmin):
    """Banks are made by administrators, who say who edits them."""

    list_display = ("title", "slug")
    filter_horizontal = ("editors",)
    search_fields = ("title",)


@admin.register(Question)
class QuestionAdmin(BankLimited):
    list_display = ("slug", "bank", "kind", "asks", "stands")
    list_filter = (("bank", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("bank",)
    search_fields = ("slug",)
    change_form_template = "admin/quizzes/question/change_form.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
        checks = KeyCheck.objects.filter(version=OuterRef("newest"), revision__in=Revision.objects.present())
        return (
            super()
            .get_queryset(request)
            .annotate(
                newest=Subquery(newest.values("pk")[:1]),
                newest_kind=Subquery(newest.values("kind")[:1]),
                newest_body=Subquery(newest.values("body")[:1]),
                newest_reading=Subquery(newest.values("reading")[:1]),
            )
            .annotate(checked=Exists(checks), broken=Exists(checks.exclude(flaws=[])))
        )

    @admin.display(description="kind")
    def kind(self, question: Any) -> str:
        return KINDS[question.newest_kind].label if question.newest_kind else "–"

    @admin.display(description="asks")
    def asks(self, question: Any) -> str:
        return KINDS[question.newest_kind].load(question.newest_body).title if question.newest_kind else "–"

    @admin.display(description="key")
    def stands(self, question: Any) -> str:
        if not question.newest_reading:
            return "needs no text"
        if not question.checked:
            return "unverified"
        return "broken" if question.broken else "verified, text unchanged"

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """First which kind, then its form."""
        if request.GET.get("kind") not in KINDS:
            # Classes are called by templates, so their words are handed over.
            kinds = [(kind.kind, kind.label, kind.purpose) for kind in KINDS.values()]
            context = {**self.admin_site.each_context(request), "kinds": kinds, "title": "Add question"}
            return TemplateResponse(request, "admin/quizzes/question/kinds.html", context)
        return super().add_view(request, form_url, {"title": f"Add {KINDS[request.GET['kind']].label.lower()}"})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kind = obj.latest().kind if obj else request.GET["kind"]
        return question_form(kind, Bank.objects.editable_by(request.user))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        form = self.get_form(request, obj)
        own = [field.name for field in form.kind.fields()]
        return [
            ("Question", {"fields": own}),
            ("Feedback", {"fields": ["reason", *(f"feedback_{result}" for result in RESULTS), "hints"]}),
            ("Shelf", {"fields": ["bank", "slug", "points", "skills", "difficulty"]}),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        form = context["adminform"].form
        context |= _beside(form, request)
        context["checked"] = CHECK in request.POST
        context["versions"] = (
            list(form.instance.versions.select_related("made_by").order_by("-number")) if form.instance.pk else []
        )
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        author = cast(User, request.user)
        version = keys.write(
            bank=obj.bank, slug=obj.slug, draft=form.cleaned_data["draft"], by=author, now=timezone.now()
        )
        messages.info(request, f"Kept as version {version.number}. The key stands in the present text.")
        if older := stale.marked_by_older(version.question):
            messages.warning(request, _older(older))

    def get_urls(self) -> list[URLPattern]:
        preview = path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="quizzes_question_preview")
        return [preview, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The student's own pages, as a practice attempt of the instructor's (T33)."""
        question = get_object_or_404(self.get_queryset(request), pk=pk)
        change = reverse("admin:quizzes_question_change", args=[pk])
        if request.method != "POST":
            return redirect(change)
        try:
            return redirect(_previewed(question, request.user, back=change))
        except Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(change)


def _beside(form: Any, request: HttpRequest) -> dict[str, Any]:
    """What the text says to the form: the words behind its citations, and the reading to tick sentences in."""
    picker = picking.picker(form, form.data if form.is_bound else None, request.GET)
    sets = evidence_of(form, frozenset(picker.asked.confirmed))
    below = {field.name: [one for one in sets if one.role == field.name] for field, _ in picker.picks}
    return {
        "evidence": sets,
        "quoted": below,
        "loose": [one for one in sets if one.role not in below],
        "picker": picker,
        "choices": trying.choices(picker),
        "tried": trying.tried(picker, form),
    }


def _older(count: int) -> str:
    """No key goes stale without somebody being told; where to act is on the floor above."""
    answers = "1 answer that was handed in keeps its mark" if count == 1 else f"{count:,} answers keep their marks"
    return f"{answers} by an older key. Whoever teaches a course that asks it can regrade them from the class page."


def _previewed(question: Question, user: Any, *, back: str) -> Any:
    now, slug = timezone.now(), f"{PREVIEW}{question.pk}"
    quiz, _ = Quiz.objects.get_or_create(
        bank=question.bank, slug=slug, defaults={"title": f"Preview of {question.slug}", "mode": Mode.PRACTICE.value}
    )
    QuizItem.objects.get_or_create(quiz=quiz, position=1, defaults={"question": question})
    for old in quiz.attempts.of(user).open():
        attempts.submit(attempt=old, now=now)
    return attempts.begin(quiz=quiz, user=user, rules=Rules(), edition=ASSUMED_EDITION, return_to=back, now=now)


class QuizItemInline(admin.TabularInline):
    model = QuizItem
    form = QuizItemForm
    formset = QuizItemFormSet
    fields = ("position", "question", "pool")
    extra = 1
    quiz: Quiz | None = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Question.objects.filter(bank__in=Bank.objects.editable_by(request.user))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "question":
            field.choices = choices_of(kwargs["queryset"])  # read once; a list is shared by all rows
        if field is not None and db_field.name == "pool":
            field.queryset = Pool.objects.filter(quiz=self.quiz)
            field.choices = [("", "asked of everybody"), *((pool.pk, str(pool)) for pool in field.queryset)]
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_delete_related = False
            field.help_text = "" if self.quiz else "Name pools below and save; then they can be chosen here."
        return field

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        self.quiz = obj
        return super().get_formset(request, obj, **kwargs)


class PoolInline(admin.TabularInline):
    """Below the questions, so that a pool that is taken out is taken out after its rows were kept."""

    model = Pool
    form = PoolForm
    formset = PoolFormSet
    fields = ("label", "take")
    extra = 0
    verbose_name_plural = "pools: some questions, of which each student is asked a few"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(Quiz)
class QuizAdmin(BankLimited):
    list_display = ("title", "bank", "mode")
    list_select_related = ("bank",)
    list_filter = ("mode",)
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ["title"]}
    form = QuizForm
    inlines = (QuizItemInline, PoolInline)
    actions = None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What is odd but no mistake is told after saving."""
        super().save_related(request, form, formsets, change)
        for flaw in (*pools.flaws(form.instance), *bands.advice(form.instance.feedback)):
            messages.warning(request, flaw)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(slug__startswith=PREVIEW)
