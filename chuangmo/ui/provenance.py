"""The cells behind the figure of 指标: the first of them at once, all of them on a click."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place
from chuangmo.period import Period, months_period
from chuangmo.service.board import Board
from chuangmo.service.trace import Excerpt, excerpt
from chuangmo.ui import cached, html
from chuangmo.ui.html import Column, code
from chuangmo.wording import ABSENT

_AT_ONCE = 6


@dataclass(frozen=True)
class _Shown:
    """What is drawn: title and first cells as markup; all cells and their name where more."""

    first: str
    name: str = ""
    all_cells: str = ""


def provenance_period(month: Month) -> Period:
    """January to the month: the period whose figure the page shows."""
    return months_period((month.year, 1), (month.year, month.month))


def show_provenance(place: Place) -> None:
    """Which cells were used, as they stand in their files."""
    period, year = provenance_period(place.month), place.month.year_period

    def make(board: Board, who: Actor) -> _Shown:
        found = excerpt(board, who, place.indicator.id, period, place.area, within=year)
        return _drawn(found, place.month.span)

    shown = cached.keep(make, "provenance", place.indicator.id, period, place.area)
    st.html(shown.first)
    if shown.all_cells:
        with st.expander(shown.name):
            st.html(shown.all_cells)


def _drawn(found: Excerpt, span: str) -> _Shown:
    if not found.cells:
        why = "没有直接上报的单元格：该数由其他指标推算，请看相应指标的来源。"
        return _Shown(html.stack(html.title("这个数从哪里来"), html.note([why])))
    sub = f"{span}的数值用到 {found.total} 个单元格；原文照录，未作改动"
    only = f"。下列为{_day_words(found.day)}的，其余各日的列法相同" if found.day else ""
    head = [
        [code(_address(cell)), cell["raw"], cell["file"], _used(cell)]
        for cell in found.cells[:_AT_ONCE]
    ]
    columns = [Column("单元格"), Column("原文", numeric=True), Column("文件"), Column("采用")]
    first = html.stack(html.title("这个数从哪里来", sub + only), html.table(columns, head))
    if len(found.cells) <= len(head):
        return _Shown(first)
    which = f"{_day_words(found.day)}的" if found.day else "全部"
    return _Shown(first, f"{which} {len(found.cells)} 个单元格", _cells(found.cells))


def _cells(cells: Sequence[dict[str, Any]]) -> str:
    """All of them, in a window of its own that scrolls."""
    columns = [
        Column("单元格"),
        Column("原文", numeric=True),
        Column("入库值", numeric=True),
        Column("单位"),
        Column("采用"),
        Column("文件"),
        Column("批次", numeric=True),
    ]
    rows = [
        [
            code(_address(cell)),
            cell["raw"],
            ABSENT if cell["value"] is None else cell["value"],
            cell["unit"],
            _used(cell),
            cell["file"],
            cell["batch"],
        ]
        for cell in cells
    ]
    return html.wrap(html.table(columns, rows), "cm-window")


def _used(cell: dict[str, Any]) -> str:
    return "采用" if cell["used"] else cell["why"] or "未采用"


def _day_words(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _address(cell: dict[str, object]) -> str:
    return f"{cell['sheet']}!{cell['cell']}" if cell["sheet"] else str(cell["cell"])
