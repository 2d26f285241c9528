"""Which kinds of question are there?"""

from .source_check import SourceCheck

KINDS = {kind.kind: kind for kind in (SourceCheck,)}
