"""What titles, names and notes state of the period and of sand-dust; the day of the report."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from chuangmo.period import MONTH, YEAR, Period, PeriodError, parse_period
from loaders.binding.file_context import FileContext
from loaders.model.sheet import CellValue, Sheet
from loaders.model.table import NOTHING, Block, Column, TimeParts
from loaders.tables.columns import sample
from loaders.tables.finding import TableFinder
from loaders.words.key_times import key_parts
from loaders.words.modifiers import dust_state, is_beside
from loaders.words.normalise import label
from loaders.words.periods import bare_year, conflicting, merged, periods_in, to_period, union

_SEASON = re.compile(r"非?(?:采暖|供暖)[期季](?!前)|秋冬季")
_WITHIN_YEAR = ("date", "month", "ym", "day", "hour", "quarter")


def outer_period(block: Block, file: FileContext) -> TimeParts:
    """The period that titles, sheet and file name state together, near ones first."""
    whole = NOTHING
    for _, parts in stated_periods(block, block.sheet, file):
        whole = merged(whole, parts) if whole else parts
    return whole


def stated_periods(block: Block, sheet: Sheet, file: FileContext) -> list[tuple[str, TimeParts]]:
    """(text, parts) of titles from near to far, sheet name, file name; the first period each."""
    texts = [*block.titles, *([] if sheet.is_text else [sheet.name]), *file.cover, file.name]
    found = []
    for text in texts:
        if parts := periods_in(text):
            first = _running(_until(parts))
            day = text == sheet.name and first.day
            part = first.last_month or first.quarter or first.half
            if first.year or first.month or part or day:
                found.append((text, _cumulative(text, first, file)))
    return found


def _until(parts: tuple[TimeParts, ...]) -> TimeParts:
    """The first period of a text; ``2008年…（截至10月底）`` is one, October of that year.

    So is ``截至10月底…（2008年）``.
    """
    if parts[0].year is None and parts[0].month and len(parts) == 2 and bare_year(parts[1]):
        return parts[0]._replace(year=parts[1].year)
    if parts[0] != TimeParts(year=parts[0].year):
        return parts[0]
    year = parts[0].year
    for later in parts[1:]:
        if later.as_of and later.month and later.year in (None, year):
            return later._replace(year=year)
        if later.year not in (None, year) and later.first_month:
            return later._replace(year=year)  # 2023年与2022年1-10月
    return parts[0]


def _cumulative(text: str, parts: TimeParts, file: FileContext) -> TimeParts:
    """``2008年10月累计`` is January to October; with 及 or 和 the columns tell."""
    said = "cumulative" in file.vocabulary.facets(text).modifiers
    if not said or parts.month is None or parts.day or any(c in text for c in "及和与、"):
        return parts
    return TimeParts(year=parts.year, first_month=1, last_month=parts.month)


def refined(inner: TimeParts, outer: TimeParts, *, near: bool) -> TimeParts:
    """A sheet name refines the title (2008年 + 10月); a file name only fills what is missing."""
    if not inner:
        return outer
    return union(inner, outer) if near else merged(inner, outer)


def _running(parts: TimeParts) -> TimeParts:
    """``截至2008年9月20日`` over a table is the running figure since January, to that day."""
    if not (parts.as_of and parts.month):
        return parts
    return TimeParts(parts.year, first_month=1, last_month=parts.month, to_day=parts.day)


def period_said(text: str) -> Period | None:
    """The period of an answer, in the notation of the command line or in words; else ``None``."""
    try:
        return parse_period(text)
    except PeriodError:
        parts = periods_in(text)
        from_text = merged(parts[0], NOTHING) if len(parts) == 1 else NOTHING
        return to_period(from_text)


def stated_dust(block: Block, columns: list[Column], file: FileContext) -> str:
    """Whether title, or below a table of no days a note on all of it, takes sand-dust out."""
    daily = any(c.role == "key" and c.key in ("date", "day", "hour") for c in columns)
    notes = [] if daily else [t for t in block.notes if not set(t) & set("括(（*＊其")]
    for text in (*block.titles, *notes):
        said = _DUST_OF_DAYS.sub(r"\1沙尘", label(text))
        if (dust := dust_state(file.vocabulary.facets(said).modifiers)) is not None:
            return dust
    return ""


def stated_season(block: Block, columns: list[Column], file: FileContext) -> str:
    """A season that a title gives the figures of, where no row or column says a month of it."""
    keyed = any(c.role == "key" and c.key in _WITHIN_YEAR for c in columns)
    periods = [c.period for c in columns if c.role == "value"]
    if keyed or any(p.month or p.first_month or p.quarter for p in periods):
        return ""
    texts = (*block.titles, *(() if block.sheet.is_text else (block.sheet.name,)), file.name)
    stated = [p for text in texts for p in periods_in(text)]
    if any(p.month or p.first_month or p.quarter for p in stated):
        return ""
    return next((hit[0] for text in texts if (hit := _SEASON.search(text))), "")


def complete_keys(columns: list[Column], block: Block) -> bool:
    """Whether the rows state their year; not where all of their dates lack it (10月1日)."""
    keyed = {c.key for c in columns if c.role == "key"}
    if keyed & {"ym", "year"}:
        return True
    cells = [v for c in columns if c.key == "date" for v in sample(block, c.index)]
    read = [key_parts(v, "date") for v in cells]
    yearless = [p and p.year is None and (p.month or p.quarter or p.half) for p in read]
    return "date" in keyed and not (yearless and all(yearless))


def year_or_month(period: Period | None) -> TimeParts:
    """A year or a month that a person said, for times that lack it; nothing of other periods."""
    if period is None or period.kind not in (YEAR, MONTH):
        return NOTHING
    return TimeParts(period.start.year, None if period.kind == YEAR else period.start.month)


_DAYS_OF_MONTH = 31
#: Which days were taken out, between the words that say so (剔除3月18日沙尘天气).
_DUST_OF_DAYS = re.compile(r"(扣除|剔除|去除)了?[^,，。;；]{1,24}?(?:沙尘|浮尘|扬沙|沙尘暴)")


def report_date(layout: TableFinder) -> date | None:
    """The one day that lines of senders state (报送日期：2008年11月24日); ``None`` of several."""
    rows = (layout.sheet.rows[row] for row in layout.senders)
    days = {day for row in rows for cell in row if (day := _day(cell))}
    return days.pop() if len(days) == 1 else None


def running(period: Period, layout: TableFinder) -> str:
    """The stretch up to the day of the report where the period was not over by then; else empty.

    A figure of 2008 reported on 24 November is one of 2008-01-01..2008-11-24. Months are left:
    they are reported in their last days.
    """
    day = report_date(layout)
    long = (period.end - period.start).days > _DAYS_OF_MONTH
    if day is None or period.kind == MONTH or not long:
        return ""
    last = (period.end - timedelta(days=1)).date()
    if not period.start.date() < day < last:
        return ""
    return f"{period.start:%Y-%m-%d}..{day:%Y-%m-%d}"


def _day(cell: CellValue) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    parts = periods_in(cell) if isinstance(cell, str) else ()
    whole = [p for p in parts[:1] if p.year and p.month and p.day and not p.to_day]
    try:
        return next((date(p.year or 0, p.month or 0, p.day or 0) for p in whole), None)
    except ValueError:  # 2008年2月30日
        return None


def beside_title(columns: list[Column], titled: TimeParts, texts: Iterable[str]) -> list[Column]:
    """Value columns whose own header names another year or month than title and names do.

    None where any column stands in the period of the title, or a text names that of the header too.

    Args:
        titled: what title, sheet and file name state together; texts: these.
    """
    values = [c for c in columns if c.role == "value" and not is_beside(c)]
    other = [c for c in values if c.period and conflicting(c.period, titled)]
    named = [c.period for c in columns if c.period and c not in other]
    stated = [parts for text in texts for parts in periods_in(text)]
    if any(not c.period for c in values) or any(_speaks_of(p, titled) for p in named):
        return []
    return [c for c in other if not any(_speaks_of(c.period, parts) for parts in stated)]


def _speaks_of(parts: TimeParts, other: TimeParts) -> bool:
    """Whether both name a year or a month, and none that the other does not."""
    shared = (parts.year and other.year) or (parts.month and other.month)
    return bool(shared) and not conflicting(parts, other)


def header_readings(own: TimeParts, titled: TimeParts, *, dated: bool) -> dict[str, TimeParts]:
    """Period as shown -> parts that a header's period may mean under a title of another one.

    Args:
        dated: whether the rows state times of their own, which only lack a year.
    """
    if dated and own.year:
        ways = [TimeParts(year=own.year), TimeParts(year=titled.year)]
    elif bare_year(own) and not bare_year(titled):
        ways = [titled._replace(year=own.year), titled, own]
    else:
        ways = [merged(own, titled), titled]
    return {period.text: parts for parts in ways if (period := to_period(parts))}
