"""Fixes in place on 上传: a faulty cell, the right value, a reason; the file stays untouched."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.service.imports import corrections
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, code
from chuangmo.ui.upload.findings import SEVERITY, cells_of, split_message
from chuangmo.ui.upload.staging import Picked, fixes_of, keep_fixes
from loaders import Refused, read_workbook, text_at
from loaders.model.staged import ERROR, WARNING, Correction, Diagnostic, StagedBatch

_LONGEST = 60


def fixable(found: Sequence[Diagnostic]) -> dict[tuple[str, str], Diagnostic]:
    """(sheet, cell) to the severest error or warning of every single cell, errors first."""
    cells: dict[tuple[str, str], Diagnostic] = {}
    for severity in (ERROR, WARNING):
        for one in found:
            if one.severity == severity and one.cell and len(cells_of(one.cell)) == 1:
                cells.setdefault((one.sheet or "", one.cell), one)
    return cells


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
        _form(picked, list(staged.preview), cells, fixes)


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
    picked: Picked, sheets: list[str], cells: dict[tuple[str, str], Diagnostic],
    fixes: Sequence[Correction],
) -> None:  # fmt: skip
    stem = f"fix-{picked.short}-{len(fixes)}"
    with st.form(stem, border=True):
        first, second, third, fourth = st.columns([1.6, 0.7, 0.6, 1.2], gap="small")
        place = first.selectbox(
            "有问题的单元格", list(cells), format_func=lambda key: cell_words(key, cells[key]),
            index=None, placeholder="请选择单元格", key=f"{stem}-cell",
        )  # fmt: skip
        typed = second.text_input(
            "或别的单元格", placeholder=where(sheets[0], "A6") if sheets else "A6",
            key=f"{stem}-place",
        )  # fmt: skip
        value = third.text_input("正确的值", placeholder="例如：0.108", key=f"{stem}-value")
        reason = fourth.text_input(
            "理由", placeholder="例如：已电话核实，原表误将 0 打成 O", key=f"{stem}-reason"
        )
        st.html(html.note(["错在地名、单位等表头或左侧单元格时，在“或别的单元格”写它的地址。"]))
        sent = st.form_submit_button("改正并重新核对")
    if sent:
        wanted = place_typed(typed, sheets) if typed.strip() else place
        _fix(picked, wanted, value.strip(), reason.strip())


def place_typed(text: str, sheets: Sequence[str]) -> tuple[str, str]:
    """``空气!A6`` as (sheet, cell); without a sheet the first one is meant."""
    sheet, _, cell = text.strip().replace("！", "!").rpartition("!")
    return sheet or (sheets[0] if sheets else ""), cell.strip().upper()


def cell_words(place: tuple[str, str], problem: Diagnostic) -> str:
    """The cell as the selector names it: address, severity, what is wrong."""
    what = split_message(problem.message)[0]
    short = what if len(what) <= _LONGEST else what[:_LONGEST] + "…"
    return f"{where(*place)}　{SEVERITY[problem.severity][1]}：{short}"


def _fix(picked: Picked, place: tuple[str, str] | None, value: str, reason: str) -> None:
    named = (("单元格", place), ("正确的值", value), ("理由", reason))
    if missing := [word for word, given in named if not given]:
        st.warning(f"没有改：请先填{'、'.join(missing)}。")
        return
    assert place is not None
    try:
        now = text_at(read_workbook(picked.data, picked.name), *place)
    except Refused as refusal:
        st.error(refusal.diagnostic.message)
        return
    if now is None or now == value:
        words = "没有这个单元格" if now is None else f"原文就是“{now}”，不用改"
        st.warning(f"{where(*place)}：{words}。")
        return
    new = Correction(picked.sha256, *place, value, now, reason, reads.actor().name, "")
    others = [one for one in fixes_of(picked) if (one.sheet, one.cell) != place]
    keep_fixes(picked, [*others, new])
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
