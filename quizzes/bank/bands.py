"""What is said of a whole quiz? An author's words by the share of the points, from a share upwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from quizzes.questions import codec, says
from quizzes.questions.base import Flaw, Invalid
from quizzes.questions.remarks import WORDS

FIELD = "feedback"
MOST = 10


@dataclass(frozen=True, slots=True)
class Band:
    """From this share, in per cent, upwards."""

    at_least: int
    says: str

    def dump(self) -> dict[str, Any]:
        return {"from": self.at_least, "says": self.says}


def said(stored: Sequence[Mapping[str, Any]], earned: Fraction) -> str:
    """What is said of this share, which nothing has rounded; empty where no band reaches down to it."""
    reached = (band for band in map(_loaded, stored) if earned * 100 >= band.at_least)
    return next((band.says for band in reached), "")


def _loaded(table: Mapping[str, Any]) -> Band:
    return Band(table["from"], table["says"])


def from_tables(tables: Sequence[Mapping[str, Any]]) -> tuple[Band, ...]:
    """What a course file says; raises Invalid."""
    found = tuple(_read(table) for table in tables)
    return _checked(found)


def _read(table: Mapping[str, Any]) -> Band:
    with codec.at(FIELD, "Feedback on the quiz"):
        codec.nothing_unknown(table, ("from", "says"))
        return Band(codec.whole(table, "from", None, 0, 100), codec.line(table, "says"))


def from_lines(text: str) -> tuple[Band, ...]:
    """As it is typed: ``80: You read closely.``, one a line; raises Invalid."""
    lines = [line for line in text.splitlines() if line.strip()]
    return _checked(tuple(_typed(number, line) for number, line in enumerate(lines, start=1)))


def _typed(number: int, line: str) -> Band:
    share, colon, words = line.partition(":")
    share = share.strip().removesuffix("%").strip()
    if not (colon and share.isascii() and share.isdigit() and int(share[:4]) <= 100):
        raise Invalid(Flaw(FIELD, f"Line {number} is {line.strip()[:40]!r}; write 80: what is said from 80 % upwards."))
    return Band(int(share), words.strip())


def advice(stored: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is no mistake but leaves some students without a word."""
    if stored and stored[-1]["from"] > 0:
        yield f"Who earns less than {stored[-1]['from']} % is told nothing; a last line “0: …” would."


def to_lines(stored: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{band.at_least}: {band.says}" for band in map(_loaded, stored))


def _checked(found: tuple[Band, ...]) -> tuple[Band, ...]:
    if flaws := list(_flaws(found)):
        raise Invalid(*flaws)
    return found


def _flaws(found: Sequence[Band]) -> Iterator[Flaw]:
    if len(found) > MOST:
        yield Flaw(FIELD, f"There are {len(found)} bands; the limit is {MOST}.")
    for band in found:
        if not band.says:
            yield Flaw(FIELD, f"Nothing is said from {band.at_least} % upwards; write it or take the band out.")
        if (words := says.length(band.says)) > WORDS:
            yield Flaw(FIELD, f"From {band.at_least} % upwards there are {words} words; the limit is {WORDS}.")
    for higher, lower in pairwise(found):
        if lower.at_least >= higher.at_least:
            yield Flaw(FIELD, f"{lower.at_least} stands below {higher.at_least}; begin with the highest share.")
