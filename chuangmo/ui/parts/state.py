"""Filters that stand in the address: one row under the bar, in the same order on every page."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from chuangmo.assess.stretches import WITH_DUST
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED
from chuangmo.exhibits.month import Month
from chuangmo.period import Period
from chuangmo.status import LINE_WORD
from chuangmo.ui import which_city
from chuangmo.ui.parts import address
from chuangmo.wording import DUST_WORD

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


def month_words(period: Period) -> str:
    """``2008年10月``, as the selector and the URL name it."""
    return f"{period.start.year}年{period.start.month}月"


def choose_month(months: Sequence[Period]) -> Month:
    """The month selector, newest first; the address says ``month=2008-10``."""
    by_words, texts, _ = _month_options(tuple(months))
    adopt_month(months)
    words = st.selectbox(
        "月份",
        list(by_words),
        key="month",
        persist_state="session",
        label_visibility="collapsed",
        width=160,
    )
    words = words or next(iter(by_words))
    address.drawn("month", texts, words)
    return Month(by_words[words])


def adopt_month(months: Sequence[Period]) -> None:
    """Let the widget of the month follow the address; old ones say ``2008年10月``."""
    _, texts, said = _month_options(tuple(months))
    address.adopt("month", texts, said, _no_month)


def _no_month(given: str, shown: str) -> str:
    return _instead(f"没有“{given}”这个月份的数据", shown)


def _instead(lacks: str, shown: str) -> str:
    return f"{lacks}，现在显示的是“{shown}”。"


@lru_cache(maxsize=8)
def _month_options(
    months: tuple[Period, ...],
) -> tuple[dict[str, Period], dict[str, str], dict[str, str]]:
    """Months by their words, what the address says for the words, and the words by themselves."""
    by_words = {month_words(month): month for month in months}
    texts = {words: month.text for words, month in by_words.items()}
    return by_words, texts, {words: words for words in by_words}


def choose_dust() -> str:
    """扣除沙尘 or 不扣沙尘; ``keep`` is the default."""
    return choose_switch("沙尘", "dust", DUST_WORD, WITH_DUST)


def choose_line() -> str:
    """Which line judges the matrix; 综合 takes target, then scheme, then standard."""
    return choose_switch("评价线", "line", LINE_CHOICES, COMBINED)


def choose_switch(label: str, key: str, words: Mapping[str, str], usual: str) -> str:
    """One of few, side by side; the address says the words, and a link may say the key.

    Args:
        label: for a screen reader.
        key: of the widget and of the query parameter.
        words: option to its words on the screen.
        usual: the option of somebody who chose nothing.
    """
    texts = {usual: words[usual], **words}
    address.adopt(
        key,
        texts,
        {one: one for one in words},
        lambda given, shown: _instead(f"“{label}”没有“{given}”这一项", words[shown]),
    )
    chosen = st.segmented_control(
        label,
        list(words),
        format_func=lambda one: words[one],
        required=True,
        key=key,
        persist_state="session",
        label_visibility="collapsed",
    )
    address.drawn(key, texts, chosen or usual)
    return chosen or usual


def choose_indicator(indicators: list[Indicator]) -> Indicator:
    """The indicator selector; the address says the id, old ones the words."""
    by_words = {indicator_words(i): i for i in indicators}
    texts = {words: i.id for words, i in by_words.items()}
    address.adopt("indicator", texts, {words: words for words in by_words}, _no_indicator)
    words = st.selectbox(
        "指标",
        list(by_words),
        key="indicator",
        persist_state="session",
        label_visibility="collapsed",
        width=250,
    )
    words = words or next(iter(by_words))
    address.drawn("indicator", texts, words)
    return by_words[words]


def _no_indicator(given: str, shown: str) -> str:
    known = which_city.board().catalog.indicators.get(given)
    lacks = f"这个月这一页没有“{known.name}”" if known else f"没有指标“{given}”"
    return _instead(lacks, shown)


def indicator_words(indicator: Indicator) -> str:
    """The indicator as the selector and the URL name it."""
    return (
        f"{indicator.symbol} {indicator.name}"
        if indicator.symbol and indicator.symbol != indicator.name
        else indicator.name
    )


def choose_area(areas: list[str]) -> str:
    """The place selector, the city first."""
    texts = {area: area for area in areas}
    address.adopt("area", texts, absent=_no_area)
    chosen = st.selectbox(
        "区县",
        areas,
        key="area",
        persist_state="session",
        label_visibility="collapsed",
        width=150,
    )
    address.drawn("area", texts, chosen or areas[0])
    return chosen or areas[0]


def _no_area(given: str, shown: str) -> str:
    known = given in which_city.board().catalog.areas()
    return _instead(f"这一页没有“{given}”的数据" if known else f"没有“{given}”", shown)


def district_link(month: Month, dust: str, area: str) -> str:
    """The address of the 区县 page of a district."""
    query = {"month": month.period.text, "area": area, **_dust(dust)}
    return which_city.within("district?" + urlencode(query))


def _dust(dust: str) -> dict[str, str]:
    return {"dust": DUST_WORD[dust]} if dust != WITH_DUST else {}


def indicator_link(month: Month, dust: str, indicator: Indicator, area: str) -> str:
    """The address of the 指标 page with this state."""
    query = {"month": month.period.text, "indicator": indicator.id, "area": area}
    return which_city.within("indicator?" + urlencode(query | _dust(dust)))
