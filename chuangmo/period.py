"""A span of local time and what it is: the one type for "when" from a cell to a slide.

Periods are local and naive. ``start`` is inclusive, ``end`` exclusive. The notation is that of
the command line: ``2008``, ``2008H1``, ``2008Q3``, ``2008-10``, ``2008W33``, ``2008-10-05``,
``2008-10-05T13``, ``2008-01..2008-10`` or ``2008-01-01..2008-11-24`` (cumulative),
``2008-11..2009-03`` (a season).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

HOUR, DAY, WEEK, MONTH, QUARTER = "hour", "day", "week", "month", "quarter"
HALF, YEAR, CUMULATIVE, SEASON, SNAPSHOT = "half", "year", "cumulative", "season", "snapshot"
KINDS = (HOUR, DAY, WEEK, MONTH, QUARTER, HALF, YEAR, CUMULATIVE, SEASON, SNAPSHOT)

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


class PeriodError(ValueError):
    """A text that is not a period in the notation of the command line."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of local time.

    Attributes:
        start: first instant, inclusive, naive local time.
        end: first instant after it, exclusive.
        kind: one of ``KINDS``; a snapshot is the state at the end of its day.
    """

    start: datetime
    end: datetime
    kind: str

    @property
    def days(self) -> int:
        """Calendar days touched."""
        return max(1, (self.end - self.start).days)

    @property
    def last_day(self) -> date:
        """The last calendar day inside."""
        return (self.end - timedelta(microseconds=1)).date()

    @property
    def text(self) -> str:
        """The period in command-line notation; ``parse_period`` reads it back."""
        s = self.start
        last = self.last_day
        match self.kind:
            case "hour":
                return f"{s:%Y-%m-%dT%H}"
            case "day" | "snapshot":
                return f"{s:%Y-%m-%d}"
            case "week":
                year, week, _ = s.isocalendar()
                return f"{year}W{week:02d}"
            case "month":
                return f"{s:%Y-%m}"
            case "quarter":
                return f"{s.year}Q{(s.month + 2) // 3}"
            case "half":
                return f"{s.year}H{1 if s.month == 1 else 2}"
            case "year":
                return f"{s.year}"
            case _ if s.day == 1 and (last + timedelta(days=1)).day == 1:
                return f"{s:%Y-%m}..{last:%Y-%m}"
            case _:
                return f"{s:%Y-%m-%d}..{last:%Y-%m-%d}"

    def contains(self, other: "Period") -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def months(self) -> list["Period"]:
        """The calendar months inside, in order."""
        found = []
        cursor = datetime(self.start.year, self.start.month, 1)
        while cursor < self.end:
            found.append(month_period(cursor.year, cursor.month))
            cursor = found[-1].end
        return found

    def shifted_years(self, years: int) -> "Period":
        """The same stretch of another year (29 February becomes 1 March)."""
        return Period(_shift(self.start, years), _shift(self.end, years), self.kind)

    def until(self, as_of: date) -> "Period":
        """The part of the period that has passed by the end of ``as_of``."""
        cut = datetime(as_of.year, as_of.month, as_of.day) + timedelta(days=1)
        return self if cut >= self.end else Period(self.start, max(cut, self.start), CUMULATIVE)


def _shift(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return datetime(moment.year + years, 3, 1)


def local_date(at: str) -> date:
    """The local day of a UTC time."""
    return datetime.fromisoformat(at).astimezone(LOCAL_ZONE).date()


def day_words(day: date) -> str:
    """``2026年3月5日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def shifted_day(day: date, years: int) -> date:
    """The same day of another year; the last of February becomes the last of February.

    The day after is shifted, so that what was over by ``day`` is over by the answer: the end of
    February 2009 answers to 29 February 2008.
    """
    after = _shift(datetime(day.year, day.month, day.day) + timedelta(days=1), years)
    return (after - timedelta(days=1)).date()


def hour_period(start: datetime) -> Period:
    """The hour beginning at ``start``."""
    return Period(start, start + timedelta(hours=1), HOUR)


def day_period(day: date) -> Period:
    """One calendar day."""
    start = datetime(day.year, day.month, day.day)
    return Period(start, start + timedelta(days=1), DAY)


def month_period(year: int, month: int) -> Period:
    """One calendar month."""
    return Period(datetime(year, month, 1), _next_month(year, month), MONTH)


def year_period(year: int) -> Period:
    """One calendar year."""
    return Period(datetime(year, 1, 1), datetime(year + 1, 1, 1), YEAR)


def months_period(first: tuple[int, int], last: tuple[int, int]) -> Period:
    """From a first to a last month (year, month); cumulative if it begins a year, else a season."""
    start, end = datetime(*first, 1), _next_month(*last)
    if end <= start:
        raise PeriodError(f"{first[0]}-{first[1]:02d}..{last[0]}-{last[1]:02d}：止月早于起月。")
    if start.month == 1 and first[0] == last[0]:
        return year_period(first[0]) if last[1] == 12 else Period(start, end, CUMULATIVE)
    return Period(start, end, SEASON)


