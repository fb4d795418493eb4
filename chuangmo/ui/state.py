"""Filters bound to the URL: one row under the bar, the same order everywhere."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED
from chuangmo.period import Period, year_period
from chuangmo.wording import DUST_WORD, LINE_WORD, months_words

LINE_CHOICES = {COMBINED: "综合", **LINE_WORD}


@dataclass(frozen=True)
class Month:
    """The chosen month: the year up to its last day is assessed."""

    period: Period

    @property
    def year(self) -> int:
        """The assessed year."""
        return self.period.start.year

    @property
    def year_period(self) -> Period:
        """The whole year."""
        return year_period(self.year)

    @property
    def as_of(self) -> date:
        """The last day of the month; data time is cut there."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def month(self) -> int:
        """1 to 12."""
        return self.period.start.month

    @property
    def span(self) -> str:
        """``1—10月``."""
        return months_words(self.year, self.month)

    @property
    def words(self) -> str:
        """``2008年1—10月``."""
        return f"{self.year}年{self.span}"


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


def month_words(period: Period) -> str:
    """``2008年10月``, as the selector and the URL name it."""
    return f"{period.start.year}年{period.start.month}月"


def choose_month(months: list[Period]) -> Month:
    """The month selector, newest first; a link may say ``?month=2008-10``."""
    by_words = {month_words(p): p for p in months}
    adopt_code("month", {p.text: words for words, p in by_words.items()})
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


def choose_dust() -> str:
    """扣除沙尘 or 不扣沙尘; ``keep`` is the default."""
    chosen = st.segmented_control(
        "沙尘",
        list(DUST_WORD),
        format_func=lambda dust: DUST_WORD[dust],
        default="keep",
        required=True,
        key="dust",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
    )
    return chosen or "keep"


def choose_line() -> str:
    """Which line judges the matrix; 综合 takes target, then scheme, then standard."""
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
    query |= {"dust": DUST_WORD[dust]} if dust != "keep" else {}
    return "indicator?" + urlencode(query)
