"""Months written as decimal numbers (2008.09, 2008.1): read where the sequence decides, else asked.

A spreadsheet keeps ``2008.10`` as the number 2008.1, so January and October are one number. What
stands before and after in the same column tells them apart: 2008.1 after 2008.09 is October.
"""

import re
from functools import lru_cache

from loaders.model.encoded import Encoded, encoded
from loaders.model.sheet import CellValue
from loaders.words.normalise import plain

_FORM = re.compile(r"((?:19|20)\d{2})\.(\d{1,2})")


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
