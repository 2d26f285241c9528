"""Where the originals lie, for the tests that may read them: in TEXTS_DIR, `texts/` or `../shared/texts`."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.formats import plain, profile
from corpus.formats.draft import Draft

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def original() -> Callable[[str], bytes]:
    own = os.environ.get("TEXTS_DIR")
    places = [Path(own)] if own else [ROOT / "texts", ROOT.parent / "shared" / "texts"]

    def bytes_of(slug: str) -> bytes:
        for place in places:
            if (place / f"{slug}.txt").is_file():
                return (place / f"{slug}.txt").read_bytes()
        pytest.skip(f"{slug}.txt is not in TEXTS_DIR, texts/ or ../shared/texts")

    return bytes_of


@pytest.fixture(scope="session")
def known_profile() -> Callable[[str], profile.Profile]:
    return lambda slug: profile.load((ROOT / "corpus/library" / slug / "profile.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def imported(original, known_profile) -> Callable[[str], Draft]:
    return lambda slug: plain.read(original(slug), known_profile(slug))
