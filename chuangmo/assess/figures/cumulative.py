"""Single months out of cumulative rows: differences, with a negative month flagged, never hidden.

1-3月 minus 1-2月 is 3月. Where a cumulative row is missing the difference spans several months and
is not split. A negative difference is a correction (domain: 差为负须核对).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from chuangmo.assess.stretches import Stretch
from chuangmo.period import MONTH, Period, month_period, months_period

REPORTED, DIFFERENCE = "reported", "difference"


@dataclass(frozen=True)
class MonthValue:
    """The value of one month, or of several that no row divides.

    Attributes:
        origin: ``reported`` (a row for the month itself) or ``difference``.
        negative: below zero: a correction to be checked.
        conflict: the reported month and the difference disagree.
    """

    period: Period
    value: Fraction
    origin: str
    negative: bool
    conflict: bool = False


def months_from_cumulative(rows: Iterable[Stretch]) -> list[MonthValue]:
    """Months of one place and indicator from rows since January and rows of single months.

    A row reported for the month itself holds; where a cumulative row contradicts it, both are
    kept apart by ``conflict``. Rows without a value are left out.
    """
    years: dict[int, list[Stretch]] = {}
    for row in rows:
        if row.has_value:
            years.setdefault(row.start.year, []).append(row)
    return [value for year in sorted(years) for value in _one_year(year, years[year])]


def _one_year(year: int, rows: list[Stretch]) -> list[MonthValue]:
    single = {row.start: row.mean for row in rows if row.kind == MONTH}
    running = _running(year, rows)
    found: list[MonthValue] = []
    begin, before = datetime(year, 1, 1), Fraction(0)
    for end, total in sorted(running.items()):
        found += _stretch_of_year(begin, end, total - before, single)
        begin, before = end, total
    told = {value.period.start for value in found}
    found += [
        _reported(month_period(start.year, start.month), value)
        for start, value in single.items()
        if start not in told
    ]
    return sorted(found, key=lambda value: value.period)


def _running(year: int, rows: list[Stretch]) -> dict[datetime, Fraction]:
    """End of the last month to the total since January; a cumulative row before another kind."""
    since = [
        row
        for row in rows
        if row.start == datetime(year, 1, 1) and row.end.day == 1 and row.end > row.start
    ]
    since.sort(key=lambda row: row.kind == "cumulative")
    return {row.end: row.mean for row in since}


def _stretch_of_year(
    begin: datetime, end: datetime, amount: Fraction, single: dict[datetime, Fraction]
) -> list[MonthValue]:
    """What one difference says about its months, given those reported by themselves."""
    months = Period(begin, end, "season").months()
    known = [month for month in months if month.start in single]
    rest = amount - sum((single[month.start] for month in known), Fraction(0))
    open_months = [month for month in months if month.start not in single]
    clash = not open_months and rest != 0
    found = [_reported(month, single[month.start], conflict=clash) for month in known]
    if len(open_months) == 1:
        found.append(MonthValue(open_months[0], rest, DIFFERENCE, rest < 0))
    elif open_months and not known:
        span = _months(open_months[0].start, open_months[-1].start)
        found.append(MonthValue(span, amount, DIFFERENCE, amount < 0))
    return found


def _reported(month: Period, value: Fraction, *, conflict: bool = False) -> MonthValue:
    return MonthValue(month, value, REPORTED, value < 0, conflict)


def _months(first: datetime, last: datetime) -> Period:
    return months_period((first.year, first.month), (last.year, last.month))
