"""What could stand in JSON that somebody else wrote? A value with each part replaced by what makes no sense."""

from collections.abc import Iterator
from typing import Any

JUNK = (None, True, -1, 10**30, "", "¶", "NaN", [], [[]], {}, {"x": 1}, [None], "x" * 5_000)


def spoiled(value: Any) -> Iterator[Any]:
    """The same with one part of it replaced, at every place and with everything that makes no sense there."""
    yield from JUNK
    if isinstance(value, dict):
        for name, part in value.items():
            yield {other: kept for other, kept in value.items() if other != name}
            yield from ({**value, name: worse} for worse in spoiled(part))
    elif isinstance(value, list):
        for place, part in enumerate(value[:2]):
            yield from ([*value[:place], worse, *value[place + 1 :]] for worse in spoiled(part))
