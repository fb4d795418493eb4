"""Months written as decimal numbers (2008.09, 2008.1) or as the first day of each.

A number is read where the sequence decides, else asked.

A spreadsheet keeps ``2008.10`` as the number 2008.1, so January and October are one number. What
stands before and after in the same column tells them apart: 2008.1 after 2008.09 is October.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from loaders.model.encoded import Encoded, encoded
from loaders.model.sheet import CellValue
from loaders.words.normalise import plain

_FORM = re.compile(r"((?:19|20)\d{2})\.(\d{1,2})")


_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def dated_months(
    cells: Sequence[CellValue], formats: Sequence[str], month_column: bool
) -> list[CellValue]:
    """The cells of a time column, those first days that mean a month written out (2008年10月).

    Args:
        formats: number format of each cell, empty where it has none: one of year and month alone
            shows no day.
        month_column: whether the header says that these are months; first days alone are then.
    """
    days = [_first_day(cell) for cell in cells]
    dated = [_is_day(cell) for cell in cells]
    whole = (
        month_column
        and any(days)
        and all(first is not None for first, is_day in zip(days, dated, strict=True) if is_day)
    )
    return [
        f"{first.year}年{first.month}月" if first and (whole or _shows_month(form)) else cell
        for cell, first, form in zip(cells, days, formats, strict=True)
    ]


def _is_day(cell: CellValue) -> bool:
    serial = isinstance(cell, int) and not isinstance(cell, bool) and 20000 <= cell <= 60000
    return isinstance(cell, datetime) or serial


def _first_day(cell: CellValue) -> date | None:
    """The day of a moment or of a serial number, where it is the first of its month."""
    if isinstance(cell, datetime):
        return cell.date() if cell.day == 1 and cell.time() == time() else None
    if not _is_day(cell) or not isinstance(cell, int):
        return None
    day = date(1899, 12, 30) + timedelta(days=cell)
    return day if day.day == 1 else None


def _shows_month(form: str) -> bool:
    letters = set(_QUOTED.sub("", form).lower())
    return {"y", "m"} <= letters and not letters & {"d", "h", "s"}


@lru_cache(maxsize=20_000)
def _split(text: str) -> tuple[int, str] | None:
    found = _FORM.fullmatch(plain(text))
    if not found or not 1 <= int(found.group(2)) <= 12:
        return None
    return int(found.group(1)), found.group(2)


def month_number(raw: CellValue) -> tuple[int, str] | None:
    """(year, digits behind the point) of a number or text such as 2008.09; else ``None``."""
    if isinstance(raw, bool) or not isinstance(raw, float | str):
        return None
    return _split(format(raw, ".15g") if isinstance(raw, float) else raw[:12])


def resolved(cells: Encoded[CellValue], answer: str | None) -> tuple[Encoded[CellValue], str]:
    """The cells with every such month written out, and the first that stays open.

    Args:
        cells: one key column from the top down.
        answer: ``1月`` or ``10月`` for those that the sequence does not decide.

    Returns:
        The cells, unchanged where they are no such numbers, and the text of an open one or "".
    """
    if not any(map(month_number, cells.entries())):
        return cells, ""
    numbers = list(cells.map(month_number))
    steps = [n for i, n in enumerate(numbers) if n and (i == 0 or n != numbers[i - 1])]
    padded = any(n[1].startswith("0") for n in steps)
    found: list[CellValue] = []
    open_one, place = "", -1
    for i, (cell, number) in enumerate(zip(cells, numbers, strict=True)):
        if number is None:
            found.append(cell)
            continue
        if i == 0 or number != numbers[i - 1]:
            place += 1
        month = _month(steps, place, padded, answer, isinstance(cell, str))
        found.append(f"{number[0]}年{month}月" if month else cell)
        open_one = open_one or ("" if month else f"{number[0]}.{number[1]}")
    return encoded(found), open_one


def _month(
    steps: list[tuple[int, str]], place: int, padded: bool, answer: str | None, text: bool
) -> int | None:
    """The month of one step; ``1`` alone is January or October by its neighbours."""
    year, digits = steps[place]
    if digits != "1":
        return int(digits)
    before = steps[place - 1] if place else None
    after = steps[place + 1] if place + 1 < len(steps) else None
    if before and before[0] == year and int(before[1]) == 9 or after == (year, "11"):
        return 10
    if padded:
        return 10
    if after and after[0] == year and int(after[1]) == 2 or before == (year - 1, "12"):
        return 1
    if answer:
        return 10 if "10" in answer else 1
    return 1 if text else None
