"""会议模式: the overview in large type, one finding a screen, with buttons and arrow keys."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from chuangmo.assess.stretches import WITH_DUST
from chuangmo.charts.enlarge import enlarged
from chuangmo.charts.matrix import COMBINED
from chuangmo.charts.template import config
from chuangmo.exhibit import Foot
from chuangmo.exhibits import meeting, overview
from chuangmo.exhibits.meeting import CARDS, GROUP, Screen
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.overview import Overview
from chuangmo.period import Period
from chuangmo.status import STATUS_WORD
from chuangmo.ui.overview.overview import key_cards, load_overview, show_verdict
from chuangmo.ui.parts import html
from chuangmo.ui.parts.matrix import matrix_table
from chuangmo.ui.parts.state import district_link, indicator_link, month_words, on_phone, theme
from chuangmo.ui.reads import PAGE
from chuangmo.wording import DUST_WORD

_NUMBER = "screen"  # in the address, from 1
#: What this page writes into the address; the names of the filters belong to their widgets.
_OWN = {"month": "at", "dust": "sand"}
_FACTOR, _HEIGHT = 2.0, 620
_PHONE_HEIGHT = 420


def offer_meeting() -> None:
    """The link on 总览 that leads here; month and dust are those of the session."""
    st.page_link("meeting.py", label="会议模式", help="大字逐屏放映，一屏一个结论；方向键翻屏。")


def asked_month(months: Sequence[Period]) -> Month:
    """The month of the address, else of the page before, else the newest; no selector shows it."""
    given = _asked("month")
    found = next((p for p in months if given in (p.text, month_words(p))), months[0])
    st.query_params[_OWN["month"]] = found.text
    return Month(found)


def asked_dust() -> str:
    """Whether sand-dust days are left out, as the address or the page before says."""
    given = _asked("dust")
    by_words = {words: dust for dust, words in DUST_WORD.items()}
    dust = by_words.get(given, given if given in DUST_WORD else WITH_DUST)
    if dust != WITH_DUST:
        st.query_params[_OWN["dust"]] = dust
    return dust


def load_screens(month: Month, dust: str) -> tuple[Overview, list[Screen]]:
    """The overview of a month and its findings, one a screen, the worst first."""
    view = load_overview(month, dust, COMBINED)
    return view, meeting.screens(view)


def _asked(key: str) -> str:
    asked = st.query_params
    return asked.get(_OWN[key]) or asked.get(key) or st.session_state.get(key) or ""


def number_of(count: int) -> int:
    """The screen the address names, within what there is."""
    if _NUMBER not in st.query_params:
        st.query_params[_NUMBER] = "1"
    given = st.query_params[_NUMBER]
    return min(max(int(given), 1), count) if given.isdecimal() else 1


def show_bar(view: Overview, number: int, count: int) -> None:
    """Leave, previous, which of how many, next; drawn at the lower edge."""
    with st.container(horizontal=True, vertical_alignment="center", key="meeting-bar"):
        if st.button("退出会议模式", shortcut="Esc"):
            st.switch_page("overview.py", query_params=_overview_address(view))
        st.space("stretch")
        st.button("上一屏", shortcut="Left", on_click=_go, args=(number - 1,), disabled=number == 1)
        st.html(f'<div class="cm" role="status">第 {number} / {count} 屏</div>', width="content")
        st.button(
            "下一屏", shortcut="Right", on_click=_go, args=(number + 1,), disabled=number == count
        )


def _overview_address(view: Overview) -> dict[str, str]:
    dust = {"dust": DUST_WORD[view.dust]} if view.dust != WITH_DUST else {}
    return {"month": view.month.period.text} | dust


def _go(number: int) -> None:
    st.query_params[_NUMBER] = str(number)


def show_screen(view: Overview, screen: Screen) -> None:
    """Draw one finding."""
    with st.container(key="meeting"):
        if screen.kind == CARDS:
            show_verdict(view)
            st.html(html.cards(key_cards(view)))
            _show_foot(overview.overview_foot(view))
        elif screen.kind == GROUP:
            _show_group(view, screen)
        else:
            _show_indicator(view, screen)


def _show_foot(line: Foot) -> None:
    """Without the documents of the limits: they stand on the pages, a screen holds one line."""
    st.html(html.foot(replace(line, standard="")))


def _kicker(view: Overview, *more: str) -> list[str]:
    return [*more, view.month.words]


def _show_group(view: Overview, screen: Screen) -> None:
    part = meeting.part_of(view.matrix, screen.indicators)
    tags = [html.demo_tag(view.demo)]
    kicker = _kicker(view, "区县 × 指标")
    st.html(html.verdict_block(kicker, meeting.group_sentence(part), "", tags))
    st.html(
        matrix_table(
            part,
            lambda found, area: indicator_link(view.month, view.dust, found, area),
            lambda area: district_link(view.month, view.dust, area),
        )
    )
    _show_foot(overview.overview_foot(view))


def _show_indicator(view: Overview, screen: Screen) -> None:
    indicator, cell = next(pair for pair in view.city_cells() if pair[0].id == screen.indicators[0])
    finding = meeting.indicator_finding(view, indicator)
    tags = [html.chip(cell.shown_as), html.demo_tag(cell.demo)]
    kicker = _kicker(view, indicator.name, "全市")
    exhibit = meeting.picture_of(PAGE, view, indicator, theme())
    sub = f"{exhibit.verdict}。{exhibit.subtitle}" if exhibit else "数据太少，不画图"
    st.html(html.verdict_block(kicker, finding, sub, tags))
    if exhibit is None or exhibit.figure is None:
        return
    phone = on_phone()
    figure = exhibit.figure
    st.plotly_chart(
        enlarged(figure, 1, _PHONE_HEIGHT) if phone else enlarged(figure, _FACTOR, _HEIGHT),
        theme=None,
        config=config(f"创模看板-会议-{indicator.id}", True),
        alt=f"{finding}{STATUS_WORD[cell.shown_as]}。{sub}",
        key=f"meeting-{indicator.id}",
    )
    _show_foot(exhibit.foot)
