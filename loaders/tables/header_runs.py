"""Header rows made of numbers: 1..12, 0..23, years, months as decimals, runs repeated in groups.

And of dates: real ones, or month and day without a year (10-1).
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from loaders.model.encoded import encoded
from loaders.model.sheet import CellValue, Sheet, cell_text
from loaders.model.table import TimeParts
from loaders.words.month_numbers import month_number, resolved
from loaders.words.periods import periods_in
from loaders.words.values import parse_value, target_in
from loaders.words.vocabulary import Facets
from loaders.words.zones import zone_of

_YEARS = range(1949, 2201)
_LEAP = 2008  # any year that has every day
_SHORT_DATE = re.compile(r"\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\s*", re.A)
_DIGIT = re.compile(r"\d")
_KEYS, _BELOW = 4, 3


def is_run(values: Sequence[tuple[int, CellValue]]) -> bool:
    """Whether numbers head columns: rising by one, at least five from 0 or 1, or two years.

    A run may repeat under groups (1..12 under each indicator).
    """
    if len(values) >= 2 and all(isinstance(v, float) and month_number(v) for _, v in values):
        return _rising_months([v for _, v in values])
    parsed = [parse_value(v) for _, v in values]
    numbers = [int(p.value) for p in parsed if p.value is not None and p.value % 1 == 0]
    if len(numbers) != len(values) or len(numbers) < 2:
        return False
    if all(n in _YEARS for n in numbers):
        return _one_run(numbers) or _repeats(numbers)
    if len(numbers) < 5 or numbers[0] not in (0, 1):
        return False
    return _one_run(numbers) or _repeats(numbers)


def _one_run(numbers: list[int]) -> bool:
    return all(b == a + 1 for a, b in pairwise(numbers))


def _repeats(numbers: list[int]) -> bool:
    length = numbers[1:].index(numbers[0]) + 1 if numbers[0] in numbers[1:] else 0
    if length < 2 or len(numbers) % length or not _one_run(numbers[:length]):
        return False
    return numbers == numbers[:length] * (len(numbers) // length)


def run_end(values: Sequence[tuple[int, CellValue]]) -> int:
    """The last whole number of a run."""
    parsed = parse_value(values[-1][1]).value
    return int(parsed) if parsed is not None else 0


def goes_on(values: Sequence[tuple[int, CellValue]], end: int) -> bool:
    """Whether five numbers or more rise by one from the one behind the end of another run."""
    parsed = [parse_value(value).value for _, value in values]
    numbers = [int(n) for n in parsed if n is not None and n % 1 == 0]
    whole = len(numbers) == len(values) >= 5
    return end > 0 and whole and numbers[0] == end + 1 and _one_run(numbers)


def _rising_months(values: list[CellValue]) -> bool:
    cells, open_one = resolved(encoded(values), None)
    months = [periods_in(str(c))[0] for c in cells] if not open_one else []
    order = [(p.year or 0) * 12 + (p.month or 0) for p in months]
    return bool(order) and _one_run(order)


def run_labels(values: Sequence[tuple[int, CellValue]]) -> dict[int, int]:
    """Column -> number of the run; months as decimals become year * 100 + month."""
    if values and all(isinstance(v, float) and month_number(v) for _, v in values):
        cells, _ = resolved(encoded(v for _, v in values), None)
        months = [periods_in(str(c))[0] for c in cells]
        return {
            column: (p.year or 0) * 100 + (p.month or 0)
            for (column, _), p in zip(values, months, strict=True)
        }
    found: dict[int, int] = {}
    for column, value in values:
        parsed = parse_value(value)
        if parsed.kind == "number" and parsed.value is not None:
            found[column] = int(parsed.value)
    return found


def run_part(kind: str, number: int) -> TimeParts:
    """One number of a run as parts of a period; ``kind`` is year month day hour or ym."""
    if kind == "ym":
        return TimeParts(year=number // 100, month=number % 100)
    if kind == "year":
        return TimeParts(year=number)
    if kind == "hour":
        return TimeParts(hour=number)
    return TimeParts(day=number) if kind == "day" else TimeParts(month=number)


def heads_with_numbers(values: Sequence[tuple[int, CellValue]], facets: Sequence["Facets"]) -> bool:
    """Whether a row with numbers heads columns: more words than whole numbers, no clock time.

    A unit beside a number is a row's own; beside a fraction a date is its key, no header. A target
    in words (10月底前完成30台) is none either.
    """
    if any(isinstance(v, str) and target_in(v) for _, v in values):
        return False
    numbers = [parse_value(v).value for _, v in values]
    if any(p.year and p.hour is not None for f in facets for p in f.periods):
        return False
    words = sum(f.is_header_word and not f.is_unit for f in facets)
    periods = sum(bool(f.periods) and f.cover > 0.9 for f in facets)
    if any(n is not None and n % 1 for n in numbers):
        periods = 0
    return words >= 2 and words + periods > len(values)


def dates_across(sheet: Sheet, row: int) -> dict[int, str]:
    """Column -> the date that heads it (10月1日), of a row of two dates or more in turn.

    Words may stand before and behind them. Empty of any other row: where dates stand below them,
    and where 1-2, 1-3 may be months up to another one unless a text above names their month.
    """
    cells = [(c, v) for c, v in enumerate(sheet.rows[row]) if v is not None and str(v).strip()]
    days = {c: day for c, v in cells if (day := _day(v)) is not None}
    words = [(c, v) for c, v in cells if c not in days]
    if len(days) < 2 or any(not isinstance(v, str) or _DIGIT.search(v) for _, v in words):
        return {}
    if sum(c < min(days) for c, _ in words) > _KEYS or not _in_turn([*days.values()]):
        return {}
    below = [sheet.value(r, c) for r in range(row + 1, row + 1 + _BELOW) for c in days]
    if not any(v is not None for v in below) or any(isinstance(v, datetime) for v in below):
        return {}
    if _may_be_months([*days.values()], [v for _, v in cells if not isinstance(v, str)]):
        month = next(iter(days.values())).month
        if month not in {p.month for text in _above(sheet, row) for p in periods_in(text)}:
            return {}
    return {c: _shown(sheet, row, c, day) for c, day in days.items()}


def _day(value: CellValue) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    hit = _SHORT_DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        return date(_LEAP, int(hit[1]), int(hit[2])) if hit else None
    except ValueError:
        return None


def _in_turn(days: Sequence[date]) -> bool:
    """Whether days rise, all within a month or one after the other, or first days of months."""
    rising = all(a < b for a, b in pairwise(days))
    near = all(a.month == b.month or b - a == timedelta(days=1) for a, b in pairwise(days))
    return rising and (near or all(day.day == 1 for day in days))


def _may_be_months(days: Sequence[date], real: Sequence[CellValue]) -> bool:
    """Whether 1-2, 1-3 may be January to February, to March."""
    return not real and all(day.month < day.day <= 12 for day in days)


def _above(sheet: Sheet, row: int) -> list[str]:
    texts = [v for r in range(row) for v in sheet.rows[r] if isinstance(v, str)]
    return [sheet.name, *texts]


def _shown(sheet: Sheet, row: int, column: int, day: date) -> str:
    """The date as its cell has it; a real one whose format has no day is a month."""
    value = sheet.value(row, column)
    if not isinstance(value, datetime):
        return f"{day.month}月{day.day}日"
    form = sheet.formats.get((row, column), "").lower()
    return f"{day.year}年{day.month}月" if "m" in form and "d" not in form else cell_text(value)


def of_one_kind(facets: Sequence[Facets]) -> bool:
    """Whether all texts of a row are places, periods, modifiers or classes: a header level."""
    if all(zone_of(f.text) for f in facets):
        return True
    whole = all(f.cover >= 0.8 and not f.is_unit for f in facets)
    kinds = (
        all(f.places for f in facets),
        all(f.periods for f in facets),
        all(f.modifiers or f.statistic or f.periods for f in facets),  # 本月 | 1—10月
    )
    return whole and any(kinds)
