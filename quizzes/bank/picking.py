"""Citing by ticking: the reading with boxes beside a question's form, and buttons that put the sentences in a field.

Nothing is kept here. A button gives the form back with the citation typed into it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.safestring import SafeString

from corpus import reading, typesetting
from corpus.models import Revision
from corpus.text import searching
from corpus.text.citation import ASSUMED_EDITION, Anchor, BadCitation, Citation, parse
from corpus.text.passage import Passage, Sentence
from quizzes.bank.quoted import place_name, set_name
from quizzes.bank.typed import values_of
from quizzes.questions import codec, putting
from quizzes.questions.base import Field, Invalid
from quizzes.questions.evidence import Places
from quizzes.questions.pick import Beginning, Pick

PICK, MOVE, LOOK, EARN = "_pick", "_move", "_look", "_earn"
BUTTONS = (PICK, MOVE, LOOK, EARN)
TEXT, SHOWN, FIND, BEGINS, ANSWER = "_text", "_shown", "_find", "_begins", "_answer_"
MOVED, CONFIRMED = "_moved", "_confirmed"
MOST_HITS = 30
OLD_PAGE = "This button is of an older page; check the form again."


class Text(NamedTuple):
    """A reading in one edition; `number` counts the readings of the question from 1."""

    number: int
    citation: Citation
    revision: Revision

    @property
    def edition(self) -> str:
        return self.revision.edition.kind

    @property
    def value(self) -> str:
        return f"{self.number}/{self.edition}"

    @property
    def label(self) -> str:
        return f"{self.citation.work} {self.citation.printed}, {self.edition}"

    @property
    def passage(self) -> Passage:
        return reading.passage_of(self.revision, self.citation)


class Button(NamedTuple):
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the author chose in the picker. `marks` are of the text `shown`, `text` is the one to be shown."""

    text: str = ""
    shown: str = ""
    marks: tuple[str, ...] = ()
    find: str = ""
    begins: str = ""
    edition: str = ASSUMED_EDITION
    answers: Mapping[str, str] = field(default_factory=dict)
    confirmed: tuple[str, ...] = ()

    @classmethod
    def of(cls, post: QueryDict | None, get: QueryDict) -> "Asked":
        """From the form that was sent, else from an address such as `?mark=maren-1956:p3.s5&edition=original`."""
        if post is None:
            edition = get.get("edition", ASSUMED_EDITION)
            return cls(marks=tuple(get.getlist("mark")), begins=get.get("cell", ""), edition=edition)
        answers = {name.removeprefix(ANSWER): post.get(name, "") for name in post if name.startswith(ANSWER)}
        text, shown, marks = post.get(TEXT, ""), post.get(SHOWN, ""), tuple(post.getlist("mark"))
        # Sentences have other numbers in another edition, so ticks do not pass from text to text.
        kept = marks if text == shown else ()
        confirmed = tuple(dict.fromkeys(post.getlist(CONFIRMED)))
        find, begins = post.get(FIND, "").strip(), post.get(BEGINS, "")
        return cls(text, shown, kept, find, begins, ASSUMED_EDITION, answers, confirmed)


