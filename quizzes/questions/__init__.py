"""Which kinds of question are there?"""

from typing import Any

from .base import Kind
from .choice import Choice
from .source_check import SourceCheck

# Which key and response belong to which kind is known only inside the kind; hence Any, here alone.
_KINDS: tuple[type[Kind[Any, Any]], ...] = (SourceCheck, Choice)

KINDS = {kind.kind: kind for kind in _KINDS}
