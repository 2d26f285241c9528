"""The bundled library goes on the shelf: facts, glossary and adapted edition of each work, and the originals found."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import transaction

from corpus import dating
from corpus.formats import adapted, plain, profile
from corpus.formats.draft import Draft, Unreadable
from corpus.models import Edition, GlossaryEntry, Paragraph, Revision, Work
from corpus.publishing import Kept, keep

LIBRARY = Path(__file__).parent / "library"
EDITIONS = {"adapted": ("Adapted", 0), "original": ("Original", 1)}
CARD = {
    "who": "Who",
    "when": "When",
    "where": "Where",
    "why": "Why",
    "for_whom": "For whom",
    "known": "Could know",
    "genre": "Genre",
    "sources": "Sources",
}


class BadWork(ValueError):
    """A folder of the library cannot be read; the message names file and key."""


def folders(library: Path = LIBRARY) -> list[Path]:
    """The folders that hold a work, in order."""
    return sorted(folder for folder in library.iterdir() if (folder / "work.toml").exists())


def strangers(texts: Path) -> list[Path]:
    """Text files in the folder of originals that belong to no work of the library."""
    known = {folder.name for folder in LIBRARY.iterdir()}
    return sorted(path for path in texts.glob("*.txt") if path.stem not in known)


def load(folder: Path, texts: Path, *, now: datetime) -> list[str]:
    """Loads one work and says what came of each part. Repeatable: the same files change nothing.

    Every file is read before anything is stored, so that a wrong one leaves the work as it was (T2).
    """
    facts, entries, drafts = _facts(folder), _entries(folder), list(_drafts(folder, texts))
    events = _events(folder, dict(drafts).get("adapted"))
    with transaction.atomic():
        work = _work(facts)
        said = [line for kind, draft in drafts for line in _shelved(work, kind, draft, now)]
        _glossary(work, entries)
        dating.keep(work, events)
    cache.delete(f"glossary:{work.pk}")
    return said


def _shelved(work: Work, kind: str, draft: Draft | str, now: datetime) -> Iterator[str]:
    if isinstance(draft, str):
        yield f"{work.slug}/{kind}: {draft}"
        return
    kept = _kept(work, kind, draft, now)
    yield f"{work.slug}/{kind}: {kept.changes}"
    if kept.is_new:
        yield from (f"  {warning}" for warning in draft.warnings)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadWork(f"{path.parent.name}/{path.name}: {wrong}") from wrong


def _facts(folder: Path) -> dict[str, Any]:
    facts = _toml(folder / "work.toml")
    missing = [name for name in ("slug", "author", "author_sort", "title", "year") if not facts.get(name)]
    if missing:
        raise BadWork(f"{folder.name}/work.toml lacks {', '.join(missing)}.")
    return facts


def _entries(folder: Path) -> list[dict[str, Any]]:
    path = folder / "glossary.toml"
    entries = _toml(path).get("entry", []) if path.exists() else []
    for number, entry in enumerate(entries, start=1):
        missing = [name for name in ("term", "kind", "text") if not entry.get(name)]
        if missing:
            raise BadWork(f"{folder.name}/glossary.toml: entry {number} lacks {', '.join(missing)}.")
    return entries


def _events(folder: Path, adapted: Draft | str | None) -> Sequence[dating.Dated]:
    path = folder / "events.toml"
    if not path.exists() or not isinstance(adapted, Draft):
        return ()
    try:
        events = dating.read(folder.name, _toml(path))
        dating.check(events, adapted, folder.name)
    except dating.BadEvents as wrong:
        raise BadWork(f"{folder.name}/events.toml: {wrong}") from wrong
    return events


def _work(facts: Mapping[str, Any]) -> Work:
    card = facts.get("card", {})
    work, _ = Work.objects.update_or_create(
        slug=facts["slug"],
        defaults={
            "author": facts["author"],
            "author_sort": facts["author_sort"],
            "title": facts["title"],
            "year": facts["year"],
            "genre": facts.get("genre", ""),
            "language": facts.get("language", "en"),
            "rights": facts.get("rights", ""),
            "facts": facts.get("csl", {}),
            "card": [[label, card[name]] for name, label in CARD.items() if card.get(name)],
            "voices": facts.get("voices", {}),
        },
    )
    return work


def _drafts(folder: Path, texts: Path) -> Iterator[tuple[str, Draft | str]]:
    """Each edition's draft, or why there is none."""
    if (folder / "adapted.md").exists():
        yield "adapted", adapted.read((folder / "adapted.md").read_bytes())
    original = texts / f"{folder.name}.txt"
    if original.exists():
        known = folder / "profile.toml"
        rules = profile.load(known.read_text(encoding="utf-8")) if known.exists() else None
        try:
            yield "original", plain.read(original.read_bytes(), rules)
        except Unreadable as wrong:
            yield "original", f"not imported. {original.name}: {wrong}"
    else:
        yield "original", f"not installed: {original.name} is not in the folder of texts."


def _kept(work: Work, kind: str, draft: Draft, now: datetime) -> Kept:
    title, position = EDITIONS[kind]
    edition, _ = Edition.objects.get_or_create(
        work=work, kind=kind, defaults={"title": title, "position": position, "language": work.language}
    )
    # The known files give no warning; another transcription goes live only when somebody says so.
    return keep(edition=edition, draft=draft, now=now, known=not draft.warnings)


def name_again(work: Work) -> None:
    """Finds anew which paragraphs of the present text name each person, place and term."""
    texts = _texts(work)
    for entry in work.glossary.all():
        entry.paragraphs = _naming([entry.term, *entry.aliases], texts)
        entry.save(update_fields=["paragraphs"])
    cache.delete(f"glossary:{work.pk}")


def _texts(work: Work) -> list[tuple[int, str]]:
    present = Revision.objects.present().of(work.slug, "adapted")
    found = Paragraph.objects.filter(revision__in=present, note=False).order_by("number")
    return list(found.values_list("number", "text"))


def _naming(names: list[str], texts: list[tuple[int, str]]) -> list[int]:
    pattern = _names(names)
    return sorted({number for number, text in texts if pattern.search(text)})


def _glossary(work: Work, entries: Sequence[Mapping[str, Any]]) -> None:
    texts = _texts(work)
    kept = {entry.term: entry for entry in work.glossary.all()}
    fresh = {entry["term"]: _entry(work, entry, texts) for entry in entries}
    work.glossary.exclude(term__in=fresh).delete()
    GlossaryEntry.objects.bulk_create(entry for term, entry in fresh.items() if term not in kept)
    changed = [_replaced(kept[term], entry) for term, entry in fresh.items() if term in kept]
    GlossaryEntry.objects.bulk_update([entry for entry in changed if entry], _SHOWN)


_SHOWN = ("kind", "aliases", "text", "paragraphs")


def _entry(work: Work, entry: Mapping[str, Any], texts: list[tuple[int, str]]) -> GlossaryEntry:
    return GlossaryEntry(
        work=work,
        term=entry["term"],
        kind=entry["kind"],
        aliases=entry.get("aliases", []),
        text=entry["text"],
        paragraphs=_naming([entry["term"], *entry.get("aliases", [])], texts),
    )


def _replaced(kept: GlossaryEntry, fresh: GlossaryEntry) -> GlossaryEntry | None:
    """The kept row with what is new, or None where nothing is."""
    if all(getattr(kept, name) == getattr(fresh, name) for name in _SHOWN):
        return None
    for name in _SHOWN:
        setattr(kept, name, getattr(fresh, name))
    return kept


def _names(names: list[str]) -> re.Pattern[str]:
    """Finds one of these as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
