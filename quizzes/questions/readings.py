"""Which passages does a question stand on? Most kinds on one reading or none, some on several at once."""

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from corpus.text.citation import BadCitation, Citation, parse

from . import codec

BETWEEN = "; "  # between citations, where several are one text


@runtime_checkable
class Several(Protocol):
    """A kind that stands on several readings; its body names them under `readings`."""

    @property
    def readings(self) -> tuple[Citation, ...]: ...


class One(Protocol):
    @property
    def reading(self) -> Citation | None: ...


def readings_of(content: Several | One) -> tuple[Citation, ...]:
    """Every passage that a question stands on, of whichever kind it is."""
    if isinstance(content, Several):
        return content.readings
    return (content.reading,) if content.reading else ()


def works(found: Iterable[Citation]) -> set[str]:
    return {citation.work for citation in found}


def named_work(found: Iterable[Citation]) -> str | None:
    """The work that a citation means which names none; None where it could be any of several."""
    one = works(found)
    return one.pop() if len(one) == 1 else None


def written(found: Iterable[Citation]) -> str:
    """As a column or a line of text holds them; `parsed` reads it back."""
    return BETWEEN.join(map(str, found))


def parsed(text: str) -> tuple[Citation, ...]:
    return tuple(parse(one) for one in text.split(BETWEEN)) if text else ()


def from_table(table: Mapping[str, object], name: str = "readings") -> tuple[Citation, ...]:
    """Whole paragraphs, each of one edition or of whichever is read."""
    return tuple(_reading(one, name, number) for number, one in enumerate(codec.texts(table, name), start=1))


def _reading(text: str, name: str, number: int) -> Citation:
    with codec.at(name, f"Reading {number}"):
        found = parse(text)
        if found.sentence is not None or found.note:
            raise BadCitation(f"“{found}” is not made of whole paragraphs; write harrow-1957 ¶11-14.")
    return found


def replaced(body: Mapping[str, object], found: tuple[Citation, ...]) -> dict[str, object]:
    """A question's stored form with other passages in place of its own."""
    if "readings" in body:
        return {**body, "readings": [str(citation) for citation in found]}
    return {**body, "reading": str(found[0])} if found else dict(body)
