"""Months that a spreadsheet keeps as the first day of each."""

import re
from collections import defaultdict
from collections.abc import Iterator

from chuangmo.period import DAY
from loaders.checking.day_figures import DayFigure, at_figure
from loaders.checking.staged import Staged
from loaders.model.finding import Finding
from loaders.words.periods import periods_in

_MONTHLY = re.compile("月报|月均|月平均|各月|逐月|月度")
_DAILY = re.compile("日报|日均|逐日|每日|日平均")


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a sheet all of whose days are first days of months: they may mean the months.

    Of what is measured every day; a sample may well be taken on the first of each month. Told of
    several months, and of one where a title above names just this month and no days.
    """
    days: dict[str | None, list[DayFigure]] = defaultdict(list)
    daily = {one.id for one in staged.catalog.indicators.values() if one.count_unit == "day"}
    for figure in staged.concentrations:
        if figure.key.indicator in daily:
            days[figure.sheet].append(figure)
    for sheet, mine in days.items():
        if any(f.key.kind != DAY or f.start.day != 1 for f in mine):
            continue
        months = sorted({f.start for f in mine})
        if len(months) > 1 or _titled(staged, sheet, mine[0]):
            found = "、".join(f"{start:%Y-%m-%d}" for start in months[:3])
            yield at_figure("month-as-day", mine[0], found, month=f"{months[0]:%Y-%m}")


def _titled(staged: Staged, sheet: str | None, figure: DayFigure) -> bool:
    """Whether a title of a table of the sheet calls it one of the figure's month."""
    start = figure.start
    for table in staged.tables:
        block = table.block
        if sheet != (None if block.sheet.is_text else block.sheet.name):
            continue
        for title in block.titles:
            named = [(p.year, p.month, p.day) for p in periods_in(title)]
            monthly = (start.year, start.month, None) in named or _MONTHLY.search(title)
            if monthly and not _DAILY.search(title):
                return True
    return False
