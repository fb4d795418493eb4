"""What the clerk takes home from 上传: blank forms, and the own workbook with its faults marked."""

from datetime import date
from pathlib import PurePath

import streamlit as st

from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import Period, PeriodError, month_period, today, year_period
from chuangmo.service.imports import clerk
from chuangmo.service.memo import JOURNAL
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.reads import PAGE
from chuangmo.ui.upload.staging import Picked, hints_of
from loaders import KINDS, Template
from loaders.model.staged import StagedBatch

KIND_WORDS = {
    "air-daily": "空气质量日报（按点位）",
    "air-monthly": "空气质量月报（按区县）",
    "noise": "声环境监测结果（全年）",
    "water": "饮用水源与断面水质月报",
    "boilers": "锅炉改造台账",
    "tasks": "创模任务进展表（1 月起累计）",
}
_YEARLY = ("noise",)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_marked(staged: StagedBatch, picked: Picked) -> None:
    """下载标注后的月报: made when pressed, from the answers and fixes given so far."""
    if not staged.preview or not (staged.diagnostics or staged.questions):
        return
    board, who, hints = reads.get_board(), reads.actor(), hints_of(picked)

    def make() -> bytes:
        return clerk.marked_up(board, who, picked.data, picked.name, hints)[0].data

    st.download_button(
        "下载标注后的月报",
        make,
        file_name=marked_name(picked.name),
        mime=_XLSX,
        on_click="ignore",
        icon=":material/download:",
        key="marked",
        help="您的原表：有错的单元格涂色、加批注，末尾附“问题清单”",
    )


def marked_name(name: str) -> str:
    """``月报（标注）.xlsx``; a workbook with macros keeps its ending."""
    plain = PurePath(name.removesuffix(".gz"))
    ending = ".xlsm" if plain.suffix.lower() == ".xlsm" else ".xlsx"
    return f"{plain.stem}（标注）{ending}"


def _blank(kind: str, period: Period) -> Template:
    board, who = reads.get_board(), reads.actor()

    def make() -> Template:
        with st.spinner("正在生成空白表……"):
            return clerk.blank_form(board, who, kind, period)

    return board.memo.answer(make, "blank form", who, kind, period, depends=JOURNAL)


def offer_blank() -> None:
    """空白表: kind and month, then the form with districts and dates filled in."""
    with st.expander("下载空白表"):
        st.html(html.note(["区县、点位和日期已填好，照此填报的表上传时不会再问。"]))
        kind = st.selectbox(
            "表种", KINDS, index=None, format_func=KIND_WORDS.__getitem__,
            placeholder="请选择表种", key="blank_kind",
        )  # fmt: skip
        following = next_month(PAGE.extent().last)
        left, right = st.columns(2, gap="small")
        year = left.number_input("年份", 1990, 2100, following.start.year, key="blank_year")
        month = right.selectbox(
            "月份", range(1, 13), index=following.start.month - 1, key="blank_month",
            format_func=lambda number: f"{number}月", disabled=kind in _YEARLY,
        )  # fmt: skip
        if kind:
            _download_blank(kind, form_period(kind, int(year), int(month or 1)))


def _download_blank(kind: str, period: Period) -> None:
    try:
        form = _blank(kind, period)
    except (UnfitEntry, PeriodError) as error:
        st.warning(str(error))
        return
    st.html(html.note([f"{form.name}，工作表：{'、'.join(form.sheets)}。"]))
    st.download_button(
        "下载空白表", form.data, file_name=form.name, mime=_XLSX, on_click="ignore",
        icon=":material/download:", key="blank",
    )  # fmt: skip


def next_month(last: date | None) -> Period:
    """The month after the last data, the one that is due; without data the month before today."""
    if last is None:
        now = today()
        return month_period(now.year - (now.month == 1), (now.month - 2) % 12 + 1)
    return month_period(last.year + (last.month == 12), last.month % 12 + 1)


def form_period(kind: str, year: int, month: int) -> Period:
    """The period of a form: noise is reported by year, all others by month."""
    return year_period(year) if kind in _YEARLY else month_period(year, month)
