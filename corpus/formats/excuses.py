"""Which words may a retold edition have that its original has not? A list with a reason for each."""

import tomllib

from corpus.text.retelling import Excuse


class BadExcuses(ValueError):
    """The file cannot be read as a list of exceptions; the message says what each needs."""


def load(text: str) -> tuple[Excuse, ...]:
    """Reads ``[[exception]]`` entries of `paragraph`, `words` and `reason`. Raises BadExcuses."""
    try:
        rows = tomllib.loads(text).get("exception", [])
        return tuple(_excuse(number, row) for number, row in enumerate(rows, start=1))
    except tomllib.TOMLDecodeError as error:
        raise BadExcuses(f"This is no TOML: {error}") from error
    except (AttributeError, TypeError) as error:
        raise BadExcuses("Write each exception as [[exception]] with paragraph, words and reason.") from error


def _excuse(number: int, row: dict[str, object]) -> Excuse:
    paragraph, words, reason = row.get("paragraph"), row.get("words"), row.get("reason")
    if not (isinstance(paragraph, int) and isinstance(words, str) and isinstance(reason, str) and words and reason):
        raise BadExcuses(f"Exception {number} needs paragraph (a number), words and reason.")
    return Excuse(paragraph, words, reason)
