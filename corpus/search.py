"""Where in the library does it say so? Words, phrases and names, found by the database's own full-text index.

SQLite's FTS5 and PostgreSQL's tsvector hold the same tokens of ours (`corpus.text.searching`) and are asked the same
question, so both find the same paragraphs. Every revision is indexed when it is kept; only present ones are found, so a
row whose paragraph is gone is never seen.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from corpus.models import GlossaryEntry, Paragraph, Revision
from corpus.text.passage import Paragraph as Text
from corpus.text.passage import Sentence, Span
from corpus.text.searching import Clause, Names, Place, Query, Tokens, places, tokens

ON_A_PAGE = 20
# PostgreSQL counts positions of words up to this; in a longer paragraph phrases are found in its first part only.
LAST_POSITION = 16_383
# Of a voice's paragraphs so many are looked through, because who speaks is settled sentence by sentence.
MOST_SPOKEN = 5_000


class Index(Protocol):
    """What a database's full-text index is asked to do."""

    table: str
    key: str

    def add(self, cursor: Any, entries: Iterable[tuple[int, Tokens]]) -> None: ...

    def matching(self, query: Query) -> RawSQL:
        """The keys of the paragraphs that hold every clause."""


class _Fts5:
    table, key = "corpus_words", "rowid"

    def add(self, cursor: Any, entries: Iterable[tuple[int, Tokens]]) -> None:
        rows = [(pk, " ".join(found)) for pk, found in entries]
        cursor.executemany("INSERT OR REPLACE INTO corpus_words (rowid, words) VALUES (%s, %s)", rows)

    def matching(self, query: Query) -> RawSQL:
        asked = " AND ".join(
            f"({' OR '.join(self._run(run, clause) for run in clause.runs)})" for clause in query.clauses
        )
        return RawSQL("SELECT rowid FROM corpus_words WHERE corpus_words MATCH %s", [asked])

    def _run(self, run: Tokens, clause: Clause) -> str:
        return f'"{" ".join(run)}"{"*" if clause.begins else ""}'


class _Tsvector:
    table, key = "corpus_words", "paragraph_id"

    def add(self, cursor: Any, entries: Iterable[tuple[int, Tokens]]) -> None:
        rows = [(pk, " ".join(self._lexemes(found))) for pk, found in entries]
        cursor.executemany(
            "INSERT INTO corpus_words (paragraph_id, words) VALUES (%s, %s::tsvector)"
            " ON CONFLICT (paragraph_id) DO UPDATE SET words = EXCLUDED.words",
            rows,
        )

    def _lexemes(self, found: Tokens) -> Iterator[str]:
        for position, token in enumerate(found, start=1):
            yield f"'{token}':{min(position, LAST_POSITION)}"

    def matching(self, query: Query) -> RawSQL:
        asked = " & ".join(f"({' | '.join(self._run(run, clause) for run in clause.runs)})" for clause in query.clauses)
        return RawSQL("SELECT paragraph_id FROM corpus_words WHERE words @@ %s::tsquery", [asked])

    def _run(self, run: Tokens, clause: Clause) -> str:
        lexemes = [f"'{token}'" for token in run]
        lexemes[-1] += ":*" if clause.begins else ""
        return f"({' <-> '.join(lexemes)})"


INDEXES: dict[str, Index] = {"sqlite": _Fts5(), "postgresql": _Tsvector()}


def entries(rows: Iterable[tuple[int, str]]) -> list[tuple[int, Tokens]]:
    """Keys and texts of paragraphs as the index takes them."""
    return [(pk, tokens(text)) for pk, text in rows]


def index(revision: Revision) -> None:
    """Makes the words of a revision findable; once, when it is kept."""
    rows = Paragraph.objects.filter(revision=revision).values_list("pk", "text")
    with connection.cursor() as cursor:
        INDEXES[connection.vendor].add(cursor, entries(rows))


