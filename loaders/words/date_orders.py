"""Dates whose order is not written (13/10/2008, 08.10.1): read where only one order fits a column.

A year of four digits in front is read elsewhere; what stands here has it behind, or two digits.
"""

import re
from datetime import datetime, timedelta
from itertools import pairwise

from chuangmo.period import today
from loaders.model.encoded import Encoded
from loaders.model.evidence import Alternative
from loaders.model.sheet import CellValue
from loaders.model.table import Parts
from loaders.words.foreign_times import local_text
from loaders.words.normalise import plain

ORDERS = {"年/月/日": (0, 1, 2), "日/月/年": (2, 1, 0), "月/日/年": (2, 0, 1)}
_PROVING = 4
_FORM = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?:,? (2[0-4]|[01]?\d):00(?::00)?)?", re.A
)
_Fields = tuple[str, str, str, int]


def _fields(raw: CellValue) -> _Fields | None:
    """The three numbers of a date as written, and the hour behind it."""
    short = isinstance(raw, str) and len(raw) < 40
    found = _FORM.fullmatch(local_text(plain(raw))) if short and isinstance(raw, str) else None
    return (found[1], found[3], found[4], int(found[5] or 0)) if found else None


def is_unordered_date(raw: CellValue) -> bool:
    """Whether the cell is a date whose order is not written (13.10.2008)."""
    return _fields(raw) is not None


def _date(fields: _Fields, order: str, outer: Parts) -> datetime | None:
    """The day in one order; ``None`` where it is none, in the future or outside the title."""
    year, month, day = (str(fields[place]) for place in ORDERS[order])
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    whole = int(year) if len(year) == 4 else int(year) + (1900 if int(year) > 80 else 2000)
    try:
        found = datetime(whole, int(month), int(day))
    except ValueError:  # no such day: this order does not fit
        return None
    if found.date() > today() + timedelta(days=1):
        return None
    fits = outer.year in (None, found.year) and outer.month in (None, found.month)
    return found + timedelta(hours=fields[3]) if fits else None


def order_alternatives(cells: Encoded[CellValue], outer: Parts) -> list[Alternative]:
    """The orders in which every such date of a column is a day, with the share that stands in turn.

    Args:
        cells: one column of dates.
        outer: what title, sheet and file name say; a date outside it shows a wrong order.

    None where no such date stands in the column, and none beside real dates: a spreadsheet in
    another country's order has then turned some of them into wrong dates, and no rule tells which.
    """
    known = {raw: f for raw in cells.entries() if (f := _fields(raw))}
    if not known or any(isinstance(raw, datetime) for raw in cells.entries()):
        return []
    readings: dict[tuple[datetime, ...], str] = {}
    for order in ORDERS:
        dates = [_date(fields, order, outer) for fields in known.values()]
        whole = tuple(day for day in dates if day is not None)
        if len(whole) == len(dates):
            readings.setdefault(whole, order)
    return [_scored(order, days) for days, order in readings.items()]


def _scored(order: str, days: tuple[datetime, ...]) -> Alternative:
    """An order by how many of its dates follow each other in time; few dates prove nothing."""
    shown = f"{order}，首个是 {days[0]:%Y-%m-%d}"
    steps = len(days) - 1
    back = min(
        sum(b < a for a, b in pairwise(days)),
        sum(b > a for a, b in pairwise(days)),
    )
    if len(days) < _PROVING:
        return Alternative(order, 0.0, f"只有 {len(days)} 个日期，先后不说明问题", shown)
    reason = f"{len(days)} 个日期有 {back} 处先后颠倒" if back else f"{len(days)} 个日期依次排列"
    return Alternative(order, 1 - back / steps, reason, shown)


def dates_written(cells: Encoded[CellValue], outer: Parts, order: str) -> Encoded[CellValue]:
    """The cells with such dates written out in one order."""
    known = {raw: f for raw in dict.fromkeys(cells.entries()) if (f := _fields(raw))}
    dates = {raw: _date(f, order, outer) for raw, f in known.items()}
    return cells.map(lambda raw: dates.get(raw, raw))
