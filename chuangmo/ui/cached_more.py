"""Cached reads of 指标, 推演, 任务 and 创模清单: keyed on the store's generation, values only."""

from datetime import date
from typing import Any

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.period import Period
from chuangmo.service import attributing, changing, ledger, scorecard
from chuangmo.service.attributing import Attribution
from chuangmo.service.changing import Listed
from chuangmo.service.ranking import IMPROVEMENT, Ranking, rank
from chuangmo.service.scorecard import Scorecard
from chuangmo.ui.cached import generation, get_board, reader, standing

_KEEP = 600


@st.cache_data(show_spinner=False, max_entries=64, ttl=_KEEP)
def _attribute(
    standing: int, who: Actor, indicator: str, area: str, period: Period, as_of: date
) -> Attribution:
    return attributing.attribute(get_board(), who, indicator, area, period, as_of)


def attribute(indicator: str, area: str, period: Period, as_of: date) -> Attribution:
    """The gap of one figure to the line that counts, by month and by district."""
    return _attribute(standing(), reader(), indicator, area, period, as_of)


@st.cache_data(show_spinner=False, max_entries=64, ttl=_KEEP)
def _improvement(
    generation: int,
    who: Actor,
    indicator: str,
    period: Period,
    as_of: date,
    dust: str,
    group: str | None,
) -> Ranking:
    return rank(get_board(), who, indicator, period, as_of, group=group, by=IMPROVEMENT, dust=dust)


def improvement(
    indicator: str, period: Period, as_of: date, dust: str, group: str | None
) -> Ranking:
    """The districts (of a group) by improvement against the same time last year."""
    return _improvement(standing(), reader(), indicator, period, as_of, dust, group)


@st.cache_data(show_spinner=False, max_entries=16, ttl=_KEEP)
def _scorecard(generation: int, who: Actor, scheme: str, year: int, as_of: date) -> Scorecard:
    return scorecard.scorecard(get_board(), who, scheme, year, as_of)


def scheme_card(scheme: str, year: int, as_of: date) -> Scorecard:
    """The programme's items for the year and the two before it."""
    return _scorecard(generation(), reader(), scheme, year, as_of)


@st.cache_data(show_spinner=False, max_entries=16, ttl=_KEEP)
def _ledger(generation: int, who: Actor, kind: str, period: Period) -> list[dict[str, Any]]:
    return ledger.list_ledger(get_board(), who, kind, period=period)


def ledger_items(kind: str, period: Period) -> list[dict[str, Any]]:
    """The list of the ledger that holds on the last day of the period, one row a unit."""
    return _ledger(generation(), reader(), kind, period)


@st.cache_data(show_spinner=False, max_entries=4, ttl=_KEEP)
def _targets(generation: int, who: Actor) -> list[Listed]:
    return changing.list_targets(get_board(), who)


def targets() -> list[Listed]:
    """All targets of the city with who entered them."""
    return _targets(generation(), reader())
