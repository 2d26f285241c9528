"""What does the library remember? Works, their editions, and each edition's revisions, which never change."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from corpus.prose import rendered
from corpus.text import passage
from corpus.text.citation import Anchor, Citation


class WithProse(models.Model):
    """A row with Markdown in the field that `prose` names, and its clean HTML beside it, rendered when saved (T46)."""

    prose: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        html = f"{self.prose}_html"
        setattr(self, html, rendered(getattr(self, self.prose)))
        fields = options.get("update_fields")
        if fields is not None and self.prose in fields:
            options["update_fields"] = {*fields, html}
        super().save(*args, **options)


class Work(models.Model):
    """What an author wrote. `facts` is the work as CSL-JSON, `card` its sourcing card (docs/architecture.md)."""

    slug = models.SlugField(max_length=63, unique=True)
    author = models.CharField(max_length=200)
    author_sort = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    year = models.CharField(max_length=40)
    genre = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=12, default="en")
    rights = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    card = models.JSONField(default=list, blank=True)
    voices = models.JSONField(default=dict, blank=True, help_text="Short names of speakers and how to print them.")

    class Meta:
        ordering = ["year", "author_sort"]

    def __str__(self) -> str:
        return f"{self.author}, {self.title} ({self.year})"

    @property
    def surname(self) -> str:
        return self.author_sort.split(",")[0]

    def get_absolute_url(self) -> str:
        return reverse("corpus:work", args=[self.slug])


class Edition(models.Model):
    """One text of a work: `original`, `adapted`, later translations."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="editions")
    kind = models.SlugField(max_length=31)
    title = models.CharField(max_length=80)
    language = models.CharField(max_length=12, default="en")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "kind"]
        constraints = [models.UniqueConstraint(fields=["work", "kind"], name="one_edition_of_a_kind_per_work")]

    def __str__(self) -> str:
        return f"{self.work.slug}/{self.kind}"


class RevisionQuerySet(models.QuerySet["Revision"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def present(self) -> Self:
        """The latest published revision of each edition."""
        return self.published().filter(~models.Exists(_later()))

    def waiting(self) -> Self:
        """Not published yet, and newer than what readers see."""
        return self.filter(~models.Exists(_later()), published_at=None)

    def of(self, work: str, kind: str) -> Self:
        return self.filter(edition__work__slug=work, edition__kind=kind)


def _later() -> "models.QuerySet[Revision]":
    """Published revisions after the one that is asked about."""
    outer = models.OuterRef
    return Revision.objects.filter(edition=outer("edition"), published_at__isnull=False, number__gt=outer("number"))


class Revision(models.Model):
    """An edition's text at a time: never changed, only followed by the next."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 over every paragraph, voice and sentence start.")
    source_hash = models.CharField(max_length=64, help_text="SHA-256 of the file it was read from.")
    rules = models.CharField(
        max_length=60, help_text="The format and the version of the sentence rules it was read with."
    )
    report = models.JSONField(default=dict, blank=True, help_text="Warnings, changes and what stood around the text.")
    annotations = models.JSONField(
        default=list, blank=True, help_text="[paragraph, word, remark, is note]: ours, on errors."
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "number"]
        verbose_name = "text"
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_revision_per_number"),
            models.UniqueConstraint(fields=["edition", "digest"], name="one_revision_per_text"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} revision {self.number}"


class Section(models.Model):
    """A headed run of paragraphs, both ends included."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="sections")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "number"], name="one_section_per_number"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="a_section_runs_forwards"),
        ]

    def __str__(self) -> str:
        return f"§{self.number} {self.title}".strip()


class Paragraph(models.Model):
    """A numbered paragraph, or a note. `voice` "" is the author; `spans` are [start, end, voice]."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="paragraphs")
    number = models.PositiveIntegerField()
    note = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, default="prose")
    voice = models.CharField(max_length=63, blank=True)
    text = models.TextField()
    sentence_starts = models.JSONField(default=list)
    spans = models.JSONField(default=list, blank=True)
    markers = models.JSONField(default=list, blank=True, help_text="[note, offset] of markers taken out of the text.")
    anchored_in = models.PositiveIntegerField(
        null=True, blank=True, help_text="For a note: the paragraph it belongs to."
    )
    hash = models.CharField(max_length=12)

    class Meta:
        ordering = ["note", "number"]
        constraints = [models.UniqueConstraint(fields=["revision", "note", "number"], name="one_paragraph_per_number")]

    def __str__(self) -> str:
        return f"{'n' if self.note else '¶'}{self.number}"

    def value(self, work: str) -> passage.Paragraph:
        """This paragraph as the pure packages know it."""
        return passage.Paragraph(
            work=work,
            number=self.number,
            kind=self.kind,
            voice=self.voice,
            text=self.text,
            sentence_starts=tuple(self.sentence_starts),
            spans=tuple(passage.Span(*span) for span in self.spans),
            note=self.note,
        )


class GlossaryEntry(models.Model):
    """A person, place or term, explained in our own words. `paragraphs` are where the adapted edition names it."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="glossary")
    term = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    aliases = models.JSONField(default=list, blank=True)
    text = models.TextField()
    paragraphs = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["term"]
        verbose_name_plural = "glossary entries"
        constraints = [models.UniqueConstraint(fields=["work", "term"], name="one_entry_per_term")]

    def __str__(self) -> str:
        return self.term


class Event(models.Model):
    """Something that a work dates. The same `name` in several works is the same event, whose dates may differ."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="events")
    name = models.SlugField(max_length=63)
    title = models.CharField(max_length=160)
    first = models.DateField(help_text="The first day that it may have been.")
    last = models.DateField(help_text="The last one; the same where the day is known.")
    words = models.CharField(max_length=80, help_text="The date as people say it, with what is not known.")
    cites = models.JSONField(default=list, help_text="Sentences of the adapted edition that give the date.")

    class Meta:
        ordering = ["first", "last", "name"]
        constraints = [
            models.UniqueConstraint(fields=["work", "name"], name="one_date_of_an_event_per_work"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="an_event_runs_forwards"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.words}"

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        return tuple(map(Anchor.of, self.cites))


class Highlight(models.Model):
    """A run of sentences that a reader marked for themselves, and a remark. Nobody else sees it.

    It stays with the revision in which its words stand: publishing takes it along, or leaves it where it can be shown.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    name = models.UUIDField(default=uuid4, unique=True, editable=False)
    note = models.BooleanField(default=False)
    paragraph = models.PositiveIntegerField()
    sentence = models.PositiveIntegerField()
    to_sentence = models.PositiveIntegerField()
    remark = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["revision__edition", "note", "paragraph", "sentence"]
        indexes = [models.Index(fields=["user", "revision"], name="highlights_of_a_reader")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "revision", "note", "paragraph", "sentence", "to_sentence"],
                name="one_highlight_of_the_same_sentences",
            ),
            models.CheckConstraint(condition=Q(sentence__lte=F("to_sentence")), name="a_highlight_runs_forwards"),
        ]

    def __str__(self) -> str:
        return str(self.citation)

    @property
    def citation(self) -> Citation:
        """`revision.edition.work` must be loaded."""
        edition = self.revision.edition
        at = (self.paragraph, self.paragraph, self.sentence, self.to_sentence, self.note)
        return Citation(edition.work.slug, edition.kind, *at)
