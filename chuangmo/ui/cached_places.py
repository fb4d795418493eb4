"""Cached reads of 区县, 地图 and 批次与溯源: keyed on the store's generation, values only."""

from datetime import date

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.catalog.boundaries import Shape, load_shapes
from chuangmo.period import Period
from chuangmo.service import completeness as reporting
from chuangmo.service import reading
from chuangmo.service.answers import MonthPoint, OutlookAnswer
from chuangmo.service.completeness import Completeness
from chuangmo.ui import cached

_KEEP = 600


@st.cache_data(show_spinner=False, max_entries=32, ttl=_KEEP)
def _outlooks(
    generation: int, who: Actor, indicators: tuple[str, ...], area: str, period: Period, as_of: date
) -> dict[str, OutlookAnswer]:
    board = cached.get_board()
    return {name: reading.look_ahead(board, who, name, area, period, as_of) for name in indicators}


def outlooks(
    indicators: tuple[str, ...], area: str, period: Period, as_of: date
) -> dict[str, OutlookAnswer]:
    """What the rest of the period must bring, for several indicators of one place."""
    return _outlooks(cached.generation(), cached.actor(), indicators, area, period, as_of)


@st.cache_data(show_spinner=False, max_entries=16, ttl=_KEEP)
def _series(
    generation: int, who: Actor, indicator: str, areas: tuple[str, ...], year: int, as_of: date,
    dust: str,
) -> dict[str, list[MonthPoint]]:  # fmt: skip
    board = cached.get_board()
    return {
        area: reading.monthly(board, who, indicator, area, (year,), as_of, dust) for area in areas
    }


def series(
    indicator: str, areas: tuple[str, ...], year: int, as_of: date, dust: str
) -> dict[str, list[MonthPoint]]:
    """The months of a year in several places, for classes that hold over the whole year."""
    who = cached.actor()
    return _series(cached.generation(), who, indicator, areas, year, as_of, dust)


@st.cache_data(show_spinner=False, max_entries=4, ttl=_KEEP)
def _completeness(generation: int, who: Actor, period: Period) -> Completeness:
    return reporting.completeness(cached.get_board(), who, period)


def completeness(period: Period) -> Completeness:
    """What every district owes for the months of a period, as of today."""
    return _completeness(cached.generation(), cached.actor(), period)


@st.cache_data(show_spinner=False, max_entries=2)
def _shapes(version: str) -> tuple[Shape, ...]:
    board = cached.get_board()
    return load_shapes(board.settings, board.catalog.city)


def shapes() -> tuple[Shape, ...]:
    """The outlines of the city's districts; none where the city has no boundary file."""
    return _shapes(cached.get_board().catalog.version)