@dataclass(frozen=True)
class Picker:
    """The texts of a question, the one that is shown, and where its sentences can go."""

    kind: Any
    values: Mapping[str, str]
    texts: tuple[Text, ...]
    asked: Asked
    said: str = ""

    @property
    def marks_text(self) -> bool:
        """Students tick sentences, too, so that an answer can be tried."""
        return bool(self.kind.marks_text)

    @cached_property
    def text(self) -> Text | None:
        """The one that was asked for, else the one that holds what is ticked, else the first."""
        chosen = (text for text in self.texts if text.value == self.asked.text)
        return next(chosen, None) or next(self._holding(), None) or next(self._first(), None)

    def _holding(self) -> Iterator[Text]:
        marks, works = self.marks, {one.work for one in self._beginnings if one.value == self.asked.begins}
        holding = [text for text in self.texts if any(text.citation.covers(mark) for mark in marks)]
        holding += [text for text in self.texts if text.citation.work in works]
        yield from (text for text in holding if text.edition == self.asked.edition)
        yield from holding

    def _first(self) -> Iterator[Text]:
        yield from (text for text in self.texts if text.edition == ASSUMED_EDITION)
        yield from self.texts

    @cached_property
    def marks(self) -> Places:
        try:
            return codec.anchors(self.asked.marks, "mark")
        except Invalid:
            return frozenset()

    @property
    def others(self) -> list[Text]:
        """The question's other readings, each once, to read."""
        shown = self.text.number if self.text else 0
        return list({text.number: text for text in reversed(self.texts) if text.number != shown}.values())[::-1]

    @property
    def takes_reading(self) -> bool:
        """The kind has a field that names one."""
        return "reading" in self.values or "readings" in self.values

    @property
    def html(self) -> SafeString:
        assert self.text is not None
        voices = self.text.revision.edition.work.voices
        return typesetting.marking(self.text.passage, voices, self.asked.marks)

    @property
    def skips(self) -> SafeString:
        assert self.text is not None
        return typesetting.skips(self.text.passage)

    @cached_property
    def found(self) -> list[Sentence]:
        """The sentences that have every word that is looked for, or one that begins so."""
        wanted = searching.tokens(self.asked.find[: searching.LONGEST])
        if not wanted or self.text is None:
            return []
        return [sentence for sentence in self.text.passage.sentences() if _has(sentence, wanted)]

    @property
    def hits(self) -> list[Sentence]:
        return self.found[:MOST_HITS]

    @cached_property
    def picks(self) -> list[tuple[Field, Pick]]:
        return [(field, pick) for field in self.kind.fields() if (pick := putting.pick_of(field))]

    @cached_property
    def _beginnings(self) -> Sequence[Beginning]:
        return next((pick.begins(self.values) for _, pick in self.picks if pick.begins), ())

    @property
    def beginnings(self) -> list[Beginning]:
        """What a new line can begin with: the cells of a grid that the text shown is held against."""
        return [one for one in self._beginnings if self.text and one.work == self.text.citation.work]

    @property
    def _homes(self) -> putting.Homes:
        return putting.homes_of(self.kind.fields(), self.values)

    @property
    def buttons(self) -> list[Button]:
        return [button for field, pick in self.picks for button in self._buttons(field, pick)]

    def _buttons(self, field: Field, pick: Pick) -> Iterator[Button]:
        of_sets = [other for other, how in self.picks if not (how.together or how.ends)]
        named = f" ({field.label})" if field in of_sets[:1] and len(of_sets) > 1 else ""
        yield Button(field.name, pick.button + named)
        if field in of_sets:
            shown = {one.value for one in self.beginnings}
            for line in putting.read(pick, self.values[field.name], self._homes):
                if line.begins and line.begins not in shown:
                    continue  # its sentences stand in another text
                where = f" ({line.begins})" if line.begins else named
                yield Button(f"{field.name}:{line.index}", f"Add to set {line.letter}{where}")


def _has(sentence: Sentence, wanted: searching.Tokens) -> bool:
    said = searching.tokens(sentence.text)
    return all(any(word.startswith(begins) for word in said) for begins in wanted)


def picker(form: Any, post: QueryDict | None, get: QueryDict) -> Picker:
    values = values_of(form)
    return Picker(form.kind, values, tuple(_texts(values)), Asked.of(post, get), getattr(form, "said", ""))


def _texts(values: Mapping[str, str]) -> Iterator[Text]:
    """Each reading in each edition that is here, or in the one it names."""
    readings = list(_readings(values))
    works = {citation.work for _, citation in readings}
    present = Revision.objects.present().filter(edition__work__slug__in=works).select_related("edition__work")
    found = list(present.defer("report", "annotations").order_by("edition__position", "edition__kind")) if works else []
    for number, citation in readings:
        for revision in found:
            edition = revision.edition
            if edition.work.slug == citation.work and citation.edition in (None, edition.kind):
                yield Text(number, citation, revision)


