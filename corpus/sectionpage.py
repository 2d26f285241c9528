"""What does a section of a text look like, in one edition or in two side by side?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from corpus import highlights, reading, typesetting
from corpus.kept import kept
from corpus.models import Revision, Section, Work
from corpus.text.citation import Anchor, Citation
from corpus.text.digest import digest
from corpus.text.passage import Paragraph, Passage

PAIRS = "pairs"


class EditionTab(NamedTuple):
    label: str
    url: str
    current: bool


class Term(NamedTuple):
    """A person, place or term with its explanation, and the paragraphs that name it."""

    term: str
    text: str
    paragraphs: list[int]


@dataclass(frozen=True, slots=True)
class Pair:
    """One paragraph in both editions."""

    left: Paragraph
    right: Paragraph | None

    @property
    def left_html(self) -> SafeString:
        return typesetting.plain(self.left)

    @property
    def right_html(self) -> SafeString:
        return typesetting.plain(self.right) if self.right else SafeString("")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the reader marked in a passage, and where they mark more; no address for those who are not logged in."""

    anchors: frozenset[Anchor] = frozenset()
    url: str = ""

    @classmethod
    def of(cls, revision: Revision, citation: Citation, back: str) -> "Marks":
        """`revision` comes with `marked` (corpus.highlights.marked_by) where somebody is logged in."""
        if not hasattr(revision, "marked"):
            return cls()
        edition = revision.edition
        anchors = highlights.places(edition.work.slug, revision.marked)
        page = reverse("corpus:mark", args=[edition.work.slug, edition.kind])
        url = f"{page}?{urlencode({'passage': citation.label, 'back': back})}"
        return cls(frozenset(filter(citation.covers, anchors)), url)


@dataclass(frozen=True, slots=True)
class SectionPage:
    """`texts` are the present revisions by edition kind, the one being read first."""

    work: Work
    shown: str
    section: Section
    sections: list[Section]
    texts: dict[str, Revision]
    installed: bool

    @property
    def main(self) -> Revision:
        return self.section.revision

    @property
    def citation(self) -> Citation:
        return Citation(self.work.slug, None, self.section.first, self.section.last)

    @property
    def passage(self) -> Passage:
        return reading.passage_of(self.main, self.citation)

    @property
    def html(self) -> SafeString:
        return typesetting.marked(read(self.main, self.passage, self.citation), self.marks.anchors)

    @property
    def marks(self) -> Marks:
        return Marks.of(self.main, self.citation, self._url(self.shown, self.section.number))

    @property
    def card(self) -> SafeString:
        return card(self.work)

    @property
    def is_pairs(self) -> bool:
        return self.shown == PAIRS

    @property
    def pairs(self) -> Iterator[Pair]:
        other = self.texts.get("original")
        right = reading.passage_of(other, self.citation) if other else None
        by_number = {p.number: p for p in right.paragraphs} if right else {}
        for paragraph in self.passage.paragraphs:
            yield Pair(paragraph, by_number.get(paragraph.number))

    @property
    def tabs(self) -> list[EditionTab]:
        shown = [(kind, revision.edition.title) for kind, revision in sorted(self.texts.items())]
        if {"adapted", "original"} <= self.texts.keys():
            shown.append((PAIRS, "Side by side"))
        return [EditionTab(title, self._url(kind, self.section.number), kind == self.shown) for kind, title in shown]

    def _url(self, kind: str, number: int) -> str:
        return reverse("corpus:section", args=[self.work.slug, kind, number])

    @property
    def previous(self) -> tuple[str, Section] | None:
        return self._neighbour(-1)

    @property
    def next(self) -> tuple[str, Section] | None:
        return self._neighbour(1)

    def _neighbour(self, step: int) -> tuple[str, Section] | None:
        numbers = [s.number for s in self.sections]
        at = numbers.index(self.section.number) + step
        if not 0 <= at < len(numbers):
            return None
        return self._url(self.shown, numbers[at]), self.sections[at]


def read(revision: Revision, passage: Passage, citation: Citation) -> SafeString:
    """A section to read, with the author's notes and our explanations folded after the paragraphs."""
    work = revision.edition.work
    return typesetting.reading(passage, work.voices, _explained(work, citation), reading.notes_of(revision))


def _explained(work: Work, citation: Citation) -> dict[int, list[tuple[str, str]]]:
    """Each entry of the glossary once, after the first paragraph of the section that names it."""
    found: dict[int, list[tuple[str, str]]] = {}
    for entry in glossary_of(work):
        first = next((n for n in entry.paragraphs if citation.paragraph <= n <= citation.to_paragraph), None)
        if first is not None:
            found.setdefault(first, []).append((entry.term, entry.text))
    return found


def card(work: Work) -> SafeString:
    """The sourcing card of a work: who wrote, when, where, for whom and why. Every section opens with it."""
    name = digest(map(str, work.card))
    return kept(f"card:{name}", lambda: render_to_string("corpus/card.html", {"card": work.card}))


def section_page(work: str, shown: str, number: int, *, user: Any) -> SectionPage | None:
    """The page of a section in three queries, or None where there is no such section."""
    with_original = bool(user.is_authenticated)
    revisions = Revision.objects.present().filter(edition__work__slug=work).select_related("edition__work")
    if with_original:
        revisions = revisions.annotate(marked=highlights.marked_by(user))
    texts = {r.edition.kind: r for r in revisions if with_original or r.edition.kind != "original"}
    main = texts.get("adapted" if shown == PAIRS else shown)
    if main is None or (shown == PAIRS and "original" not in texts):
        return None
    sections = list(main.sections.all())
    section = next((s for s in sections if s.number == number), None)
    if section is None:
        return None
    section.revision = main
    installed = not with_original or "original" in texts
    found = main.edition.work
    return SectionPage(found, shown, section, sections, texts, installed)


def glossary_of(work: Work) -> list[Term]:
    """The glossary of a work, kept for a few minutes: it changes only when the library is loaded."""
    key = f"glossary:{work.pk}"
    found: list[Term] | None = cache.get(key)
    if found is None:
        found = [Term(*row) for row in work.glossary.values_list("term", "text", "paragraphs")]
        cache.set(key, found, 300)
    return found
