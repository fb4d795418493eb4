"""哪些结论变了: the block on 总览, beside the overdue items of 督办."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.exhibits.month import Month
from chuangmo.period import today
from chuangmo.service.conclusions import (
    NEW_YEAR,
    NO_UPLOAD,
    SINCE_MONTH,
    SINCE_UPLOAD,
    Changes,
    ConclusionChange,
)
from chuangmo.service.decisions.supervision.sheet import number_words, subject_words
from chuangmo.ui import reads
from chuangmo.ui.blocks.conclusions import change_cells, change_name, counted_words
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.state import choose_switch, indicator_link
from chuangmo.ui.parts.supervision_words import item_link, state_text
from chuangmo.ui.reads import PAGE

SINCE = {SINCE_MONTH: "比上月", SINCE_UPLOAD: "比上次上传"}
_WHY_NOT = {
    NEW_YEAR: "一月是新的考核年度，与上年十二月不是同一个考核期，不作比较。",
    NO_UPLOAD: "还没有上传过数据。",
}
_SHOWN = 8


def show_changes(month: Month, dust: str) -> None:
    """What changed beside the overdue items of 督办."""
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        _changed(month, dust)
    with right:
        _overdue()


def _changed(month: Month, dust: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="changes_head"):
        head = st.empty()
        st.space("stretch")
        since = choose_switch("比较", "since", SINCE, SINCE_MONTH)
    found = PAGE.changes(month.period, since, dust)
    head.html(html.title(_headline(found), _against(found)), width="content")
    if found.reason in _WHY_NOT:
        st.html(html.note([_WHY_NOT[found.reason]]))
        return
    if not found.rows:
        st.html(html.note(["各项判断都与此前相同。"]))
        return
    st.html(_table(found.rows[:_SHOWN], month, dust))
    if found.rows[_SHOWN:]:
        with st.expander(f"其余 {len(found.rows) - _SHOWN} 项"):
            st.html(_table(found.rows[_SHOWN:], month, dust))


def _headline(found: Changes) -> str:
    """``哪些结论变了：3 项变差，1 项变好``."""
    return "哪些结论变了：" + (counted_words(found) or "没有变化")


def _against(found: Changes) -> str:
    if found.then_as_of is None:
        return ""
    now = f"{found.as_of:%Y-%m-%d}"
    if found.batch is not None:
        return f"上次上传（批次 {found.batch}）之前，对照现在截至 {now} 的数据"
    return f"截至 {found.then_as_of:%Y-%m-%d} 的判断，对照截至 {now} 的判断"


def _table(rows: Sequence[ConclusionChange], month: Month, dust: str) -> str:
    columns = [
        HtmlColumn("区县与指标"), HtmlColumn("对照", css="cm-hide-phone cm-nowrap"),
        HtmlColumn("判断"),
        HtmlColumn("数值", css="cm-hide-phone"), HtmlColumn("批次", numeric=True, css="cm-nowrap"),
    ]  # fmt: skip
    return html.table(columns, [_row(row, month, dust) for row in rows])


def _row(change: ConclusionChange, month: Month, dust: str) -> list[object]:
    indicator = reads.get_board().catalog.indicator(change.row.indicator)
    href = indicator_link(month, dust, indicator, change.row.area)
    batch = str(change.batch) if change.batch is not None else "无新数"
    return [html.link(change_name(change), href), *change_cells(change), batch]


def _overdue() -> None:
    on = today()
    items = PAGE.items()
    late = sorted((item for item in items if item.is_overdue(on)), key=lambda item: item.deadline)
    catalog = reads.get_board().catalog
    st.html(
        html.title(
            f"逾期督办 {len(late)} 件" if late else "没有逾期的督办", "办结时限已过、尚未销号"
        )
    )
    if not late:
        words = "督办事项都在办结时限之内。" if items else "还没有督办事项。"
        body = html.joined([words, " ", html.link("到督办页立项", "supervision")])
        st.html(html.note([body]))
        return
    rows = [
        [
            html.link(number_words(item), item_link(item)),
            html.chem(f"{item.area} {subject_words(item, catalog)}"),
            state_text(item, on),
        ]
        for item in late[:_SHOWN]
    ]
    st.html(
        html.table(
            [HtmlColumn("编号", css="cm-nowrap"), HtmlColumn("事项"), HtmlColumn("状态")], rows
        )
    )
    if late[_SHOWN:]:
        more = html.link(f"其余 {len(late) - _SHOWN} 件", "supervision?state=逾期")
        st.html(html.note([more]))
