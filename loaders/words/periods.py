"""Period words of workbooks: from a text or a key cell to the parts of a period, then a Period."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

from chuangmo.period import (
    HALF,
    QUARTER,
    WEEK,
    Period,
    day_period,
    days_period,
    hour_period,
    month_period,
    months_period,
    year_period,
)
from loaders.model.table import NOTHING, TimeParts
from loaders.words.foreign_times import english_at
from loaders.words.normalise import label

_WHOLE_YEAR = re.compile(r"(?:19|20)\d\d")
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_Y, _M, _D = r"(?P<y>(?:19|20)\d{2})", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>3[01]|[12]\d|0?[1-9])"
_END = r"(?!\d)"
_TO = r"(?:-|~|至|到)"
_LAST = r"(?P<n>1[0-2]|0?[1-9])"
_DAYS = (
    rf"{_M}[月./]{_D}(?:日|号)?(?:-|~|至|到)(?:(?P<tm>1[0-2]|0?[1-9])[月./])?"
    r"(?P<td>3[01]|[12]\d|0?[1-9])(?:日|号)"
)
#: After a year stands no part of it that does not exist (13月): it would be read as a whole year.
_NO_PART = r"(?!第?\d{1,2}(?:(?:-|~|至|到)\d{1,2})?(?:季度|月))"
_TIME = r"(?:日|号)?(?: ?\d{1,2}(?::\d\d){1,2}| ?\d{1,2}[时点])?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_Y}[年./-]{_M}[月./-]{_D}{_END}{_TIME}{_TO}(?P<ty>(?:19|20)\d{{2}})[年./-]"
        rf"(?P<tm>1[0-2]|0?[1-9])[月./-](?P<td>3[01]|[12]\d|0?[1-9]){_END}{_TIME}",
        rf"(?:{_Y}年?)?第(?P<w>\d{{1,2}})周(?:[(,，、:]?{_DAYS}\)?)?",
        rf"(?:{_Y}[年./-])?{_DAYS}",
        rf"(?P<asof>截[至止](?:到|时间)?:?){_Y}[年./-]{_M}(?:[月./-]{_D}日?|月(?:底|末)?)",
        rf"{_Y}[年./-]{_M}[月./-]{_D}{_END}(?:日|号)?[ t]?"
        r"(?P<h>2[0-4]|[01]?\d)(?::00(?::00)?(?:\.0+)?|时|点)(?!\d|:)",
        rf"{_Y}[年./-]{_M}[月./-]{_D}{_END}(?!月)(?:日|号)?(?: ?00:00:00|t00:00:00)?",
        rf"{_Y}年?[./-]?{_M}月?(?:份)?{_TO}(?:(?P=y)年)?{_LAST}月(?:份)?",
        rf"{_Y}年{_M}月(?!\d{{1,2}}[日号])(?:份|底|末)?",
        rf"(?:{_Y}[年./-])?{_M}月(?:份)?(?P<ten>[上中下])旬",
        r"(?:(?:19|20)\d{2}年)?(?P<span>农历|阴历|旧历)(?:\S{1,2}月(?:份)?)?",
        rf"{_Y}[./-]{_M}(?![\d.])(?:月(?:份)?)?",
        rf"{_Y}年?(?P<half>[上下])半年",
        rf"{_Y}年?第?(?P<q1>[1一]){_TO}(?P<q>[2-4二三四])季度",
        rf"{_Y}年?(?:第)?(?P<q>[1-4一二三四])季度",
        rf"{_Y}年?q(?P<q>[1-4]){_END}",
        r"(?P<span>(?:19|20)\d{2})年?(?:-|~|至|到)(?:19|20)\d{2}年(?:度)?(?!\d)",
        rf"{_Y}年(?:度|全年)?{_NO_PART}",
        r"(?:(?:19|20)\d{2}年)?(?P<span>\d{1,2})(?:月份?)?(?:[、和及与]\d{1,2}(?:月份?)?){0,10}"
        r"[、和及与]\d{1,2}月份?",
        rf"(?P<yy>\d{{2}})年(?:{_M}月(?:份|{_D}日)?)?",
        rf"民国(?P<roc>\d{{2,3}})年(?:{_M}月(?:{_D}日|份)?)?",
        rf"(?P<roc>1[0-4]\d)年(?:{_M}月(?:{_D}日|份)?)?",
        rf"(?P<asof>截[至止]到?){_M}月(?:{_D}日|底|末)?",
        rf"{_M}月{_D}(?:日|号)",
        rf"{_M}月?{_TO}{_LAST}月(?:份)?",
        rf"{_M}月(?!\d{{1,2}}[日号])(?:份)?",
        r"(?P<half>[上下])半年",
        rf"第?(?P<q1>[1一]){_TO}(?P<q>[2-4二三四])季度",
        r"第?(?P<q>[1-4一二三四])季度",
        rf"{_D}(?:日|号)(?!均|最)",
        r"(?P<h>2[0-4]|[01]?\d)(?:时(?!段|间)|点(?![位次数])|:00(?!\d|:))",
    )
)
#: Where none of them begins, which is nearly everywhere: one question instead of thirty.
_BEGUN = re.compile(
    "|".join(re.sub(r"\(\?P<\w+>", "(?:", f.pattern).replace("(?P=y)", r"\d{4}") for f in _FORMS)
)


def bare_year(parts: TimeParts) -> bool:
    """Whether a text says a year and nothing else of time."""
    return parts.year is not None and parts.month is None and parts == TimeParts(parts.year)


def period_at(text: str, position: int) -> tuple[int, TimeParts] | None:
    """The longest period word of an already normalised label at ``position``: (end, parts)."""
    if position and text[position].isdigit() and _goes_on(text, position):
        return None
    begun = _BEGUN.match(text, position) is not None
    found = [m for form in _FORMS if (m := form.match(text, position))] if begun else []
    named = [(m.end(), m.groupdict()) for m in found]
    if english := english_at(text, position):
        named.append((english[0], dict(english[1])))
    if not named:
        return None
    end, groups = max(named, key=lambda pair: pair[0])
    return end, _parts({k: v for k, v in groups.items() if v is not None})


def _goes_on(text: str, position: int) -> bool:
    """Whether digits are the end of a number or of a name (PM10年均值 is of no year 2010)."""
    before = text[position - 1]
    named = before.isascii() and before.isalpha() and not _WHOLE_YEAR.match(text, position)
    return before in "0123456789." or named


def _parts(got: dict[str, str]) -> TimeParts:
    if "span" in got:
        return NOTHING  # several years or months are no period of one value
    year = _year(got)
    if "ty" in got:
        return _days_between(got, year)
    if "td" in got:
        month, end = int(got["m"]), int(got["tm"]) if "tm" in got else int(got["m"])
        return TimeParts(year, month, int(got["d"]), to_month=end, to_day=int(got["td"]))
    if "ten" in got:
        return _ten_days(got["ten"], year, int(got["m"]))
    if "w" in got:
        return TimeParts(year=year, week=int(got["w"]))
    if "n" in got:
        return TimeParts(year=year, first_month=int(got["m"]), last_month=int(got["n"]))
    if "q1" in got:
        return TimeParts(year=year, first_month=1, last_month=3 * _QUARTERS[got["q"]])
    if "q" in got:
        return TimeParts(year=year, quarter=_QUARTERS[got["q"]])
    if "half" in got:
        return TimeParts(year=year, half=1 if got["half"] == "上" else 2)
    return TimeParts(
        year=year,
        month=int(got["m"]) if "m" in got else None,
        day=int(got["d"]) if "d" in got else None,
        hour=int(got["h"]) if "h" in got else None,
        as_of="asof" in got,
    )


def _ten_days(which: str, year: int | None, month: int) -> TimeParts:
    """The first, second or last ten days or so of a month; how long the last are, the year says."""
    if which != "下":
        first = 1 if which == "上" else 11
        return TimeParts(year, month, first, to_month=month, to_day=first + 9)
    if year is None:
        return NOTHING
    return TimeParts(year, month, 21, to_month=month, to_day=monthrange(year, month)[1])


def _days_between(got: dict[str, str], year: int | None) -> TimeParts:
    """2023-10-01至2023-10-31: one day, else the days of one year; across years nothing."""
    first, last = (int(got["m"]), int(got["d"])), (int(got["tm"]), int(got["td"]))
    if int(got["ty"]) != year:
        return NOTHING
    if first == last:
        return TimeParts(year, *first)
    return TimeParts(year, *first, to_month=last[0], to_day=last[1])


def _year(got: dict[str, str]) -> int | None:
    if "y" in got:
        return int(got["y"])
    if "roc" in got:
        return int(got["roc"]) + 1911
    if "yy" in got:
        return int(got["yy"]) + (1900 if int(got["yy"]) > 80 else 2000)
    return None


@lru_cache(maxsize=20_000)
def periods_in(text: str) -> tuple[TimeParts, ...]:
    """Every period word of a title or file name, from left to right."""
    found, position, body = [], 0, label(text)
    while position < len(body):
        if hit := period_at(body, position):
            found.extend([hit[1]] if hit[1] else [])
            position = hit[0]
        else:
            position += 1
    return tuple(found)


def merged(inner: TimeParts, outer: TimeParts) -> TimeParts:
    """``inner`` refined by what only ``outer`` says; a coarser outer never widens the inner."""
    if outer is NOTHING or not outer:
        return inner
    if bare_year(inner) and outer.year is None and outer.day is None and outer.hour is None:
        return outer._replace(year=inner.year)  # 2008年 under 10月份, 上半年
    if inner.to_day is not None or inner.week is not None:
        return inner._replace(year=inner.year if inner.year is not None else outer.year)
    if inner.year is not None and (inner.month or inner.first_month or inner.quarter or inner.half):
        return inner
    year = inner.year if inner.year is not None else outer.year
    month = inner.month if inner.month is not None else outer.month
    if inner.first_month or inner.quarter or inner.half:
        return inner._replace(year=year)
    if inner.month is not None and inner.day is None and inner.hour is None:
        return inner._replace(year=year)
    day = inner.day if inner.day is not None else outer.day
    if inner.year is not None and inner.month is None and inner.day is None:
        return inner if inner.hour is None else inner._replace(month=month, day=day)
    if inner.day is not None or inner.hour is not None:
        return inner._replace(year=year, month=month, day=day)
    return outer._replace(year=year)


def hour_ending(parts: TimeParts) -> TimeParts:
    """``parts`` of an hour named by its end (1..24), named by its beginning."""
    return parts if parts.hour is None else parts._replace(hour=parts.hour - 1)


def union(one: TimeParts, other: TimeParts) -> TimeParts:
    """Everything that either says; where both speak, ``one`` holds."""
    return TimeParts(
        one.year if one.year is not None else other.year,
        one.month if one.month is not None else other.month,
        one.day if one.day is not None else other.day,
        one.hour if one.hour is not None else other.hour,
        one.first_month if one.first_month is not None else other.first_month,
        one.last_month if one.last_month is not None else other.last_month,
        one.quarter if one.quarter is not None else other.quarter,
        one.half if one.half is not None else other.half,
        one.as_of or other.as_of,
        one.to_month if one.to_month is not None else other.to_month,
        one.to_day if one.to_day is not None else other.to_day,
        one.week if one.week is not None else other.week,
    )


def conflicting(one: TimeParts, other: TimeParts) -> bool:
    """Whether two sources name different years or months (ranges against months are not judged)."""
    for name in ("year", "month", "quarter", "half", "last_month"):
        a, b = getattr(one, name), getattr(other, name)
        if a is not None and b is not None and a != b:
            return True
    return False


def to_period(parts: TimeParts) -> Period | None:
    """The period the parts name, or ``None`` when the year or a middle part is absent or wrong."""
    if parts.year is None or not 1949 <= parts.year <= 2200:
        return None
    try:
        return _build(parts, parts.year)
    except ValueError:
        return None


def _build(parts: TimeParts, year: int) -> Period | None:
    if parts.to_day and parts.to_month and parts.month and parts.day:
        return _days(year, parts)
    if parts.week is not None:
        return None
    if parts.first_month and parts.last_month and parts.to_day:
        january = date(year, parts.first_month, 1)
        return days_period(january, date(year, parts.last_month, parts.to_day))
    if parts.first_month and parts.last_month:
        return months_period((year, parts.first_month), (year, parts.last_month))
    if parts.quarter:
        first = 3 * parts.quarter - 2
        return Period(month_period(year, first).start, month_period(year, first + 2).end, QUARTER)
    if parts.half:
        first = 6 * parts.half - 5
        return Period(month_period(year, first).start, month_period(year, first + 5).end, HALF)
    if parts.month is None:
        return None if parts.day or parts.hour is not None else year_period(year)
    if parts.day is None:
        return None if parts.hour is not None else month_period(year, parts.month)
    if parts.hour is None:
        return day_period(date(year, parts.month, parts.day))
    return hour_period(datetime(year, parts.month, parts.day) + timedelta(hours=parts.hour))


def _days(year: int, parts: TimeParts) -> Period | None:
    """A range of days: seven are a week, full months what they are; anything else is nothing."""
    first = date(year, parts.month or 1, parts.day or 1)
    last = date(year, parts.to_month or 1, parts.to_day or 1)
    if last < first:
        return None
    start, end = day_period(first).start, day_period(last).end
    if (last - first).days == 6:
        return Period(start, end, WEEK)
    if first.day == 1 and end.day == 1:
        whole = months_period((year, first.month), (year, last.month))
        return month_period(year, first.month) if first.month == last.month else whole
    return day_period(first) if first == last else None


def snapshot_day(parts: TimeParts) -> date | None:
    """The day a list is dated by: the named day, else the last day of the named stretch."""
    period = to_period(parts._replace(as_of=False))
    return period.last_day if period else None
