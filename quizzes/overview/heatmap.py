"""Where did a class look? The answers to one question of a quiz, sentence by sentence of the text that was read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Any

from django.db.models import prefetch_related_objects

from corpus import reading
from corpus.models import Revision
from corpus.text.citation import Anchor, BadCitation, Citation
from corpus.text.passage import Passage
from quizzes.analysis.heat import FEWEST, STEPS, Band, Heat, Reader, group, heat
from quizzes.bank.spots import Spot, spot_of
from quizzes.marks.standing import fitted
from quizzes.models import Item, QuestionVersion
from quizzes.overview.answered import Answered
from quizzes.questions.cells import At
from quizzes.questions.corroboration import Corroboration
from quizzes.questions.proofs import Key as Proving

# What a sentence is to the key; where it is several things, the last of these.
_ROLES = {"neutral": "Neutral", "near": "Closest passage", "evidence": "Evidence", "proof": "Proof"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of the question on a text: answers are compared only where both are the same."""

    version: int
    revision: int
    answers: int

    @property
    def name(self) -> str:
        return f"{self.version}-{self.revision}"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the reading, with who marked it and what it is to the key: proof, near, neutral or nothing."""

    text: str
    heat: Heat
    role: str

    @property
    def role_words(self) -> str:
        return _ROLES.get(self.role, "")

    @property
    def percent(self) -> int:
        return floor(100 * self.heat.share + Fraction(1, 2))

    @property
    def width(self) -> int:
        """Of the bar, in hundredths."""
        return self.heat.step * 100 // STEPS

    @property
    def rest(self) -> str:
        return "" if self.heat.rest is None else f"{float(self.heat.rest):.2f}"


@dataclass(frozen=True)
class HeatMap:
    """`others` are other versions or texts on which it was answered too; `key` is what most marks were made by, in the
    places of the text that was read, and `newest` what a mark would be made by now."""

    asked: Asked
    others: Sequence[Asked]
    version: QuestionVersion
    title: str
    revision: Revision
    citation: Citation
    key: "Held"
    newest: "Held"
    verdicts: Sequence[Any]
    readers: Sequence[Reader]
    band: Band
    verdict: str
    at: At | None = None

    @cached_property
    def shown(self) -> Sequence[Reader]:
        return group(self.readers, self.band, self.verdict)

    @property
    def is_small(self) -> bool:
        """Too few to be shown without telling who marked what."""
        return len(self.shown) < FEWEST

    @cached_property
    def passage(self) -> Passage:
        return reading.passage_of(self.revision, self.citation)

    @cached_property
    def roles(self) -> Mapping[Anchor, str]:
        """What each sentence is to the key, where it names sentences of this edition; if it names any."""
        return self.key.roles(self.revision.edition.kind)

    @property
    def _settled(self) -> frozenset[Anchor]:
        """What the key counts for or passes over. A near miss it only tells about, unless nothing can be proved."""
        near = () if self.key.proving.absent else ("near",)
        return frozenset(at for at, role in self.roles.items() if role not in near)

    @cached_property
    def taken(self) -> frozenset[Anchor]:
        """Sentences that need nobody's look, because a newer key has them, which marks nobody yet."""
        return frozenset(self.newest.roles(self.revision.edition.kind)) - self.roles.keys()

    @property
    def lead(self) -> str:
        """How many of the group have found everything."""
        found = sum(reader.complete for reader in self.shown)
        return f"{found} of {len(self.shown)} marked a complete proof." if not self.is_small else ""

    @cached_property
    def lines(self) -> list[Line]:
        if self.is_small:
            return []
        sentences = list(self.passage.sentences())
        found = heat((s.anchor for s in sentences), self.shown, self.readers, self._settled | self.taken)
        return [
            Line(sentence.text, one, self.roles.get(sentence.anchor, ""))
            for sentence, one in zip(sentences, found, strict=True)
        ]


