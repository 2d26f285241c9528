"""Where do the sentences of a waiting text begin? People may say better than the rules, until it is published."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from corpus.models import Paragraph, Revision
from corpus.publishing import draft_of, text_digest
from corpus.text.digest import collapsed


class Refused(ValueError):
    """The sentences cannot be set so; the message says why."""


def starts_from(text: str, written: str) -> tuple[int, ...]:
    """Where the sentences begin if `written` has one a line. Only the line ends may differ; raises Refused.

    Offsets count in the text as it is kept.
    """
    lines = [line for raw in written.splitlines() if (line := collapsed(raw))]
    at, starts = 0, list[int]()
    for line in lines:
        start = _skipped(text, at)
        end = _matched(text, start, line)
        if end is None:
            raise Refused(f"“{line[:60]}” is not what stands here; change only where lines end, not the words.")
        starts.append(start)
        at = end
    if _skipped(text, at) < len(text):
        raise Refused(f"“{text[at:].strip()[:60]}” is left out; change only where lines end, not the words.")
    return tuple(starts)


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _matched(text: str, at: int, line: str) -> int | None:
    """Where a line ends if it stands at this place; each of its spaces may be any white space."""
    for sign in line:
        if sign == " ":
            end = _skipped(text, at)
            if end == at:
                return None
            at = end
        elif text[at : at + 1] != sign:
            return None
        else:
            at += 1
    return at if at == len(text) or text[at].isspace() else None


@transaction.atomic
def resegment(*, paragraph: Paragraph, starts: Sequence[int], by: Any, now: datetime) -> Revision:
    """Sets where a paragraph's sentences begin in a revision that waits. Raises Refused for a published one."""
    revision = Revision.objects.select_related("edition__work").get(pk=paragraph.revision_id)
    if not revision.published_at:
        paragraph.sentence_starts = list(starts)
        paragraph.save(update_fields=["sentence_starts"])
        revision.digest = text_digest(revision.edition, draft_of(revision))
        changed = {"paragraph": str(paragraph), "at": now.isoformat(), "by": str(by) if by else ""}
        revision.report = {**revision.report, "sentences": [*revision.report.get("sentences", []), changed]}
        _demand_new(revision)
    written = Revision.objects.filter(pk=revision.pk, published_at=None).update(
        digest=revision.digest, report=revision.report
    )
    if not written:
        raise Refused(f"{revision} is published; its sentences are cited and stay as they are.")
    return revision


def _demand_new(revision: Revision) -> None:
    others = revision.edition.revisions.filter(digest=revision.digest).exclude(pk=revision.pk)
    if (other := others.first()) is not None:
        raise Refused(f"With these sentences the text would be the same as {other}.")


def lines(paragraph: Paragraph) -> Iterator[str]:
    """The sentences as a person edits them, one a line; the lines of verse run on."""
    ends = (*paragraph.sentence_starts[1:], len(paragraph.text))
    for start, end in zip(paragraph.sentence_starts, ends, strict=True):
        yield collapsed(paragraph.text[start:end])
