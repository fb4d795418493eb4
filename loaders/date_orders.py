"""Dates whose order is not written (13/10/2008, 08.10.1): read where only one order fits a column.

A year of four digits in front is read elsewhere; what stands here has it behind, or two digits.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from chuangmo.period import today
from loaders.cells import CellValue
from loaders.normalise import plain
from loaders.periods_in_text import Parts

ORDERS = {"年/月/日": (0, 1, 2), "日/月/年": (2, 1, 0), "月/日/年": (2, 0, 1)}
_FORM = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?: 0?0:00(?::00)?)?", re.A)


def _fields(raw: CellValue) -> tuple[str, str, str] | None:
    found = _FORM.fullmatch(plain(raw)) if isinstance(raw, str) and len(raw) < 30 else None
    return (found[1], found[3], found[4]) if found else None


def _date(fields: tuple[str, str, str], order: str, outer: Parts) -> datetime | None:
    """The day in one order; ``None`` where it is none, in the future or outside the title."""
    year, month, day = (fields[place] for place in ORDERS[order])
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
    return found if fits else None


def resolved_dates(
    cells: Sequence[CellValue], outer: Parts, answer: str | None
) -> tuple[list[CellValue], tuple[str, ...]]:
    """The cells with such dates written out, and the orders that stay possible when several do.

    Args:
        cells: one column of dates.
        outer: what title, sheet and file name say; a date outside it shows a wrong order.
        answer: a key of ``ORDERS`` as an earlier question was answered.

    Beside real dates such texts are left as they are: a spreadsheet in another country's order has
    then turned some of them into wrong dates, and no rule tells which.
    """
    known = {raw: f for raw in dict.fromkeys(cells) if (f := _fields(raw))}
    if not known or any(isinstance(raw, datetime) for raw in cells):
        return list(cells), ()
    fits = [o for o in ORDERS if all(_date(f, o, outer) for f in known.values())]
    readings = {tuple(_date(f, o, outer) for f in known.values()): o for o in reversed(fits)}
    left = [o for o in ORDERS if o in readings.values()]
    order = answer if answer in fits else left[0] if len(left) == 1 else None
    if order is None:
        return list(cells), tuple(left)
    dates = {raw: _date(f, order, outer) for raw, f in known.items()}
    return [dates.get(raw, raw) for raw in cells], ()
