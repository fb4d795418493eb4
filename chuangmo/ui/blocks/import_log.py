"""导入记录: every imported file with its state; withdraw and restore need a reason."""

import streamlit as st

from chuangmo.access.actor import REVIEWER, Forbidden
from chuangmo.assess.reasons import period_words
from chuangmo.assess.verdict_types import INSUFFICIENT, MET, MISSED, ON_COURSE
from chuangmo.period import PeriodError, parse_period
from chuangmo.service.imports import importing
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.rows import BatchInfo
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, Safe, joined, status_text
from chuangmo.ui.parts.person import may
from chuangmo.ui.parts.seen import seen_before
from chuangmo.ui.parts.times import local_time
from chuangmo.ui.reads import PAGE

_STATE = {
    "active": (MET, "有效"),
    "withdrawn": (INSUFFICIENT, "已撤回"),
    "pending": (ON_COURSE, "待入库"),
    "submitted": (ON_COURSE, "待审核"),
    "returned": (MISSED, "已退回"),
}
#: Batches that are struck out in the list.
_OUT = ("withdrawn", "returned")
_NEWEST = 12
#: The parameter of the address that names one batch.
_ASKED = "batch"
_COUNTS = (("added", "新增"), ("changed", "替换"), ("unchanged", "不变"), ("removed", "删除"))


def batch_words(batch: BatchInfo) -> str:
    """``新增 864，替换 6，数据 2008-10-01 至 2008-10-31。`` in words."""
    counts = "，".join(
        f"{word} {batch.counts[key]}" for key, word in _COUNTS if batch.counts.get(key)
    )
    span = f"数据 {span_words(batch)}" if batch.first else ""
    return "，".join(part for part in (counts, span) if part) + "。"


def span_words(batch: BatchInfo) -> str:
    """The stretch of the data: ``2008年10月``, ``2008-10-01 至 2008-10-31``; empty without any."""
    if not batch.first or not batch.last:
        return ""
    if batch.first != batch.last:
        return f"{batch.first} 至 {batch.last}"
    try:
        return period_words(parse_period(batch.first))
    except PeriodError:
        return batch.first


def show_log() -> None:
    """The list, newest first, and the row to withdraw or restore one."""
    known = list(reversed(PAGE.batches()))
    st.html(html.title("导入记录", "新的在上；撤回不删除任何内容，可以恢复，须写明理由"))
    if not known:
        st.html(html.note(["还没有导入过文件。"]))
        return
    columns = [
        HtmlColumn("批次", numeric=True, width="48px"),
        HtmlColumn("文件"),
        HtmlColumn("状态"),
        HtmlColumn("数据时段", css="cm-hide-phone"),
        HtmlColumn("变动", css="cm-hide-phone"),
        HtmlColumn("经手", css="cm-hide-phone"),
        HtmlColumn("时间（北京）"),
        HtmlColumn("理由", css="cm-hide-phone"),
    ]
    asked = st.query_params.get(_ASKED, "")
    if asked:
        _show_asked(columns, [one for one in known if str(one.batch) == asked], asked)
    st.html(_table(columns, known[:_NEWEST]))
    if older := known[_NEWEST:]:
        with st.expander(f"更早的 {len(older)} 个批次"):
            st.html(_table(columns, older))
    if may(REVIEWER):
        _change_state(known)


def _show_asked(columns: list[HtmlColumn], named: list[BatchInfo], asked: str) -> None:
    """The batch that the address names, before all others."""
    if not named:
        st.html(html.status_line(f"没有批次“{asked[:20]}”，或您不能看；下面是全部批次。"))
        return
    st.html(html.title(f"批次 {asked}"))
    st.html(_table(columns, named))
    st.html(html.title("全部批次"))


def _table(columns: list[HtmlColumn], batches: list[BatchInfo]) -> str:
    off = frozenset(n for n, batch in enumerate(batches) if batch.state in _OUT)
    return html.table(columns, [_row(batch) for batch in batches], off)


def _row(batch: BatchInfo) -> list[object]:
    status, word = _STATE[batch.state]
    last = batch.events[-1] if batch.events else None
    counts = "　".join(
        f"{name} {batch.counts[key]}" for key, name in _COUNTS if batch.counts.get(key)
    )
    return [
        str(batch.batch),
        joined([batch.file, " ", html.demo_tag(batch.demo)]),
        status_text(status, word),
        span_words(batch) or "—",
        counts or "—",
        last.by if last else batch.by,
        local_time(last.at if last else batch.at),
        Safe(html.chem((last.reason if last else batch.reason) or "—")),
    ]


def _change_state(known: list[BatchInfo]) -> None:
    by_words = {
        f"批次 {batch.batch}　{batch.file}（{_STATE[batch.state][1]}）": batch
        for batch in known
        if batch.state in ("active", "withdrawn")
    }
    chosen = st.session_state.get("batch_chosen")  # in the list as it was on the screen
    shown = seen_before("batches_listed", {w: batch.batch for w, batch in by_words.items()})
    with st.expander("撤回或恢复一个批次"), st.form("batch_state", border=False):
        st.selectbox(
            "批次", list(by_words), index=None, placeholder="请选择批次", key="batch_chosen"
        )
        reason = st.text_input("理由", placeholder="例如：区县更正报表，原表作废")
        if st.form_submit_button("撤回／恢复"):
            wanted = shown.get(chosen or "")
            batch = next((one for one in known if one.batch == wanted), None)
            _apply(batch, reason, moved=chosen not in by_words)


def _apply(batch: BatchInfo | None, reason: str, *, moved: bool) -> None:
    """Withdraw an active batch, restore a withdrawn one; if it is still what was chosen."""
    if batch is None or not reason.strip():
        st.warning("请先选择批次并写明理由。")
        return
    if moved:
        last = batch.events[-1]
        st.warning(
            f"没有改动：{last.by} 已于 {local_time(last.at)} 把批次 {batch.batch} 改为"
            f"“{_STATE[batch.state][1]}”，理由：{last.reason or '—'}。请看过导入记录再决定。"
        )
        return
    act = importing.withdraw if batch.state == "active" else importing.restore
    try:
        act(reads.get_board(), reads.actor(), batch.batch, reason)
    except (StoreRefusal, StoreFault, Forbidden) as refusal:
        st.error(str(refusal))
        return
    st.rerun()
