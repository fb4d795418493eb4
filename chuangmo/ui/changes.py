"""哪些结论变了: the block on 总览, and what a staged file would change on 上传."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.assess.verdict_types import NO_TARGET, Verdict
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
from chuangmo.service.supervision_sheet import number_words
from chuangmo.status import LINE_WORD
from chuangmo.ui import html, reads
from chuangmo.ui.html import Column, Safe, joined, status_text
from chuangmo.ui.reads import PAGE
from chuangmo.ui.state import indicator_link
from chuangmo.ui.supervision import item_link, state_text
from chuangmo.ui.upload_staging import Picked, effect_of_file
from chuangmo.wording import shown_value, unit_after
from loaders.batch_types import StagedBatch

SINCE = {SINCE_MONTH: "比上月", SINCE_UPLOAD: "比上次上传"}
_WHY_NOT = {
    NEW_YEAR: "一月是新的考核年度，与上年十二月不是同一个考核期，不作比较。",
    NO_UPLOAD: "还没有上传过数据。",
}
_SHOWN = 8
#: So many of a staged file's effects are listed before it is confirmed.
MOST_EFFECTS = 10


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
        since = st.segmented_control(
            "比较", list(SINCE), format_func=lambda key: SINCE[key], default=SINCE_MONTH,
            required=True, key="since", bind="query-params", persist_state="session",
            label_visibility="collapsed",
        )  # fmt: skip
    found = PAGE.changes(month.period, since or SINCE_MONTH, dust)
    head.html(html.title(_headline(found), _against(found)), width="content")
    if found.reason in _WHY_NOT:
        st.html(html.note([_WHY_NOT[found.reason]]))
        return
    if not found.rows:
        st.html(html.note(["各项达标判断都与此前相同。"]))
        return
    st.html(_table(found.rows[:_SHOWN], month, dust))
    if found.rows[_SHOWN:]:
        with st.expander(f"其余 {len(found.rows) - _SHOWN} 项"):
            st.html(_table(found.rows[_SHOWN:], month, dust))


def _headline(found: Changes) -> str:
    """``哪些结论变了：3 项变差，1 项变好``."""
    return "哪些结论变了：" + (_counted(found) or "没有变化")


def _counted(found: Changes) -> str:
    words = ((-1, "项变差"), (1, "项变好"), (0, "项新判断或不再判断"))
    return "，".join(f"{n} {word}" for way, word in words if (n := found.count(way)))


def _against(found: Changes) -> str:
    if found.then_as_of is None:
        return ""
    now = f"{found.as_of:%Y-%m-%d}"
    if found.batch is not None:
        return f"上次上传（批次 {found.batch}）之前，对照现在截至 {now} 的数据"
    return f"截至 {found.then_as_of:%Y-%m-%d} 的判断，对照截至 {now} 的判断"


def _table(rows: Sequence[ConclusionChange], month: Month, dust: str) -> str:
    columns = [
        Column("区县与指标"), Column("对照", css="cm-hide-phone cm-nowrap"), Column("判断"),
        Column("数值", css="cm-hide-phone"), Column("批次", numeric=True, css="cm-nowrap"),
    ]  # fmt: skip
    return html.table(columns, [_row(row, month, dust) for row in rows])


def _row(change: ConclusionChange, month: Month, dust: str) -> list[object]:
    indicator = reads.get_board().catalog.indicator(change.row.indicator)
    href = indicator_link(month, dust, indicator, change.row.area)
    batch = str(change.batch) if change.batch is not None else "无新数"
    return [html.link(_name(change), href), *_what(change), batch]


def _name(change: ConclusionChange) -> str:
    row = change.row
    return f"{row.area} {reads.get_board().catalog.indicator(row.indicator).label}"


def _what(change: ConclusionChange) -> list[object]:
    return [LINE_WORD[change.row.line], _turn(change), _values(change)]


def _turn(change: ConclusionChange) -> Safe:
    arrow = Safe('<span class="arrow">→</span>')
    sides = [
        status_text(side.status) if side and side.status != NO_TARGET else html.text("没有判断")
        for side in (change.then, change.now)
    ]
    return Safe(f'<span class="cm-turn">{joined([sides[0], arrow, sides[1]])}</span>')


def _values(change: ConclusionChange) -> Safe:
    now = change.row
    shown = [_shown(side) for side in (change.then, change.now)]
    words = shown[1] if shown[0] == shown[1] else f"{shown[0]} → {shown[1]}"
    return html.text(f"{words}{unit_after(now.unit)}")


def _shown(side: Verdict | None) -> str:
    if side is None:
        return "—"
    return shown_value(side, reads.get_board().catalog.indicator(side.indicator))


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
            html.chem(f"{item.area} {catalog.indicator(item.indicator).label}"),
            state_text(item, on),
        ]
        for item in late[:_SHOWN]
    ]
    st.html(html.table([Column("编号", css="cm-nowrap"), Column("事项"), Column("状态")], rows))
    if late[_SHOWN:]:
        more = html.link(f"其余 {len(late) - _SHOWN} 件", "supervision?state=逾期")
        st.html(html.note([more]))


def show_effect(staged: StagedBatch, picked: Picked) -> None:
    """Before confirming: which conclusions of the newest year in the file would change."""
    if staged.diff.nothing:
        return
    found = effect_of_file(picked)
    if found.reason:
        return
    year = found.as_of.year
    sub = f"只预演、不写入；{year}年截至 {found.as_of:%Y-%m-%d} 的判断，对照导入前的判断"
    st.html(html.title(_effect_headline(found, year), sub))
    if not found.rows:
        st.html(html.note(["导入后各项达标判断不变，只有数值更新。"]))
        return
    columns = [
        Column("区县与指标"), Column("对照", css="cm-hide-phone cm-nowrap"), Column("判断"),
        Column("数值", css="cm-hide-phone"),
    ]  # fmt: skip
    rows = found.rows[:MOST_EFFECTS]
    body = [[html.chem(_name(row)), *_what(row)] for row in rows]
    st.html(html.table(columns, body))
    if found.rows[MOST_EFFECTS:]:
        rest = len(found.rows) - MOST_EFFECTS
        st.html(html.note([f"另有 {rest} 项判断改变，导入后可在总览“哪些结论变了”查看。"]))


def effect_mark(staged: StagedBatch, picked: Picked) -> str:
    """Which conclusions the file would turn from what to what, as one text; not by how much."""
    if staged.diff.nothing:
        return ""
    return "; ".join(
        f"{one.row.indicator} {one.row.area} {one.row.line} {_status(one.then)} {_status(one.now)}"
        for one in effect_of_file(picked).rows
    )


def _status(side: Verdict | None) -> str:
    return side.status if side is not None else "-"


def _effect_headline(found: Changes, year: int) -> str:
    counted = _counted(found)
    return f"导入后{year}年的判断：{counted}" if counted else f"导入后{year}年的判断不变"
