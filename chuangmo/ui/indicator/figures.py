"""Cached figures of 指标: a figure costs more to draw than to send, so one serves all visitors.

They are shared as they are, never copied and never changed.
"""

from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar

import pandas as pd

from chuangmo.access.actor import Actor
from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.calendar import calendar_exhibit
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.years import years_exhibit
from chuangmo.exhibits.place import Place
from chuangmo.exhibits.ranking import earlier_verdicts, ranking_exhibit
from chuangmo.exhibits.trend import (
    trend_breaks,
    trend_exhibit,
    trend_frame,
    trend_marks,
)
from chuangmo.exhibits.yearly.significance import significance_exhibit
from chuangmo.period import Period
from chuangmo.service.board import Board
from chuangmo.service.figures.daily import DaySeries
from chuangmo.ui import reads
from chuangmo.ui.parts.state import on_phone, theme
from chuangmo.ui.reads import PAGE

T = TypeVar("T")
#: Indicator, place, month, data time and treatment of sand-dust: what a page is about.
About = tuple[str, str, Period, date, str]


def about(place: Place) -> About:
    """What the page is about, as a key."""
    month = place.month
    return place.indicator.id, place.area, month.period, month.as_of, place.dust


def load_place(month: Month, indicator: Indicator, area: str, dust: str) -> Place:
    """The verdicts of the page's indicator and place."""
    rows = list(PAGE.verdicts_on(indicator.id, month.year_period, month.as_of, dust))
    own = [row for row in rows if row.area == area]
    return Place(indicator, area, month, dust, own, rows)


def keep_of(make: Callable[[Place, Foot], T], name: str, place: Place, *more: Hashable) -> T:
    """What ``make`` draws or writes of a place, kept for whoever looks at the same.

    The place is asked for anew: the page may have begun before data or catalog changed, and what
    it holds then must not be kept under the next version.

    Args:
        more: what it depends on beside the place: colours, width.
    """

    def fresh(board: Board, _: Actor) -> T:
        indicator = board.catalog.indicator(place.indicator.id)
        now = load_place(place.month, indicator, place.area, place.dust)
        return make(now, now.foot(PAGE))

    return reads.keep(fresh, name, about(place), *more)


def _look() -> tuple[str, bool]:
    """Colours and width that the visitor's browser asks for."""
    return theme(), on_phone()


def _years(place: Place) -> tuple[int, int]:
    return place.month.year - 1, place.month.year


def months(place: Place) -> pd.DataFrame:
    """The figures of the trend, one row a month; columns as in ``trend_frame``."""

    def make(now: Place, _: Foot) -> pd.DataFrame:
        asked = (now.indicator.id, now.area, _years(now), now.month.as_of, now.dust)
        return trend_frame(PAGE.monthly(*asked), now, trend_breaks(PAGE.catalog, now))

    return keep_of(make, "months", place)


def trend(place: Place) -> Exhibit:
    """The trend of the page's indicator and place in the visitor's colours."""
    look, marks = _look(), trend_marks(PAGE, place)

    def make(now: Place, foot: Foot) -> Exhibit:
        steps = PAGE.limit_steps(now.indicator.id, now.area, _years(now))
        breaks = trend_breaks(PAGE.catalog, now)
        return trend_exhibit(now, (), steps, foot, *look, breaks, months(now), marks)

    return keep_of(make, "trend", place, look, marks)


def over(place: Place) -> Exhibit | None:
    """The months of the year over those of the year before; ``None`` where there are too few."""
    look, marks = _look(), trend_marks(PAGE, place, 1)

    def make(now: Place, foot: Foot) -> Exhibit | None:
        about = (now.indicator.id, now.area, _years(now))
        points = PAGE.monthly(*about, now.month.as_of, now.dust)
        steps = PAGE.limit_steps(*about)
        return years_exhibit(PAGE.catalog, now, points, steps, foot, look[0], marks, phone=look[1])

    return keep_of(make, "over", place, look, marks)


def ranking(place: Place) -> Exhibit | None:
    """The rank list of districts; ``None`` with fewer than two values."""
    look = _look()

    def make(now: Place, foot: Foot) -> Exhibit | None:
        return ranking_exhibit(now, foot, *look, earlier_verdicts(PAGE, now))

    return keep_of(make, "ranking", place, look)


def over_years(place: Place) -> Exhibit | None:
    """The same months of every year with the test of their trend."""
    look = _look()

    def make(now: Place, foot: Foot) -> Exhibit | None:
        return significance_exhibit(PAGE, now, foot, *look)

    return keep_of(make, "over years", place, look)


def days_of(place: Place) -> DaySeries | None:
    """The days behind the figure; ``None`` where only longer periods were reported."""
    month = place.month
    return PAGE.daily(place.indicator.id, place.area, month.year, month.as_of, place.dust)


def calendar(place: Place, series: DaySeries) -> Exhibit:
    """The days of the year; ``series`` are those of the place."""
    look, marks = _look(), trend_marks(PAGE, place, 1)

    def make(now: Place, foot: Foot) -> Exhibit:
        return calendar_exhibit(now, days_of(now) or series, foot, *look, marks)

    return keep_of(make, "calendar", place, look, marks)
