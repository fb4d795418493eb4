"""What a verdict on a target with a form needs, and the words that all forms share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import LimitLine
from chuangmo.assess.rounding import in_unit, publish_difference
from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.assess.verdicts.evidence import compared, number_held
from chuangmo.assess.verdicts.publishing import digits_of
from chuangmo.assess.verdicts.verdict import Case
from chuangmo.catalog.target_models import Target

#: Statuses by which nothing is said of a figure.
SILENT = (
    vt.INSUFFICIENT, vt.NOT_YET_DUE, vt.NO_TARGET, vt.REFERENCE, vt.NOT_ASSESSABLE,
    vt.NOT_APPLICABLE,
)  # fmt: skip


@dataclass(frozen=True)
class Deadline:
    """What the reports say of a task on its day and at the ends of the months after it.

    Attributes:
        in_time: whether it was done on its day.
        done_on: the first of these days on which it was done. undone_on: the last of them on which
            the reports show that it was not; ``None`` where no such day is known.
        why: what the reports lack on the day itself.
    """

    in_time: bool
    done_on: date | None = None
    undone_on: date | None = None
    why: str = ""


@dataclass(frozen=True)
class TargetCase:
    """The case of a target with a form.

    Attributes:
        case: the case of the year itself; its line is the number of the target, if it has one.
        as_of: the day looked at; a year that has ended is looked at on its last day.
        past: by year the figures of the years before that the form looks at.
    """

    case: Case
    target: Target
    as_of: date
    past: Mapping[int, Statistic]
    deadline: Deadline | None = None

    @property
    def year(self) -> int:
        """The year that is judged."""
        return self.case.figure.period.last_day.year

    @property
    def day(self) -> date:
        """The day looked at: never one after the year's end."""
        return min(self.as_of, self.case.figure.period.last_day)

    @property
    def after(self) -> str:
        """The unit as it follows a number."""
        return reasons.unit_after(self.case.unit)

    @property
    def digits(self) -> int:
        """Published decimals."""
        return digits_of(self.case.indicator, self.case.unit)

    def number(self, line: LimitLine, figure: Statistic | None = None) -> Fraction | None:
        """A year's number as it is compared with a line, in the unit of the case."""
        found = figure or self.case.figure
        value = compared(found, line)
        if value is None:
            return None
        return number_held(in_unit(value, found.unit, self.case.unit), line, self.digits)


def differs(gap: Fraction, unit: str, digits: int) -> str:
    """``6.0个百分点``, ``0.004 mg/m³``: the size of a difference, never printed as none."""
    return reasons.difference_words(publish_difference(abs(gap), digits), unit)


def silent(row: Verdict, asked: TargetCase, code: str, sentence: str) -> Verdict:
    """The row where a target may not be judged, and why."""
    return replace(
        row, form=asked.target.form, status=vt.INSUFFICIENT, reason_code=code, reason=sentence,
        evidence=None,
    )  # fmt: skip
