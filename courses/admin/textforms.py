"""What does somebody who brings a text say about it, and how is each place that it moves answered?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from corpus import formats
from corpus.formats.draft import LIMIT, Draft, Unreadable
from corpus.incoming import Facts, Refused, check_names
from corpus.models import Work
from corpus.text.citation import Anchor, BadCitation, parse
from corpus.text.relocate import Fate
from corpus.text.worddiff import Piece, pieces
from quizzes.bank.publishing import Answer, Aside
from quizzes.bank.reviewing import Affected, Place

NEW_WORK = ("slug", "author", "author_sort", "title", "year")


class UploadForm(forms.Form):
    """A file, the work it is a text of, and which edition. A new work is named here too."""

    file = forms.FileField(help_text=f"At most {LIMIT:,} bytes, UTF-8.")
    format = forms.ChoiceField(required=False, help_text="Told by the file’s name and contents unless you choose.")
    work = forms.ModelChoiceField(Work.objects.all(), required=False, empty_label="A new work")
    edition = forms.CharField(
        max_length=31,
        initial="original",
        validators=[forms.SlugField().default_validators[0]],
        help_text="original, adapted, or a name of your own in small letters, for example plain-german.",
    )
    slug = forms.SlugField(
        max_length=63,
        required=False,
        label="Name in citations",
        help_text="For example orlo-1931. It cannot be changed.",
    )
    author = forms.CharField(max_length=200, required=False)
    author_sort = forms.CharField(
        max_length=200, required=False, label="Author, sorted", help_text="Orlo, Ida", widget=forms.TextInput
    )
    title = forms.CharField(max_length=300, required=False)
    year = forms.CharField(max_length=40, required=False, help_text="1931, or in words: about 1930.")
    genre = forms.CharField(max_length=80, required=False, help_text="letters, report, speech …")
    rights = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="Who may read it, and by whose leave."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["format"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "Told by the file"), *((f.NAME, f.TITLE) for f in formats.FORMATS)]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise ValidationError(f"The file has {file.size:,} bytes; the limit is {LIMIT:,}. Import it in parts.")
        return file

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("work") and "work" not in self.errors:
            for name in NEW_WORK:
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, "A new work needs this; or choose a work that is here.")
            if found.get("slug") and Work.objects.filter(slug=found["slug"]).exists():
                self.add_error("slug", "There is a work of this name already; choose it above.")
        slug = found["work"].slug if found.get("work") else found.get("slug", "")
        if slug and found.get("edition"):
            try:
                check_names(slug, found["edition"])
            except Refused as refused:
                self.add_error("edition" if found.get("work") else "slug", str(refused))
        if found.get("file"):
            self._read(found)
        return found

    def _read(self, found: dict[str, Any]) -> None:
        data = found["file"].read()
        chosen = formats.BY_NAME.get(found.get("format", "")) or formats.guess(found["file"].name or "", data)
        try:
            found["draft"] = chosen.read(data)
        except Unreadable as unreadable:
            self.add_error("file", str(unreadable))

    @property
    def draft(self) -> Draft:
        found: Draft = self.cleaned_data["draft"]
        return found

    @property
    def chosen_work(self) -> Work | Facts:
        found = self.cleaned_data
        if found["work"]:
            chosen: Work = found["work"]
            return chosen
        return Facts(**{name: found[name] for name in (*NEW_WORK, "genre", "rights")})


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer for a place: the value of its radio button, and what it says."""

    value: str
    label: str


@dataclass
class PlaceForm:
    """A place that is to be answered for, with what was chosen and what is wrong with that."""

    name: str
    place: Place
    chosen: str = ""
    other: str = ""
    error: str = ""

    @property
    def diff(self) -> tuple[Piece, ...]:
        """What stands at the old place now, against what stood there."""
        return pieces(self.place.found.words, self.place.found.now or "")

    @property
    def choices(self) -> Iterator[Choice]:
        found = self.place.found
        if found.fate is Fate.MOVED:
            yield Choice("move", f"Follow the words to {_labels(found.to)}")
        if found.now is not None:
            yield Choice("keep", f"Keep {found.at.label} with its new words")
        yield Choice("other", "Cite another place:")
        if self.place.roles != ("reason",):
            yield Choice("drop", "Take it out of the key")

    def answer(self, edition: str) -> tuple[Anchor, ...]:
        """Where the place goes. Raises BadCitation."""
        found = self.place.found
        if self.chosen not in {choice.value for choice in self.choices}:
            raise BadCitation("Choose what becomes of this place; the text has changed since the page was opened.")
        match self.chosen:
            case "move":
                return found.to
            case "keep":
                return (found.at,)
            case "drop":
                return ()
        citation = parse(self.other, work=found.at.work, edition=edition)
        if citation.work != found.at.work or citation.edition != edition:
            raise BadCitation(f"“{self.other}” is not in {found.at.work}/{edition}.")
        return citation.anchors


def _labels(anchors: tuple[Anchor, ...]) -> str:
    return " and ".join(anchor.label for anchor in anchors)


@dataclass
class AnswerForm:
    """One affected question: a place each, or the whole set aside."""

    touched: Affected
    places: list[PlaceForm] = field(default_factory=list)
    aside: bool = False
    flaws: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, touched: Affected, post: Mapping[str, str] | None) -> "AnswerForm":
        """Unanswered, exact relocations are chosen already: pressing the button accepts them."""
        form = cls(touched, aside=bool(post and post.get(f"aside-{touched.version.pk}")))
        for place in touched.open:
            name = f"{touched.version.pk}-{place.found.at.html_id}"
            proposed = "move" if place.found.fate is Fate.MOVED else ""
            chosen = proposed if post is None else post.get(name, "")
            form.places.append(PlaceForm(name, place, chosen, (post or {}).get(f"{name}-other", "")))
        return form

    @property
    def aside_name(self) -> str:
        return f"aside-{self.touched.version.pk}"

    def answer(self, edition: str) -> Answer | None:
        """None where something is missing or wrong; then it is said at its place."""
        if self.aside:
            return Aside.ASIDE
        moves: dict[Anchor, tuple[Anchor, ...]] = {}
        for one in self.places:
            try:
                moves[one.place.found.at] = one.answer(edition) if one.chosen else _unanswered()
            except BadCitation as problem:
                one.error = str(problem)
        return None if any(one.error for one in self.places) else moves


def _unanswered() -> tuple[Anchor, ...]:
    raise BadCitation("Choose what becomes of this place.")
