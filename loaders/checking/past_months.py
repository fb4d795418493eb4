"""The months of a file beside the month before and the same month of past years."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from chuangmo.period import Period, month_period
from chuangmo.store.rows import Selection
from loaders.checking.day_figures import DayFigure

YEARS_BACK = 3
_MOST_MONTHS = 4  # a longer file is history itself
_LONGEST = 92  # days of one figure


class PastValues(Protocol):
    """What checks ask of the store."""

    def day_sums(self, selection: Selection) -> pa.Table:
        """Current values condensed to days; columns of ``rows.DAY_SUMS``."""
        ...

    def outranked(self, observations: pa.Table) -> Sequence[int]:
        """Rows not yet audited for which another value is held; their numbers from 0."""
        ...

    def arrivals(self, selection: Selection) -> pa.Table:
        """Which months hold anything, by indicator and area; columns of ``reading.ARRIVALS``."""
        ...

    def sheets(self, forms: Collection[str]) -> pa.Table:
        """Sheets that came with tables of these forms; columns of ``reading.SHEETS``."""
        ...


@dataclass(frozen=True)
class PastMonths:
    """One month of the file and what the store holds of its places.

    Attributes:
        figures: of the file; before: of the month before; years: of the same month, last year's
            first.
    """

    month: Period
    figures: Sequence[DayFigure]
    before: Sequence[DayFigure]
    years: Sequence[Sequence[DayFigure]]


def past_months(concentrations: Sequence[DayFigure], store: PastValues) -> list[PastMonths]:
    """The months of the concentrations; none where these are of more than a season.

    Figures of a longer stretch (累计) beside those of a month are left out.
    """
    concentrations = [f for f in concentrations if (f.end - f.start).days <= _LONGEST]
    months = {(f.start.year, f.start.month) for f in concentrations}
    if len(months) > _MOST_MONTHS:
        return []
    found = []
    for month in (month_period(*one) for one in sorted(months)):
        mine = [f for f in concentrations if month.start <= f.start < month.end]
        before = _stored(store, mine, month_before(month))
        years = [
            _stored(store, mine, month.shifted_years(-back)) for back in range(1, YEARS_BACK + 1)
        ]
        found.append(PastMonths(month, mine, before, years))
    return found


def month_before(month: Period) -> Period:
    """The calendar month before."""
    year, number = month.start.year, month.start.month
    return month_period(year - (number == 1), (number - 2) % 12 + 1)


def _stored(store: PastValues, mine: Sequence[DayFigure], span: Period) -> list[DayFigure]:
    table = store.day_sums(
        Selection(
            indicators=tuple({f.indicator for f in mine}),
            areas=tuple({f.area for f in mine}),
            start=span.start,
            end=span.end,
        )
    )
    return [DayFigure.stored(row) for row in table.to_pylist()]
