"""Filters bound to the URL: one row under the navigation bar, in the same order on every page."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from chuangmo.assess.stretches import WITH_DUST
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED
from chuangmo.exhibits.month import Month
from chuangmo.period import Period
from chuangmo.status import LINE_WORD
from chuangmo.wording import DUST_WORD

_CARRIED = "carried_choices"
LINE_CHOICES = {COMBINED: "综合", **LINE_WORD}


def filter_row() -> DeltaGenerator:
    """The row under the bar."""
    return st.container(horizontal=True, vertical_alignment="center", key="filters", gap="small")


def theme() -> str:
    """``light`` or ``dark``, for Plotly; our own HTML follows by ``light-dark()``."""
    return "dark" if st.context.theme.type == "dark" else "light"


def on_phone() -> bool:
    """Whether the browser calls itself a mobile one: the server does not know the width."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def adopt_code(key: str, codes: dict[str, str]) -> None:
    """Let a link carry a short code: ``?indicator=pm10`` becomes the words of its option.

    A bound parameter holds the option's words, and only before its widget is drawn may it be
    written; hence the new run.

    Args:
        key: of the widget and the query parameter.
        codes: accepted text to the option's words.
    """
    given = st.query_params.get(key)
    if given in codes and key not in st.session_state:
        st.query_params[key] = codes[given]
        st.rerun()


def carry(key: str, texts: Mapping[str, str]) -> None:
    """Bring a choice along to the next page, into its address too.

    A widget that is drawn without its parameter right after a link was opened falls back to its
    first option, although the session holds another; so the parameter is written before it, once
    on each page.

    Args:
        key: of the widget and the query parameter.
        texts: option to what the address says for it, the usual option first.
    """
    here = urlsplit(st.context.url or "").path
    carried = dict(st.session_state.get(_CARRIED, {}))
    if carried.get(key) == here:
        return
    st.session_state[_CARRIED] = carried | {key: here}
    held = st.session_state.get(key)
    if held is None or held not in texts or key in st.query_params:
        return
    if held != next(iter(texts)):
        st.query_params[key] = texts[held]
        st.rerun()


def month_words(period: Period) -> str:
    """``2008年10月``, as the selector and the URL name it."""
    return f"{period.start.year}年{period.start.month}月"


def choose_month(months: Sequence[Period]) -> Month:
    """The month selector, newest first; a link may say ``?month=2008-10``."""
    by_words, codes, options = _month_options(tuple(months))
    adopt_code("month", codes)
    carry("month", options)
    words = st.selectbox(
        "月份",
        list(by_words),
        key="month",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
        width=160,
    )
    return Month(by_words[words or next(iter(by_words))])


@lru_cache(maxsize=8)
def _month_options(
    months: tuple[Period, ...],
) -> tuple[dict[str, Period], dict[str, str], dict[str, str]]:
    """Months by their words, words by the code of a link, words by themselves."""
    by_words = {month_words(month): month for month in months}
    codes = {month.text: words for words, month in by_words.items()}
    return by_words, codes, {words: words for words in by_words}


def choose_dust() -> str:
    """扣除沙尘 or 不扣沙尘; ``keep`` is the default."""
    carry("dust", DUST_WORD)
    chosen = st.segmented_control(
        "沙尘",
        list(DUST_WORD),
        format_func=lambda dust: DUST_WORD[dust],
        default=WITH_DUST,
        required=True,
        key="dust",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
    )
    return chosen or WITH_DUST


def choose_line() -> str:
    """Which line judges the matrix; 综合 takes target, then scheme, then standard."""
    carry("line", LINE_CHOICES)
    chosen = st.segmented_control(
        "评价线",
        list(LINE_CHOICES),
        format_func=lambda line: LINE_CHOICES[line],
        default=COMBINED,
        required=True,
        key="line",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
    )
    return chosen or COMBINED


def choose_indicator(indicators: list[Indicator]) -> Indicator:
    """The indicator selector; a link may carry the id."""
    by_words = {indicator_words(i): i for i in indicators}
    adopt_code("indicator", {i.id: words for words, i in by_words.items()})
    carry("indicator", {words: words for words in by_words})
    words = st.selectbox(
        "指标",
        list(by_words),
        key="indicator",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
        width=250,
    )
    return by_words[words or next(iter(by_words))]


def indicator_words(indicator: Indicator) -> str:
    """The indicator as the selector and the URL name it."""
    return (
        f"{indicator.symbol} {indicator.name}"
        if indicator.symbol and indicator.symbol != indicator.name
        else indicator.name
    )


def choose_area(areas: list[str]) -> str:
    """The place selector, the city first."""
    carry("area", {area: area for area in areas})
    chosen = st.selectbox(
        "区县",
        areas,
        key="area",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
        width=150,
    )
    return chosen or areas[0]


def indicator_link(month: Month, dust: str, indicator: Indicator, area: str) -> str:
    """The address of the 指标 page with this state."""
    query = {"month": month.period.text, "indicator": indicator.id, "area": area}
    query |= {"dust": DUST_WORD[dust]} if dust != WITH_DUST else {}
    return "indicator?" + urlencode(query)
