"""The table of an exhibit on a page: title, rows as published, notes; the same as in files."""

import streamlit as st

from chuangmo.exhibit import Cell, Exhibit, Foot, Table
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, Safe, status_text, text

NO_FOOT = Foot("", "", "", "")  # a page has one foot line of its own


def show_exhibit_table(exhibit: Exhibit) -> None:
    """Title, table and notes of an exhibit without a figure."""
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
    if cell.status:
        return status_text(cell.status)
    small = f' <span class="mute">{text(cell.small)}</span>' if cell.small else ""
    return Safe(f"{text(cell.text)}{small}")
