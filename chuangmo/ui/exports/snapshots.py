"""会议快照 on 导出中心: freeze the month, choose a snapshot, see what changed, take it away."""

from datetime import datetime

import streamlit as st

from chuangmo.access.actor import UPLOADER, Actor, Forbidden
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.exhibits.frozen import exhibits_of, save_meeting
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.contents import BRIEFING
from chuangmo.exports.files import ExportRequest
from chuangmo.period import LOCAL_ZONE
from chuangmo.service.board import Board
from chuangmo.service.decisions import snapshots
from chuangmo.service.decisions.snapshot_changes import SnapshotChange, changed_since
from chuangmo.service.decisions.snapshots import FrozenFigure, Snapshot
from chuangmo.service.memo import JOURNAL
from chuangmo.status import LINE_WORD, shown_status
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.ui import reads
from chuangmo.ui.exports import basket, exports
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, joined, status_text
from chuangmo.ui.reads import PAGE
from chuangmo.wording import unit_after

_REFUSALS = (Forbidden, UnfitEntry, StoreFault, StoreRefusal)
_FILES, _SHOWN = "snapshot_files", 10


def show_snapshots(month: Month) -> None:
    """Freezing, the choice of a snapshot, its banner and its files."""
    st.html(html.title("会议快照", "定稿后数字和文字不再变；此后的更正另行列出"))
    if reads.actor().may(UPLOADER):
        _freeze(month)
    held = snapshots.list_snapshots(reads.get_board(), reads.actor())
    if not held:
        st.html(html.note(["还没有会议快照。会前核对无误后，写上名称点“定稿”。"]))
        return
    by_words = {_words(one): one for one in reversed(held)}
    chosen = st.selectbox("快照", list(by_words), key="snapshot")
    if chosen:
        _show(by_words[chosen])


def _freeze(month: Month) -> None:
    with st.form("snapshot_form", border=False, clear_on_submit=True):
        name = st.text_input(
            "名称", placeholder=f"例如：{month.year}年{month.month}月例会", max_chars=60,
            key="snapshot_name",
        )  # fmt: skip
        words = f"为{month.year}年{month.month}月会议定稿"
        sent = st.form_submit_button(words, key="snapshot_save")
    if not sent:
        return
    board, who = reads.get_board(), reads.actor()
    found, _ = basket.exhibits_of(PAGE, basket.items())
    chosen = [(item.view, exhibit) for item, exhibit in found]
    try:
        with st.spinner("正在定稿……"):
            saved = save_meeting(board, who, name, ViewRequest(month.period), chosen)
    except _REFUSALS as refusal:
        st.error(str(refusal))
        return
    st.success(f"已定稿“{saved.name}”，共 {saved.count} 个数，指纹 {saved.sha256[:12]}。")


def _words(one: Snapshot) -> str:
    at = datetime.fromisoformat(one.at).astimezone(LOCAL_ZONE)
    return f"{one.name}（{at:%Y-%m-%d %H:%M}，{one.by}）"


def _show(one: Snapshot) -> None:
    """The banner of what has changed, and the frozen exhibits as files."""
    show_changes(one)
    found = exhibits_of(reads.get_board(), reads.actor(), one.name)
    titles = {f"{n}. {exhibit.verdict}": exhibit for n, (_, exhibit) in enumerate(found, 1)}
    picked = st.multiselect("内容（不选则为全部）", list(titles), key=f"frozen-{one.name}")
    formats = exports.choose_formats("snapshot_formats")
    if st.button("按快照生成文件", disabled=not formats, key="snapshot_make"):
        exhibits = tuple(titles[title] for title in picked or titles)
        request = ViewRequest(one.period, one.as_of, dust=one.dust)
        exports.make_files(
            _FILES,
            [
                ExportRequest(form, BRIEFING, request, one.name, exhibits, one.name)
                for form in formats
            ],
        )
    exports.show_downloads(_FILES)


def _changed(name: str) -> tuple[SnapshotChange, ...]:
    def make(board: Board, who: Actor) -> tuple[SnapshotChange, ...]:
        with st.spinner("正在与快照比较……"):
            return tuple(changed_since(board, who, name))

    return reads.keep(make, "changed since a snapshot", name, depends=JOURNAL)


def show_changes(one: Snapshot) -> None:
    """A banner: how many figures are others now, by which batches; the list folded below."""
    found = _changed(one.name)
    if not found:
        st.success(f"“{one.name}”定稿以来，其中 {one.count} 个数都没有变。")
        return
    batches = sorted({batch for change in found for batch in change.batches})
    why = f"涉及批次 {'、'.join(str(batch) for batch in batches)}" if batches else ""
    other = "有的因限值、目标或更正登记改动" if any(not c.batches for c in found) else ""
    reasons = "；".join(part for part in (why, other) if part)
    st.warning(f"“{one.name}”定稿以来有 {len(found)} 个数变了：{reasons}。快照仍为定稿时的内容。")
    with st.expander(f"变了的 {len(found)} 个数", expanded=len(found) <= _SHOWN):
        columns = [
            HtmlColumn("区县与指标"), HtmlColumn("时段", css="cm-nowrap"),
            HtmlColumn("对照", css="cm-hide-phone cm-nowrap"), HtmlColumn("定稿时"),
            HtmlColumn("现在"), HtmlColumn("批次", numeric=True, css="cm-nowrap"),
        ]  # fmt: skip
        st.html(html.table(columns, [_row(change) for change in found]))


def _row(change: SnapshotChange) -> list[object]:
    row = change.row
    label = reads.get_board().catalog.indicator(row.indicator).label
    batches = "、".join(str(batch) for batch in change.batches) or "—"
    return [
        html.chem(f"{row.area} {label}"), row.period, LINE_WORD[row.line], _side(change.then),
        _side(change.now), batches,
    ]  # fmt: skip


def _side(one: FrozenFigure | None) -> object:
    if one is None:
        return "没有这个数"
    return joined(
        [f"{one.shown}{unit_after(one.unit)} ", status_text(shown_status(one.status, one.line))]
    )