def heat_map(
    rows: Sequence[Answered], *, of: str = "", cell: str = "", band: Band = Band.ALL, verdict: str = ""
) -> HeatMap | None:
    """From the answers to one question; None where none of them holds marks. Two queries, of a grid
    three, and one more where the key has changed.

    `cell` names one of a grid.
    """
    found = [Asked(*asked, n) for asked, n in Counter(row.asked for row in rows).most_common()]
    asked = next((one for one in found if one.name == of), found[0] if found else None)
    if asked is None or (rows[0].kind == Corroboration.kind and not cell):
        return None
    answered = [row for row in rows if row.asked == (asked.version, asked.revision)]
    item = example(answered[0].item)
    looked_at = item.version.content.marks_text or rows[0].kind == Corroboration.kind
    spot = spot_of(item, item.attempt.edition, cell) if looked_at else None
    if spot is None:
        return None
    known = {v.value for v in spot.verdicts}
    key, newest = _keys(item, spot, Counter(row.marked for row in answered if row.marked))
    return HeatMap(
        asked=asked,
        others=[one for one in found if one is not asked],
        version=item.version,
        title=spot.title,
        revision=spot.text.revision,
        citation=spot.text.citation,
        key=key,
        newest=newest,
        verdicts=spot.verdicts,
        readers=[_reader(row, spot, key) for row in answered],
        band=band,
        verdict=verdict if verdict in known else "",
        at=spot.at,
    )


def example(item: int) -> Item:
    """An item with everything that was asked in it."""
    wanted = Item.objects.select_related("attempt", "version__key", "version__question", "revision__edition__work")
    return wanted.defer("revision__report", "revision__annotations").get(pk=item)


@dataclass(frozen=True, slots=True)
class Held:
    """What proves, by one version: the question, or one cell of it."""

    version: QuestionVersion
    proving: Proving

    def roles(self, edition: str) -> dict[Anchor, str]:
        found, cited = dict[Anchor, str](), list(self.proving.cited())
        for role in _ROLES:
            found |= {c.anchor: role for c in cited if c.role == role and c.edition == edition}
        return found

    def is_complete(self, marks: frozenset[Anchor], edition: str) -> bool:
        """Whether they hold all sentences of a proof; of the closest passage, where nothing can be proved."""
        return self.proving.ground(edition).evidence(marks).completeness == 1


def _keys(item: Item, spot: Spot, marked: Counter[int]) -> tuple[Held, Held]:
    """By which most marks were made, and the newest; the one that was asked, where they do not fit the text read."""
    rows = QuestionVersion.objects.filter(question=item.version.question_id, number__gte=item.version.number)
    versions = list(rows.select_related("key", "question").order_by("number"))
    prefetch_related_objects([version for version in versions if version.pk != item.version_id], "citations")
    # The one that was asked is among them, and always fits.
    found = [held for version in versions if (held := _held(version, item, spot))]
    most = marked.most_common(1)[0][0] if marked else item.version_id
    return next((held for held in found if held.version.pk == most), found[0]), found[-1]


def _held(version: QuestionVersion, item: Item, spot: Spot) -> Held | None:
    fit = fitted(version, item, spot.revisions)
    if fit is None or version.kind != item.version.kind:
        return None
    key = fit.key.cells.get(spot.at) if spot.at else fit.key
    return Held(version, getattr(key, "proving", key)) if key else None


def _reader(row: Answered, spot: Spot, key: Held) -> Reader:
    given = row.response.get("cells", {}).get(str(spot.at), {}) if spot.at else row.response
    marks = frozenset(_places(given.get("mark", ())))
    return Reader(
        marks=marks,
        mark=row.mark,
        total=row.total,
        verdict=given.get("verdict") or "",
        complete=key.is_complete(marks, spot.text.edition),
    )


def _places(values: Iterable[Any]) -> Iterator[Anchor]:
    for value in values:
        try:
            yield Anchor.of(value)
        except (BadCitation, TypeError):
            continue  # a kind of question that marks words
