"""Who is named in the library? Each person under one name, with what every work needs said of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from corpus.models import GlossaryEntry, Work
from corpus.text.searching import tokens


@dataclass(frozen=True, slots=True)
class Mention:
    """What one work's glossary says of somebody, and the paragraphs that name them."""

    work: Work
    text: str
    paragraphs: tuple[int, ...]

    @property
    def places(self) -> Iterator[tuple[str, str]]:
        for number in self.paragraphs:
            yield f"¶{number}", f"/library/{self.work.slug}/adapted/p{number}/#p{number}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody under the name that works use most, with the other names."""

    name: str
    others: tuple[str, ...]
    mentions: tuple[Mention, ...]

    @property
    def search(self) -> str:
        return f"{reverse('corpus:search')}?{urlencode({'q': self.name})}"

    @property
    def count(self) -> int:
        return sum(len(mention.paragraphs) for mention in self.mentions)


@require_safe
@login_not_required
def people(request: HttpRequest) -> HttpResponse:
    rows = GlossaryEntry.objects.filter(kind="person").select_related("work").order_by("work__year", "work", "term")
    return render(request, "corpus/people.html", {"people": _people(list(rows))})


def _people(rows: list[GlossaryEntry]) -> list[Person]:
    groups: list[list[GlossaryEntry]] = []
    for row in rows:
        same = [group for group in groups if any(_shared(row, other) for other in group)]
        for group in same:
            groups.remove(group)
        groups.append([*(other for group in same for other in group), row])
    return sorted(map(_person, groups), key=lambda person: tokens(person.name.split()[-1]))


def _shared(one: GlossaryEntry, other: GlossaryEntry) -> bool:
    """Whether two works explain the same name. A name within one work is one person's."""
    return one.work_id != other.work_id and bool(_names(one) & _names(other))


def _names(entry: GlossaryEntry) -> frozenset[tuple[str, ...]]:
    return frozenset(map(tokens, (entry.term, *entry.aliases)))


def _person(group: list[GlossaryEntry]) -> Person:
    terms = [entry.term for entry in group]
    name = max(dict.fromkeys(terms), key=terms.count)
    others = dict.fromkeys(n for entry in group for n in (entry.term, *entry.aliases) if n != name)
    mentions = (Mention(entry.work, entry.text, tuple(entry.paragraphs)) for entry in group)
    return Person(name, tuple(others), tuple(mentions))
