"""How is the prose of authors and teachers shown? Escaped or cleaned here, and nowhere else (TRUST.md T45, T46).

Reasons and notes are one or two sentences, so a small grammar of our own does: ``*word*`` is emphasis and
``[¶12.1]`` is a citation. Longer prose (what a course is about, how a quiz is meant) is Markdown, rendered once
when it is saved and then cleaned against an explicit list.
"""

import re

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from markdown import Markdown

from corpus.text.citation import ASSUMED_EDITION, BadCitation, Citation, parse

# Bounded on both sides, so that no text makes the pattern go back and forth (T59).
_PARTS = re.compile(r"\[([^\[\]]{2,80})\]|\*([^*]{1,80})\*")

# python-markdown takes seconds over thousands of brackets, so both length and brackets are bounded (T46).
LONGEST = 10_000
MOST_SIGNS = 400
_SIGNS = re.compile(r"[\[\]*_`<>&]")
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "h3", "h4", "code", "hr", "cite"}


def markdown_is_bounded(text: str) -> None:
    """A validator; the message names the figure."""
    if len(text) > LONGEST:
        raise ValidationError(f"This has {len(text):,} characters; the limit is {LONGEST:,}.")
    if (signs := len(_SIGNS.findall(text))) > MOST_SIGNS:
        raise ValidationError(f"This has {signs} brackets, stars and the like; the limit is {MOST_SIGNS}.")


def rendered(text: str) -> str:
    """Markdown as clean HTML: no id, class, style or data attribute, and links of this site or http only."""
    markdown_is_bounded(text)
    html = Markdown(output_format="html").convert(text)
    return nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel="noopener noreferrer"
    )


def with_citations(text: str, within: Citation | None, edition: str) -> SafeString:
    """`within` gives the work where a citation names none; `edition` is the one being read.

    Sentences that name no edition are counted in the one that authors mean; beside another text they are shown by their
    paragraph, because their numbers would mislead there.
    """
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
        citation = parse(text, work=within.work if within else None)
    except BadCitation:
        return format_html("[{}]", text)
    if citation.edition is None and edition != ASSUMED_EDITION:
        citation = citation.whole
    return format_html(
        '[<a class="cite" href="{}">{}</a>]', passage_url(citation, edition), _named(citation, within, edition)
    )


def _named(citation: Citation, within: Citation | None, edition: str) -> str:
    """With the work and the edition where they are not those that the reader has before her."""
    work = "" if within and citation.work == within.work else f"{citation.work} "
    return f"{work}{citation.printed}{'' if citation.edition in (None, edition) else f' ({citation.edition})'}"


def passage_url(citation: Citation, edition: str) -> str:
    """The address that leads to a passage in the reader, whichever section it is in."""
    first = citation.anchors[0]
    return f"/library/{citation.work}/{citation.edition or edition}/{first.whole.html_id}/#{first.html_id}"
