"""How is an author's prose shown? Escaped, with emphasis and with citations as links into the reading.

Reasons and notes are one or two sentences, so a small grammar of our own does: ``*word*`` is emphasis and
``[¶12.1]`` is a citation. Longer prose (lesson introductions) goes through Markdown when it is saved.
"""

import re

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from corpus.text.citation import BadCitation, Citation, parse

# Bounded on both sides, so that no text makes the pattern go back and forth (T59).
_PARTS = re.compile(r"\[([^\[\]]{2,80})\]|\*([^*]{1,80})\*")


def with_citations(text: str, within: Citation | None, edition: str) -> SafeString:
    """`within` gives the work where a citation names none; `edition` is the one being read."""
    pieces: list[tuple[str]] = []
    last = 0
    for found in _PARTS.finditer(text):
        pieces.append((escape(text[last : found.start()]),))
        pieces.append((_cited(found[1], within, edition) if found[1] else format_html("<em>{}</em>", found[2]),))
        last = found.end()
    pieces.append((escape(text[last:]),))
    return format_html_join("", "{}", pieces)


def _cited(text: str, within: Citation | None, edition: str) -> SafeString:
    try:
        citation = parse(text, work=within.work if within else None, edition=edition)
    except BadCitation:
        return format_html("[{}]", text)
    return format_html('<a class="cite" href="{}">{}</a>', passage_url(citation, edition), citation.label)


def passage_url(citation: Citation, edition: str) -> str:
    """The address that leads to a passage in the reader, whichever section it is in."""
    kind = citation.edition or edition
    sentence = f"-s{citation.sentence}" if citation.sentence else ""
    return f"/library/{citation.work}/{kind}/p{citation.paragraph}/#p{citation.paragraph}{sentence}"