def forget(revision: Revision) -> None:
    """Takes the words of a revision out again, before it is thrown away."""
    found = INDEXES[connection.vendor]
    keys = list(Paragraph.objects.filter(revision=revision).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {found.table} WHERE {found.key} = %s", [[key] for key in keys])  # noqa: S608


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with what narrows it. An empty `query` with a voice asks for everything that somebody says."""

    query: Query
    work: str = ""
    edition: str = ""
    voice: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.query.clauses or self.voice)


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that was found: the sentences that hold what was looked for, and where in the paragraph's text."""

    revision: Revision
    paragraph: Text
    sentences: tuple[Sentence, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found; `total` counts paragraphs."""

    total: int
    hits: tuple[Hit, ...]
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))


def found(asked: Asked, *, with_original: bool, page: int = 1) -> Found:
    """The paragraphs that hold every clause, in the order of works, editions and paragraphs."""
    if asked.is_empty:
        return Found(0, (), 1)
    rows = _rows(asked, with_original=with_original)
    start = (page - 1) * ON_A_PAGE
    if asked.voice:
        hits = [hit for row in rows[:MOST_SPOKEN] if (hit := _hit(row, asked))]
        return Found(len(hits), tuple(hits[start : start + ON_A_PAGE]), page)
    total = rows.count()
    hits = [hit for row in rows[start : start + ON_A_PAGE] if (hit := _hit(row, asked))]
    return Found(total, tuple(hits), page)


def _rows(asked: Asked, *, with_original: bool) -> QuerySet[Paragraph]:
    revisions = Revision.objects.present()
    if not with_original:
        revisions = revisions.exclude(edition__kind="original")
    if asked.work:
        revisions = revisions.filter(edition__work__slug=asked.work)
    if asked.edition:
        revisions = revisions.filter(edition__kind=asked.edition)
    rows = Paragraph.objects.filter(revision__in=revisions).select_related("revision__edition__work")
    if asked.query.clauses:
        rows = rows.filter(pk__in=INDEXES[connection.vendor].matching(asked.query))
    if asked.voice:
        # A first sieve; whether these words are theirs is settled sentence by sentence.
        rows = rows.filter(Q(voice=asked.voice) | ~Q(spans=[]))
    work = "revision__edition__work"
    return rows.order_by(f"{work}__year", f"{work}__slug", "revision__edition__position", "note", "number")


def _hit(row: Paragraph, asked: Asked) -> Hit | None:
    text = row.value(row.revision.edition.work.slug)
    at = places(text.text, asked.query)
    spoken = _spoken(text, asked.voice) if asked.voice else None
    if spoken is not None:
        at = tuple(place for place in at if any(s.start <= place.start and place.end <= s.end for s in spoken))
        if not spoken or (asked.query.clauses and not at):
            return None
    sentences = tuple(s for s in text.sentences if _holds(s, at if asked.query.clauses else spoken or ()))
    return Hit(row.revision, text, sentences or text.sentences[:1], at)


def _spoken(text: Text, voice: str) -> tuple[Span, ...]:
    """What somebody says in a paragraph: all of it, or some spans of it; not what others say inside."""
    if text.voice == voice:
        return (Span(0, len(text.text), voice),)
    return tuple(span for span in text.spans if span.voice == voice)


def _holds(sentence: Sentence, at: Sequence[Place | Span]) -> bool:
    return any(place.start < sentence.end and sentence.start < place.end for place in at)


def names() -> Names:
    """Every name of every person, place and term that the glossaries explain."""
    rows = GlossaryEntry.objects.order_by("pk").values_list("term", "aliases")
    return Names.of([term, *aliases] for term, aliases in rows)


def voices(with_original: bool) -> dict[str, str]:
    """Who speaks in the texts that can be read, by short name, as they are printed."""
    present = Revision.objects.present().select_related("edition__work")
    if not with_original:
        present = present.exclude(edition__kind="original")
    printed: dict[str, str] = {}
    for revision in present:
        printed |= revision.edition.work.voices
    return dict(sorted(printed.items(), key=lambda pair: pair[1].casefold()))
