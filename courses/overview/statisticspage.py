"""What does an instructor see of a quiz's statistics? No figure that so few cannot carry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from courses.models import Step
from courses.overview import plots
from courses.overview.statisticsrows import FLAGS, Picked, Row, placed
from courses.overview.told import FEW, Told, number, reasons, told, with_interval
from quizzes.analysis import picks
from quizzes.analysis.items import CHECK, ENOUGH
from quizzes.analysis.picks import Pick
from quizzes.analysis.report import Subject
from quizzes.models import Attempt
from quizzes.overview.statistics import Statistics

_BINS = 10
_MOST = 8  # sentences beside those of the key

_GROUPS = {
    3: ("lowest third", "middle third", "highest third"),
    5: ("lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth"),
}
_QUIZ = {
    "mean": "Mean",
    "median": "Median",
    "sd": "Standard deviation",
    "skewness": "Skewness",
    "kurtosis": "Kurtosis",
    "cic": "Internal consistency (CIC)",
    "error_ratio": "Error ratio",
    "standard_error": "Standard error",
}


@dataclass(frozen=True)
class Entry:
    """One question of the page. What is asked for several times is worked out once."""

    number: int
    subject: Subject
    before: str = ""
    after: str = ""

    @property
    def worth(self) -> str:
        return f"{float(self.subject.item.maximum):g}"

    @property
    def name(self) -> str:
        return self.subject.name

    @property
    def enough(self) -> bool:
        return self.subject.item.n >= ENOUGH

    @property
    def flags(self) -> list[str]:
        return [FLAGS[flag] + self._chance(flag) for flag in self.subject.flags]

    def _chance(self, flag: str) -> str:
        interval = self.subject.item.r_interval
        reaches = flag == CHECK and interval is not None and interval.high > 0
        return " With so few attempts it may be chance: the interval of r reaches above 0." if reaches else ""

    @cached_property
    def remarks(self) -> int:
        return self.subject.remarks

    @cached_property
    def rows(self) -> list[Row]:
        return list(self._rows())

    def _rows(self) -> Iterator[Row]:
        one = self.subject
        yield Row("Whole question", one.item, one.ranked, (one.intended, one.effective), one.guess)
        yield from (Row(part.name.capitalize(), part.item, part.ranked) for part in one.parts)
        for version in one.versions if len(one.versions) > 1 else ():
            yield Row(f"Version {version.number}", version.item, version.ranked, guess=version.guess)
            for part in version.parts:
                yield Row(f"Version {version.number}, {part.name}", part.item, part.ranked)

    @cached_property
    def brief(self) -> list[Told]:
        """Of the whole question."""
        return self.rows[0].cells

    @property
    def reasons(self) -> list[str]:
        told = [cell for of in (self.rows, self.options, self.sentences) for row in of for cell in row.cells]
        return reasons(told)

    @property
    def facility(self) -> plots.Scale | None:
        value = self.subject.item.facility.value
        return plots.share(value, self.subject.item.facility_interval) if self.enough and value is not None else None

    @property
    def facility_words(self) -> str:
        return with_interval(self.subject.item.facility, self.subject.item.facility_interval)

    @property
    def r(self) -> plots.Scale | None:
        value = self.subject.item.r.value
        return plots.correlation(value, self.subject.item.r_interval) if self.enough and value is not None else None

    @property
    def r_words(self) -> str:
        return with_interval(self.subject.item.r, self.subject.item.r_interval)

    @property
    def groups(self) -> list[tuple[str, str]]:
        shares = self.subject.ranked.groups if self.enough else ()
        return [(name, number(share, 2)) for name, share in zip(_GROUPS.get(len(shares), ()), shares, strict=True)]

    @property
    def curve(self) -> plots.Curve:
        return plots.curve(self.subject.ranked.groups)

    @property
    def marks(self) -> list[tuple[str, int]]:
        return _distribution(self.subject.tallied.marks, round(100 * self.subject.item.maximum))

    @property
    def bars(self) -> str:
        return plots.bars([count for _, count in self.marks])

    @cached_property
    def options(self) -> list[Picked]:
        return [self._picked(one, self.subject.asked.options.get(one.label, ""), "") for one in self.subject.options]

    @cached_property
    def sentences(self) -> list[Picked]:
        """Those that the key names, those with a remark, and the ones that were marked most."""
        others = set(self._others)
        shown = [label for label in self.subject.marked if label not in others]
        return [self._picked(one, *placed(one.label)) for one in self.subject.told(shown)]

    @cached_property
    def _others(self) -> list[str]:
        """The rest, the most marked first."""
        telling = {*self.subject.asked.roles, *picks.often(self.subject.tallied)}
        return [label for label in self.subject.marked if label not in telling][_MOST:]

    @property
    def hidden(self) -> int:
        return len(self._others)

    @property
    def most_hidden(self) -> int:
        return self.subject.tallied.picks[self._others[0]].n if self._others else 0

    def _picked(self, one: Pick, says: str, url: str) -> Picked:
        return Picked(one, says, url, self.enough, self.subject.item.n)


@dataclass(frozen=True)
class Page:
    step: Step
    statistics: Statistics

    @property
    def attempts(self) -> int:
        return self.statistics.attempts

    @property
    def enough(self) -> bool:
        return self.attempts >= ENOUGH

    @cached_property
    def entries(self) -> list[Entry]:
        """Each with the names of its neighbours."""
        subjects = self.statistics.report.subjects
        names = ["", *(one.name for one in subjects), ""]
        return [Entry(n, one, names[n - 1], names[n + 1]) for n, one in enumerate(subjects, start=1)]

    @property
    def maximum(self) -> str:
        totals = self.statistics.report.totals
        return f"{totals.possible / (100 * totals.n):g}" if totals.n else "0"

    def entry(self, name: str) -> Entry | None:
        """A question by its name."""
        return next((entry for entry in self.entries if entry.name == name), None)

    @property
    def figures(self) -> list[Told]:
        found = self.statistics.report.figures
        return [told(label, found[name] if self.enough else FEW, 2) for name, label in _QUIZ.items()]

    @property
    def reasons(self) -> list[str]:
        return reasons(self.figures)

    @property
    def dashes(self) -> list[str]:
        """Why there are dashes in the list of questions."""
        return reasons(cell for entry in self.entries for cell in entry.brief)

    @property
    def lead(self) -> str:
        if not self.attempts:
            return self._nothing_counted
        if not self.enough:
            return f"So few attempts carry no statistics. Counts stand here; figures follow from {ENOUGH} attempts on."
        mean = number(self.statistics.report.figures["mean"].value or 0, 2)
        return f"On average {mean} of {self.maximum} points. {self._flagged}"

    @property
    def _nothing_counted(self) -> str:
        """An attempt counts when each of its answers has a mark."""
        quiz = self.step.quiz
        first = Attempt.objects.submitted().filter(quiz=quiz, number=1)
        handed_in = 0 if quiz is None or quiz.is_practice else first.count()
        if not handed_in:
            return "Nobody has handed this quiz in yet."
        return f"{handed_in} handed in. Figures follow when every written answer of an attempt is marked."

    @property
    def _flagged(self) -> str:
        count = sum(bool(entry.remarks) for entry in self.entries)
        if not count:
            return "Nothing stands out."
        return "One question should be looked at." if count == 1 else f"{count} questions should be looked at."

    @property
    def as_of(self) -> datetime | None:
        return self.statistics.as_of

    @property
    def is_kept(self) -> bool:
        """Too many to count while the page waits."""
        return self.statistics.is_kept


def _distribution(marks: Mapping[int, int], maximum: int) -> list[tuple[str, int]]:
    """Each mark where they are few, else tenths of the maximum."""
    if len(marks) <= _BINS:
        return [(f"{x / 100:.2f}", count) for x, count in sorted(marks.items())]
    bounds = [maximum * place / (100 * _BINS) for place in range(_BINS + 1)]
    counts = [0] * _BINS
    for x, count in marks.items():
        counts[min(_BINS - 1, _BINS * x // maximum)] += count
    return [(f"{bounds[place]:.2f} to {bounds[place + 1]:.2f}", count) for place, count in enumerate(counts)]
