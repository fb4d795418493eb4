"""A month left out between the last one reported and the file's first."""

from collections.abc import Iterator

from chuangmo.period import DAY, HOUR, MONTH, Period, month_period
from chuangmo.store.rows import Selection
from loaders.checking.past_months import month_before
from loaders.checking.staged import Staged
from loaders.model.finding import Finding


def check(staged: Staged) -> Iterator[Finding]:
    """A monthly indicator whose last stored month is not the one before the file's first."""
    catalog = staged.catalog
    monthly = {n for d in catalog.city.duties if d.every == "month" for n in d.indicators}
    mine = [
        f for f in staged.figures if f.indicator in monthly and f.key.kind in (HOUR, DAY, MONTH)
    ]
    if not mine:
        return
    first = min(mine, key=lambda f: f.start)
    month = month_period(first.start.year, first.start.month)
    before = month_before(month)
    names = tuple(dict.fromkeys(f.indicator for f in mine))
    window = Selection(
        indicators=names, start=month.shifted_years(-1).start, end=month.start,
        areas=tuple({f.area for f in mine}),
    )  # fmt: skip
    held = [r["month"] for r in staged.store.arrivals(window).to_pylist() if r["name"] in names]
    if not held or max(held) >= before.start.date():
        return
    last = max(held)
    after = month_period(last.year, last.month).end
    gap = Period(after, month.start, "season").months()
    words = {
        "indicator": "、".join(catalog.indicator(name).label for name in names),
        "last": f"{last:%Y-%m}",
        "gap": "、".join(one.text for one in gap),
    }
    yield Finding("period-skipped", first.sheet, None, month.text, words)
