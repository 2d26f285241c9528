"""What need not be worked out twice? Values made of a revision, kept in this process under a name with its digest.

A revision never changes, so what its digest names is never stale; and because the values never change either, they
are handed out as they are. A cache outside the process would pack and unpack them for every page.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

MOST = 300

_values: OrderedDict[str, Any] = OrderedDict()
_lock = Lock()


def kept[T](name: str, make: Callable[[], T]) -> T:
    """The value of this name; made now if it is not there. The ones not asked for longest make room."""
    with _lock:
        if name in _values:
            _values.move_to_end(name)
            found: T = _values[name]
            return found
    made = make()
    with _lock:
        _values[name] = made
        while len(_values) > MOST:
            _values.popitem(last=False)
    return made


def forget() -> None:
    """As a new process begins."""
    with _lock:
        _values.clear()
