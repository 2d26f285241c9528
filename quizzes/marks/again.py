"""What does a stored mark come to when it is made again, from the answer, key, policy and text stored with it?"""

from collections.abc import Sequence
from typing import Any

from corpus.models import Revision
from quizzes.marks.standing import Fitted, fitted
from quizzes.models import Item, QuestionVersion
from quizzes.questions.base import Outcome
from quizzes.questions.receipt import made_again

type Row = dict[str, Any]  # the columns of a mark, by name

MOST_KEPT = 2_000  # questions with their texts, kept between batches

COLUMNS = (
    *("pk", "item_id", "version_id", "number", "fraction", "points", "possible", "parts", "reason", "scorer"),
    *("policy", "edition", "cause", "answer__response", "answer__item_id", "item__version_id", "item__revision_id"),
    *("item__position", "item__attempt__public_id", "version__points"),
)


class Again:
    """Makes marks again; a question and its texts are loaded once for many answers."""

    def __init__(self) -> None:
        self._versions: dict[int, QuestionVersion] = {}
        self._revisions: dict[int, Revision] = {}
        self._fits: dict[tuple[int, int, tuple[int, ...]], Fitted | None] = {}
        self._texts: dict[int, tuple[int, ...]] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        if len(self._fits) > MOST_KEPT:
            self._versions, self._revisions, self._fits = {}, {}, {}
        self._texts = _texts(rows)
        versions = {row[name] for row in rows for name in ("version_id", "item__version_id")} - self._versions.keys()
        found = QuestionVersion.objects.filter(pk__in=versions).select_related("key", "question")
        self._versions |= {version.pk: version for version in found.prefetch_related("citations")}
        revisions = {pk for several in self._texts.values() for pk in several} - self._revisions.keys()
        texts = Revision.objects.filter(pk__in=revisions).select_related("edition__work")
        self._revisions |= {revision.pk: revision for revision in texts.defer("report", "annotations")}

    def outcome(self, row: Row, before: Outcome) -> tuple[Fitted, Outcome]:
        fit = self._fit(row)
        if fit is None:
            raise LookupError("the text that was read does not have the words of the key.")
        response = fit.content.response(row["answer__response"] or {})
        how = {"edition": row["edition"], "policy": row["policy"]}
        return fit, made_again(fit.content, fit.key, response, before, **how)

    def _fit(self, row: Row) -> Fitted | None:
        texts = self._texts[row["item_id"]]
        name = (row["version_id"], row["item__version_id"], texts)
        if name not in self._fits:
            revisions = [self._revisions[pk] for pk in texts]
            asked = self._versions[row["item__version_id"]]
            item = Item(version=asked, revision=revisions[0] if len(revisions) == 1 else None)
            self._fits[name] = fitted(self._versions[row["version_id"]], item, revisions)
        return self._fits[name]


def _texts(rows: Sequence[Row]) -> dict[int, tuple[int, ...]]:
    """The revisions that each item stands on: one, none, or several."""
    found: dict[int, tuple[int, ...]] = {
        row["item_id"]: (row["item__revision_id"],) if row["item__revision_id"] else () for row in rows
    }
    without = [item for item, texts in found.items() if not texts]
    pinned = Item.texts.through.objects.filter(item__in=without).order_by("pk")
    for item, revision in pinned.values_list("item_id", "revision_id"):
        found[item] = (*found[item], revision)
    return found
