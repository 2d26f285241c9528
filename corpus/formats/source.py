"""Which characters does a file hold? Bytes become clean text here, once, before any rule reads them."""

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from corpus.formats.draft import LIMIT, Unreadable

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile("\r\n|[\r\v\f\u0085\u2028]")
# T60: controls nobody sees. Those that turn the direction of writing could show a reader other words than
# the ones that are compared. Joiners (U+200C, U+200D) stay: some scripts spell with them.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# Unicode's own limit for text that can be processed in a stream; longer piles only serve to slow readers down.
_MOST_ACCENTS = 30


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text (NFC, line feeds only), the SHA-256 of its bytes, and what had to be taken out."""

    text: str
    sha256: str
    warnings: tuple[str, ...] = ()


def decoded(data: bytes) -> Source:
    """Raises Unreadable when the bytes are not a text."""
    if len(data) > LIMIT:
        raise Unreadable(f"The file has {len(data):,} bytes; the limit is {LIMIT:,}. Import it in parts.")
    if not data:
        raise Unreadable("The file is empty.")
    text = _LINE_END.sub("\n", _characters(data)).replace("\u2029", "\n\n")
    _refuse_piled_accents(text)
    clean = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    if not clean.strip():
        raise Unreadable("The file holds nothing but white space.")
    return Source(clean, hashlib.sha256(data).hexdigest(), (*_taken_out(text), *_lost(text)))


def _characters(data: bytes) -> str:
    if data.startswith(_UTF16_MARKS):
        raise Unreadable("The file is UTF-16, not UTF-8. Save it as UTF-8 and import it again.")
    body = data.removeprefix(_UTF8_MARK)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(body, error.start, len(data) - len(body)) from None
    if "\0" in text:
        line = _line(text, text.index("\0"))
        raise Unreadable(f"Line {line} holds a NUL byte, so this is not a plain text. Export it as text in UTF-8.")
    return text


def _not_utf8(body: bytes, start: int, skipped: int) -> Unreadable:
    """Counts as editors do: bytes from 0, the mark at the head included, and lines from 1."""
    line = _line(body[:start].decode("utf-8"), start)
    return Unreadable(
        f"The file is not UTF-8: byte {start + skipped:,} (line {line}) is 0x{body[start]:02X}. "
        "Save it as UTF-8 and import it again."
    )


def _line(text: str, offset: int) -> int:
    return _LINE_END.sub("\n", text[:offset]).count("\n") + 1


def _refuse_piled_accents(text: str) -> None:
    """Putting a long pile of accents in order takes time that grows with its square (T59)."""
    if text.isascii():
        return
    pile, line = 0, 1
    for character in text:
        line += character == "\n"
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile > _MOST_ACCENTS:
            raise Unreadable(f"Line {line} piles more than {_MOST_ACCENTS} accents on one letter, the limit.")


def _taken_out(text: str) -> tuple[str, ...]:
    found = [(sign[0], sign.start()) for sign in _UNSEEN.finditer(text)]
    if not found:
        return ()
    counts = sorted(Counter(sign for sign, _ in found).items())
    signs = ", ".join(f"U+{ord(sign):04X} ({count} times)" for sign, count in counts)
    return (f"Signs that cannot be seen were taken out: {signs}; the first stood on line {_line(text, found[0][1])}.",)


def _lost(text: str) -> tuple[str, ...]:
    at = text.find("\ufffd")
    if at < 0:
        return ()
    return (f"Line {_line(text, at)} holds the sign U+FFFD: a letter was lost there before the file came here.",)
