"""Fixes in place on 上传: a faulty cell, the right value, a reason; the file stays untouched."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from chuangmo.service.imports import corrections
from chuangmo.ui import reads
from chuangmo.ui.blocks.cell_marks import SEVERITY, cells_of
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, code, status_text
from chuangmo.ui.upload.findings import split_message
from chuangmo.ui.upload.staging import Picked, fixes_of, keep_fixes
from loaders import Refused, read_workbook, text_at
from loaders.model.staged import ERROR, WARNING, Correction, Diagnostic, StagedBatch

#: So many rows stand in the form at a time.
_ROWS = 12
_COLUMN = re.compile(r"[A-Z]+|R\d+(C\d+)")


@dataclass(frozen=True)
class SameFault:
    """Cells of one column that hold the same text and have the same problem; often only one."""

    sheet: str
    cells: tuple[str, ...]
    problem: Diagnostic

    @property
    def where(self) -> str:
        """``空气!C8``, of several ``空气!C8、C9 等 5 格``."""
        if len(self.cells) == 1:
            return where(self.sheet, self.cells[0])
        some = "、".join(self.cells[:2])
        many = f" 等 {len(self.cells)} 格" if len(self.cells) > 2 else ""
        return where(self.sheet, f"{some}{many}")


def fixable(found: Sequence[Diagnostic]) -> dict[tuple[str, str], Diagnostic]:
    """(sheet, cell) to the severest error or warning of every single cell, errors first."""
    cells: dict[tuple[str, str], Diagnostic] = {}
    for severity in (ERROR, WARNING):
        for one in found:
            if one.severity == severity and one.cell and len(cells_of(one.cell)) == 1:
                cells.setdefault((one.sheet or "", one.cell), one)
    return cells


def same_faults(cells: Mapping[tuple[str, str], Diagnostic]) -> list[SameFault]:
    """The faults of :func:`fixable` with those put together that one value mends."""
    groups: dict[tuple[str, ...], list[tuple[str, Diagnostic]]] = {}
    for (sheet, cell), problem in cells.items():
        column = _COLUMN.match(cell)
        name = (column[1] or column[0]) if column else cell
        same = (problem.code, problem.found) if problem.found else (problem.code, "", cell)
        groups.setdefault((sheet, name, *same), []).append((cell, problem))
    return [
        SameFault(sheet, tuple(cell for cell, _ in found), found[0][1])
        for (sheet, *_), found in groups.items()
    ]


def where(sheet: str, cell: str) -> str:
    """``空气!C8``; only the cell in a text file."""
    return "!".join(part for part in (sheet, cell) if part)


def show_fixes(staged: StagedBatch, picked: Picked) -> None:
    """The fixes that wait for 确认导入, and the form for one more."""
    cells, fixes = fixable(staged.uncondensed or staged.diagnostics), fixes_of(picked)
    if not cells and not fixes:
        return
    st.html(
        html.title("就地改正", "原文件不动；更正和理由在确认导入时一起登记，溯源时两个数都能看到")
    )
    if fixes:
        _waiting(picked, fixes)
    if cells:
        _form(picked, list(staged.preview), same_faults(cells), fixes)


def _waiting(picked: Picked, fixes: Sequence[Correction]) -> None:
    columns = [HtmlColumn("单元格"), HtmlColumn("原文"), HtmlColumn("改为"), HtmlColumn("理由")]
    rows = [
        [code(where(f.sheet, f.cell)), f.expect or "（空）", html.bold(f.value), f.reason]
        for f in fixes
    ]
    st.html(html.table(columns, rows))
    with st.container(horizontal=True):
        for fix in fixes:
            words = f"不改 {where(fix.sheet, fix.cell)}"
            key = f"unfix-{picked.short}-{fix.sheet}-{fix.cell}"
            st.button(words, key=key, on_click=_drop, args=(picked, fix))


def _drop(picked: Picked, fix: Correction) -> None:
    keep_fixes(picked, [one for one in fixes_of(picked) if one != fix])


def _form(
    picked: Picked, sheets: list[str], faults: Sequence[SameFault], fixes: Sequence[Correction]
) -> None:
    """A row for each fault with the box for the right value in it; one reason for all of them."""
    stem = f"fix-{picked.short}-{len(fixes)}"
    values: list[tuple[SameFault, str]] = []
    with st.form(stem, border=True):
        for number, fault in enumerate(faults[:_ROWS]):
            what, box = st.columns([2.2, 1], gap="small", vertical_alignment="center")
            what.html(_row_words(fault))
            value = box.text_input(
                f"{fault.where} 的正确值", placeholder="正确的值", key=f"{stem}-{number}",
                label_visibility="collapsed",
            )  # fmt: skip
            values.append((fault, value.strip()))
        if more := len(faults) - _ROWS:
            st.html(html.note([f"另有 {more} 处，改好这些以后列出。"] if more > 0 else []))
        first, second, third = st.columns([1, 1, 2], gap="small")
        typed = first.text_input(
            "别的单元格", placeholder=where(sheets[0], "A6") if sheets else "A6",
            key=f"{stem}-place",
        )  # fmt: skip
        other = second.text_input("它的正确值", placeholder="例如：0.108", key=f"{stem}-other")
        reason = third.text_input(
            "理由（这一次改的都记这一句）", placeholder="例如：已电话核实，原表误将 0 打成 O",
            key=f"{stem}-reason",
        )  # fmt: skip
        st.html(html.note(["错在地名、单位等表头或左侧单元格时，在“别的单元格”写它的地址。"]))
        sent = st.form_submit_button("改正并重新核对")
    if sent:
        wanted = {(fault.sheet, cell): value for fault, value in values for cell in fault.cells}
        if typed.strip():
            wanted[place_typed(typed, sheets)] = other.strip()
        _fix(picked, {place: value for place, value in wanted.items() if value}, reason.strip())


def _row_words(fault: SameFault) -> str:
    """Address, severity and what is wrong, of one cell or of all with the same text."""
    status, word = SEVERITY[fault.problem.severity]
    what, todo = split_message(fault.problem.message)
    many = f"（同一列 {len(fault.cells)} 格都是这样，一起改）" if len(fault.cells) > 1 else ""
    said = f"{what}{many}。{todo}" if todo else what + many
    return html.wrap(f"{status_text(status, word)} {code(fault.where)} {html.text(said)}")


def place_typed(text: str, sheets: Sequence[str]) -> tuple[str, str]:
    """``空气!A6`` as (sheet, cell); without a sheet the first one is meant."""
    sheet, _, cell = text.strip().replace("！", "!").rpartition("!")
    return sheet or (sheets[0] if sheets else ""), cell.strip().upper()


def _fix(picked: Picked, wanted: dict[tuple[str, str], str], reason: str) -> None:
    """Keep the fixes, all of them or none; what keeps one from being one is said."""
    missing = [w for w, given in (("正确的值", wanted), ("理由", reason)) if not given]
    if missing:
        st.warning(f"没有改：请先填{'、'.join(missing)}。")
        return
    try:
        book = read_workbook(picked.data, picked.name)
    except Refused as refusal:
        st.error(refusal.diagnostic.message)
        return
    new: list[Correction] = []
    for place, value in wanted.items():
        now = text_at(book, *place)
        if now is None or now == value:
            words = "没有这个单元格" if now is None else f"原文就是“{now}”，不用改"
            st.warning(f"{where(*place)}：{words}。")
            return
        new.append(Correction(picked.sha256, *place, value, now, reason, reads.actor().name, ""))
    others = [one for one in fixes_of(picked) if (one.sheet, one.cell) not in wanted]
    keep_fixes(picked, [*others, *new])
    st.rerun()


def register_fixes(picked: Picked) -> None:
    """Keep the waiting fixes as corrections; part of 确认导入, never before it.

    Raises:
        Forbidden, UnfitEntry, StoreFault: as ``service.corrections.add_correction``.
    """
    for fix in fixes_of(picked):
        corrections.add_correction(
            reads.get_board(), reads.actor(), file=fix.file, sheet=fix.sheet, cell=fix.cell,
            value=fix.value, reason=fix.reason, expect=fix.expect,
        )  # fmt: skip
        keep_fixes(picked, [one for one in fixes_of(picked) if one != fix])
