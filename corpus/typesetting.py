"""How does a text look as HTML? The one place where words of a text become markup, escaped (TRUST.md T45, T60).

The results depend only on the revision, so they are kept under its digest.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from corpus.kept import kept
from corpus.text.citation import Anchor
from corpus.text.digest import digest
from corpus.text.passage import Paragraph, Passage, Sentence
from corpus.text.searching import Place

type Glossary = Mapping[int, Iterable[tuple[str, str]]]
type Notes = Mapping[int, Iterable[Paragraph]]


@dataclass(frozen=True, slots=True)
class Markable:
    """A sentence's markup, cut where ``checked`` may stand."""

    value: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MarkableParagraph:
    head: str
    sentences: tuple[Markable, ...]


def words(text: str) -> str:
    """Escaped words of a text; the lines of verse stay lines."""
    return str(escape(text)).replace("\n", "<br>")


def reading(
    passage: Passage, voices: Mapping[str, str], glossary: Glossary | None = None, notes: Notes | None = None
) -> SafeString:
    """Paragraphs to read: numbered, linkable, each sentence addressable, no controls.

    What stands folded after a paragraph comes by its number: `notes` are the author's own, `glossary` gives terms and
    explanations of ours.
    """
    terms, own = glossary or {}, notes or {}
    key = f"read:{passage.digest}:{_range(passage)}:{digest([str(voices), str(terms)])[:16]}"

    def read() -> str:
        return "".join(_read(p, voices, terms.get(p.number, ()), own.get(p.number, ())) for p in passage.paragraphs)

    return mark_safe(kept(key, read))  # noqa: S308


def _read(
    paragraph: Paragraph, voices: Mapping[str, str], terms: Iterable[tuple[str, str]], notes: Iterable[Paragraph]
) -> str:
    listed = "".join(_note(note, voices) for note in notes) + "".join(
        f'<details class="note"><summary>{escape(term)}</summary><p>{escape(text)}</p></details>'
        for term, text in terms
    )
    explained = f'<div class="notes">{listed}</div>' if listed else ""
    return f"{head(paragraph, voices)}<p{_class(paragraph)}>{_sentences(paragraph)}</p>{explained}</div>\n"


def _note(note: Paragraph, voices: Mapping[str, str]) -> str:
    voice = voices.get(note.voice, note.voice)
    speaker = f"{escape(voice)}: " if voice else ""
    return (
        f'<details class="note" id="{note.anchor.html_id}"><summary>Note {note.number}</summary>'
        f"<p>{speaker}{_sentences(note)}</p></details>"
    )


def _sentences(paragraph: Paragraph) -> str:
    return " ".join(f'<span id="{s.anchor.html_id}">{words(s.text)}</span>' for s in paragraph.sentences)


def marked(html: SafeString, anchors: Iterable[Anchor]) -> SafeString:
    """What `reading` gave, with a reader's own sentences marked."""
    for anchor in anchors:
        html = SafeString(
            html.replace(f'<span id="{anchor.html_id}">', f'<span class="mine" id="{anchor.html_id}">', 1)
        )
    return html


def found(text: str, sentence: Sentence, at: Iterable[Place]) -> SafeString:
    """A sentence of a paragraph's text with what was looked for made strong."""
    pieces, last = list[str](), sentence.start
    for place in at:
        start, end = max(place.start, last), min(place.end, sentence.end)
        if start < end:
            pieces += [words(text[last:start]), f"<b>{words(text[start:end])}</b>"]
            last = end
    pieces.append(words(text[last : sentence.start + len(sentence.text)]))
    return mark_safe("".join(pieces))  # noqa: S308


def plain(paragraph: Paragraph) -> SafeString:
    """A paragraph's words alone, for the cells of two editions side by side."""
    return mark_safe(words(paragraph.text))  # noqa: S308


def head(paragraph: Paragraph, voices: Mapping[str, str]) -> str:
    """The opening of a paragraph: its number in the margin and, where it is not the author, who speaks."""
    name, label = paragraph.anchor.html_id, f"{'Note' if paragraph.note else 'Paragraph'} {paragraph.number}"
    shown = f"n{paragraph.number}" if paragraph.note else paragraph.number
    voice = voices.get(paragraph.voice, paragraph.voice)
    speaker = f'<p class="voice">{escape(voice)} <span class="quiet">speaks</span></p>' if voice else ""
    return (
        f'<div class="para" id="{name}"><h3 class="hear">{label}</h3>'
        f'<p class="no"><a href="#{name}" aria-label="{label}">{shown}</a></p>{speaker}'
    )


def _class(paragraph: Paragraph) -> str:
    return f' class="{escape(paragraph.kind)}"' if paragraph.kind != "prose" else ""


def marking(passage: Passage, voices: Mapping[str, str], marked: Collection[str]) -> SafeString:
    """Paragraphs whose sentences are labelled checkboxes; those whose value is in `marked` are ticked."""
    cut = kept(
        f"mark:{passage.digest}:{_range(passage)}:{digest([str(voices)])[:16]}",
        lambda: tuple(_markable(paragraph, voices) for paragraph in passage.paragraphs),
    )
    return mark_safe("".join(_ticked(cut, frozenset(marked))))  # noqa: S308


def skips(passage: Passage) -> SafeString:
    """A link to each paragraph, for those who walk by key."""
    html = kept(f"skip:{passage.digest}:{_range(passage)}", lambda: " ".join(map(_skip, passage.paragraphs)))
    return mark_safe(html)  # noqa: S308


def _skip(paragraph: Paragraph) -> str:
    return f'<a href="#{paragraph.anchor.html_id}">{paragraph.anchor.label}</a>'


def _ticked(cut: tuple[MarkableParagraph, ...], marked: frozenset[str]) -> Iterator[str]:
    for paragraph in cut:
        yield paragraph.head
        for sentence in paragraph.sentences:
            yield sentence.before
            if sentence.value in marked:
                yield " checked"
            yield sentence.after
        yield "</p></div>\n"


def _markable(paragraph: Paragraph, voices: Mapping[str, str]) -> MarkableParagraph:
    sentences = tuple(_box(sentence) for sentence in paragraph.sentences)
    return MarkableParagraph(f"{head(paragraph, voices)}<p{_class(paragraph)}>", sentences)


def _box(sentence: Sentence) -> Markable:
    # The box stays on the line of the first word (UX.md §3).
    first, space, rest = sentence.text.partition(" ")
    value = sentence.anchor.value
    return Markable(
        value,
        f'<label class="s" id="{sentence.anchor.html_id}"><span class="nb">'
        f'<input type="checkbox" name="mark" value="{value}"',
        f"> {words(first)}</span>{space}{words(rest)}</label> ",
    )


def _range(passage: Passage) -> str:
    if not passage.paragraphs:
        return "-"
    first, last = passage.paragraphs[0], passage.paragraphs[-1]
    return f"{first.anchor.html_id}-{last.anchor.html_id}"
