"""What 任务 shows first: verdict, share bars against 时序进度, the burn-up of one place."""

import streamlit as st

from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Cell, ColumnHead, Foot, Table
from chuangmo.exhibits import tasks
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.burnup import burnup_exhibit
from chuangmo.exhibits.sub_counts import sub_counts_exhibit
from chuangmo.exhibits.tasks import Tasks
from chuangmo.exhibits.yearly.winters import winters_of
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, Safe, code, joined
from chuangmo.ui.parts.picture import show_exhibit
from chuangmo.ui.parts.state import on_phone, theme
from chuangmo.ui.reads import PAGE

_NO_FOOT = Foot("", "", "", "")  # the page has one foot line of its own


def tasks_of(month: Month) -> list[Indicator]:
    """Tasks with a figure or a quota in the year of the month; those with a quota first."""
    return tasks.tasks_of(PAGE, month)


def load_tasks(month: Month, indicator: Indicator, area: str) -> Tasks:
    """Rows and months of one task."""
    return tasks.load_tasks(PAGE, month, indicator, area)


def show_verdict(view: Tasks) -> None:
    """Done of quota, ahead or behind, and what the rest of the year must bring."""
    kicker = ["任务", view.indicator.name, view.area, f"截至{view.month.as_of:%Y-%m-%d}"]
    tags = [html.chip(view.own.shown_as), html.demo_tag(view.demo)]
    st.html(html.verdict_block(kicker, tasks.headline(view), tasks.second(view), tags))


def show_shares(view: Tasks) -> None:
    """Share bars of the districts that have a quota; the others named below."""
    exhibit = tasks.shares_exhibit(view, _NO_FOOT, theme(), on_phone())
    if exhibit is None:
        st.html(html.title("没有可比的区县", "没有一个区县既下达了任务又报了进度"))
        return
    show_exhibit("shares", exhibit)
    if exhibit.notes:
        st.html(html.note(list(exhibit.notes)))


def show_burnup(view: Tasks) -> None:
    """The year of the chosen place: months with a report, plan, last year, the pace."""
    exhibit = burnup_exhibit(view, _NO_FOOT, theme(), on_phone())
    if exhibit is None:
        st.html(html.title(f"{view.area}{view.month.year}年还没有报送进度"))
        return
    show_exhibit("burnup", exhibit)


def show_winters(view: Tasks) -> None:
    """Of boilers the heating seasons beside them; nothing of other tasks or of one season."""
    exhibit = winters_of(PAGE, view, _NO_FOOT, theme(), on_phone())
    if exhibit is not None:
        show_exhibit("winters", exhibit)
        st.html(html.note(list(exhibit.notes)))


def show_sub_counts(view: Tasks) -> None:
    """What the counts are made of (其中), each with its cell; nothing where none were given."""
    exhibit = sub_counts_exhibit(PAGE, view, _NO_FOOT)
    if exhibit is None or exhibit.table is None:
        return
    st.html(html.title(exhibit.verdict, exhibit.subtitle))
    st.html(_in_lines(exhibit.table) if on_phone() else _in_columns(exhibit.table))
    st.html(html.note(list(exhibit.notes)))


def _in_columns(table: Table) -> str:
    heads = [HtmlColumn(head.name, numeric=head.numeric) for head in table.heads]
    return html.table(heads, [[_with_cell(cell) for cell in row] for row in table.rows])


def _with_cell(cell: Cell) -> Safe:
    return joined([cell.text, *([code(cell.small)] if cell.small else [])], " ")


def _in_lines(table: Table) -> str:
    """The same for narrow screens: a line a place."""
    rows: list[list[object]] = []
    for place, *kinds in table.rows:
        named = [_named(head, cell) for head, cell in zip(table.heads[1:], kinds, strict=True)]
        rows.append([place.text, joined(named, "、")])
    return html.table([HtmlColumn(table.heads[0].name, css="cm-nowrap"), HtmlColumn("其中")], rows)


def _named(head: ColumnHead, cell: Cell) -> Safe:
    return joined([f"{head.name} ", _with_cell(cell)])


def tasks_foot(view: Tasks) -> Foot:
    """The foot line of the page."""
    return tasks.tasks_foot(PAGE, view)


def no_tasks(month: Month) -> None:
    """The sentence in place of the verdict where the year has no task at all."""
    st.html(
        html.verdict_block(
            ["任务", month.words],
            f"{month.words}没有任务进度。",
            "请换一个月份，或到“上传”页导入锅炉改造台账、任务进度月报。",
        )
    )
