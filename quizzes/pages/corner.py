"""How good was the evidence, as an area? The figure beside a mark: proof found by marks that belong to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from quizzes.questions.telling import share


@dataclass(frozen=True, slots=True)
class Corner:
    """Evidence as an area: height is the proof found (R), width the marks that belong to it (P)."""

    r: Fraction
    p: Fraction

    @property
    def e(self) -> Fraction:
        return self.r * self.p

    @property
    def share(self) -> str:
        """E as a fraction where that is short, else as a percentage."""
        return share(self.e) if len(share(self.e)) < 4 else f"{float(self.e):.0%}"

    @property
    def words(self) -> str:
        return f"{float(self.r):.0%} as high and {float(self.p):.0%} as wide as the full square, so {self.share} of it."

    @property
    def middle(self) -> Mapping[str, str]:
        """Where the figure stands: in the area where it fits, else beside its corner."""
        x, y = 12 + 58 * float(self.p), 116 - 58 * float(self.r) + 9
        return {"x": f"{max(x, 34):g}", "y": f"{min(y, 106):g}"}

    def _sized(self, thick: float, side: float) -> Mapping[str, str]:
        height, width = side * float(self.r), side * float(self.p)
        return {
            "area": f"M{thick:g} {side - height:g}h{width:g}v{height:g}h{-width:g}z",
            "p": f"M0 {side:g}h{thick + width:g}v{thick:g}H0z" if self.p else "",
            "r": f"M0 {side - height:g}h{thick:g}v{thick + height:g}H0z" if self.r else "",
        }

    @property
    def small(self) -> Mapping[str, str]:
        return self._sized(3, 17)

    @property
    def large(self) -> Mapping[str, str]:
        return self._sized(12, 116)
