"""Times as programs and other countries write them, put into the form that is read elsewhere."""

import re
from functools import lru_cache

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ANY = re.compile(_NAME)
_Y = r"(?P<y>(?:19|20)\d{2})(?!\d)"
_D = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_CLOCK = r"(?:,? ?(?P<h>2[0-4]|[01]?\d):00(?::00)?(?!\d|:))?"
_DATES = tuple(
    re.compile(form)
    for form in (
        rf"{_D}[-./,]?{_NAME}[-./,]?{_Y}{_CLOCK}",
        rf"{_NAME}[-./]?{_D}[, ]{_Y}{_CLOCK}",
        rf"{_Y}[-./]?{_NAME}[-./]?{_D}(?!\d){_CLOCK}",
        rf"{_NAME}[-./,']?{_Y}",
        rf"{_D}[-/]{_NAME}[-/](?P<yy>\d{{2}})(?!\d){_CLOCK}",
        rf"{_NAME}[-/'](?P<yy>\d{{2}})(?!\d)",
    )
)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?")
_CHINESE_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$")
_OFFSET = re.compile(r"(?<=\d:\d\d)(:\d\d)?(?:\.0+)?[+-](?!00:?00)\d\d:?\d\d$")
_UTC = re.compile(r"\d:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:Z|UTC|\+00:?00)$", re.IGNORECASE)
_HALF_DAY = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])(:00(?::00)?)?([ap])\.?m\.?$")
_DOTTED = re.compile(r"^(2[0-4]|[01]?\d)\.00\.00$")
_HOURS = re.compile(
    r"(?P<day>(?:\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日? ?)?)(?P<a>2[0-3]|[01]?\d)(?::00(?::00)?)?"
    r"(?:-|~|至|到)(?:(?P=day))?(?P<b>2[0-4]|[01]?\d)(?::00(?::00)?|时|点)$"
)


@lru_cache(maxsize=20_000)
def local_text(text: str) -> str:
    """A normalised time text as a local one on the clock of 24 hours, else as it is.

    ``…T05:00:00+08:00`` stands for its own clock time; a time in UTC (``Z``, ``+00:00``) is left
    as it is, for nothing here is ever converted. ``1:00pm`` is 13:00, ``05:00~06:00`` the hour
    that begins at 5.
    """
    found = _OFFSET.sub(r"\1", _CHINESE_WEEKDAY.sub("", _WEEKDAY.sub("", text)))
    found = _HALF_DAY.sub(_of_24, found)
    found = _DOTTED.sub(r"\1:00", found)
    if hours := _HOURS.fullmatch(found):
        start, end = int(hours["a"]), int(hours["b"])
        if end == start + 1 or (start, end) == (23, 0):
            return f"{hours['day']}{start}:00"
    return found


def is_utc(text: str) -> bool:
    """Whether a time text says that it is in UTC (``2023-01-13T00:00:00Z``)."""
    return bool(_UTC.search(text.strip()))


def _of_24(found: re.Match[str]) -> str:
    hour = int(found[1]) % 12 + (12 if found[3] == "p" else 0)
    gap = " " if found.start() and found.string[found.start() - 1].isdigit() else ""
    return f"{gap}{hour:02d}:00"


@lru_cache(maxsize=20_000)
def _has_name(text: str) -> bool:
    return bool(_ANY.search(text))


def english_at(text: str, position: int) -> tuple[int, dict[str, str]] | None:
    """The longest date with an English month at ``position``: (end, named digits), else ``None``.

    Names: ``y`` or ``yy``, ``m``, ``d``, ``h``; all as digits.
    """
    if not _has_name(text) or (position and text[position - 1].isalpha()):
        return None
    found = [m for form in _DATES if (m := form.match(text, position))]
    if not found:
        return None
    best = max(found, key=lambda m: m.end())
    got = {k: v for k, v in best.groupdict().items() if v is not None}
    got["m"] = str(MONTHS.index(got.pop("name")[:3]) + 1)
    return best.end(), got
