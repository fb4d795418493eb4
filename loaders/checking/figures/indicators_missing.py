"""Indicators that the same file always brought and now lacks: a sheet may be missing."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from chuangmo.period import DAY, HOUR, MONTH, Period, month_period
from chuangmo.store.rows import Selection
from loaders.checking.past_months import month_before
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_MONTHS_BACK = 3


def check(staged: Staged) -> Iterator[Finding]:
    """What came in one batch with most of the file's indicators in each of the months before."""
    mine = [f for f in staged.figures if f.key.kind in (HOUR, DAY, MONTH)]
    if not mine:
        return
    starts = {(f.start.year, f.start.month) for f in mine}
    if len(starts) != 1:
        return
    month, here = month_period(*starts.pop()), {f.indicator for f in staged.figures}
    always: set[str] | None = None
    for brought in _companions(staged, month, here, tuple({f.area for f in mine})):
        always = brought if always is None else always & brought
    gone = sorted((always or set()) - here)
    if gone:
        names = "、".join(staged.catalog.indicator(name).label for name in gone)
        yield Finding("indicators-missing", None, None, names, {"month": month.text})


def _companions(
    staged: Staged, month: Period, here: set[str], areas: tuple[str, ...]
) -> Iterator[set[str]]:
    """For each earlier month what one batch brought together with most of ``here``."""
    first = month
    for _ in range(_MONTHS_BACK):
        first = month_before(first)
    window = Selection(areas=areas, start=first.start, end=month.start)
    batches: dict[tuple[date, int], set[str]] = defaultdict(set)
    for row in staged.store.arrivals(window).to_pylist():
        if row["name"] in staged.catalog.indicators:
            batches[row["month"], row["batch"]].add(row["name"])
    for names in batches.values():
        if len(names & here) * 2 > len(here):
            yield names
