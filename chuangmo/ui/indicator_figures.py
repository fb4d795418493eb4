"""Cached figures of 指标: a figure costs more to draw than to send, so one serves all visitors.

They are shared as they are, never copied and never changed.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from chuangmo.access.actor import Actor
from chuangmo.assess.verdict_types import Verdict
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.calendar import calendar_exhibit
from chuangmo.exhibits.place import Place
from chuangmo.exhibits.ranking import ranking_exhibit
from chuangmo.exhibits.trend import trend_breaks, trend_exhibit, trend_frame
from chuangmo.period import Period
from chuangmo.service.board import Board
from chuangmo.service.daily import DaySeries
from chuangmo.service.reading import MonthPoint
from chuangmo.ui import reads
from chuangmo.ui.reads import PAGE
from chuangmo.ui.state import on_phone, theme

#: Indicator, place, month, data time and treatment of sand-dust: what a page is about.
About = tuple[str, str, Period, date, str]


def about(place: Place) -> About:
    """What the page is about, as a key."""
    month = place.month
    return place.indicator.id, place.area, month.period, month.as_of, place.dust


def _look() -> tuple[str, bool]:
    """Colours and width that the visitor's browser asks for."""
    return theme(), on_phone()


def _points(place: Place) -> tuple[MonthPoint, ...]:
    years = (place.month.year - 1, place.month.year)
    return PAGE.monthly(place.indicator.id, place.area, years, place.month.as_of, place.dust)


def months(place: Place) -> pd.DataFrame:
    """The figures of the trend, one row a month; columns as in ``trend_frame``."""

    def make(board: Board, _: Actor) -> pd.DataFrame:
        return trend_frame(_points(place), place, trend_breaks(board.catalog, place))

    return reads.keep(make, "months", about(place))


def trend(place: Place, foot: Foot) -> Exhibit:
    """The trend of the page's indicator and place in the visitor's colours."""
    look = _look()

    def make(board: Board, _: Actor) -> Exhibit:
        years = (place.month.year - 1, place.month.year)
        steps = PAGE.limit_steps(place.indicator.id, place.area, years)
        breaks = trend_breaks(board.catalog, place)
        return trend_exhibit(place, (), steps, foot, *look, breaks, months(place))

    return reads.keep(make, "trend", about(place), look)


def month_before(place: Place) -> Sequence[Verdict]:
    """The verdicts on the indicator up to the month before; none in January."""
    before = place.month.before
    if before is None:
        return ()
    return PAGE.verdicts_on(place.indicator.id, before.year_period, before.as_of, place.dust)


def ranking(place: Place, foot: Foot) -> Exhibit | None:
    """The rank list of districts; ``None`` with fewer than two values."""
    look = _look()

    def make(_: Board, __: Actor) -> Exhibit | None:
        return ranking_exhibit(place, foot, *look, month_before(place))

    return reads.keep(make, "ranking", about(place), look)


def calendar(place: Place, series: DaySeries, foot: Foot) -> Exhibit:
    """The days of the year; ``series`` are those of the place."""
    look = _look()

    def make(_: Board, __: Actor) -> Exhibit:
        return calendar_exhibit(place, series, foot, *look)

    return reads.keep(make, "calendar", about(place), look)
