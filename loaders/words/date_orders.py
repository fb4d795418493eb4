"""Dates whose order is not written (13/10/2008, 08.10.1): read where only one order fits a column.

A year of four digits in front is read elsewhere; what stands here has it behind, or two digits, or
only in the title above (10.01).
"""

import re
from datetime import datetime, timedelta
from itertools import pairwise

from chuangmo.period import today
from loaders.model.encoded import Encoded, encoded
from loaders.model.evidence import Alternative
from loaders.model.sheet import CellValue
from loaders.model.table import TimeParts
from loaders.words.foreign_times import local_text
from loaders.words.normalise import plain

ORDERS = {"年/月/日": (0, 1, 2), "日/月/年": (2, 1, 0), "月/日/年": (2, 0, 1)}
#: Orders of dates without their year, which the title says.
SHORT_ORDERS = {"月.日": (0, 1), "日.月": (1, 0)}
_PROVING = 4
_SHORT = re.compile(r"(\d{1,2})[./](\d{1,2})", re.A)
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


def _date(fields: _Fields, order: str, outer: TimeParts) -> datetime | None:
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


def _short(cells: Encoded[CellValue]) -> list[tuple[str, str] | None]:
    """Both numbers of dates without a year (10.01); 10.1 kept as a number is 10.10 by its place."""
    halves = cells.map(_halves)
    if not any(halves.entries()) or any(isinstance(raw, datetime) for raw in cells.entries()):
        return [None] * len(cells)
    numbers = list(halves)
    padded = any(n and n[1].startswith("0") for n in numbers)
    found: list[tuple[str, str] | None] = []
    for raw, number in zip(cells, numbers, strict=True):
        if number and isinstance(raw, float) and len(number[1]) == 1:
            before = found[-1] if found else None
            tens = (
                before is not None
                and before[0] == number[0]
                and (int(before[1]) + 1 == 10 * int(number[1]))
            )
            if padded or tens:
                number = (number[0], number[1] + "0")
        found.append(number)
    return found


def _halves(raw: CellValue) -> tuple[str, str] | None:
    if isinstance(raw, bool) or not isinstance(raw, float | str):
        return None
    text = format(raw, ".15g") if isinstance(raw, float) else plain(raw[:12])
    hit = _SHORT.fullmatch(text)
    return (hit[1], hit[2]) if hit else None


def _short_date(halves: tuple[str, str], order: str, year: int) -> datetime | None:
    month, day = (int(halves[place]) for place in SHORT_ORDERS[order])
    try:
        return datetime(year, month, day)
    except ValueError:  # no such day: this order does not fit
        return None


def short_alternatives(cells: Encoded[CellValue], outer: TimeParts) -> list[Alternative]:
    """The orders in which every date without a year is a day of the year that the title states.

    Those of the title's month alone where there are any.
    """
    known = [halves for halves in _short(cells) if halves]
    if outer.year is None or not known:
        return []
    found = []
    for order in SHORT_ORDERS:
        days = [day for one in known if (day := _short_date(one, order, outer.year))]
        if len(days) == len(known):
            found.append((order, days))
    inside = [one for one in found if {day.month for day in one[1]} == {outer.month}]
    return [_scored(order, tuple(days), -1) for order, days in inside or found]


def short_written(cells: Encoded[CellValue], outer: TimeParts, order: str) -> Encoded[CellValue]:
    """The cells with dates without a year written out in one order, in the title's year."""
    year, both = outer.year or 0, zip(cells, _short(cells), strict=True)
    return encoded((halves and _short_date(halves, order, year)) or raw for raw, halves in both)


def order_alternatives(cells: Encoded[CellValue], outer: TimeParts) -> list[Alternative]:
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


def _scored(order: str, days: tuple[datetime, ...], shown_day: int = 0) -> Alternative:
    """An order by how many of its dates follow each other in time; few dates prove nothing."""
    shown = f"{order}，{'末' if shown_day else '首'}个是 {days[shown_day]:%Y-%m-%d}"
    steps = len(days) - 1
    back = min(
        sum(b < a for a, b in pairwise(days)),
        sum(b > a for a, b in pairwise(days)),
    )
    if len(days) < _PROVING:
        return Alternative(order, 0.0, f"只有 {len(days)} 个日期，先后不说明问题", shown)
    reason = f"{len(days)} 个日期有 {back} 处先后颠倒" if back else f"{len(days)} 个日期依次排列"
    return Alternative(order, 1 - back / steps, reason, shown)


def dates_written(cells: Encoded[CellValue], outer: TimeParts, order: str) -> Encoded[CellValue]:
    """The cells with such dates written out in one order."""
    known = {raw: f for raw in dict.fromkeys(cells.entries()) if (f := _fields(raw))}
    dates = {raw: _date(f, order, outer) for raw, f in known.items()}
    return cells.map(lambda raw: dates.get(raw, raw))
