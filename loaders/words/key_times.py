"""Cells of time key columns to parts of a period: texts, bare digits, moments, clock hours."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from loaders.model.sheet import CellValue
from loaders.model.table import NOTHING, TimeParts
from loaders.words.foreign_times import MONTHS, local_text
from loaders.words.normalise import label, plain
from loaders.words.periods import period_at, to_period


def key_parts(raw: CellValue, role: str) -> TimeParts | None:
    """What a cell of a time key column says; ``None`` when it cannot be read in that role.

    Roles: ``date`` (any date or period text), ``year``, ``quarter``, ``month``, ``day``,
    ``hour``, ``ym``.
    Month 1-3 is a cumulative range, never a year. ROC months (10601) are read under ``ym`` only.
    """
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, datetime):
        return _moment(raw, role)
    if isinstance(raw, float) and not raw.is_integer():
        return None
    text = local_text(plain(str(int(raw)) if isinstance(raw, int | float) else str(raw)))
    return _READERS[role](text)


def _moment(raw: datetime, role: str) -> TimeParts | None:
    if raw.minute or raw.second or raw.microsecond or role in ("month", "day", "hour", "year"):
        return None
    if role == "ym":
        return TimeParts(raw.year, raw.month) if raw.day == 1 else None
    return TimeParts(raw.year, raw.month, raw.day, raw.hour or None)


def _whole(text: str) -> TimeParts | None:
    body = label(text)
    hit = period_at(body, 0) if body else None
    return hit[1] if hit and hit[0] == len(body) else None


def _date(text: str) -> TimeParts | None:
    if text.isascii() and text.isdigit():
        return _date_digits(text)
    return _whole(text)


def _date_digits(text: str) -> TimeParts | None:
    number = int(text)
    if len(text) == 8 and 19490101 <= number <= 22001231:
        return TimeParts(number // 10000, number // 100 % 100, number % 100)
    if len(text) == 6 and 194901 <= number <= 220012:
        return TimeParts(number // 100, number % 100)
    if len(text) == 10 and 1949010100 <= number <= 2200123123:
        return TimeParts(number // 10**6, number // 10**4 % 100, number // 100 % 100, number % 100)
    if len(text) in (12, 14) and not int(text[10:]):
        return _date_digits(text[:10])
    if len(text) == 5 and 20000 <= number <= 60000:
        day = date(1899, 12, 30) + timedelta(days=number)
        return TimeParts(day.year, day.month, day.day)
    if len(text) == 4 and 1949 <= number <= 2200:
        return TimeParts(year=number)
    return None


def _year_month(text: str) -> TimeParts | None:
    if text.isascii() and text.isdigit():
        number = int(text)
        if len(text) in (4, 5) and 1 <= number % 100 <= 12 and 38 <= number // 100 <= 200:
            return TimeParts(number // 100 + 1911, number % 100)
        if len(text) == 6 and 1 <= number % 100 <= 12:
            return TimeParts(number // 100, number % 100)
        return None
    return _whole(text)


def _number(
    low: int, high: int, suffix: str, make: Callable[[int], TimeParts]
) -> Callable[[str], TimeParts | None]:
    pattern = re.compile(rf"(\d{{1,4}})(?:{suffix})?")

    def read(text: str) -> TimeParts | None:
        found = pattern.fullmatch(text)
        if not found or not low <= int(found.group(1)) <= high:
            return None
        return make(int(found.group(1)))

    return read


#: Behind months that are added up (1-4月累计, 上半年累计均值).
_ADDED_UP = re.compile(r"累计(?:均?值|平均值?|数)?$")
_RANGE = re.compile(r"(1[0-2]|0?[1-9])(?:-|~|至)(1[0-2]|0?[1-9])")
_month_number = _number(1, 12, "月份?", lambda n: TimeParts(month=n))


def _month(text: str) -> TimeParts | None:
    if _ADDED_UP.search(text):
        whole = _month(_ADDED_UP.sub("", text))
        return whole if whole and (whole.last_month or whole.half or whole.quarter) else None
    if found := _RANGE.fullmatch(text):
        return TimeParts(first_month=int(found.group(1)), last_month=int(found.group(2)))
    if text[:3] in MONTHS and text.isalpha():
        return TimeParts(month=MONTHS.index(text[:3]) + 1)
    return _month_number(label(text)) or _whole(text)


_quarter_number = _number(1, 4, "季度?", lambda n: TimeParts(quarter=n))


def _quarter(text: str) -> TimeParts | None:
    whole = _quarter_number(label(text).removeprefix("第")) or _whole(text)
    return whole if whole and whole.quarter else None


_clock = _number(0, 24, "时|点|:00|:00:00", lambda n: TimeParts(hour=n))


def _hour(text: str) -> TimeParts | None:
    """An hour of a day: 5, 05:00, 5时, and 0500 in four digits."""
    whole = text[:-2] if len(text) in (3, 4) and text.isdigit() and text.endswith("00") else text
    return _clock(whole)


_READERS: dict[str, Callable[[str], TimeParts | None]] = {
    "date": _date,
    "ym": _year_month,
    "month": _month,
    "quarter": _quarter,
    "year": _number(1949, 2200, "年度?", lambda n: TimeParts(year=n)),
    "day": _number(1, 31, "日|号", lambda n: TimeParts(day=n)),
    "hour": _hour,
}


def name_date(name: str) -> TimeParts:
    """A date in digits alone in a file name (日报20231013): taken where nothing else states one."""
    found = re.findall(r"(?<!\d)(?:19|20)\d{4}(?:\d{2})?(?!\d)", plain(name))
    read = [parts for text in found if (parts := _date_digits(text)) and to_period(parts)]
    return read[0] if len(read) == 1 else NOTHING
