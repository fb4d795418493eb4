"""Two columns that hold each other's values, by what both usually are, here or in the past."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from statistics import fmean, median

from chuangmo.catalog.catalog import Catalog
from loaders.checking.day_figures import DayFigure, FigureSeries, at_figure, plain
from loaders.checking.month_means import Mean, means
from loaders.checking.past_months import PastMonths
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_FEWEST_PLACES = 3
_FEWEST_MONTHS = 2  # of the past that agree, where the places are fewer
_LEAST_GAIN = 0.5  # natural logarithm, summed over both columns
_GAIN_OF_FEW = 1.0
_MOST = 0.8
#: What an indicator is nearly always, in its stored unit; nothing else is told from this.
_USUAL = {"co": (Decimal("0.05"), Decimal(4)), "ph": (Decimal(6), Decimal("9.5"))}
_CHECKED_ELSEWHERE = {"pm10", "pm25"}  # a part and its whole need no history


def check(staged: Staged) -> Iterator[Finding]:
    """Pairs of one unit whose rank order is that of the history only when they are exchanged.

    In every place of the month the exchanged values must lie nearer to the history (the same month
    of past years, else the month before) than those printed. Of fewer than three places two past
    months at least must agree. CO and pH are told by what they usually are.
    """
    yield from _by_ranges(staged)
    for past in staged.months:
        now, usual = means(past.figures), _usual(past)
        names = list(dict.fromkeys(key.indicator for key in now))
        for one, other in combinations(names, 2):
            if {one, other} == _CHECKED_ELSEWHERE or not _alike(one, other, staged.catalog):
                continue
            yield from _pair(one, other, now, usual, past, staged.catalog)


def _by_ranges(staged: Staged) -> Iterator[Finding]:
    """A column mostly outside what its indicator usually is, beside another that lies inside."""
    sheets: dict[str | None, dict[str, dict[tuple[object, ...], DayFigure]]] = {}
    for figure in staged.concentrations:
        if figure.total is not None and figure.n and figure.key.statistic in ("mean", "value"):
            where = (figure.area, figure.key.site, figure.start, figure.end)
            sheet = sheets.setdefault(figure.sheet, {})
            sheet.setdefault(figure.indicator, {})[where] = figure
    for held in sheets.values():
        for one in (name for name in _USUAL if name in held):
            for other in (name for name in held if name != one):
                yield from _out_of_range(one, other, held, staged.catalog)


def _out_of_range(
    one: str,
    other: str,
    held: dict[str, dict[tuple[object, ...], DayFigure]],
    catalog: Catalog,
) -> Iterator[Finding]:
    low, high = _USUAL[one]
    both = [where for where in held[one] if where in held[other]]
    over = [
        where
        for where in both
        if not low <= _value(held[one][where]) <= high and low <= _value(held[other][where]) <= high
    ]
    if over and len(over) >= _MOST * len(both):
        names = f"{catalog.indicator(one).label}、{catalog.indicator(other).label}"
        yield at_figure(
            "columns-exchanged", held[one][over[0]], names, pairs=str(len(both)),
            over=str(len(over)), one=catalog.indicator(one).label, low=plain(low), high=plain(high),
        )  # fmt: skip


def _value(figure: DayFigure) -> Decimal:
    return (figure.total or Decimal(0)) / figure.n


def _alike(one: str, other: str, catalog: Catalog) -> bool:
    return catalog.indicator(one).unit == catalog.indicator(other).unit


def _usual(past: PastMonths) -> dict[FigureSeries, float]:
    """What each place reports in this month of past years, else in the month before."""
    years = [means(year) for year in past.years]
    keys = {key for year in years for key in year}
    found = {k: median(float(y[k].value) for y in years if k in y) for k in keys}
    before = {key: float(mean.value) for key, mean in means(past.before).items()}
    return before | found


def _pair(
    one: str,
    other: str,
    now: dict[FigureSeries, Mean],
    usual: dict[FigureSeries, float],
    past: PastMonths,
    catalog: Catalog,
) -> Iterator[Finding]:
    gains: list[tuple[float, DayFigure]] = []
    for key, mean in now.items():
        twin = replace(key, indicator=other)
        if key.indicator == one and twin in now and usual.get(key) and usual.get(twin):
            values = (float(mean.value), float(now[twin].value))
            if min(values) > 0:
                gains.append((_gain(values, (usual[key], usual[twin])), mean.figure))
    if not gains or min(gain for gain, _ in gains) <= 0:
        return
    few = len(gains) < _FEWEST_PLACES
    if few and _months_of(one, other, past) < _FEWEST_MONTHS:
        return
    if fmean(gain for gain, _ in gains) >= (_GAIN_OF_FEW if few else _LEAST_GAIN):
        names = f"{catalog.indicator(one).label}、{catalog.indicator(other).label}"
        yield at_figure(
            "columns-swapped", gains[0][1], names, told_with=past.month.start,
            month=past.month.text, places=str(len(gains)),
        )  # fmt: skip


def _months_of(one: str, other: str, past: PastMonths) -> int:
    """How many past months have both indicators in one order; 0 where they do not agree."""
    orders = []
    for month in map(means, (past.before, *past.years)):
        for key, mean in month.items():
            twin = month.get(replace(key, indicator=other)) if key.indicator == one else None
            if twin and twin.value != mean.value:
                orders.append(mean.value > twin.value)
    return len(orders) if len(set(orders)) == 1 else 0


def _gain(now: Sequence[float], usual: Sequence[float]) -> float:
    """How much nearer to the history both values come when they are exchanged."""
    (a, b), (c, d) = (map(math.log, now), map(math.log, usual))
    if (a - b) * (c - d) >= 0:
        return 0.0
    return abs(a - c) + abs(b - d) - abs(b - c) - abs(a - d)
