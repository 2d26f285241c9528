"""Who changed which grade, when and why? A chain of entries, written in the transaction that changes the grade (T35).

Each entry's digest covers its facts and the digest before it, so an entry that was changed or taken out shows (T36).
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from quizzes.models import LedgerEntry, LedgerHead, Mark

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A grade changes: `after` is the new mark, stored already; `before` the one that stood, if there was one."""

    before: Mark | None
    after: Mark
    reason: str


def enter(entries: Sequence[Entry], *, by: User | None, now: datetime) -> list[LedgerEntry]:
    """Appends to the chain. Must stand in the transaction that stores the marks; outside one it raises."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A grade and its ledger entry are written in one transaction.")
    if not entries:
        return []
    head = _reserved(len(entries))
    rows: list[LedgerEntry] = []
    for number, entry in enumerate(entries, start=head.number - len(entries) + 1):
        row = _row(entry, by, now)
        row.number, row.previous = number, rows[-1].digest if rows else head.digest
        row.digest = digest(row)
        rows.append(row)
    LedgerEntry.objects.bulk_create(rows, BATCH)
    LedgerHead.objects.filter(pk=1).update(digest=rows[-1].digest)
    return rows


def _reserved(count: int) -> LedgerHead:
    """Moves the end of the chain on; until this transaction is over, every other writer waits here."""
    if not LedgerHead.objects.filter(pk=1).update(number=F("number") + count):
        LedgerHead.objects.create(pk=1, number=count)
    return LedgerHead.objects.get(pk=1)


def _row(entry: Entry, by: User | None, now: datetime) -> LedgerEntry:
    before, after = entry.before, entry.after
    return LedgerEntry(
        item_id=after.item_id,
        before=before,
        after=after,
        points_before=before.points if before else None,
        points_after=after.points,
        possible_before=before.possible if before else None,
        possible_after=after.possible,
        cause=after.cause,
        reason=entry.reason,
        by=by,
        at=now,
    )


def digest(row: LedgerEntry) -> str:
    """SHA-256 of the entry's facts, in this order, after the digest of the entry before it."""
    facts: list[Any] = [
        row.previous,
        row.number,
        row.item_id,
        row.before_id,
        row.after_id,
        _amount(row.points_before),
        _amount(row.points_after),
        _amount(row.possible_before),
        _amount(row.possible_after),
        row.cause,
        row.reason,
        row.by_id,
        f"{row.at.timestamp():.6f}",
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _amount(points: Any) -> str | None:
    return None if points is None else f"{points:.2f}"


def flaws() -> Iterator[str]:
    """What is wrong with the chain, from its beginning; nothing while it holds."""
    last, number = "", 0
    for row in LedgerEntry.objects.order_by("number").iterator(BATCH):
        if row.number != number + 1:
            yield f"Entries {number + 1} to {row.number - 1} of the ledger are gone."
        if row.previous != last:
            yield f"Entry {row.number} of the ledger does not follow the one before it."
        if digest(row) != row.digest:
            yield f"Entry {row.number} of the ledger was changed after it was written."
        last, number = row.digest, row.number
    head = LedgerHead.objects.filter(pk=1).first() or LedgerHead()
    if (head.number, head.digest) != (number, last):
        yield f"The ledger ends at entry {number}, and its end says {head.number}."
