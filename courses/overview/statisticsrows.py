"""What stands in the rows of a question's statistics: its parts and versions, its options and sentences."""

from dataclasses import dataclass

from corpus.prose import passage_url
from corpus.text.citation import BadCitation, parse
from courses.overview import plots
from courses.overview.told import FEW, Told, told
from quizzes.analysis import picks
from quizzes.analysis.figure import Figure
from quizzes.analysis.items import CHECK, ENOUGH, WEAKLY, Item
from quizzes.analysis.picks import Pick
from quizzes.analysis.ranking import Ranked

FLAGS = {
    CHECK: "Check the key: students with high totals did worse here.",
    WEAKLY: "Weak: this question hardly parts those who know more from those who know less.",
    picks.NOBODY: "Nobody chose it.",
    picks.PREFERRED: "Students with high totals prefer it to the key.",
    picks.SUPERFLUOUS: "Many who marked a whole proof marked this too. Add it as an alternative proof, or as neutral?",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A question, a part or a version of it in figures."""

    name: str
    item: Item
    ranked: Ranked
    weights: tuple[Figure, Figure] | None = None
    guess: Figure | None = None

    @property
    def enough(self) -> bool:
        return self.item.n >= ENOUGH

    @property
    def cells(self) -> list[Told]:
        item, ranked = self.item, self.ranked
        found = {
            "Facility": (item.facility, 2),
            "Deviation": (item.sd, 2),
            "Discrimination": (item.discrimination, 0),
            "Efficiency": (ranked.efficiency, 0),
            "Upper − lower": (ranked.d27, 2),
        }
        if self.weights:
            found |= {"Weight, meant": (self.weights[0], 1), "Weight, had": (self.weights[1], 1)}
        if self.guess:
            found["By guessing"] = (self.guess, 2)
        return [told(name, figure if self.enough else FEW, places) for name, (figure, places) in found.items()]


@dataclass(frozen=True, slots=True)
class Picked:
    """An option or a sentence with what was made of it."""

    pick: Pick
    says: str
    url: str
    enough: bool
    asked: int

    @property
    def flags(self) -> list[str]:
        return [FLAGS[flag] for flag in self.pick.flags]

    @property
    def is_key(self) -> bool:
        return self.pick.role == picks.KEY

    @property
    def role(self) -> str:
        return {picks.KEY: "in the key", picks.NEUTRAL: "neutral"}.get(self.pick.role, "")

    @property
    def share(self) -> plots.Scale:
        return plots.share(self.pick.n / self.asked if self.asked else 0, None)

    @property
    def cells(self) -> list[Told]:
        one = self.pick
        found = {
            "Share": (one.share, 2),
            "Mean of the rest": (one.rest, 2),
            "r with the rest": (one.r, 2),
            "Lower group": (one.lower, 2),
            "Upper group": (one.upper, 2),
        }
        return [told(name, figure if self.enough else FEW, places) for name, (figure, places) in found.items()]


def placed(label: str) -> tuple[str, str]:
    """A sentence as its text numbers it, and where it stands in the library."""
    try:
        citation = parse(label)
    except BadCitation:
        return label, ""
    edition = citation.edition or "adapted"
    return f"{citation.label}, {edition}", passage_url(citation, edition)