def _readings(values: Mapping[str, str]) -> Iterator[tuple[int, Citation]]:
    """One passage, or one a line."""
    typed = values.get("readings", values.get("reading", "")).splitlines()
    for number, line in enumerate(filter(str.strip, typed), start=1):
        try:
            yield number, parse(line)
        except BadCitation:
            continue


def put(kind: Any, data: QueryDict) -> tuple[QueryDict, str]:
    """What was typed, with the ticked sentences in their field or moved places confirmed, and what to say of it."""
    if PICK not in data and MOVE not in data:
        return data, ""
    fields = {field.name: field for field in kind.fields() if putting.pick_of(field)}
    values = {field.name: data.get(field.name, "") for field in kind.fields()}
    homes, after = putting.homes_of(kind.fields(), values), data.copy()
    try:
        said = (_move if MOVE in data else _tick)(fields, values, homes, after)
    except (Invalid, BadCitation) as problem:
        return data, str(problem)
    return after, said


def _tick(fields: Mapping[str, Field], values: Mapping[str, str], homes: putting.Homes, data: QueryDict) -> str:
    field, index = _aimed(fields, data.get(PICK, ""))
    marks = codec.anchors(data.getlist("mark"), "mark")
    if not marks:
        raise BadCitation("Nothing is ticked. Tick sentences in the reading, then choose where they go.")
    edition = data.get(SHOWN, "").partition("/")[2] or ASSUMED_EDITION
    parse(f"any/{edition} ¶1")  # a name that no citation could have is refused
    pick = putting.pick_of(field) or Pick()
    begins = data.get(BEGINS, "") if pick.begins and index is None else ""
    if pick.begins and index is None and not begins:
        raise BadCitation("Choose a cell first; the line begins with it.")
    done = putting.put(field, values[field.name], {edition: marks}, homes, begins=begins, index=index)
    labels = ("" if edition == ASSUMED_EDITION else f"{edition} ") + " + ".join(mark.label for mark in sorted(marks))
    data[field.name] = done.typed
    data.setlist("mark", [])
    return _said(field, pick, done, labels)


def _said(field: Field, pick: Pick, done: putting.Put, labels: str) -> str:
    name = set_name(field, pick, done.line) + (f" ({done.line.begins})" if done.line.begins else "")
    if not done.is_new:
        return f"{labels} stood in {name} already."
    return f"Added {labels} to {name}." + (f" Go on behind the colon in “{field.label}”." if pick.ends else "")


def _move(fields: Mapping[str, Field], values: Mapping[str, str], homes: putting.Homes, data: QueryDict) -> str:
    """All places at once that the form carries as moved."""
    moves: dict[str, dict[int, dict[tuple[str, Anchor], Places]]] = {}
    for carried in data.getlist(MOVED):
        aim, *rest = carried.split("/")
        field, index = _aimed(fields, aim)
        if index is None or len(rest) != 3:
            raise BadCitation(OLD_PAGE)
        of_line = moves.setdefault(field.name, {}).setdefault(index, {})
        of_line[rest[0], Anchor.of(rest[1])] = codec.anchors(rest[2].split("+"), "mark")
    count = 0
    for name, of_lines in moves.items():
        data[name], now = putting.moved(fields[name], values[name], homes, of_lines)
        for edition, anchor in now:
            data.appendlist(CONFIRMED, place_name(name, edition, anchor))
        count += len(now)
    if not count:
        raise BadCitation("Nothing that moved is cited any more; nothing was changed.")
    return (
        f"{count} moved {'place is' if count == 1 else 'places are'} cited where the words stand now. Save to keep it."
    )


def _aimed(fields: Mapping[str, Field], value: str) -> tuple[Field, int | None]:
    """`proof` is the field, `proof:2` the set in its third line."""
    name, _, index = value.partition(":")
    if name not in fields or not (not index or (index.isascii() and index.isdigit() and len(index) < 5)):
        raise BadCitation(OLD_PAGE)
    return fields[name], int(index) if index else None
