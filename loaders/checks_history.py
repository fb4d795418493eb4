"""Checks against what was reported before and against the calendar; each a function with a code.

A check never changes a value: it only says what looks wrong. Those that need the store ask it for
few rows only: the month before the file's and the same month of past years.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median
from typing import Any, Protocol

import pyarrow as pa

from chuangmo.catalog.catalog import Catalog
from chuangmo.period import DAY, HOUR, MONTH, Period, month_period
from chuangmo.store.rows import Selection
from loaders.batch_types import Diagnostic
from loaders.day_figures import DayFigure, Series, day_figures, series
from loaders.diagnostics import diagnose

_LONGEST_SPAN = 92  # days: a longer file is history itself
_YEARS_BACK = 3
_COPIED_DAYS, _COPIED_KINDS = 10, 4  # so many equal values, so many different ones among them
_COPIED_PLACES, _DIFFERENT_PLACES = 4, 3
_JUMP_SCORE = Decimal(6)
_JUMP_RATIO = Decimal("2.5")
_MAD = Decimal("1.4826")  # scales the median deviation to a standard deviation
_NARROWEST = Decimal("0.1")  # of the median: history that hardly varies is not taken at its word
_SLIP = (Decimal(300), Decimal(3000))
_CONCENTRATIONS = ("mean_of_valid_days", "mean_of_points", "length_weighted_mean",
                   "mean_of_samples")  # fmt: skip


class PastValues(Protocol):
    """What these checks ask of the store."""

    def day_sums(self, selection: Selection) -> pa.Table:
        """Current values condensed to days; columns of ``rows.DAY_SUMS``."""
        ...

    def arrivals(self, selection: Selection) -> pa.Table:
        """Which months hold anything, by indicator and area; columns of ``reading.ARRIVALS``."""
        ...


def check_history(observations: pa.Table, catalog: Catalog, past: PastValues) -> list[Diagnostic]:
    """All checks of one file.

    Args:
        observations: columns of ``rows.OBSERVATIONS``, what the file says.
    """
    if not observations.num_rows:
        return []
    figures = day_figures(observations)
    here = [f for f in figures if catalog.indicator(f.indicator).combine in _CONCENTRATIONS]
    found = [*repeats_of_sites(here, catalog), *night_over_day(figures, catalog)]
    found += districts_missing(figures, catalog)
    first, last = min(f.start for f in figures), max(f.end for f in figures)
    if here and (last - first).days <= _LONGEST_SPAN:
        found += _against_store(here, catalog, past)
    found += periods_skipped(figures, catalog, past)
    return found


# -- inside the file ------------------------------------------------------------------------------


def repeats_of_sites(figures: Sequence[DayFigure], catalog: Catalog) -> Iterator[Diagnostic]:
    """A site's daily or hourly column equal, value for value, to another site's."""
    seen: dict[tuple[Any, ...], DayFigure] = {}
    for key, line in series(figures).items():
        if key.kind not in (DAY, HOUR) or not _worth_comparing(line):
            continue
        values = tuple((figure.start, figure.total, figure.n) for figure in line)
        same = replace(key, area="", site=None)
        other = seen.setdefault((same, values), line[0])
        if other is not line[0]:
            yield diagnose(
                "column-repeats-site", line[0].sheet, line[0].cell, f"{len(line)} 个",
                indicator=catalog.indicator(key.indicator).label,
                place=line[0].place, other=other.place,
            )  # fmt: skip


def _worth_comparing(line: Sequence[DayFigure]) -> bool:
    values = [figure.total for figure in line if figure.total is not None]
    return len(values) >= _COPIED_DAYS and len(set(values)) >= _COPIED_KINDS


def night_over_day(figures: Sequence[DayFigure], catalog: Catalog) -> Iterator[Diagnostic]:
    """Night levels above day levels of the same place and period: the columns may be swapped."""
    days = {
        replace(f.key, statistic=""): {f.start: f}
        for f in figures
        if f.key.statistic == "day" and f.total is not None
    }
    nights = [f for f in figures if f.key.statistic == "night" and f.total is not None]
    for night in nights:
        day = days.get(replace(night.key, statistic=""), {}).get(night.start)
        if day and night.total is not None and day.total is not None and night.total > day.total:
            yield diagnose(
                "night-over-day", night.sheet, night.cell, plain(night.total),
                place=night.place, day=plain(day.total),
            )  # fmt: skip


def districts_missing(figures: Sequence[DayFigure], catalog: Catalog) -> Iterator[Diagnostic]:
    """Districts that owe an indicator (duties.toml) and are absent from a form with most others."""
    owed: dict[str, dict[str, None]] = defaultdict(dict)
    for duty in catalog.city.duties:
        for indicator in duty.indicators:
            owed[indicator].update(dict.fromkeys(duty.areas))
    told: dict[tuple[str | None, tuple[str, ...]], list[DayFigure]] = {}
    groups: dict[tuple[str, str | None], list[DayFigure]] = defaultdict(list)
    for figure in figures:
        groups[figure.indicator, figure.sheet].append(figure)
    for (indicator, sheet), mine in groups.items():
        present = {figure.area for figure in mine}
        expected = owed.get(indicator, {})
        absent = tuple(area for area in expected if area not in present)
        if absent and len(present & expected.keys()) * 2 > len(expected):
            told.setdefault((sheet, absent), []).append(mine[0])
    for (sheet, absent), firsts in told.items():
        names = "、".join(catalog.indicator(figure.indicator).label for figure in firsts)
        yield diagnose("districts-missing", sheet, None, "、".join(absent), indicator=names)


# -- against the store ----------------------------------------------------------------------------


def _against_store(
    figures: Sequence[DayFigure], catalog: Catalog, past: PastValues
) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    months = sorted({month_period(f.start.year, f.start.month) for f in figures})
    for month in months:
        mine = [f for f in figures if month.start <= f.start < month.end]
        before = _stored(past, mine, _month_before(month))
        years = [
            _stored(past, mine, month.shifted_years(-back)) for back in range(1, _YEARS_BACK + 1)
        ]
        found += repeats_of_month(mine, before, month, catalog)
        known = [figure for span in (before, *years) for figure in span]
        slips = list(slips_against_history(mine, known, month, catalog))
        found += slips or list(jumps(mine, years, month, catalog))
    return found


def _month_before(month: Period) -> Period:
    year, number = month.start.year, month.start.month
    return month_period(year - (number == 1), (number - 2) % 12 + 1)


def _stored(past: PastValues, mine: Sequence[DayFigure], span: Period) -> list[DayFigure]:
    table = past.day_sums(
        Selection(
            indicators=tuple({f.indicator for f in mine}),
            areas=tuple({f.area for f in mine}),
            start=span.start,
            end=span.end,
        )
    )
    return [DayFigure.stored(row) for row in table.to_pylist()]


def repeats_of_month(
    figures: Sequence[DayFigure],
    before: Sequence[DayFigure],
    month: Period,
    catalog: Catalog,
) -> Iterator[Diagnostic]:
    """This month's values equal, one by one, to those of the month before.

    Days are compared by their number in the month, place by place; monthly means over all places
    of the form at once.
    """
    old = series(before)
    words = f"{_month_before(month).text}"
    for key, line in series(figures).items():
        if key.kind in (DAY, HOUR) and _worth_comparing(line):
            same = {f.start.day: f.total for f in old.get(key, ())}
            both = [(f.total, same.get(f.start.day)) for f in line if f.start.day in same]
            if len(both) >= _COPIED_DAYS and all(a == b for a, b in both):
                yield _repeat(line[0], line[0].place, words, len(both), catalog)
    for column in _columns(figures).values():
        twins = {f.key: f.total for f in before}
        both = [(f.total, twins[f.key]) for f in column if f.key in twins]
        values = {a for a, _ in both if a is not None}
        enough = len(both) >= _COPIED_PLACES and len(values) >= _DIFFERENT_PLACES
        if enough and all(a == b for a, b in both):
            yield _repeat(column[0], f"{len(both)} 个地点", words, len(both), catalog)


def _columns(figures: Sequence[DayFigure]) -> Mapping[tuple[str, str], list[DayFigure]]:
    found: dict[tuple[str, str], list[DayFigure]] = defaultdict(list)
    for figure in figures:
        if figure.key.kind == MONTH:
            found[figure.indicator, figure.key.statistic].append(figure)
    return found


def _repeat(figure: DayFigure, place: str, month: str, count: int, catalog: Catalog) -> Diagnostic:
    label = catalog.indicator(figure.indicator).label
    return diagnose(
        "column-repeats-month", figure.sheet, figure.cell, f"{count} 个",
        place=place, indicator=label, month=month,
    )  # fmt: skip


@dataclass(frozen=True)
class _Mean:
    """The mean of a month as far as it is known, with the first cell behind it."""

    figure: DayFigure
    value: Decimal


def _means(figures: Sequence[DayFigure]) -> dict[Series, _Mean]:
    """Month means: the reported one, else that of its days."""
    found: dict[Series, _Mean] = {}
    for key, line in series(figures).items():
        values = [f.total / f.n for f in line if f.total is not None and f.n]
        if values and (key.kind == MONTH or len(values) >= _COPIED_DAYS):
            mean = sum(values, Decimal(0)) / len(values)
            found[replace(key, kind="")] = _Mean(line[0], mean)
    return found


def slips_against_history(
    figures: Sequence[DayFigure], past: Sequence[DayFigure], month: Period, catalog: Catalog
) -> Iterator[Diagnostic]:
    """A month a thousand times above or below what the place usually reports."""
    usual: dict[Series, list[Decimal]] = defaultdict(list)
    for figure in past:
        if figure.total and figure.n:
            usual[replace(figure.key, kind="")].append(figure.total / figure.n)
    for key, mean in _means(figures).items():
        middle = median(usual[key]) if key in usual else None
        if not middle or not mean.value:
            continue
        ratio = max(mean.value / middle, middle / mean.value)
        if _SLIP[0] <= ratio <= _SLIP[1]:
            yield _against("history-slip", mean, plain(middle), month, catalog)


def jumps(
    figures: Sequence[DayFigure],
    years: Sequence[Sequence[DayFigure]],
    month: Period,
    catalog: Catalog,
) -> Iterator[Diagnostic]:
    """A month far from the same month of at least three past years (median and MAD)."""
    earlier = [_means(year) for year in years]
    for key, mean in _means(figures).items():
        past = [year[key].value for year in earlier if key in year]
        if len(past) < _YEARS_BACK:
            continue
        middle = median(past)
        spread = max(_MAD * median(abs(v - middle) for v in past), _NARROWEST * abs(middle))
        far = spread and abs(mean.value - middle) / spread > _JUMP_SCORE
        low, high = middle / _JUMP_RATIO, middle * _JUMP_RATIO
        if far and not low <= mean.value <= high:
            shown = "、".join(plain(value) for value in past)
            yield _against("history-jump", mean, shown, month, catalog)


def _against(code: str, mean: _Mean, past: str, month: Period, catalog: Catalog) -> Diagnostic:
    figure, indicator = mean.figure, catalog.indicator(mean.figure.indicator)
    return diagnose(
        code, figure.sheet, figure.cell, f"{plain(mean.value)} {indicator.unit}",
        place=figure.place, indicator=indicator.label, month=month.text, past=past,
    )  # fmt: skip


def periods_skipped(
    figures: Sequence[DayFigure], catalog: Catalog, past: PastValues
) -> Iterator[Diagnostic]:
    """A monthly indicator whose last stored month is not the one before the file's first."""
    monthly = {n for d in catalog.city.duties if d.every == "month" for n in d.indicators}
    mine = [f for f in figures if f.indicator in monthly and f.key.kind in (HOUR, DAY, MONTH)]
    if not mine:
        return
    first = min(mine, key=lambda f: f.start)
    month = month_period(first.start.year, first.start.month)
    before = _month_before(month)
    names = tuple(dict.fromkeys(f.indicator for f in mine))
    window = Selection(
        indicators=names, start=month.shifted_years(-1).start, end=month.start,
        areas=tuple({f.area for f in mine}),
    )  # fmt: skip
    held = [r["month"] for r in past.arrivals(window).to_pylist() if r["name"] in names]
    if not held or max(held) >= before.start.date():
        return
    last = max(held)
    after = month_period(last.year, last.month).end
    gap = Period(after, month.start, "season").months()
    yield diagnose(
        "period-skipped", first.sheet, None, month.text,
        indicator="、".join(catalog.indicator(name).label for name in names),
        last=f"{last:%Y-%m}", gap="、".join(one.text for one in gap),
    )  # fmt: skip


def plain(value: Decimal) -> str:
    """A number in four significant digits, for a sentence; nothing is computed from it."""
    text = format(value, ".4g") if abs(value) < 10000 else format(value, ".0f")
    return format(Decimal(text).normalize(), "f")
