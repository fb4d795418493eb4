"""What a staged file would change: conclusions before it is confirmed."""

import streamlit as st

from chuangmo.assess.verdict_types import Verdict
from chuangmo.service.conclusions import Changes
from chuangmo.ui.blocks.conclusions import change_cells, change_name, counted_words
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.upload.staging import Picked, effect_of_file
from loaders.model.staged import StagedBatch

#: So many of a staged file's effects are listed before it is confirmed.
MOST_EFFECTS = 10


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
        st.html(html.note(["导入后各项判断不变，只有数值更新。"]))
        return
    columns = [
        HtmlColumn("区县与指标"), HtmlColumn("对照", css="cm-hide-phone cm-nowrap"),
        HtmlColumn("判断"), HtmlColumn("数值", css="cm-hide-phone"),
    ]  # fmt: skip
    rows = found.rows[:MOST_EFFECTS]
    body = [[html.chem(change_name(row)), *change_cells(row)] for row in rows]
    st.html(html.table(columns, body))
    if found.rows[MOST_EFFECTS:]:
        rest = len(found.rows) - MOST_EFFECTS
        where = "总览“哪些结论变了”的“比上次上传”"
        st.html(html.note([f"另有 {rest} 项判断改变，导入后、再传别的文件以前，可在{where}查看。"]))


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
    counted = counted_words(found)
    return f"导入后{year}年的判断：{counted}" if counted else f"导入后{year}年的判断不变"
