"""Two columns that hold each other's values, by what both usually are."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from statistics import fmean, median

from chuangmo.catalog.catalog import Catalog
from loaders.checking.day_figures import DayFigure, FigureSeries, at_figure
from loaders.checking.month_means import Mean, means
from loaders.checking.past_months import PastMonths
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_FEWEST_PLACES = 3
_LEAST_GAIN = 0.5  # natural logarithm, summed over both columns
_CHECKED_ELSEWHERE = {"pm10", "pm25"}  # a part and its whole need no history


def check(staged: Staged) -> Iterator[Finding]:
    """Pairs of one unit whose rank order is that of the history only when they are exchanged.

    In every place of the month the exchanged values must lie nearer to the history (the same month
    of past years, else the month before) than those printed.
    """
    for past in staged.months:
        now, usual = means(past.figures), _usual(past)
        names = list(dict.fromkeys(key.indicator for key in now))
        for one, other in combinations(names, 2):
            if {one, other} == _CHECKED_ELSEWHERE or not _alike(one, other, staged.catalog):
                continue
            yield from _pair(one, other, now, usual, past, staged.catalog)


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
    if len(gains) < _FEWEST_PLACES or min(gain for gain, _ in gains) <= 0:
        return
    if fmean(gain for gain, _ in gains) >= _LEAST_GAIN:
        names = f"{catalog.indicator(one).label}、{catalog.indicator(other).label}"
        yield at_figure(
            "columns-swapped", gains[0][1], names, told_with=past.month.start,
            month=past.month.text, places=str(len(gains)),
        )  # fmt: skip


def _gain(now: Sequence[float], usual: Sequence[float]) -> float:
    """How much nearer to the history both values come when they are exchanged."""
    (a, b), (c, d) = (map(math.log, now), map(math.log, usual))
    if (a - b) * (c - d) >= 0:
        return 0.0
    return abs(a - c) + abs(b - d) - abs(b - c) - abs(a - d)
