"""区县 with a second district: every indicator of both side by side."""

import streamlit as st

from chuangmo.exhibit import Cell, Exhibit, Foot
from chuangmo.exhibits.beside.two_districts import two_districts_exhibit
from chuangmo.exhibits.district import district_foot
from chuangmo.exhibits.month import Month
from chuangmo.ui.district.district import load_district
from chuangmo.ui.parts import address, html
from chuangmo.ui.parts.html import HtmlColumn, Safe, status_text, text
from chuangmo.ui.reads import PAGE
from chuangmo.wording import DUST_WORD

_ALONE = "不对比"
_KEY = "compare"


def choose_second(areas: list[str], area: str) -> str:
    """The district to compare with, empty for none; the address says ``compare=安宁区``."""
    others = [one for one in areas if one != area]
    words = {_ALONE: "无", **{one: one for one in others}}
    address.adopt(_KEY, words, absent=lambda given, shown: _absent(given, area, shown))
    chosen = st.selectbox(
        "对比区县",
        list(words),
        key=_KEY,
        format_func=lambda one: one if one == _ALONE else f"对比：{one}",
        persist_state="session",
        label_visibility="collapsed",
        width=150,
    )
    address.drawn(_KEY, words, chosen or _ALONE)
    return "" if chosen in (None, _ALONE) else chosen


def _absent(given: str, area: str, shown: str) -> str:
    if given == area:
        return f"“{area}”不能与自己对比，现在{shown}。"
    return f"没有可以对比的“{given}”，现在{'不对比' if shown == _ALONE else f'对比{shown}'}。"


def load_both(month: Month, area: str, second: str, dust: str) -> Exhibit:
    """Both districts as one exhibit, with the foot line of the page."""
    foot = district_foot(PAGE, load_district(month, area, dust), second)
    return two_districts_exhibit(PAGE, month, (area, second), dust, foot)


def show_both(exhibit: Exhibit, month: Month, dust: str) -> Foot:
    """In how many each is better, then the table; returns the foot line."""
    assert exhibit.table is not None
    kicker = ["区县对比", exhibit.extra["place"], month.words, DUST_WORD[dust]]
    how = "按公布数比较，任务按完成率；单位、统计项目、有数的月份或标准不同的只并列，不说谁较好。"
    st.html(html.verdict_block(kicker, exhibit.verdict, how, [html.demo_tag(exhibit.demo)]))
    columns = [
        HtmlColumn(head.name, css="cm-nowrap" if head.name.endswith("判断") else "")
        for head in exhibit.table.heads
    ]
    rows = [[_shown(cell) for cell in row] for row in exhibit.table.rows]
    st.html(html.table(columns, rows, fold=True))
    return exhibit.foot


def _shown(cell: Cell) -> object:
    if cell.status:
        return status_text(cell.status)
    if not cell.small:
        return html.chem(cell.text)
    return Safe(f'{text(cell.text)} <small class="mute">{text(cell.small)}</small>')
