"""A submitted file as a reviewer sees it: differences, effect, warnings, neighbours, its sheet."""

import streamlit as st

from chuangmo.assess.reasons import period_words
from chuangmo.service import conclusions
from chuangmo.service.conclusions import Changes
from chuangmo.service.imports import review_details, reviewing
from chuangmo.service.imports.reviewing import WaitingBatch
from chuangmo.ui import reads
from chuangmo.ui.blocks.cell_marks import marks_of
from chuangmo.ui.blocks.conclusions import change_cells, change_name, counted_words
from chuangmo.ui.blocks.value_changes import change_table
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, bold, code
from chuangmo.ui.review.waiting import ReviewDesk, label_of
from chuangmo.wording import figure
from loaders.model.staged import NOTICE

_MOST = 30
_WIDE, _HIGH = 14, 24


def choose(desk: ReviewDesk) -> WaitingBatch | None:
    """Which file is looked at; the oldest first."""
    if not desk.files:
        return None
    labels = {label_of(one): one for one in desk.files}
    picked = st.selectbox("看哪一个文件", list(labels), key="review_seen")
    return labels.get(picked or "", desk.files[0])


def show(one: WaitingBatch) -> None:
    """Everything that a decision on the file rests on."""
    board, who, number = reads.get_board(), reads.actor(), one.info.batch
    months = reviewing.corrected_months(board, who, number)
    if months:
        words = "、".join(map(period_words, months))
        st.html(html.note([f"{words}已发布：通过后会更正已公布的数，要写明理由。"]))
    _show_changes(number)
    _show_effect(number)
    _show_findings(one)
    _show_beside(number)
    _show_sheet(one)


def _show_changes(number: int) -> None:
    found = reviewing.difference(reads.get_board(), reads.actor(), number)
    sub = f"新增 {found.added}，替换 {found.changed}，不变 {found.unchanged}，删除 {found.removed}"
    st.html(html.title(f"批次 {number} 与现有数据的差异", sub))
    if not found.changes:
        st.html(html.note(["没有要替换的数。"]))
        return
    st.html(change_table(found.changes[:_MOST]))
    if (rest := found.changed + found.removed - _MOST) > 0:
        st.html(html.note([f"另有 {rest} 个替换未列出。"]))


def _label(indicator: str) -> str:
    known = reads.get_board().catalog.indicators.get(indicator)
    return known.label if known else indicator


def _show_effect(number: int) -> None:
    found: Changes = conclusions.effect_of_waiting(reads.get_board(), reads.actor(), number)
    if found.reason:
        return
    year, counted = found.as_of.year, counted_words(found)
    sub = f"只预演、不写入；{year}年截至 {found.as_of:%Y-%m-%d} 的判断，对照现在的判断"
    st.html(html.title(f"通过后{year}年的判断：{counted or '不变'}", sub))
    if found.rows:
        columns = [HtmlColumn(h) for h in ("区县与指标", "对照", "判断", "数值")]
        rows = [[html.chem(change_name(row)), *change_cells(row)] for row in found.rows[:_MOST]]
        st.html(html.table(columns, rows))


def _show_findings(one: WaitingBatch) -> None:
    found = reviewing.found_in(reads.get_board(), reads.actor(), one.info.batch)
    told = [line for line in found if line["severity"] != NOTICE]
    said = f"提交人的理由：{one.info.reason}" if one.info.reason else "提交人没有写理由"
    st.html(html.title(f"提醒 {len(told)} 处", said))
    if told:
        columns = [HtmlColumn("单元格"), HtmlColumn("问题与处理")]
        rows = [[code(f"{t['sheet'] or ''}!{t['cell']}"), t["message"]] for t in told[:_MOST]]
        st.html(html.table(columns, rows))


def _show_beside(number: int) -> None:
    rows, count = review_details.beside(reads.get_board(), reads.actor(), number)
    if not rows:
        return
    more = f"；共 {count} 个，列出前 {len(rows)} 个" if count > len(rows) else ""
    st.html(html.title("同一时段其他区县的数", f"已入库的现值，单位与所交的相同{more}"))
    columns = [
        HtmlColumn("区县"), HtmlColumn("指标"), HtmlColumn("时段"),
        HtmlColumn("所交", numeric=True), HtmlColumn("其他区县"),
    ]  # fmt: skip
    body: list[list[object]] = [
        [
            row.area, html.chem(_label(row.indicator)), period_words(row.period),
            bold(f"{figure(row.sent)} {row.unit}" if row.sent else "缺测"),
            "，".join(f"{area} {figure(value)}" for area, value in row.others) or "还没有",
        ]
        for row in rows
    ]  # fmt: skip
    st.html(html.table(columns, body))


def _show_sheet(one: WaitingBatch) -> None:
    board, number = reads.get_board(), one.info.batch
    st.html(html.title("原表", "底色为有提醒的单元格，表内数字未作改动"))
    st.download_button(
        "下载原件", data=lambda: board.store.original(one.info.sha256), file_name=one.info.file,
        key=f"review-original-{number}",
    )  # fmt: skip
    staged = review_details.sheet_of(board, reads.actor(), number)
    for name, cells in list(staged.preview.items())[:3]:
        if len(staged.preview) > 1:
            st.html(html.note([f"工作表 {name}"]))
        marks = marks_of([d for d in staged.diagnostics if d.severity != NOTICE], name)
        st.html(html.sheet([row[:_WIDE] for row in cells[:_HIGH]], marks))
