"""Which kinds of question are there?"""

from typing import Any

from .base import Kind
from .choice import Choice
from .cloze import Cloze
from .corroboration import Corroboration
from .find_evidence import FindEvidence
from .matching import Matching
from .numeric import Numeric
from .ordering import Ordering
from .quotation import Quotation
from .quote_repair import QuoteRepair
from .rubric import by_hand
from .short_answer import ShortAnswer
from .source_check import SourceCheck
from .voice import WhoSpeaks

# Which key and response belong to which kind is known only inside the kind; hence Any, here alone.
_KINDS: tuple[type[Kind[Any, Any]], ...] = (
    *(SourceCheck, FindEvidence, Choice, Ordering, Matching, Numeric),
    *(WhoSpeaks, Cloze, Quotation, QuoteRepair),
    *(Corroboration, ShortAnswer),
)

KINDS = {kind.kind: kind for kind in _KINDS}

# Marked by a person; all others by the computer, as soon as they are handed in.
BY_HAND = frozenset(name for name, kind in KINDS.items() if by_hand(kind))
