"""The step of the targets: read from the decomposition table as it was issued."""

import streamlit as st

from chuangmo.access.actor import Forbidden
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.service.target_import import TargetImport, import_targets
from chuangmo.status import SIGN
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.state import indicator_words
from chuangmo.ui.setup.steps import SetupStep, go_on, head
from loaders.model.staged import Hints
from loaders.model.targets import UNCHANGED, FoundTarget

_MOST = 60
_WORDS = {"new": "新登记", "changed": "改动", "unchanged": "与登记的相同"}


def show_targets(step: SetupStep, city: str) -> None:
    """Choose the table, see what it says, register it."""
    says = (f"{city}的年度目标是多少？", "把目标分解表原样交进来；先列出读到的目标，确认后才登记。")
    head(step, says)
    file = st.file_uploader("目标分解表（Excel）", key="setup_targets")
    document = st.text_input(
        "文号（表里没有写的）", key="setup_document", max_chars=80,
        placeholder="如 泰政发〔2026〕3号",
    )  # fmt: skip
    found, place = None, st.empty()  # its place stays, so that the buttons below do not move
    if file is not None:
        hints = Hints(document=document.strip() or None)
        data = file.getvalue()
        found = import_targets(
            reads.get_board(), reads.actor(), data, file.name, hints, dry_run=True
        )
        with place.container():
            _show(found)
    fresh = [t for t in found.registered.targets if t.status != UNCHANGED] if found else []
    with st.container(horizontal=True, key="setup-buttons"):
        label = f"登记 {len(fresh)} 个目标，继续" if fresh else "继续"
        saved = st.button(label, type="primary", key="setup_save")
        later = st.button("以后再说", key="setup_later")
    if later or (saved and not fresh):
        go_on(step)
    if saved and file is not None:
        _register(step, file.getvalue(), file.name, Hints(document=document.strip() or None))


def _show(found: TargetImport) -> None:
    """The targets that were read, and what stands in the way of others."""
    if found.questions:
        st.warning("这份表要先回答几个问题才读得准，请在“上传”页交进来，那里一样登记目标。")
        return
    targets = found.registered.targets
    if targets:
        columns = [HtmlColumn("地区与指标"), HtmlColumn("年份"), HtmlColumn("目标"),
                   HtmlColumn("单元格", css="cm-hide-phone"), HtmlColumn("登记")]  # fmt: skip
        st.html(html.title(f"读到 {len(targets)} 个目标"))
        st.html(html.table(columns, [_row(one) for one in targets[:_MOST]]))
        if more := max(len(targets) - _MOST, 0):
            st.html(html.note([f"另有 {more} 个没有列出，一并登记。"]))
    if lacking := sum(not one.document for one in targets):
        said = f"有 {lacking} 个目标没有文号。请在上面写明；空着的记为文号不详、待核。"
        st.warning(said)
    if told := found.registered.diagnostics:
        st.html(html.note([line.message for line in told[:5]]))


def _row(target: FoundTarget) -> list[object]:
    indicator = reads.get_board().catalog.indicator(target.indicator)
    limit = f"{SIGN[target.operator]} {target.limit} {target.unit}"
    return [
        html.chem(f"{target.area} {indicator_words(indicator)}"), str(target.year),
        target.words if target.said.form else limit, target.cell, _WORDS[target.status],
    ]  # fmt: skip


def _register(step: SetupStep, data: bytes, name: str, hints: Hints) -> None:
    try:
        done = import_targets(reads.get_board(), reads.actor(), data, name, hints).registered
    except (StoreRefusal, StoreFault, Forbidden, UnfitEntry) as refusal:
        st.error(str(refusal))
        return
    go_on(step, f"已登记 {len(done.seqs)} 个目标，在“创模清单”的“录入结果”里可以改、可以撤。")
