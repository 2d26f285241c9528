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
from quizzes.bank import sources
from quizzes.marks.standing import fitted
from quizzes.models import Item, QuestionVersion
from quizzes.overview.answered import Answered
from quizzes.questions.base import Invalid
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
        found = heat((s.anchor for s in sentences), self.shown, self.readers, self.roles.keys() | self.taken)
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
    looked = _in_cell(item, cell) if cell else _in_text(item)
    if looked is None:
        return None
    known = {v.value for v in looked.verdicts}
    key, newest = _keys(item, looked, Counter(row.marked for row in answered if row.marked))
    return HeatMap(
        asked=asked,
        others=[one for one in found if one is not asked],
        version=item.version,
        title=looked.title,
        revision=looked.revision,
        citation=looked.citation,
        key=key,
        newest=newest,
        verdicts=looked.verdicts,
        readers=[_reader(row, looked, key) for row in answered],
        band=band,
        verdict=verdict if verdict in known else "",
    )


def example(item: int) -> Item:
    """An item with everything that was asked in it."""
    wanted = Item.objects.select_related("attempt", "version__key", "version__question", "revision__edition__work")
    return wanted.defer("revision__report", "revision__annotations").get(pk=item)


@dataclass(frozen=True, slots=True)
class _Looked:
    """Where marks were set. `revisions` are all texts of the question, of a grid with the one that was looked at."""

    title: str
    revision: Revision
    citation: Citation
    verdicts: tuple[Any, ...]
    revisions: tuple[Revision, ...]
    at: At | None = None


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


def _keys(item: Item, looked: _Looked, marked: Counter[int]) -> tuple[Held, Held]:
    """By which most marks were made, and the newest; the one that was asked, where they do not fit the text read."""
    rows = QuestionVersion.objects.filter(question=item.version.question_id, number__gte=item.version.number)
    versions = list(rows.select_related("key", "question").order_by("number"))
    prefetch_related_objects([version for version in versions if version.pk != item.version_id], "citations")
    # The one that was asked is among them, and always fits.
    found = [held for version in versions if (held := _held(version, item, looked))]
    most = marked.most_common(1)[0][0] if marked else item.version_id
    return next((held for held in found if held.version.pk == most), found[0]), found[-1]


def _held(version: QuestionVersion, item: Item, looked: _Looked) -> Held | None:
    fit = fitted(version, item, looked.revisions)
    if fit is None or version.kind != item.version.kind:
        return None
    key = fit.key.cells.get(looked.at) if looked.at else fit.key
    return Held(version, getattr(key, "proving", key)) if key else None


def _in_text(item: Item) -> _Looked | None:
    content, citation = item.version.content, item.version.passage
    if not content.marks_text or item.revision is None or citation is None:
        return None
    return _Looked(content.title, item.revision, citation, tuple(getattr(content, "verdicts", ())), (item.revision,))


def _in_cell(item: Item, cell: str) -> _Looked | None:
    content = item.version.content
    try:
        at = At.of(cell)
    except Invalid:
        return None
    if not isinstance(content, Corroboration) or at not in content.places or at in content.plain:
        return None
    texts = sources.of(item, item.attempt.edition)
    source, every = texts[at.source - 1], tuple(text.revision for text in texts)
    return _Looked(content.claims[at.claim - 1], source.revision, source.citation, content.options, every, at)


def _reader(row: Answered, looked: _Looked, key: Held) -> Reader:
    given = row.response.get("cells", {}).get(str(looked.at), {}) if looked.at else row.response
    marks = frozenset(_places(given.get("mark", ())))
    return Reader(
        marks=marks,
        mark=row.mark,
        total=row.total,
        verdict=given.get("verdict") or "",
        complete=key.is_complete(marks, looked.revision.edition.kind),
    )


def _places(values: Iterable[Any]) -> Iterator[Anchor]:
    for value in values:
        try:
            yield Anchor.of(value)
        except (BadCitation, TypeError):
            continue  # a kind of question that marks words
