"""Which voices may be named? The author's list, the same for every statement, so that it gives nothing away."""

from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from . import codec
from .base import Flaw, Invalid, Table
from .entries import Entry

MOST, LENGTH = 8, 200


class Voice(Entry):
    """Its letter stays when the list is reordered, so that old answers keep their meaning."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self.id}) {self.text}"


def from_tables(rows: Sequence[Table]) -> tuple[Voice, ...]:
    """As the author lists them; one without a letter gets that of its place."""
    if len(rows) > MOST:
        raise Invalid(Flaw("voice", f"There are {len(rows)} voices; the limit is {MOST}."))
    with codec.at("voice", "Voices"):
        for row in rows:
            codec.nothing_unknown(row, ("id", "text"))
        pairs = zip(ascii_lowercase, rows, strict=False)
        return tuple(Voice(codec.text(row, "id", "") or letter, codec.line(row, "text", "")) for letter, row in pairs)


def typed(line: str, _: str | None = None) -> dict[str, object]:
    """``a) Harrow himself``"""
    has_letter = line[1:2] == ")" and line[0] in ascii_lowercase
    return {"id": line[0], "text": line[2:].strip()} if has_letter else {"text": line}


def flaws(voices: tuple[Voice, ...]) -> Iterator[Flaw]:
    if len(voices) < 2:
        yield Flaw("voice", "Offer at least two voices.")
    letters, texts = [voice.id for voice in voices], [voice.text.casefold() for voice in voices]
    for voice in voices:
        if not voice.text:
            yield Flaw("voice", f"Voice {voice.id} is empty; say who speaks or take it out.")
        if len(voice.text) > LENGTH:
            yield Flaw("voice", f"Voice {voice.id} has {len(voice.text)} characters; the limit is {LENGTH}.")
        if letters.count(voice.id) > 1 or voice.id not in tuple(ascii_lowercase):
            yield Flaw("voice", f"The voices are called {', '.join(letters)}; give each a small letter of its own.")
            return
        if voice.text and texts.count(voice.text.casefold()) > 1:
            yield Flaw("voice", f"“{voice.text}” is offered twice; change one.")
