"""The mean of a month of each line of figures, as far as it is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chuangmo.period import MONTH
from loaders.checking.day_figures import COPIED_DAYS, DayFigure, FigureSeries, series


@dataclass(frozen=True)
class Mean:
    """The mean of a month, with the first cell behind it."""

    figure: DayFigure
    value: Decimal


def means(figures: Sequence[DayFigure], fewest: int = COPIED_DAYS) -> dict[FigureSeries, Mean]:
    """Month means by line without its kind: the reported one, else that of its days.

    Args:
        fewest: days that make a mean.
    """
    found: dict[FigureSeries, Mean] = {}
    for key, line in series(figures).items():
        values = [f.total / f.n for f in line if f.total is not None and f.n]
        if values and (key.kind == MONTH or len(values) >= fewest):
            mean = sum(values, Decimal(0)) / len(values)
            found[key._replace(kind="")] = Mean(line[0], mean)
    return found
