"""Columns or places that hold each other's values, by what both usually are."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from statistics import fmean, median

from chuangmo.assess.rounding import convertible, in_unit
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import Period
from loaders.checking.day_figures import DayFigure, FigureSeries, at_figure, plain
from loaders.checking.month_means import Mean, means
from loaders.checking.past_months import PastMonths
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_FEWEST = 3  # places, or indicators
_FEWEST_DAYS = 3
_FEWEST_MONTHS = 2  # of the past that agree, where the places are fewer
_MOST_PLACES = 60
_COMMON = "mg/m³"
_LEAST_GAIN = 0.5  # natural logarithm, summed over both columns
_GAIN_OF_FEW = 1.0
_MOST = 0.8
#: What an indicator is nearly always, in its stored unit; nothing else is told from this.
_USUAL = {"co": (Decimal("0.05"), Decimal(4)), "ph": (Decimal(6), Decimal("9.5"))}
#: Where and when a figure is; a column of a sheet; of its rows, whether the value is usual.
_Where = tuple[str, str | None, datetime, datetime]
_Column = tuple[str | None, str]
_Usual = dict[_Where, tuple[DayFigure, bool]]
_CHECKED_ELSEWHERE = {"pm10", "pm25"}  # a part and its whole need no history


def check(staged: Staged) -> Iterator[Finding]:
    """Pairs of one unit whose rank order is that of the history only when they are exchanged.

    Two indicators of a place, or two places of an indicator. In every place of the month (or every
    indicator of the sheet) the exchanged values must lie nearer to the history (the same month of
    past years, else the month before) than those printed. Of fewer than three, or of single ones
    among others, two past months at least must agree. CO and pH are told by what they usually are.
    """
    yield from _by_ranges(staged)
    for past in staged.months:
        history = _history(past, staged.catalog)
        names = list(dict.fromkeys(key.indicator for key in history.now))
        for one, other in combinations(names, 2):
            if {one, other} == _CHECKED_ELSEWHERE or not _alike(one, other, staged.catalog):
                continue
            pairs = [
                (key, key._replace(indicator=other)) for key in history.now if key.indicator == one
            ]
            labels = [staged.catalog.indicator(name).label for name in (one, other)]
            yield from _told("columns-swapped", pairs, "、".join(labels), history)
        yield from _places(history)


def _by_ranges(staged: Staged) -> Iterator[Finding]:
    """A column mostly outside what its indicator usually is, beside another that lies inside."""
    known = [f for f in staged.concentrations if f.total is not None and f.n]
    known = [f for f in known if f.key.statistic in ("mean", "value")]
    usual: dict[_Column, _Usual] = {}
    for figure in known:
        if figure.indicator in _USUAL:
            rows = usual.setdefault((figure.sheet, figure.indicator), {})
            rows[_where(figure)] = figure, _is_usual(figure.indicator, figure)
    odd = {at: rows for at, rows in usual.items() if not all(fits for _, fits in rows.values())}
    others: dict[_Column, list[DayFigure]] = {}
    sheets = {sheet for sheet, _ in odd}
    for figure in known if odd else ():
        if figure.sheet in sheets:
            others.setdefault((figure.sheet, figure.indicator), []).append(figure)
    for (sheet, one), rows in odd.items():
        for (at, other), figures in others.items():
            if at == sheet and other != one:
                yield from _out_of_range(one, rows, other, figures, staged.catalog)


def _where(figure: DayFigure) -> _Where:
    key = figure.key
    return key.area, key.site, figure.start, figure.end


def _out_of_range(
    one: str, usual: _Usual, other: str, figures: Iterable[DayFigure], catalog: Catalog
) -> Iterator[Finding]:
    """One column against another of its sheet.

    Args:
        usual: of each row of ``one`` its figure, and whether that is what it usually is.
    """
    low, high = _USUAL[one]
    both = {where: figure for figure in figures if (where := _where(figure)) in usual}
    over = {w for w, figure in both.items() if not usual[w][1] and _is_usual(one, figure)}
    if over and len(over) >= _MOST * len(both):
        first = next(figure for where, (figure, _) in usual.items() if where in over)
        names = f"{catalog.indicator(one).label}、{catalog.indicator(other).label}"
        yield at_figure(
            "columns-exchanged", first, names, pairs=str(len(both)),
            over=str(len(over)), one=catalog.indicator(one).label, low=plain(low), high=plain(high),
        )  # fmt: skip


def _is_usual(indicator: str, figure: DayFigure) -> bool:
    """Whether a figure is what the indicator usually is."""
    low, high = _USUAL[indicator]
    return low <= _value(figure) <= high


def _value(figure: DayFigure) -> Decimal:
    return (figure.total or Decimal(0)) / figure.n


def _alike(one: str, other: str, catalog: Catalog) -> bool:
    """Whether the values of two indicators can stand in each other's column."""
    units = catalog.indicator(one).unit, catalog.indicator(other).unit
    return units[0] == units[1] or all(convertible(unit, _COMMON) for unit in units)


