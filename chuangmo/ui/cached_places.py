"""Cached reads of 区县, 地图 and 批次与溯源: keyed on the store's generation, values only."""

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.catalog.boundaries import Shape, load_shapes
from chuangmo.period import Period
from chuangmo.service import completeness as reporting
from chuangmo.service.completeness import Completeness
from chuangmo.ui import cached

_KEEP = 600


@st.cache_data(show_spinner=False, max_entries=4, ttl=_KEEP)
def _completeness(generation: int, who: Actor, period: Period) -> Completeness:
    return reporting.completeness(cached.get_board(), who, period)


def completeness(period: Period) -> Completeness:
    """What every district owes for the months of a period, as of today."""
    return _completeness(cached.generation(), cached.reader(), period)


@st.cache_data(show_spinner=False, max_entries=2)
def _shapes(version: str) -> tuple[Shape, ...]:
    board = cached.get_board()
    return load_shapes(board.settings, board.catalog.city)


def shapes() -> tuple[Shape, ...]:
    """The outlines of the city's districts; none where the city has no boundary file."""
    return _shapes(cached.get_board().catalog.version)
