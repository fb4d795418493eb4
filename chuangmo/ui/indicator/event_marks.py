"""大事记 on 指标: the events on the trend, a place to enter one and to take one away."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from chuangmo.exhibits.place import Place
from chuangmo.exhibits.trend import trend_marks
from chuangmo.period import day_words
from chuangmo.service.annotations.marks import LONGEST_MARK, EventMark, add_mark, remove_mark
from chuangmo.ui import reads
from chuangmo.ui.blocks.notes import may_write_on
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.outcome import attempt
from chuangmo.ui.parts.times import local_time
from chuangmo.ui.reads import PAGE

_ROUND = "marks_round"
_EARLIEST = date(1990, 1, 1)
_EVERY_INDICATOR, _WHOLE_CITY = "各项指标", "全市各区县"


def show_marks(place: Place) -> None:
    """What stands on the trend; a form where the person may enter something."""
    found, mine = trend_marks(PAGE, place), may_write_on(place.area)
    if not found and not mine:
        return
    with st.expander(f"大事记（{len(found)}）"):
        if found:
            st.html(html.table(_COLUMNS, [_row(one) for one in found], fold=True))
        else:
            st.html(html.note(["这两年的走势上还没有大事记。"]))
        if mine:
            _entry(place)
        theirs = [one for one in found if may_write_on(one.area or PAGE.catalog.city.name)]
        if theirs:
            _removal(theirs)


_COLUMNS = [
    HtmlColumn("日期", css="cm-nowrap"), HtmlColumn("事项"), HtmlColumn("范围"),
    HtmlColumn("登记", css="cm-nowrap"),
]  # fmt: skip


def _row(mark: EventMark) -> list[object]:
    catalog = PAGE.catalog
    known = catalog.indicators.get(mark.indicator)
    about = known.label if known else mark.indicator or _EVERY_INDICATOR
    until = "" if mark.last == mark.first else f"至{day_words(mark.last)}"
    return [
        f"{day_words(mark.first)}{until}", mark.text,
        html.chem(f"{mark.area or _WHOLE_CITY}，{about}"), f"{mark.by} {local_time(mark.at)}",
    ]  # fmt: skip


def _entry(place: Place) -> None:
    number, city = st.session_state.get(_ROUND, 0), PAGE.catalog.city.name
    whole = place.area == city
    areas = [city] if whole else [place.area, *([city] if may_write_on(city) else [])]
    about = {place.indicator.label: place.indicator.id, _EVERY_INDICATOR: ""}
    with st.form(f"mark-{number}", border=False):
        left, right = st.columns(2)
        first = left.date_input("日期", value=None, format="YYYY-MM-DD", min_value=_EARLIEST,
                                key=f"mark-first-{number}")  # fmt: skip
        last = right.date_input("截止日（一天的不填）", value=None, format="YYYY-MM-DD",
                                min_value=_EARLIEST, key=f"mark-last-{number}")  # fmt: skip
        text = st.text_input("事项", max_chars=LONGEST_MARK, key=f"mark-text-{number}",
                             placeholder="例如：供暖开始、停产、点位调整")  # fmt: skip
        left, right = st.columns(2)
        area = left.selectbox(
            "画在哪里", areas, key=f"mark-area-{number}",
            format_func=lambda one: _WHOLE_CITY if one == city else one,
        )  # fmt: skip
        which = right.selectbox("哪项指标", list(about), key=f"mark-about-{number}")
        sent = st.form_submit_button("登记大事记")
    if not sent:
        return
    if not isinstance(first, date):
        st.warning("没有登记：请先选日期。")
        return
    board, who, until = reads.get_board(), reads.actor(), last if isinstance(last, date) else None
    attempt(
        lambda: add_mark(
            board, who, first=first, last=until, text=text, area=area, indicator=about[which]
        ),
        "大事记已登记。",
        _ROUND,
    )


def _removal(marks: Sequence[EventMark]) -> None:
    number = st.session_state.get(_ROUND, 0)
    by_words = {f"第 {one.number} 条　{one.words}": one.number for one in marks}
    with st.form(f"mark-remove-{number}", border=False):
        left, right = st.columns(2)
        picked = left.selectbox("撤去", list(by_words), key=f"mark-gone-{number}")
        reason = right.text_input("撤去的理由", key=f"mark-why-{number}")
        sent = st.form_submit_button("撤去这一条")
    if sent:
        board, who = reads.get_board(), reads.actor()
        attempt(lambda: remove_mark(board, who, by_words[picked], reason), "大事记已撤去。", _ROUND)
