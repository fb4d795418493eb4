"""An instrument that gives one value day after day."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from chuangmo.period import DAY, HOUR
from loaders.checking.day_figures import DayFigure, at_figure, plain
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

#: Days in a row with one value (of hours: with one sum of at least twenty) that are no chance.
_DAYS = {DAY: 7, HOUR: 3}
_FULL_DAY = 20
_STEPS = 10  # of its last digit in the value: what is coarser stands still by itself


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a stretch, at its first day."""
    for key, line in staged.lines.items():
        if key.kind not in _DAYS:
            continue
        known = [f for f in line if f.total is not None and f.n]
        for run in _runs(known):
            first = run[0]
            value = (first.total or Decimal(0)) / first.n
            if len(run) >= _DAYS[key.kind] and _is_fine(value) and _whole(run):
                yield at_figure(
                    "value-stuck", first, plain(value), place=first.place,
                    indicator=staged.catalog.indicator(first.indicator).label,
                    first=f"{first.start:%Y-%m-%d}", last=f"{run[-1].start:%Y-%m-%d}",
                    days=str(len(run)),
                )  # fmt: skip


def _is_fine(value: Decimal) -> bool:
    """Whether the value is written finely enough to change from day to day."""
    exponent = value.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))
    return value >= _STEPS * step


def _whole(run: list[DayFigure]) -> bool:
    return run[0].key.kind == DAY or all(f.n >= _FULL_DAY for f in run)


def _runs(line: list[DayFigure]) -> Iterator[list[DayFigure]]:
    """Stretches of days one after another with one value."""
    for _, run in groupby(enumerate(line), key=lambda pair: _same(pair[0], pair[1])):
        yield [figure for _, figure in run]


def _same(number: int, figure: DayFigure) -> tuple[object, ...]:
    return figure.start.toordinal() - number, figure.total, figure.n