def days_period(first: date, last: date) -> Period:
    """From the first day of a year to a later day of it, cumulative; of whole months what they are.

    Raises:
        PeriodError: the days are of two years, in the wrong order, or begin later in the year.
    """
    start, end = day_period(first).start, day_period(last).end
    if first.day == 1 and end.day == 1 and last >= first:
        if (first.year, first.month) == (last.year, last.month):
            return month_period(first.year, first.month)
        return months_period((first.year, first.month), (last.year, last.month))
    if (first.month, first.day) != (1, 1) or last.year != first.year:
        raise PeriodError(f"{first}..{last}：按日写的累计从当年 1 月 1 日起，到当年的一天止。")
    return Period(start, end, CUMULATIVE)


def _next_month(year: int, month: int) -> datetime:
    return datetime(year + month // 12, month % 12 + 1, 1)


def today() -> date:
    """Today in Asia/Shanghai, whatever the server's own zone is."""
    return datetime.now(LOCAL_ZONE).date()


_PATTERNS = (
    (re.compile(r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})"), "range"),
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})\.\.(\d{4})-(\d{2})-(\d{2})"), "days"),
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2})(?::00)?"), "hour"),
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), "day"),
    (re.compile(r"(\d{4})-(\d{2})"), "month"),
    (re.compile(r"(\d{4})Q([1-4])"), "quarter"),
    (re.compile(r"(\d{4})H([12])"), "half"),
    (re.compile(r"(\d{4})W(\d{2})"), "week"),
    (re.compile(r"(\d{4})"), "year"),
)


#: As people write it: 2009年2月, 2009年2月3日, 2009年第二季度, 2009年上半年; 2009-2, 2009/2/3.
_WRITTEN = (
    re.compile(r"(?P<year>\d{4})年(?:度|全年)?"),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:份|(?P<day>\d{1,2})[日号])?"),
    re.compile(r"(?P<year>\d{4})[/-](?P<month>\d{1,2})(?:[/-](?P<day>\d{1,2}))?"),
    re.compile(r"(?P<year>\d{4})年第?(?P<quarter>[1-4一二三四])季度"),
    re.compile(r"(?P<year>\d{4})年(?P<half>[上下])半年"),
)


def _notation(text: str) -> str:
    """A written period in the notation; any other text as it is."""
    bare = "".join(text.split())
    found = next(filter(None, (form.fullmatch(bare) for form in _WRITTEN)), None)
    if found is None:
        return text
    said = found.groupdict()
    if quarter := said.get("quarter"):
        return f"{said['year']}Q{'一二三四'.find(quarter) + 1 or quarter}"
    if half := said.get("half"):
        return f"{said['year']}H{'上下'.index(half) + 1}"
    parts = (said.get("month"), said.get("day"))
    return "-".join([said["year"], *(f"{int(part):02d}" for part in parts if part)])


def parse_period(text: str) -> Period:
    """Read the command-line notation, or a year, half, quarter, month or day in Chinese words.

    Raises:
        PeriodError: the text is none of the forms, or names a date that does not exist.
    """
    written = _notation(unicodedata.normalize("NFKC", text).strip())
    for pattern, kind in _PATTERNS:
        if found := pattern.fullmatch(written):
            try:
                return _build(kind, [int(g) for g in found.groups()])
            except PeriodError:
                raise
            except ValueError as error:
                raise PeriodError(f"时段“{text}”不存在：没有这一天或这一周、这一月。") from error
    raise PeriodError(
        f"看不懂时段“{text}”。请写成 2008、2008H1、2008Q3、2008-10、2008W33、2008-10-05、"
        "2008-10-05T13、2008-01..2008-10 或 2008-01-01..2008-11-24，"
        "也可写 2008年10月、2008年第三季度。"
    )


def _build(kind: str, n: list[int]) -> Period:
    match kind:
        case "range":
            return months_period((n[0], n[1]), (n[2], n[3]))
        case "days":
            return days_period(date(*n[:3]), date(*n[3:]))
        case "hour":
            return hour_period(datetime(*n))  # type: ignore[arg-type]
        case "day":
            return day_period(date(*n))
        case "month":
            return month_period(n[0], n[1])
        case "quarter":
            return Period(datetime(n[0], 3 * n[1] - 2, 1), _next_month(n[0], 3 * n[1]), QUARTER)
        case "half":
            return Period(datetime(n[0], 6 * n[1] - 5, 1), _next_month(n[0], 6 * n[1]), HALF)
        case "week":
            monday = date.fromisocalendar(n[0], n[1], 1)
            start = datetime(monday.year, monday.month, monday.day)
            return Period(start, start + timedelta(days=7), WEEK)
        case _:
            return year_period(n[0])
