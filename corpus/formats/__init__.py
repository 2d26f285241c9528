"""Which formats can a text be read from? One module a format, one line here."""

import re
from typing import Protocol

from corpus.formats import adapted, html, markdown, plain
from corpus.formats.draft import Draft


class Format(Protocol):
    """What a format's module offers: a name for addresses, a title for people, and how its files end."""

    NAME: str
    TITLE: str
    SUFFIXES: tuple[str, ...]
    VERSION: int

    def read(self, data: bytes) -> Draft:
        """Raises `draft.Unreadable` with a sentence that a person can act on."""
        ...


FORMATS: tuple[Format, ...] = (
    plain,
    adapted,
    html,
    markdown,
)
BY_NAME: dict[str, Format] = {format.NAME: format for format in FORMATS}

# “¶12” or “¶12 {voice=courier}” on a line of its own opens a paragraph of an adapted edition.
_ADAPTED = re.compile(rb"^[ \t]*+\xc2\xb6[0-9]{1,5}(?: \{[^{}\n]*+\})?[ \t]*+\r?$", re.MULTILINE)
_WEB_PAGE = re.compile(rb"<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE)
_HEAD = 1_000  # bytes in which a page without a telling name says that it is one
_BY_SUFFIX: dict[str, Format] = {
    **{suffix: format for format in FORMATS for suffix in format.SUFFIXES},
    ".htm": html,
    ".xhtml": html,
    ".markdown": markdown,
    ".text": plain,
}


def guess(name: str, data: bytes) -> Format:
    """The format that the end of a file's name tells or, where it tells nothing, the head of the file."""
    told = _BY_SUFFIX.get(name[max(name.rfind("."), 0) :].lower())
    if told in (adapted, markdown):
        return adapted if _ADAPTED.search(data) else markdown
    return told or (html if _WEB_PAGE.search(data[:_HEAD]) else plain)
