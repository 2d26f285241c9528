"""A file that somebody brings becomes a waiting revision: to be looked at, then published or thrown away."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import NoReverseMatch, resolve, reverse

from corpus import search
from corpus.formats.draft import Draft
from corpus.models import Edition, Revision, Work
from corpus.publishing import Kept, keep
from corpus.sectionpage import PAIRS
from corpus.text.citation import BadCitation, parse


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be known of a new work; `year` may be a range or “about 1950”."""

    slug: str
    author: str
    author_sort: str
    title: str
    year: str
    genre: str = ""
    language: str = "en"
    rights: str = ""


class Refused(ValueError):
    """The file is not taken in; the message says why."""


def check_names(slug: str, kind: str) -> None:
    """They must be names that a citation can hold and that no other page of the library has. Raises Refused."""
    try:
        parse(f"{slug}/{kind} ¶1")
        home = resolve(reverse("corpus:whole", args=[slug, kind]))
    except (BadCitation, NoReverseMatch):
        raise Refused(
            f"“{slug}/{kind}” cannot be cited. Names are small letters, digits and hyphens: at most 63 for a work, "
            "at most 31 and a letter first for an edition."
        ) from None
    of_the_work = resolve(reverse("corpus:work", args=[slug]))
    if (of_the_work.view_name, home.view_name) != ("corpus:work", "corpus:whole") or kind == PAIRS:
        raise Refused(f"“{slug}/{kind}” is the address of another page in the library; take another name.")


@transaction.atomic
def take(*, draft: Draft, work: Work | Facts, kind: str, by: Any, now: datetime, title: str = "") -> Kept:
    """Keeps a draft as the next revision of an edition. It waits: nobody reads it until it is published.

    A work or an edition that is not there yet is made. Raises Refused where the new work's name is taken.
    """
    found = work if isinstance(work, Work) else _made(work)
    last = found.editions.order_by("-position").first()
    edition, _ = Edition.objects.get_or_create(
        work=found,
        kind=kind,
        defaults={
            "title": title or kind.replace("-", " ").capitalize(),
            "position": last.position + 1 if last else 0,
            "language": found.language,
        },
    )
    return keep(edition=edition, draft=draft, now=now, by=by, known=False)


def _made(facts: Facts) -> Work:
    if Work.objects.filter(slug=facts.slug).exists():
        raise Refused(f"There is a work {facts.slug} already; choose it from the list, or give this one another name.")
    return Work.objects.create(**asdict(facts))


@transaction.atomic
def throw_away(revision: Revision) -> None:
    """Takes a revision out that was never published, and the edition and work that were made for it alone.

    Raises Refused for a published one: what somebody may have read or cited stays.
    """
    search.forget(revision)
    deleted, _ = Revision.objects.filter(pk=revision.pk, published_at=None).delete()
    if not deleted:
        raise Refused(f"{revision} is published; what somebody may have cited cannot be thrown away.")
    edition = revision.edition
    if not edition.revisions.exists():
        edition.delete()
        work = edition.work
        is_bare = not (work.card or work.facts or work.glossary.exists() or work.events.exists())
        if is_bare and not work.editions.exists():
            work.delete()
