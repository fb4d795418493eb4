"""The days of one indicator in one place: each day's figure beside the daily limit of its date."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.lines import answer_unit, standard_in_force
from chuangmo.assess.rounding import in_unit
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator, Limit
from chuangmo.period import DAY, Period, year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.figures import Figures

#: Averaging times of the limits that a daily figure is compared with.
DAILY = ("day", "mda8")


@dataclass(frozen=True)
class DayValue:
    """One day.

    Attributes:
        value: exact, in the series' unit; ``None`` where there is no valid daily figure.
        reason: why there is none, one sentence; "" where there is one.
        over: whether it is beyond the daily limit of that date; ``None`` without either.
    """

    day: date
    value: Fraction | None
    reason: str
    over: bool | None


@dataclass(frozen=True)
class DaySeries:
    """The days of a year up to a day.

    Attributes:
        unit: of the values, as the year's verdict shows them.
        limit: the daily limit in force on the last day, in ``unit``; ``None`` without one.
        limit_text: as printed; document and confidence: of that standard.
    """

    days: tuple[DayValue, ...]
    unit: str
    limit: Fraction | None
    limit_text: str
    document: str
    confidence: str

    @property
    def known(self) -> list[DayValue]:
        """Days with a valid figure."""
        return [day for day in self.days if day.value is not None]


def daily(
    board: Board,
    actor: Actor,
    indicator: str,
    area: str,
    year: int,
    as_of: date,
    dust: str = WITH_DUST,
) -> DaySeries | None:
    """The valid daily figures of a year; ``None`` where nothing was reported by day or hour.

    A day is judged by the standard in force on it; whether the figure of a day counts follows
    the validity rule of that standard (GB 3095 表4, HJ 663).
    """
    require(actor, VIEWER)
    catalog, span = board.catalog, year_period(year)
    entry, place = catalog.indicator(indicator), catalog.area(area)
    whole = _days_of_year(board, entry, place, span, dust)
    if not whole:
        return None
    last = min(as_of, span.last_day)
    unit = answer_unit(catalog, entry, last)
    limit, standard = _limit(catalog, entry, last), standard_in_force(catalog, entry, last)
    return DaySeries(
        tuple(_in_unit(figure, entry.unit, unit) for figure in whole if figure.day <= last),
        unit,
        None if limit is None else in_unit(Fraction(limit.value), limit.unit, unit),
        limit.value if limit and limit.unit == unit else "",
        standard.document if limit and standard else "",
        limit.confidence if limit else "",
    )  # fmt: skip


def _in_unit(day: DayValue, unit: str, wanted: str) -> DayValue:
    if day.value is None or unit == wanted:
        return day
    return replace(day, value=in_unit(day.value, unit, wanted))


def _days_of_year(
    board: Board, indicator: Indicator, area: str, span: Period, dust: str
) -> tuple[DayValue, ...]:
    """Every day of a year, values in the stored unit; none where nothing is told by day or hour.

    A day's figure does not depend on what comes after it, so that one year serves every date.
    """

    def find() -> tuple[DayValue, ...]:
        figures = Figures(board, span, span.last_day, dust=dust, indicators=(indicator.id,))
        book = figures.request(indicator.id, span, area=area).book
        if book is None or not (book.own.seen or book.combined.seen):
            return ()
        starts = (span.start + timedelta(days=n) for n in range(span.days))
        return tuple(_day(figures, indicator, area, start) for start in starts)

    return board.memo.answer(find, "days", indicator.id, area, span, dust)


def _day(figures: Figures, indicator: Indicator, area: str, start: datetime) -> DayValue:
    day = Period(start, start + timedelta(days=1), DAY)
    found = figures.figure(indicator.id, day, area=area)
    if found.value is None or not found.valid:
        return DayValue(start.date(), None, found.reason or "没有数据。", None)
    limit = _limit(figures.catalog, indicator, start.date())
    over = (
        None
        if limit is None
        else found.value > in_unit(Fraction(limit.value), limit.unit, found.unit)
    )
    return DayValue(start.date(), found.value, "", over)


def _limit(catalog: Catalog, indicator: Indicator, on: date) -> Limit | None:
    """The daily limit of the standard in force (for ozone that of the daily 8-hour maximum)."""
    standard = standard_in_force(catalog, indicator, on)
    if standard is None or indicator.direction != "lower":
        return None
    found = (catalog.limit(standard, indicator.id, word) for word in DAILY)
    return next((limit for limit in found if limit is not None), None)
