"""A reported mean of a month beside the days of the same place that are known."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from chuangmo.period import DAY, HOUR, MONTH, Period, month_period
from chuangmo.store.rows import Selection
from loaders.checking.day_figures import DayFigure, FigureSeries, at_figure, plain, series
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_FEWEST_DAYS = 20
_TOLERANCE = Decimal("0.02")


def check(staged: Staged) -> Iterator[Finding]:
    """Means printed for a month that the days of the store or of the file do not give."""
    monthly = [f for f in staged.concentrations if f.key.kind == MONTH and f.total is not None]
    for month in sorted({month_period(f.start.year, f.start.month) for f in monthly}, key=_start):
        mine = [f for f in monthly if f.start == month.start]
        days = _means_of_days(staged, mine, month)
        for figure in mine:
            found = days.get(figure.key._replace(kind=""))
            value = figure.total or Decimal(0)
            if found and abs(found[0] - value) > max(_step(value), _TOLERANCE * found[0]):
                indicator = staged.catalog.indicator(figure.indicator)
                yield at_figure(
                    "mean-beside-days", figure, f"{plain(value)} {indicator.unit}",
                    told_with=month.start, month=month.text, place=figure.place,
                    indicator=indicator.label, mean=plain(found[0]), days=str(found[1]),
                )  # fmt: skip


def _start(period: Period) -> float:
    return period.start.timestamp()


def _step(value: Decimal) -> Decimal:
    """One unit of the last digit."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _means_of_days(
    staged: Staged, mine: Sequence[DayFigure], month: Period
) -> dict[FigureSeries, tuple[Decimal, int]]:
    """(mean, days) of the lines with days enough, those of the file before those of the store."""
    held = staged.store.day_sums(
        Selection(
            indicators=tuple({f.indicator for f in mine}), areas=tuple({f.area for f in mine}),
            start=month.start, end=month.end, kinds=(DAY, HOUR),
        )
    )  # fmt: skip
    stored = [DayFigure.stored(row) for row in held.to_pylist()]
    own = [f for f in staged.figures if month.start <= f.start < month.end]
    found: dict[FigureSeries, tuple[Decimal, int]] = {}
    for figures in (stored, own):
        for key, line in series(figures).items():
            values = [f.total / f.n for f in line if f.total is not None and f.n]
            if key.kind in (DAY, HOUR) and len(values) >= _FEWEST_DAYS:
                mean = sum(values, Decimal(0)) / len(values)
                found[key._replace(kind="")] = (mean, len(values))
    return found
