"""What was right about a verdict and its evidence, and what does that earn?"""

from dataclasses import asdict, dataclass
from fractions import Fraction

from .base import Outcome, Part, Policy
from .evidence import HALF, Measured, score
from .parts import Parts
from .proofs import Verdict


@dataclass(frozen=True, slots=True)
class Assessment(Measured, Parts):
    """The counts behind a score. `needed` is the size of the best set, or 0 where the key has none.

    The sets are proofs, or near misses where the key says that no sentence can prove.
    """

    policy: str
    absent: bool  # the key says: not in the source
    chosen: str
    right: bool
    by_paragraph: bool
    found: int
    needed: int
    belonging: int
    counted: int
    neutral: int
    marked: int
    limit: int
    nothing_close: bool
    gap: bool

    @property
    def near(self) -> Fraction:
        """How well the closest passage is marked, or whether the student rightly says that there is none."""
        if self.chosen == Verdict.NOT_IN_SOURCE and not self.needed:
            return Fraction(self.nothing_close and not self.marked)
        denied = self.chosen == Verdict.NOT_IN_SOURCE and self.nothing_close
        return Fraction(0) if denied else self.value

    @property
    def evidence(self) -> Fraction:
        return HALF * self.near + HALF * self.gap if self.absent else self.value

    @property
    def share(self) -> Fraction:
        if self.policy == Policy.STRICT:
            return Fraction(self.right and self.complete and self.marked <= self.limit)
        return score(self.right, self.evidence)

    @property
    def complete(self) -> bool:
        """Nothing is lacking, whatever stands beside it."""
        if not self.absent:
            return self.completeness == 1
        return self.gap and self.near > 0 and self.completeness == bool(self.needed)

    @property
    def reason(self) -> str:
        if self.right:
            return "complete" if self.share == 1 else "partial" if self.evidence else "verdict_only"
        return "evidence_only" if self.evidence else "wrong"

    def outcome(self) -> Outcome:
        shares: dict[str, Part] = {
            "completeness": self.completeness,
            "focus": self.focus,
            "near": self.near,
            "evidence": self.evidence,
        }
        return Outcome(self.share, asdict(self) | shares, self.reason)
