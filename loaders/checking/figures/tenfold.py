"""Ten times, or a tenth of, what the same place reported the month before."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from chuangmo.period import DAY, HOUR, WEEK, Period
from chuangmo.store.rows import Selection
from loaders.checking.day_figures import DayFigure, at_figure, plain
from loaders.checking.month_means import Mean, means
from loaders.checking.past_months import PastMonths, month_before
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_ABOUT_TEN = (Decimal(8), Decimal("12.5"))
_USUAL = Decimal(3)  # times a past year's figure: so much is the season
_FASTER = 5  # times the pace of the year before it


def check(staged: Staged) -> Iterator[Finding]:
    """Month means beside the month before; running counts of tasks beside the last of the year."""
    for past in staged.months:
        yield from _of_means(past, staged)
    yield from _of_tasks(staged)


def _of_means(past: PastMonths, staged: Staged) -> Iterator[Finding]:
    """Tenfold, where no past year's same month was like it."""
    before = means(past.before)
    years = [means(year) for year in past.years]
    for key, mean in means(past.figures).items():
        if key not in before or not _is_tenfold(mean.value, before[key].value):
            continue
        if not any(_is_usual(mean, year[key]) for year in years if key in year):
            month, last = past.month, before[key].value
            yield _told(mean.figure, mean.value, last, month, month_before(month).text, staged)


def _is_usual(mean: Mean, other: Mean) -> bool:
    return bool(other.value) and 1 / _USUAL <= mean.value / other.value <= _USUAL


def _of_tasks(staged: Staged) -> Iterator[Finding]:
    tasks = {one.id for one in staged.catalog.indicators.values() if one.is_task}
    mine = [f for f in staged.figures if f.key.indicator in tasks and _is_running(f)]
    if not mine:
        return
    start, end = min(f.start for f in mine), max(f.end for f in mine)
    held = staged.store.day_sums(
        Selection(
            indicators=tuple({f.indicator for f in mine}), areas=tuple({f.area for f in mine}),
            start=datetime(start.year, 1, 1), end=end,
        )
    )  # fmt: skip
    stored = [DayFigure.stored(row) for row in held.to_pylist()]
    for figure in mine:
        earlier = [f for f in stored if _same_count(f, figure) and f.end < figure.end]
        if earlier and (last := max(earlier, key=lambda f: f.end)).total and figure.total:
            pace = (figure.end - figure.start) / (last.end - last.start)
            ratio = figure.total / last.total
            if _is_tenfold(figure.total, last.total) and ratio >= _FASTER * Decimal(str(pace)):
                span = Period(figure.start, figure.end, figure.key.kind)
                said = Period(last.start, last.end, last.key.kind).text
                yield _told(figure, figure.total, last.total, span, said, staged)


def _is_running(figure: DayFigure) -> bool:
    january = (figure.start.month, figure.start.day) == (1, 1)
    return january and figure.key.kind not in (HOUR, DAY, WEEK) and bool(figure.total)


def _same_count(one: DayFigure, other: DayFigure) -> bool:
    same = (one.indicator, one.area, one.key.site) == (other.indicator, other.area, other.key.site)
    return same and one.start == other.start


def _is_tenfold(value: Decimal, other: Decimal) -> bool:
    low, high = _ABOUT_TEN
    return value > 0 < other and low <= max(value / other, other / value) <= high


def _told(
    figure: DayFigure, value: Decimal, last: Decimal, span: Period, before: str, staged: Staged
) -> Finding:
    indicator = staged.catalog.indicator(figure.indicator)
    return at_figure(
        "tenfold", figure, f"{plain(value)} {indicator.unit}", told_with=span.start,
        place=figure.place, indicator=indicator.label, month=span.text, before=before,
        last=plain(last), times="10 倍" if value > last else "十分之一",
    )  # fmt: skip
