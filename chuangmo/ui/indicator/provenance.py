"""The cells behind the figure of 指标: the first of them at once, all of them on a click."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place
from chuangmo.period import Period, day_words, months_period, today
from chuangmo.service.board import Board
from chuangmo.service.figures.trace import MOST_CELLS, count_cells, excerpt
from chuangmo.ui import reads
from chuangmo.ui.blocks.made_of import made_of
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, code
from chuangmo.wording import ABSENT

_AT_ONCE, _PAGE = 6, 100
#: Indicator, period and place.
_Asked = tuple[str, Period, str]
_TITLE = "这个数从哪里来"


@dataclass(frozen=True)
class _Shown:
    """What is drawn: title and first cells as markup; all cells by the page where more."""

    first: str
    total: int = 0
    pages: tuple[str, ...] = ()


def provenance_period(month: Month) -> Period:
    """January to the month: the period whose figure the page shows."""
    return months_period((month.year, 1), (month.year, month.month))


def show_provenance(place: Place) -> None:
    """Which cells were used, as they stand in their files; where they are very many, on a click."""
    month, asked = place.month, (place.indicator.id, provenance_period(place.month), place.area)
    year = month.year_period
    total = reads.keep(
        lambda b, who: count_cells(b, who, *asked, within=year), "cells", *asked, today()
    )
    if total <= MOST_CELLS:
        _show_all(asked, month)
        return
    sub = f"{month.span}的数值用到 {total} 个单元格；原文照录，未作改动"
    st.html(html.title(_TITLE, sub))
    opened = st.expander("看最后一日的单元格，其余各日的列法相同", key="cells", on_change="rerun")
    if opened.open:
        opened.html(
            reads.keep(lambda b, who: _last_day(b, who, asked, year), "last day", *asked, today())
        )


def _show_all(asked: _Asked, month: Month) -> None:
    shown = reads.keep(lambda b, who: _few(b, who, asked, month), "provenance", *asked, today())
    st.html(shown.first)
    if shown.pages:
        with st.expander(f"全部 {shown.total} 个单元格"):
            st.html(shown.pages[_choose_page(shown)])


def _choose_page(shown: _Shown) -> int:
    """Which hundred of the cells is listed; no choice where there is but one."""
    if len(shown.pages) == 1:
        return 0
    last = [min((n + 1) * _PAGE, shown.total) for n in range(len(shown.pages))]
    chosen = st.selectbox(
        "第几个单元格",
        range(len(shown.pages)),
        format_func=lambda n: f"第 {n * _PAGE + 1}—{last[n]} 个，共 {shown.total} 个",
        key=f"cells-page-{shown.total}",
        label_visibility="collapsed",
        width=260,
    )
    return chosen or 0


def _few(board: Board, who: Actor, asked: _Asked, month: Month) -> _Shown:
    cells = excerpt(board, who, *asked, within=month.year_period).cells
    if not cells:
        why = "没有直接上报的单元格：该数由其他指标推算，请看相应指标的来源。"
        return _Shown(html.stack(html.title(_TITLE), html.note([why])))
    head = [
        [code(_address(cell)), _printed(cell), cell["file"], html.use_words(cell)]
        for cell in cells[:_AT_ONCE]
    ]
    columns = [
        HtmlColumn("单元格"),
        HtmlColumn("原文", numeric=True),
        HtmlColumn("文件"),
        HtmlColumn("采用"),
    ]
    used = sum(bool(cell["used"]) for cell in cells)
    left = f"，另有 {len(cells) - used} 个未采用" if used < len(cells) else ""
    sub = f"{month.span}的数值用到 {used} 个单元格{left}；原文照录，未作改动"
    first = html.stack(html.title(_TITLE, sub), html.table(columns, head), made_of(cells))
    if len(cells) <= len(head):
        return _Shown(first)
    pages = tuple(_cells(cells[n : n + _PAGE]) for n in range(0, len(cells), _PAGE))
    return _Shown(first, len(cells), pages)


def _last_day(board: Board, who: Actor, asked: _Asked, year: Period) -> str:
    found = excerpt(board, who, *asked, within=year)
    day = day_words(found.day) if found.day else ""
    return html.stack(html.note([f"{day}的 {len(found.cells)} 个单元格"]), _cells(found.cells))


def _cells(cells: Sequence[dict[str, Any]]) -> str:
    """Some of them, in a window of its own that scrolls."""
    columns = [
        HtmlColumn("单元格"),
        HtmlColumn("原文", numeric=True),
        HtmlColumn("入库值", numeric=True),
        HtmlColumn("单位"),
        HtmlColumn("采用"),
        HtmlColumn("文件"),
        HtmlColumn("批次", numeric=True),
    ]
    rows = [
        [
            code(_address(cell)),
            _printed(cell),
            ABSENT if cell["value"] is None else cell["value"],
            cell["unit"],
            html.use_words(cell),
            cell["file"],
            cell["batch"],
        ]
        for cell in cells
    ]
    return html.wrap(html.table(columns, rows), "cm-window")


def _printed(cell: dict[str, Any]) -> str:
    """The cell as written; of a rate with the numerator and denominator kept beside it."""
    raw, part, whole = cell["raw"] or "", cell["numerator"], cell["denominator"]
    return f"{raw}（{part}÷{whole}）" if part and whole else raw


def _address(cell: dict[str, object]) -> str:
    return f"{cell['sheet']}!{cell['cell']}" if cell["sheet"] else str(cell["cell"])
