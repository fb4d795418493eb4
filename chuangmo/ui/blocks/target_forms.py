"""Targets of several years and with a day, on 指标, 区县, 任务: the tables of the files."""

import streamlit as st

from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Cell, Exhibit, Foot, Table
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.target_forms import load_plan, plan_exhibit, targets_exhibit
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, status_text
from chuangmo.ui.reads import PAGE

_NO_FOOT = Foot("", "", "", "")  # a page has one foot line of its own


def show_targets(month: Month, *, area: str | None = None, indicator: str | None = None) -> None:
    """Where the targets with a form stand; nothing where there are none."""
    exhibit = targets_exhibit(PAGE, month, _NO_FOOT, area=area, indicator=indicator)
    if exhibit is not None:
        _show(exhibit)


def show_plan(month: Month, indicator: Indicator, area: str) -> None:
    """The plan of a place year by year; nothing where it has none."""
    view = load_plan(PAGE, month, indicator, area)
    if view is not None:
        _show(plan_exhibit(view, month, area, _NO_FOOT))


def _show(exhibit: Exhibit) -> None:
    assert exhibit.table is not None
    st.html(html.title(exhibit.verdict, exhibit.subtitle))
    st.html(_as_html(exhibit.table))
    st.html(html.note(list(exhibit.notes)))


def _as_html(table: Table) -> str:
    heads = [
        HtmlColumn(
            f"{head.name}（{head.small}）" if head.small else head.name, numeric=head.numeric
        )
        for head in table.heads
    ]
    return html.table(heads, [[_cell(cell) for cell in row] for row in table.rows], fold=True)


def _cell(cell: Cell) -> object:
    return status_text(cell.status) if cell.status else cell.text
