"""Which kinds of question are there?"""

from typing import Any

from .base import Kind
from .choice import Choice
from .cloze import Cloze
from .find_evidence import FindEvidence
from .matching import Matching
from .numeric import Numeric
from .ordering import Ordering
from .quotation import Quotation
from .quote_repair import QuoteRepair
from .source_check import SourceCheck
from .voice import WhoSpeaks

# Which key and response belong to which kind is known only inside the kind; hence Any, here alone.
_KINDS: tuple[type[Kind[Any, Any]], ...] = (
    *(SourceCheck, FindEvidence, Choice, Ordering, Matching, Numeric),
    *(WhoSpeaks, Cloze, Quotation, QuoteRepair),
)

KINDS = {kind.kind: kind for kind in _KINDS}