@dataclass(frozen=True)
class History:
    """One month of the file beside the past.

    Attributes:
        now: means of the month by line, of three days or more.
        usual: what each line reports in this month of past years, else in the month before.
        months: all past months.
        few: whether the file has but some days of the month.
        scale: indicator to what brings its stored unit to mg/m³: a cell of one column is held
            against that of another, and both are stored in units of their own.
    """

    month: Period
    now: dict[FigureSeries, Mean]
    usual: dict[FigureSeries, float]
    months: list[dict[FigureSeries, Mean]]
    few: bool
    scale: dict[str, float]

    def in_one_unit(self, key: FigureSeries, value: Decimal | float) -> float:
        """A mean of a line in mg/m³ where its unit allows, else as it is stored."""
        return float(value) * self.scale.get(key.indicator, 1.0)


_Pair = tuple[FigureSeries, FigureSeries]
_Place = tuple[str, str | None]


def _history(past: PastMonths, catalog: Catalog) -> History:
    now, whole = means(past.figures, _FEWEST_DAYS), means(past.figures)
    months = [means(month) for month in (past.before, *past.years)]
    units = {key.indicator: catalog.indicator(key.indicator).unit for key in now}
    scale = {
        name: float(in_unit(Fraction(1), unit, _COMMON))
        for name, unit in units.items()
        if convertible(unit, _COMMON)
    }
    return History(past.month, now, _usual(months), months, len(whole) < len(now), scale)


def _usual(months: list[dict[FigureSeries, Mean]]) -> dict[FigureSeries, float]:
    before, *years = months
    keys = {key for year in years for key in year}
    found = {k: median(float(y[k].value) for y in years if k in y) for k in keys}
    return {key: float(mean.value) for key, mean in before.items()} | found


def _places(history: History) -> Iterator[Finding]:
    """Two places of a sheet whose values are each other's."""
    sheets: dict[tuple[str | None, bool], dict[_Place, list[FigureSeries]]] = {}
    for key, mean in history.now.items() if history.usual else ():
        held = sheets.setdefault((mean.figure.sheet, key.site is None), {})
        held.setdefault((key.area, key.site), []).append(key)
    for places in sheets.values():
        for one, other in combinations(places, 2) if len(places) <= _MOST_PLACES else ():
            area, site = other
            pairs = [(key, key._replace(area=area, site=site)) for key in places[one]]
            names = "、".join(site or area for area, site in (one, other))
            yield from _told("places-swapped", pairs, names, history)


def _told(code: str, pairs: Sequence[_Pair], names: str, history: History) -> Iterator[Finding]:
    """One finding where the pairs, or some of them, lie nearer to the history exchanged."""
    gains = {pair: gain for pair in pairs if (gain := _gain(pair, history)) is not None}
    if not gains:
        return
    few = history.few or len(gains) < _FEWEST
    fits = fmean(gains.values()) >= (_GAIN_OF_FEW if few else _LEAST_GAIN)
    known = not few or _agreeing(gains, history) >= _FEWEST_MONTHS
    if min(gains.values()) > 0 and fits and known:
        found = list(gains)
    else:
        found = [p for p, gain in gains.items() if gain >= _GAIN_OF_FEW]
        found = [p for p in found if _agreeing([p], history) >= _FEWEST_MONTHS]
    if found:
        yield at_figure(
            code, history.now[found[0][0]].figure, names, told_with=history.month.start,
            month=history.month.text, places=str(len(found)),
        )  # fmt: skip


def _agreeing(pairs: Iterable[_Pair], history: History) -> int:
    """How many past figures have each pair in one order; 0 where any does not agree."""
    count = 0
    for one, other in pairs:
        both = [month for month in history.months if one in month and other in month]
        values = [[history.in_one_unit(k, month[k].value) for k in (one, other)] for month in both]
        orders = [first > second for first, second in values if first != second]
        if len(set(orders)) > 1:
            return 0
        count += len(orders)
    return count


def _gain(pair: _Pair, history: History) -> float | None:
    """How much nearer to the history both values come when they are exchanged; 0 where not."""
    if not all(key in history.now and history.usual.get(key) for key in pair):
        return None
    now = [history.in_one_unit(key, history.now[key].value) for key in pair]
    usual = [history.in_one_unit(key, history.usual[key]) for key in pair]
    if min(*now, *usual) <= 0:
        return None
    (a, b), (c, d) = (map(math.log, values) for values in (now, usual))
    if (a - b) * (c - d) >= 0:
        return 0.0
    return abs(a - c) + abs(b - d) - abs(b - c) - abs(a - d)
