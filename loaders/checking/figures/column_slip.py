"""A value that differs from the others of its table by a decimal point or a unit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from chuangmo.period import DAY, HOUR
from loaders.checking.day_figures import DayFigure, at_figure, plain
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_FEWEST = 3  # other values that agree
_NEAR = 4  # times the median: what is nearer is ordinary
_MOST_ODD = Decimal("0.2")
_APART = Decimal("1.5")  # times the largest of the others, or below the smallest
_ABOUT = Decimal("1.25")
#: Factor, and how far the others may lie apart: a wide column explains a tenfold value itself.
_FACTORS = ((Decimal(10), 6), (Decimal(1000), 100))
_WIDEST_OF_DAYS = 3  # a clean or a dusty day is easily ten times another of its month
_DUST = ("pm10", "pm25", "tsp", "dustfall")


@dataclass(frozen=True)
class _Odd:
    figure: DayFigure
    times: Decimal
    usual: Decimal


def check(staged: Staged) -> Iterator[Finding]:
    """Ten or a thousand times above or below the others of the sheet (days: of their month).

    A thousandfold one asks for a reason. Silent where the others lie far apart themselves, where
    several places are odd on one day, and for particulates on days of sand-dust.
    """
    groups: dict[tuple[object, ...], list[DayFigure]] = defaultdict(list)
    for figure in staged.concentrations:
        if figure.total and figure.n and figure.total > 0 and figure.key.kind != HOUR:
            groups[_group(figure)].append(figure)
    dusty = staged.catalog.dust_days()
    for group in groups.values():
        odd = _odd(group)
        at = [one.figure.start for one in odd]
        for one in odd:
            alone = at.count(one.figure.start) == 1 or one.figure.key.kind != DAY
            if alone and not _is_dust(one.figure, dusty):
                yield _told(one, group, staged)


def _group(figure: DayFigure) -> tuple[object, ...]:
    key = figure.key
    month = (figure.start.year, figure.start.month) if key.kind == DAY else ()
    return figure.sheet, key.indicator, key.statistic, key.dust, key.kind, month


def _value(figure: DayFigure) -> Decimal:
    return (figure.total or Decimal(0)) / figure.n


def _odd(group: Sequence[DayFigure]) -> list[_Odd]:
    """The figures of one group that a slip explains."""
    if len(group) <= _FEWEST:
        return []
    middle = median(_value(figure) for figure in group)
    core = [v for f in group if middle / _NEAR <= (v := _value(f)) <= middle * _NEAR]
    rest = [f for f in group if not middle / _NEAR <= _value(f) <= middle * _NEAR]
    if len(core) < _FEWEST or len(rest) > max(Decimal(1), _MOST_ODD * len(group)):
        return []
    low, high = min(core), max(core)
    found = []
    for figure in rest:
        value = _value(figure)
        for factor, widest in _FACTORS:
            times = factor if value > middle else 1 / factor
            apart = value > high * _APART if value > middle else value < low / _APART
            fits = low / _ABOUT <= value / times <= high * _ABOUT
            most = min(widest, _WIDEST_OF_DAYS) if figure.key.kind == DAY else widest
            if apart and fits and high <= low * most:
                found.append(_Odd(figure, times, value / times))
    return found


def _is_dust(figure: DayFigure, dusty: frozenset[date]) -> bool:
    return figure.indicator in _DUST and figure.start.date() in dusty


def _told(one: _Odd, group: Sequence[DayFigure], staged: Staged) -> Finding:
    figure, indicator = one.figure, staged.catalog.indicator(one.figure.indicator)
    others = sorted(_value(f) for f in group if f is not figure)
    thousand = one.times in (Decimal(1000), 1 / Decimal(1000))
    return at_figure(
        "column-slip", figure, f"{plain(_value(figure))} {indicator.unit}", confirm=thousand,
        place=figure.place, indicator=indicator.label,
        middle=plain(median(others)), times="1000" if thousand else "10",
        expected=plain(one.usual),
        advice="请核对单位；确认无误请填写理由。" if thousand else "请核对小数点。",
    )  # fmt: skip
