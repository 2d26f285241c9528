"""What does somebody look for in the library? Words, phrases, beginnings of words, as every index understands them.

    budget promises         both words, anywhere in a paragraph
    "light industry"        these words in this order
    consum*                 words that begin so

Case, accents and the marks inside words and numbers do not count. A person or thing is found under each of its names.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.text.folding import words

LONGEST = 200  # characters of a query
MOST_CLAUSES = 12

_PARTS = re.compile(r'["“”]([^"“”]{0,200})["“”]|([^\s"“”]{1,80})')

type Tokens = tuple[str, ...]


class BadQuery(ValueError):
    """The query cannot be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing to find: any of these runs of tokens. `begins`: the last token is the beginning of a word."""

    runs: tuple[Tokens, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All clauses must be found in a paragraph. `also` are the other names that are looked for."""

    clauses: tuple[Clause, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Which runs of tokens are names of the same person, place or thing."""

    groups: Mapping[Tokens, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Sequence[str]]) -> "Names":
        """Where two works explain the same name, the names of both are taken together."""
        found: dict[Tokens, tuple[str, ...]] = {}
        for names in groups:
            together = dict.fromkeys(names)
            for name in names:
                together |= dict.fromkeys(found.get(tokens(name), ()))
            for name in together:
                found[tokens(name)] = tuple(together)
        return cls(found)


def tokens(text: str) -> Tokens:
    """The words of a text as an index holds them: small letters and digits of any script, nothing else."""
    return tuple(token for word in words(text) if (token := _token(word.text)))


def _token(word: str) -> str:
    """Without accents and marks; never NFKD, which would make 12 of ½ (T25)."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", word).casefold())
    return "".join(sign for sign in folded if sign.isalnum() and sign != "ʼ")


def parsed(text: str, names: Names) -> Query:
    """Raises BadQuery. A phrase in quotation marks is looked for as it stands, without other names."""
    if len(text) > LONGEST:
        raise BadQuery(f"The search has {len(text)} characters; the limit is {LONGEST}.")
    given = list(_given(text))
    if len(given) > MOST_CLAUSES:
        raise BadQuery(f"The search has {len(given)} words and phrases; the limit is {MOST_CLAUSES}.")
    clauses, also = list[Clause](), list[str]()
    at = 0
    while at < len(given):
        known, length = _named(given[at:], names)
        run = tuple(token for one in given[at : at + length] for token in one.run)
        others = tuple(filter(None, map(tokens, known)))
        clauses.append(Clause(tuple(dict.fromkeys((run, *others))), given[at].begins))
        also += [name for name in known if tokens(name) != run]
        at += length
    return Query(tuple(clauses), tuple(dict.fromkeys(also)))


@dataclass(frozen=True, slots=True)
class _Given:
    run: Tokens
    is_phrase: bool
    begins: bool


def _given(text: str) -> Iterator[_Given]:
    for found in _PARTS.finditer(text):
        run = tokens(found[1] or found[2] or "")
        if run:
            yield _Given(run, found[1] is not None, bool(found[2] and found[2].endswith("*")))


def _named(given: Sequence[_Given], names: Names) -> tuple[tuple[str, ...], int]:
    """The names of the person or thing that the next words name, the longest first, and how many words those are."""
    for length in range(min(4, len(given)), 0, -1):
        if not any(one.is_phrase or one.begins for one in given[:length]):
            run = tuple(token for one in given[:length] for token in one.run)
            if run in names.groups:
                return names.groups[run], length
    return (), 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where something that was looked for stands in a text: offsets, end excluded."""

    start: int
    end: int


def places(text: str, query: Query) -> tuple[Place, ...]:
    """Every place of every clause, in the order of the text."""
    said = [(token, word) for word in words(text) if (token := _token(word.text))]
    found = {
        Place(said[at][1].start, said[at + len(run) - 1][1].end)
        for clause in query.clauses
        for run in clause.runs
        for at in range(len(said) - len(run) + 1)
        if _stands([token for token, _ in said[at : at + len(run)]], run, clause.begins)
    }
    return tuple(sorted(found, key=lambda place: (place.start, place.end)))


def _stands(said: Sequence[str], run: Tokens, begins: bool) -> bool:
    if begins:
        return tuple(said[:-1]) == run[:-1] and said[-1].startswith(run[-1])
    return tuple(said) == run
