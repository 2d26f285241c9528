"""Are these the same words? Hashes that say so without holding the words."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

# T25: stored text is NFC; NFKC would change signs that authors chose.
_WHITE = re.compile(r"\s+")


def collapsed(text: str) -> str:
    """NFC, with every run of white space (no-break spaces too) as one space, trimmed."""
    return _WHITE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def short_hash(text: str) -> str:
    """The first 12 hex digits of the SHA-256 of the collapsed text in UTF-8 (CORPUS_NOTES.md §11)."""
    return hashlib.sha256(collapsed(text).encode()).hexdigest()[:12]


def digest(parts: Iterable[str]) -> str:
    """One SHA-256 over an ordered list of texts; no two lists share it by running into each other."""
    running = hashlib.sha256()
    for part in parts:
        data = part.encode()
        running.update(f"{len(data)}:".encode())
        running.update(data)
    return running.hexdigest()
