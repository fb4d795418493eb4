"""Cached reads of 督办, of changed conclusions and of days: keyed on the store's generation."""

from datetime import date

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.period import Period
from chuangmo.service import conclusions, supervision
from chuangmo.service import daily as days
from chuangmo.service.conclusions import Changes
from chuangmo.service.daily import DaySeries
from chuangmo.service.supervision import Item, Proposal
from chuangmo.ui.cached import actor, generation, get_board, reader

_KEEP = 600


@st.cache_data(show_spinner=False, max_entries=4)
def _items(generation: int, who: Actor) -> list[Item]:
    return supervision.list_items(get_board(), who)


def items() -> list[Item]:
    """All 督办 items in the order of opening."""
    return _items(generation(), actor())


@st.cache_data(show_spinner=False, max_entries=16, ttl=_KEEP)
def _proposals(generation: int, who: Actor, month: Period, on: date) -> list[Proposal]:
    return supervision.proposals(get_board(), who, month)


def proposals(month: Period, on: date) -> list[Proposal]:
    """What the month's verdicts ask to supervise; ``on`` is today, for the deadlines."""
    return _proposals(generation(), actor(), month, on)


@st.cache_data(show_spinner=False, max_entries=32, ttl=_KEEP)
def _changes(generation: int, who: Actor, month: Period, since: str, dust: str) -> Changes:
    return conclusions.changed_conclusions(get_board(), who, month, since, dust)


def changes(month: Period, since: str, dust: str) -> Changes:
    """Conclusions that changed since last month or since the last upload."""
    return _changes(generation(), actor(), month, since, dust)


def daily(indicator: str, area: str, year: int, as_of: date, dust: str) -> DaySeries | None:
    """The valid daily figures of a year up to a day."""
    return days.daily(get_board(), reader(), indicator, area, year, as_of, dust)
