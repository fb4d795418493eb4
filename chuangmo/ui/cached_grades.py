"""Cached reads of grades: keyed on where the figures stand, values only."""

from datetime import date

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.period import Period
from chuangmo.service import gradings
from chuangmo.service.gradings import NoiseGrade, SectionGrade
from chuangmo.ui.cached import get_board, reader, standing

_KEEP = 600


@st.cache_data(show_spinner=False, max_entries=32, ttl=_KEEP)
def _noise(standing: int, who: Actor, period: Period, as_of: date) -> list[NoiseGrade]:
    return gradings.noise_grades(get_board(), who, period, as_of)


def noise_grades(period: Period, as_of: date, area: str) -> list[NoiseGrade]:
    """The noise grades of one area, by day and by night."""
    found = _noise(standing(), reader(), period, as_of)
    return [grade for grade in found if grade.area == area]


@st.cache_data(show_spinner=False, max_entries=32, ttl=_KEEP)
def _sections(
    standing: int, who: Actor, period: Period, as_of: date, area: str
) -> list[SectionGrade]:
    return gradings.section_grades(get_board(), who, period, as_of, area=area)


def section_grades(period: Period, as_of: date, area: str) -> list[SectionGrade]:
    """The single-factor class of the sections of an area (the city: all of them)."""
    return _sections(standing(), reader(), period, as_of, area)
