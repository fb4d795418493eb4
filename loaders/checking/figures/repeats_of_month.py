"""Last month's figures sent again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from chuangmo.catalog.catalog import Catalog
from chuangmo.period import DAY, HOUR, MONTH
from loaders.checking.day_figures import COPIED_DAYS, DayFigure, at_figure, series, worth_comparing
from loaders.checking.past_months import PastMonths, month_before
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_COPIED_PLACES, _DIFFERENT_PLACES = 4, 3  # so many places, so many different values among them


def check(staged: Staged) -> Iterator[Finding]:
    """This month's values equal, one by one, to those of the month before.

    Days are compared by their number in the month, place by place; monthly means over all places
    of the form at once.
    """
    for past in staged.months:
        yield from _days(past, staged.catalog)
        yield from _means(past, staged.catalog)


def _days(past: PastMonths, catalog: Catalog) -> Iterator[Finding]:
    old = series(past.before)
    for key, line in series(past.figures).items():
        if key.kind in (DAY, HOUR) and worth_comparing(line):
            same = {f.start.day: f.total for f in old.get(key, ())}
            both = [(f.total, same.get(f.start.day)) for f in line if f.start.day in same]
            if len(both) >= COPIED_DAYS and all(a == b for a, b in both):
                yield _repeat(line[0], line[0].place, len(both), past, catalog)


def _means(past: PastMonths, catalog: Catalog) -> Iterator[Finding]:
    for column in _columns(past.figures).values():
        twins = {f.key: f.total for f in past.before}
        both = [(f.total, twins[f.key]) for f in column if f.key in twins]
        values = {a for a, _ in both if a is not None}
        enough = len(both) >= _COPIED_PLACES and len(values) >= _DIFFERENT_PLACES
        if enough and all(a == b for a, b in both):
            yield _repeat(column[0], f"{len(both)} 个地点", len(both), past, catalog)


def _columns(figures: Sequence[DayFigure]) -> Mapping[tuple[str, str], list[DayFigure]]:
    found: dict[tuple[str, str], list[DayFigure]] = defaultdict(list)
    for figure in figures:
        if figure.key.kind == MONTH:
            found[figure.indicator, figure.key.statistic].append(figure)
    return found


def _repeat(
    figure: DayFigure, place: str, count: int, past: PastMonths, catalog: Catalog
) -> Finding:
    return at_figure(
        "column-repeats-month", figure, f"{count} 个", told_with=past.month.start,
        month=month_before(past.month).text,
        place=place, indicator=catalog.indicator(figure.indicator).label,
    )  # fmt: skip
