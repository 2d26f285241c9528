"""What do a reader's marks and remarks look like outside? W3C Web Annotations, written and found again.

A mark is anchored by its words with 32 signs before and after; the position only decides between equal places. Offsets
count Unicode code points in the edition's text, paragraphs joined by line ends (https://www.w3.org/TR/annotation-model/).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus.text.citation import Anchor
from corpus.text.digest import collapsed
from corpus.text.passage import Passage, Sentence

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
URN = "urn:sourcebook:"
AROUND = 32
MOST = 2_000  # annotations of a file
LONGEST = 2_000  # signs of a remark
LIMIT = 1_000_000  # bytes of a file
MOST_PLACES = 200  # where the same words stand; among more nobody can tell which are meant


class Unreadable(ValueError):
    """The file holds no annotations that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A run of sentences of one edition, and what the reader says about it."""

    work: str
    edition: str
    anchors: tuple[Anchor, ...]
    remark: str = ""
    made_at: datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """An annotation as it stands in a file. `start` is a hint, -1 where there is none."""

    work: str
    edition: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """An edition as one text with white space collapsed, and where each sentence stands in it."""

    text: str
    places: tuple[tuple[int, int, Sentence], ...]

    @classmethod
    def of(cls, passage: Passage) -> "Whole":
        pieces, places, at = list[str](), list[tuple[int, int, Sentence]](), 0
        for paragraph in passage.paragraphs:
            said = [(sentence, collapsed(sentence.text)) for sentence in paragraph.sentences]
            for place, (sentence, words) in enumerate(said):
                gap = " " if place else "\n" if pieces else ""
                pieces += [gap, words]
                places.append((at + len(gap), at + len(gap) + len(words), sentence))
                at += len(gap) + len(words)
        return cls("".join(pieces), tuple(places))

    def span(self, anchors: Sequence[Anchor]) -> tuple[int, int]:
        """From the first to the last of these sentences. Raises KeyError where one is not there."""
        found = {sentence.anchor: (start, end) for start, end, sentence in self.places}
        return found[anchors[0]][0], found[anchors[-1]][1]

    def sentences(self, start: int, end: int) -> tuple[Anchor, ...]:
        """The sentences that a stretch touches."""
        return tuple(sentence.anchor for s, e, sentence in self.places if s < end and start < e)


def dumped(annotations: Iterable[tuple[Annotation, Whole]]) -> str:
    """An AnnotationPage of annotations, each with the text that it stands in."""
    items = [_item(one, text) for one, text in annotations]
    page = {"@context": CONTEXT, "type": "AnnotationPage", "items": items}
    return json.dumps(page, ensure_ascii=False, indent=2)


def _item(one: Annotation, text: Whole) -> dict[str, Any]:
    start, end = text.span(one.anchors)
    item: dict[str, Any] = {"type": "Annotation", "motivation": "commenting" if one.remark else "highlighting"}
    if one.name:
        item["id"] = f"urn:uuid:{one.name}"
    if one.made_at:
        item["created"] = one.made_at.isoformat()
    if one.remark:
        item["body"] = {"type": "TextualBody", "value": one.remark, "format": "text/plain"}
    item["target"] = {
        "source": f"{URN}{one.work}/{one.edition}",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": text.text[start:end],
                "prefix": text.text[max(0, start - AROUND) : start],
                "suffix": text.text[end : end + AROUND],
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
            {"type": "FragmentSelector", "value": one.anchors[0].html_id},
        ],
    }
    return item


def loaded(data: bytes) -> tuple[Quoted, ...]:
    """Reads a page, a collection, a list or a single annotation. Raises Unreadable."""
    if len(data) > LIMIT:
        raise Unreadable(f"The file has {len(data):,} bytes; the limit is {LIMIT:,}.")
    try:
        found = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unreadable(f"This is no JSON: {error}") from error
    items = list(_items(found))
    if len(items) > MOST:
        raise Unreadable(f"The file has {len(items):,} annotations; the limit is {MOST:,}.")
    read = tuple(one for item in items for one in _quoted(item))
    if not read:
        raise Unreadable("The file holds no annotation with quoted words (a TextQuoteSelector).")
    return read


def _items(found: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, list):
        yield from (item for item in found if isinstance(item, dict))
    elif isinstance(found, dict):
        first = found.get("first")
        held = found.get("items") or (first.get("items") if isinstance(first, dict) else None)
        yield from (item for item in held if isinstance(item, dict)) if isinstance(held, list) else [found]


def _quoted(item: Mapping[str, Any]) -> Iterator[Quoted]:
    remark = _remark(item.get("body", item.get("bodyValue", "")))
    for target in _list(item.get("target")):
        if not isinstance(target, dict):
            continue
        selectors = [one for one in _list(target.get("selector")) if isinstance(one, dict)]
        quote = next((one for one in selectors if one.get("type") == "TextQuoteSelector"), None)
        work, edition = _source(target.get("source"))
        if quote is None or not isinstance(quote.get("exact"), str):
            continue
        position = next((one for one in selectors if one.get("type") == "TextPositionSelector"), {})
        start = position.get("start")
        yield Quoted(
            work,
            edition,
            _text(quote["exact"]),
            _text(quote.get("prefix")),
            _text(quote.get("suffix")),
            start if isinstance(start, int) and not isinstance(start, bool) else -1,
            remark,
        )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """Without what no database keeps: NUL and halves of a pair (T60)."""
    return value.encode("utf-8", "ignore").decode().replace("\0", "") if isinstance(value, str) else ""


def _remark(body: Any) -> str:
    said = [_text(one.get("value")) if isinstance(one, dict) else _text(one) for one in _list(body)]
    return "\n".join(filter(None, said))[:LONGEST]


def _source(source: Any) -> tuple[str, str]:
    """Work and edition of our own name for a text, or of an address of the library; empty where it is neither."""
    name = _text(source.get("id") if isinstance(source, dict) else source)
    path = name.removeprefix(URN) if name.startswith(URN) else name.partition("/library/")[2]
    work, _, rest = path.partition("/")
    return work[:63], rest.partition("/")[0][:31]


def located(quoted: Quoted, text: Whole) -> tuple[Anchor, ...]:
    """The sentences that hold the quoted words, or none where it is not sure which are meant."""
    exact = collapsed(quoted.exact)
    places = list(_occurrences(exact, text.text)) if exact else []
    if len(places) > 1:
        places = _likeliest(places, exact, quoted, text.text)
    return text.sentences(places[0], places[0] + len(exact)) if len(places) == 1 else ()


def _occurrences(exact: str, text: str) -> Iterator[int]:
    """A quotation may run over the end of a paragraph, which is a line end here."""
    flat = text.replace("\n", " ")
    at = flat.find(exact)
    for _ in range(MOST_PLACES):
        if at < 0:
            return
        yield at
        at = flat.find(exact, at + 1)


def _likeliest(places: list[int], exact: str, quoted: Quoted, text: str) -> list[int]:
    """The ones whose surroundings are quoted; among several of those the one at the very position."""
    before, after = collapsed(quoted.prefix)[-AROUND:], collapsed(quoted.suffix)[:AROUND]
    reach = 2 * AROUND
    fitting = [
        at
        for at in places
        if collapsed(text[max(0, at - reach) : at]).endswith(before)
        and collapsed(text[at + len(exact) : at + len(exact) + reach]).startswith(after)
    ]
    return fitting if len(fitting) < 2 else [at for at in fitting if at == quoted.start]


def markdown(title: str, annotations: Iterable[tuple[str, str, str]]) -> str:
    """A reader's notes on one edition: the words, where they stand, and the remark. Triples in that order."""
    parts = [f"# {title}"]
    for words, where, remark in annotations:
        parts.append(f"> {collapsed(words)}\n>\n> {where}")
        parts += [remark.strip()] if remark.strip() else []
    return "\n\n".join(parts) + "\n"
