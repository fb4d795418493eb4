"""Cached figures of 指标: a figure costs more to draw than to send, so one serves all visitors.

They are shared as they are, never copied and never changed.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from chuangmo.assess.verdict_types import Verdict
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.calendar import calendar_exhibit
from chuangmo.exhibits.place import Place
from chuangmo.exhibits.ranking import ranking_exhibit
from chuangmo.exhibits.trend import trend_breaks, trend_exhibit, trend_frame
from chuangmo.service.daily import DaySeries
from chuangmo.service.reading import MonthPoint
from chuangmo.ui import cached
from chuangmo.ui.state import on_phone, theme

_KEEP = 600
#: Indicator, place, month, data time and treatment of sand-dust: what a page is about.
About = tuple[str, str, str, date, str]
#: Colours and width that the visitor's browser asks for.
Look = tuple[str, bool]


def _about(place: Place) -> About:
    month = place.month
    return place.indicator.id, place.area, month.period.text, month.as_of, place.dust


def _look() -> Look:
    return theme(), on_phone()


def _points(place: Place) -> list[MonthPoint]:
    years = (place.month.year - 1, place.month.year)
    return cached.monthly(place.indicator.id, place.area, years, place.month.as_of, place.dust)


@st.cache_resource(show_spinner=False, max_entries=256, ttl=_KEEP)
def _months(generation: int, about: About, _place: Place) -> pd.DataFrame:
    return trend_frame(_points(_place), _place, trend_breaks(cached.get_board().catalog, _place))


def months(place: Place) -> pd.DataFrame:
    """The figures of the trend, one row a month; columns as in ``trend_frame``."""
    return _months(cached.generation(), _about(place), place)


@st.cache_resource(show_spinner=False, max_entries=256, ttl=_KEEP)
def _trend(generation: int, about: About, foot: Foot, look: Look, _place: Place) -> Exhibit:
    years = (_place.month.year - 1, _place.month.year)
    steps = cached.limit_steps(_place.indicator.id, _place.area, years)
    breaks = trend_breaks(cached.get_board().catalog, _place)
    return trend_exhibit(_place, _points(_place), steps, foot, *look, breaks)


def trend(place: Place, foot: Foot) -> Exhibit:
    """The trend of the page's indicator and place in the visitor's colours."""
    return _trend(cached.generation(), _about(place), foot, _look(), place)


@st.cache_resource(show_spinner=False, max_entries=256, ttl=_KEEP)
def _ranking(
    generation: int, about: About, foot: Foot, look: Look, _place: Place
) -> tuple[Exhibit | None]:
    return (ranking_exhibit(_place, foot, *look, month_before(_place)),)


def month_before(place: Place) -> Sequence[Verdict]:
    """The verdicts on the indicator up to the month before; none in January."""
    before = place.month.before
    if before is None:
        return ()
    return cached.verdicts_on(place.indicator.id, before.year_period, before.as_of, place.dust)


def ranking(place: Place, foot: Foot) -> Exhibit | None:
    """The rank list of districts; ``None`` with fewer than two values."""
    return _ranking(cached.generation(), _about(place), foot, _look(), place)[0]


@st.cache_resource(show_spinner=False, max_entries=128, ttl=_KEEP)
def _calendar(
    generation: int, about: About, foot: Foot, look: Look, _place: Place, _series: DaySeries
) -> Exhibit:
    return calendar_exhibit(_place, _series, foot, *look)


def calendar(place: Place, series: DaySeries, foot: Foot) -> Exhibit:
    """The days of the year; ``series`` are those of the place."""
    return _calendar(cached.generation(), _about(place), foot, _look(), place, series)
