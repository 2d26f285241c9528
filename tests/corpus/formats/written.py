"""A draft written down as other formats have it, so that reading it back can be compared."""

import re
from collections.abc import Callable
from html import escape

from corpus.formats.draft import Draft, DraftParagraph, Kind


def as_page(draft: Draft) -> bytes:
    """As an archive of texts would put it on a page: signs of notes lead to the notes, and back."""
    blocks: list[str] = []
    for section in draft.sections:
        blocks += [f"<h3>{escape(section.title)}</h3>"] if section.title else []
        blocks += [_element(p, _with_signs(p, _page_words, _page_sign)) for p in section.paragraphs]
    blocks += [
        f'<p><a href="#f{note.number}" name="n{note.number}">[{note.number}]</a> {_page_words(note.text)}</p>'
        for note in draft.notes
    ]
    return "\n".join(blocks).encode()


def _page_words(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _page_sign(note: int) -> str:
    return f'<sup><a href="#n{note}" name="f{note}">[{note}]</a></sup>'


def _element(paragraph: DraftParagraph, words: str) -> str:
    match paragraph.kind:
        case Kind.LIST:
            return "<ul>" + "".join(f"<li>{row}" for row in words.split("<br>\n")) + "</ul>"
        case Kind.QUOTATION:
            return f"<blockquote><p>{words}</p></blockquote>"
        case Kind.EPIGRAPH:
            return f'<p class="epigraph">{words}</p>'
    return f"<p>{words}"


def as_markdown(draft: Draft) -> bytes:
    blocks: list[str] = []
    for section in draft.sections:
        blocks += [f"## {_escaped(section.title)}"] if section.title else []
        blocks += [_marked(p, _with_signs(p, _escaped, "[^{}]".format)) for p in section.paragraphs]
    blocks += [f"[^{note.number}]: {_escaped(note.text)}" for note in draft.notes]
    return "\n\n".join(blocks).encode()


def _escaped(text: str) -> str:
    signs = re.sub(r"([\\`*_\[\]<>#&~!|=+-])", r"\\\1", text)
    return re.sub(r"(?m)^(\d+)([.)])", r"\1\\\2", signs).replace("\n", "\\\n")


def _marked(paragraph: DraftParagraph, words: str) -> str:
    if paragraph.kind is Kind.LIST:
        return "\n".join(f"- {row}" for row in words.split("\\\n"))
    is_quoted = paragraph.kind in (Kind.QUOTATION, Kind.EPIGRAPH)
    return "\n".join(f"> {line}" for line in words.split("\n")) if is_quoted else words


def _with_signs(paragraph: DraftParagraph, words: Callable[[str], str], sign: Callable[[int], str]) -> str:
    written, at = "", 0
    for anchor in paragraph.anchors:
        written += words(paragraph.text[at : anchor.offset]) + sign(anchor.note)
        at = anchor.offset
    return written + words(paragraph.text[at:])
