"""How far the items are, by unit and kind; the papers and the workbook of them."""

import hashlib
from collections.abc import Sequence
from functools import partial

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.exports.formats import FORMATS
from chuangmo.exports.supervision import (
    circular_file,
    circular_name,
    items_file,
    items_name,
    reminder_file,
    reminder_name,
)
from chuangmo.period import Period, today
from chuangmo.service.board import Board
from chuangmo.service.decisions.supervision.book import BookPreview, import_book, preview_book
from chuangmo.service.decisions.supervision.book_rows import COLUMNS
from chuangmo.service.decisions.supervision.circular import TALLY_HEADS, reminder, tally_row
from chuangmo.service.decisions.supervision.tally import Tally, progress
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.supervision.acts import may_review
from chuangmo.ui.supervision.supervision import Desk

_SHOWN = ("区县", "存在问题", "责任单位", "交办日期", "办结时限", "状态")
_KEYS = tuple(next(key for key, title, _ in COLUMNS if title == name) for name in _SHOWN)
_WORD = {"new": "新立项", "unchanged": "已有，不变"}
_MOST = 100


def show_progress(desk: Desk) -> None:
    """Counts of today by unit and by kind, and the papers."""
    if not desk.items:
        st.html(html.note(["还没有督办事项，没有可统计的。"]))
        return
    found = progress(desk.items, desk.on)
    left, right = st.columns(2, gap="medium")
    with left:
        _tally("责任单位", "各单位办理情况", (*found.by_unit, found.whole))
    with right:
        _tally("类别", "各类事项办理情况", (*found.by_kind, found.whole))
    _papers(desk)


def _tally(name: str, title: str, rows: Sequence[Tally]) -> None:
    heads = [HtmlColumn(name, css="cm-nowrap")]
    heads += [HtmlColumn(head, css="num cm-nowrap") for head in TALLY_HEADS[1:]]
    st.html(html.title(title, "逾期多的在前"))
    st.html(html.table(heads, [list(tally_row(row)) for row in rows]))


def _papers(desk: Desk) -> None:
    """通报 of the month, 催办单 to the units that need one."""
    board, actor = reads.get_board(), reads.actor()
    st.html(html.title("文件", "按登记的事项写成，可再改"))
    with st.container(horizontal=True):
        if desk.month:
            month = desk.month.period
            _download(
                f"{month.start.year}年{month.start.month}月通报（Word）",
                circular_name(month),
                partial(_circular, board, actor, month), "circular",
            )  # fmt: skip
        for unit in dict.fromkeys(item.unit for item in desk.running):
            if reminder(desk.items, unit, desk.on, board.catalog):
                _download(
                    f"催办单：{unit}", reminder_name(unit),
                    partial(_reminder, board, actor, unit, desk), f"remind-{unit}",
                )  # fmt: skip


def _download(label: str, name: str, made: "partial[bytes]", key: str) -> None:
    media = FORMATS[name.rpartition(".")[2]]
    st.download_button(label, made, name, media, key=key, on_click="ignore")


def _circular(board: Board, actor: Actor, month: Period) -> bytes:
    return circular_file(board, actor, month).data


def _reminder(board: Board, actor: Actor, unit: str, desk: Desk) -> bytes:
    return reminder_file(board, actor, unit, desk.on).data


def _items(board: Board, actor: Actor) -> bytes:
    return items_file(board, actor).data


def show_book(desk: Desk) -> None:
    """The workbook of 整改事项: out for everybody, in for those who may open items."""
    board, actor = reads.get_board(), reads.actor()
    free = sum(item.is_free for item in desk.items)
    st.html(html.title(f"整改事项台账 {free} 件", "导出的表可以照样填写新事项，再导入立项"))
    _download(
        "下载台账（Excel）", items_name(board.catalog.city.name),
        partial(_items, board, actor), "items-book",
    )  # fmt: skip
    if not may_review():
        return
    picked = st.file_uploader("导入整改事项（.xlsx、.xls、.et、.ods、.csv）", key="items_upload")
    if picked is None:
        return
    data, name = picked.getvalue(), picked.name
    seen = preview_of(data, name)
    _show_preview(seen)
    if seen.problems or not seen.new:
        return
    if st.button(f"确认立项 {len(seen.new)} 件", type="primary", key="items_confirm"):
        try:
            _, opened = import_book(board, actor, data, name)
        except REFUSALS as refusal:
            st.error(str(refusal))
            return
        say_and_rerun(f"已立项 {len(opened)} 件整改事项。")


def preview_of(data: bytes, name: str) -> BookPreview:
    """What the workbook would open; read again only where it, the board or the day has changed."""
    board, actor = reads.get_board(), reads.actor()

    def make() -> BookPreview:
        return preview_book(board, actor, data, name)

    digest = hashlib.sha256(data).hexdigest()
    return board.memo.preview(make, "supervision book", actor, digest, name, today())


def _show_preview(seen: BookPreview) -> None:
    """What would be opened, or everything that is wrong."""
    if seen.problems:
        st.error(f"有 {len(seen.problems)} 处要改，改好后再上传；一件也没有立项。")
        rows = [[one.cell or "—", one.found, one.message] for one in seen.problems[:_MOST]]
        columns = [HtmlColumn("单元格", css="cm-nowrap"), HtmlColumn("原文"), HtmlColumn("怎么改")]
        st.html(html.table(columns, rows))
        return
    known = len(seen.rows) - len(seen.new)
    said = f"{len(seen.new)} 件新立项，{known} 件已有不变。"
    if seen.passed_over:
        said += f"没有读入这些列：{'、'.join(seen.passed_over)}。"
    st.html(html.note([said]))
    heads = [HtmlColumn("行", css="num"), *map(HtmlColumn, _SHOWN), HtmlColumn("结果")]
    rows = [
        [str(row.row), *(row.texts[key] for key in _KEYS), _WORD[row.status]]
        for row in seen.rows[:_MOST]
    ]
    st.html(html.table(heads, rows))
