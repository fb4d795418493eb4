"""The one module of cached reads: keyed on the store's generation, values only, never figures."""

from datetime import date

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
from chuangmo.service.trace import Excerpt
from chuangmo.store.rows import BatchInfo
from chuangmo.ui import serve
from chuangmo.ui.person import current_person

_KEEP = 600


@st.cache_resource(show_spinner=False)
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
    """The store's journal position; every key below carries it."""
    return get_board().store.generation()


@st.cache_data(show_spinner=False, max_entries=4)
def _extent(generation: int, who: Actor) -> Extent:
    return reading.extent(get_board(), who)


def extent() -> Extent:
    """Which months have data, newest first."""
    return _extent(generation(), reader())


@st.cache_data(show_spinner=False, max_entries=64, ttl=_KEEP)
def _assess(generation: int, who: Actor, period: Period, as_of: date, dust: str) -> Assessment:
    return reading.assess(get_board(), who, period, as_of, dust=dust)


def assess(period: Period, as_of: date, dust: str) -> Assessment:
    """All verdicts of a period as of a day."""
    return _assess(generation(), reader(), period, as_of, dust)


@st.cache_resource(show_spinner=False, max_entries=64, ttl=_KEEP)
def _judged(
    generation: int, who: Actor, period: Period, as_of: date, dust: str
) -> dict[str, tuple[str, ...]]:
    return judging.judged(get_board(), who, period, as_of, dust)


def judged(period: Period, as_of: date, dust: str) -> dict[str, tuple[str, ...]]:
    """Indicators with verdicts and their places."""
    return _judged(generation(), reader(), period, as_of, dust)


@st.cache_resource(show_spinner=False, max_entries=512, ttl=_KEEP)
def _verdicts_on(
    generation: int, who: Actor, indicator: str, period: Period, as_of: date, dust: str
) -> tuple[Verdict, ...]:
    return judging.verdicts_on(get_board(), who, indicator, period, as_of, dust)


def verdicts_on(indicator: str, period: Period, as_of: date, dust: str) -> tuple[Verdict, ...]:
    """The verdicts on one indicator in all its places."""
    return _verdicts_on(generation(), reader(), indicator, period, as_of, dust)


@st.cache_resource(show_spinner=False, max_entries=512, ttl=_KEEP)
def _monthly(
    generation: int,
    who: Actor,
    indicator: str,
    area: str,
    years: tuple[int, ...],
    as_of: date,
    dust: str,
) -> list[MonthPoint]:
    return reading.monthly(get_board(), who, indicator, area, years, as_of, dust)


def monthly(
    indicator: str, area: str, years: tuple[int, ...], as_of: date, dust: str
) -> list[MonthPoint]:
    """Single and cumulative statistics of every month of the years."""
    return _monthly(generation(), reader(), indicator, area, years, as_of, dust)


@st.cache_data(show_spinner=False, max_entries=256, ttl=_KEEP)
def _limit_steps(
    generation: int, who: Actor, indicator: str, area: str, years: tuple[int, ...]
) -> list[LimitStep]:
    return reading.limit_steps(get_board(), who, indicator, area, years)


def limit_steps(indicator: str, area: str, years: tuple[int, ...]) -> list[LimitStep]:
    """The limits in force over the years, one entry a step."""
    return _limit_steps(generation(), reader(), indicator, area, years)


@st.cache_data(show_spinner=False, max_entries=128, ttl=_KEEP)
def _ahead(
    generation: int, who: Actor, indicator: str, area: str, period: Period, as_of: date
) -> OutlookAnswer:
    return reading.look_ahead(get_board(), who, indicator, area, period, as_of)


def look_ahead(indicator: str, area: str, period: Period, as_of: date) -> OutlookAnswer:
    """What the rest of the period must average for the line that counts."""
    return _ahead(generation(), reader(), indicator, area, period, as_of)


@st.cache_data(show_spinner=False, max_entries=64, ttl=_KEEP)
def _trace(
    generation: int, who: Actor, indicator: str, period: Period, area: str
) -> dict[str, object]:
    return tracing.trace(get_board(), who, indicator, period, area=area)


def trace(indicator: str, period: Period, area: str) -> dict[str, object]:
    """The cells behind a figure, as the command ``trace`` gives them."""
    return _trace(generation(), reader(), indicator, period, area)


@st.cache_resource(show_spinner=False, max_entries=256, ttl=_KEEP)
def _excerpt(
    generation: int, who: Actor, indicator: str, period: Period, area: str, within: Period
) -> Excerpt:
    return tracing.excerpt(get_board(), who, indicator, period, area, within=within)


def excerpt(indicator: str, period: Period, area: str, within: Period) -> Excerpt:
    """The cells behind a figure, of very many those of the last day."""
    return _excerpt(generation(), reader(), indicator, period, area, within)


@st.cache_data(show_spinner=False, max_entries=4)
def _batches(generation: int, who: Actor) -> list[BatchInfo]:
    return importing.batches(get_board(), who)


def batches() -> list[BatchInfo]:
    """All imported files, oldest first."""
    return _batches(generation(), reader())
