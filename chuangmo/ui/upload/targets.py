"""The targets that a staged file prints, beside those registered; registered on 确认导入."""

import streamlit as st

from chuangmo.service import target_import
from chuangmo.status import SIGN
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.state import indicator_words
from loaders.model.answers import REGISTER
from loaders.model.staged import StagedBatch
from loaders.model.targets import CHANGED, NEW, UNCHANGED, FoundTarget

_TOLD = "targets_told"
_STATUS = {NEW: "新登记", CHANGED: "改动", UNCHANGED: "与登记的相同"}
_MOST = 60


def show_targets(staged: StagedBatch) -> None:
    """Each target with what registering it would do; nothing is written here."""
    if said := st.session_state.pop(_TOLD, ""):
        st.html(html.note([said]))
    if not staged.targets:
        return
    chosen = len(target_import.chosen(staged))
    fate = f"确认导入后登记 {chosen} 个" if chosen else "不作为监测值读入"
    st.html(html.title(f"表里有 {len(staged.targets)} 个目标", fate))
    columns = [
        HtmlColumn("地区与指标"), HtmlColumn("年份"), HtmlColumn("目标", numeric=True),
        HtmlColumn("依据", css="cm-hide-phone"), HtmlColumn("单元格", css="cm-hide-phone"),
        HtmlColumn("登记"),
    ]  # fmt: skip
    st.html(html.table(columns, [_row(one, staged.name) for one in staged.targets[:_MOST]]))
    if more := len(staged.targets) - _MOST:
        st.html(html.note([f"另有 {more} 个没有列出，一并处理。"] if more > 0 else []))


def _row(target: FoundTarget, name: str) -> list[object]:
    board = reads.get_board()
    indicator = board.catalog.indicator(target.indicator)
    known = board.catalog.target(target.indicator, target.area, target.year)
    status = _STATUS[target.status]
    if target.status == CHANGED and known is not None:
        status = f"{status}，原为 {known.words}"
    if target.answer and target.answer != REGISTER and target.status != UNCHANGED:
        status = "不登记"
    limit = (
        target.words
        if target.said.form
        else f"{SIGN[target.operator]} {target.limit} {target.unit}"
    )
    return [
        html.chem(f"{target.area} {indicator_words(indicator)}"), str(target.year), limit,
        target.document or name, target.cell, status,
    ]  # fmt: skip


def register_targets(staged: StagedBatch) -> str:
    """Register what was chosen, after the results are in; one sentence on it, empty for nothing."""
    if not target_import.chosen(staged):
        return ""
    done = target_import.register_chosen(reads.get_board(), reads.actor(), staged)
    parts = [f"已登记 {len(done.seqs)} 个目标。"] if done.seqs else []
    return "".join([*parts, *(line.message for line in done.diagnostics)])


def tell(words: str) -> None:
    """Keep a sentence for the next look at the page."""
    st.session_state[_TOLD] = words
