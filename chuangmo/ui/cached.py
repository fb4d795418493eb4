"""The one module of cached reads: keyed on the store's generation, values only, never figures."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar, cast

import streamlit as st

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.verdict_types import Verdict
from chuangmo.period import Period
from chuangmo.service import importing, reading
from chuangmo.service import judged as judging
from chuangmo.service import trace as tracing
from chuangmo.service.board import Board
from chuangmo.service.reading import (
    Assessment,
    Extent,
    LimitStep,
    MonthPoint,
    OutlookAnswer,
)
from chuangmo.store.rows import BatchInfo
from chuangmo.ui import serve
from chuangmo.ui.person import current_person

T = TypeVar("T")
_KEEP = 600


def get_board() -> Board:
    """The board of this process."""
    return serve.board()


def actor() -> Actor:
    """The person at the page with the rights of this moment; stops the page for nobody."""
    return current_person()


def reader() -> Actor:
    """Whoever may look, as one: so that fifty viewers share what was computed once."""
    current_person()
    return Actor("page", VIEWER, "page")


def generation() -> int:
    """The store's journal position; every key below carries it, or ``standing``."""
    return get_board().store.generation()


def standing() -> int:
    """The journal position since which all figures stand; keys of what is made of figures alone."""
    return get_board().standing()


def keep(make: Callable[[Board, Actor], T], *asked: Hashable) -> T:
    """What ``make`` reads, kept for whoever asks the same while figures and catalog stand still.

    Shared as it is, never copied and never changed; for what every visitor's every click asks.

    Args:
        asked: names the question and everything that it depends on beside figures and catalog.
    """
    board, who = get_board(), reader()

    def state() -> Hashable:
        return board.standing(), board.catalog.version, *asked

    return cast(T, board.pages.get(state, lambda: make(board, who)))


def extent() -> Extent:
    """Which months have data, newest first."""
    return keep(reading.extent, "extent")


@st.cache_data(show_spinner=False, max_entries=64, ttl=_KEEP)
def _assess(generation: int, who: Actor, period: Period, as_of: date, dust: str) -> Assessment:
    return reading.assess(get_board(), who, period, as_of, dust=dust)


def assess(period: Period, as_of: date, dust: str) -> Assessment:
    """All verdicts of a period as of a day."""
    return _assess(standing(), reader(), period, as_of, dust)


def judged(period: Period, as_of: date, dust: str) -> dict[str, tuple[str, ...]]:
    """Indicators with verdicts and their places."""
    return judging.judged(get_board(), reader(), period, as_of, dust)


def verdicts_on(indicator: str, period: Period, as_of: date, dust: str) -> tuple[Verdict, ...]:
    """The verdicts on one indicator in all its places."""
    return judging.verdicts_on(get_board(), reader(), indicator, period, as_of, dust)


def monthly(
    indicator: str, area: str, years: tuple[int, ...], as_of: date, dust: str
) -> list[MonthPoint]:
    """Single and cumulative statistics of every month of the years."""
    asked = (indicator, area, years, as_of, dust)
    return keep(lambda board, who: reading.monthly(board, who, *asked), "monthly", *asked)


def limit_steps(indicator: str, area: str, years: tuple[int, ...]) -> list[LimitStep]:
    """The limits in force over the years, one entry a step."""
    asked = (indicator, area, years)
    return keep(lambda board, who: reading.limit_steps(board, who, *asked), "steps", *asked)


def look_ahead(indicator: str, area: str, period: Period, as_of: date) -> OutlookAnswer:
    """What the rest of the period must average for the line that counts."""
    asked = (indicator, area, period, as_of)
    return keep(lambda board, who: reading.look_ahead(board, who, *asked), "ahead", *asked)


@st.cache_data(show_spinner=False, max_entries=64, ttl=_KEEP)
def _trace(
    generation: int, who: Actor, indicator: str, period: Period, area: str
) -> dict[str, object]:
    return tracing.trace(get_board(), who, indicator, period, area=area)


def trace(indicator: str, period: Period, area: str) -> dict[str, object]:
    """The cells behind a figure, as the command ``trace`` gives them."""
    return _trace(standing(), reader(), indicator, period, area)


@st.cache_data(show_spinner=False, max_entries=4)
def _batches(generation: int, who: Actor) -> list[BatchInfo]:
    return importing.batches(get_board(), who)


def batches() -> list[BatchInfo]:
    """All imported files, oldest first."""
    return _batches(generation(), reader())
