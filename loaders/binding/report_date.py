"""The day on which a table was drawn up, from its lines of senders."""

from datetime import date, datetime, timedelta

from chuangmo.period import MONTH, Period
from loaders.model.sheet import CellValue
from loaders.tables.finding import TableFinder
from loaders.words.periods import periods_in

_DAYS_OF_MONTH = 31


def report_date(layout: TableFinder) -> date | None:
    """The one day that lines of senders state (报送日期：2008年11月24日); ``None`` of several."""
    rows = (layout.sheet.rows[row] for row in layout.senders)
    days = {day for row in rows for cell in row if (day := _day(cell))}
    return days.pop() if len(days) == 1 else None


def running(period: Period, layout: TableFinder) -> str:
    """The stretch up to the day of the report where the period was not over by then; else empty.

    A figure of 2008 reported on 24 November is one of 2008-01-01..2008-11-24. Months are left:
    they are reported in their last days.
    """
    day = report_date(layout)
    long = (period.end - period.start).days > _DAYS_OF_MONTH
    if day is None or period.kind == MONTH or not long:
        return ""
    last = (period.end - timedelta(days=1)).date()
    if not period.start.date() < day < last:
        return ""
    return f"{period.start:%Y-%m-%d}..{day:%Y-%m-%d}"


def _day(cell: CellValue) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    parts = periods_in(cell) if isinstance(cell, str) else ()
    whole = [p for p in parts[:1] if p.year and p.month and p.day and not p.to_day]
    try:
        return next((date(p.year or 0, p.month or 0, p.day or 0) for p in whole), None)
    except ValueError:  # 2008年2月30日
        return None
