"""Which formats can a text be read from? One module a format, one line here."""

from typing import Protocol

from corpus.formats import adapted, plain
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
)
BY_NAME: dict[str, Format] = {format.NAME: format for format in FORMATS}
