"""One chart on a page: title with the finding, figure with alternative text, data as a table."""

from collections.abc import Callable, Sequence

import plotly.graph_objects as go
import streamlit as st

from chuangmo.charts.template import config
from chuangmo.exhibit import Cell, Exhibit, Table, marks_line
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, status_text
from chuangmo.ui.parts.state import on_phone

Twin = tuple[Sequence[HtmlColumn], Sequence[Sequence[object]]]


def show_picture(key: str, finding: str, sub: str, figure: go.Figure, twin: str) -> None:
    """Title, chart and, folded, the same figures as a table.

    Args:
        key: stable name for the widget and the file of a downloaded picture.
        finding: the title; with ``sub`` also the alternative text.
        twin: the same figures as a table, in markup.
    """
    st.html(html.title(finding, sub))
    st.plotly_chart(
        figure,
        theme=None,
        config=config(f"创模看板-{key}", on_phone()),
        alt=f"{finding}。{sub}",
        key=f"picture-{key}",
    )
    with st.expander("数据表"):
        st.html(twin)


def show_exhibit(key: str, exhibit: Exhibit) -> None:
    """An exhibit with a figure and its table.

    Args:
        key: stable name for the widget, whatever month or place is shown.
    """
    assert exhibit.figure is not None and exhibit.table is not None
    twin = html.table(*table_rows(exhibit.table))
    show_picture(key, exhibit.verdict, exhibit.subtitle, exhibit.figure, twin)
    if events := marks_line(exhibit):
        st.html(html.note([events]))


def table_rows(table: Table, lead: Callable[[str], str] | None = None) -> Twin:
    """An exhibit's table as the page's own.

    Args:
        lead: a place of the column 区县 to the address that its name leads to.
    """
    columns = [HtmlColumn(head.name, numeric=head.numeric) for head in table.heads]
    places = [head.name == "区县" and lead is not None for head in table.heads]
    return columns, [
        [
            html.link(cell.text, lead(cell.text)) if lead and place else _shown(cell)
            for place, cell in zip(places, row, strict=True)
        ]
        for row in table.rows
    ]


def _shown(cell: Cell) -> object:
    return status_text(cell.status, cell.word) if cell.status else cell.text
