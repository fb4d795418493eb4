"""Rows added to a table of the settings without typing into it: by a form, or pasted."""

from collections.abc import Mapping, Sequence

import streamlit as st

from chuangmo.service.city.cell_texts import NO, YES, SettingsWords
from chuangmo.service.city.tables import DISTRICT, SettingsColumn, SettingsTable
from chuangmo.ui.parts.state import indicator_words
from chuangmo.ui.setup.grid import (
    BETWEEN,
    SettingsGrid,
    Typed,
    add_rows,
    additions,
    choices_of,
    is_box,
    table_of,
    words_now,
)
from chuangmo.ui.setup.pasting import pasted_rows


def offer_form(grid: SettingsGrid, typed: Typed) -> None:
    """A form of one row, for who does not like to type into tables, and for phones."""
    table, words = table_of(grid.table), words_now()
    columns = {column.heading: column for column in table.columns}
    with (
        st.expander(f"加一行{table.title}"),
        st.form(f"add_{grid.table}", clear_on_submit=True, border=False),
    ):
        said = {heading: _asked(grid, table, columns[heading], words) for heading in grid.shown}
        filled = any(text for heading, text in said.items() if not is_box(table, heading))
        if st.form_submit_button("加入上表"):
            if filled:
                add_rows(grid, typed, [said])
                st.rerun()
            st.warning("各格都空着，没有加入任何一行。")


def _asked(
    grid: SettingsGrid, table: SettingsTable, column: SettingsColumn, words: SettingsWords
) -> str:
    """One cell, asked for as it suits it; its text."""
    heading, key = column.heading, f"add_{grid.table}_{column.heading}"
    label = f"{heading}（必填）" if column.required else heading
    if is_box(table, heading):
        usual = grid.table != DISTRICT  # sites count unless said otherwise, districts do not
        return YES if st.checkbox(heading, value=usual, key=key) else NO
    choices = choices_of(grid, column, words)
    if heading in grid.many:
        shown = {one.name: indicator_words(one) for one in words.catalog.indicators.values()}
        return BETWEEN.join(
            st.multiselect(
                label, choices, placeholder="可以选几个",
                format_func=lambda name: shown.get(name, name), key=key,
            )
        )  # fmt: skip
    if choices:
        return str(st.selectbox(label, choices, index=None, placeholder="请选择", key=key) or "")
    return str(st.text_input(label, key=key)).strip()


def offer_pasting(grid: SettingsGrid, typed: Typed) -> None:
    """A box for rows copied from a workbook; they stand in the table above then, not yet saved."""
    table = table_of(grid.table)
    with st.expander(f"从 Excel 粘贴{table.title}"):
        text = st.text_area(
            f"在 Excel 里选中几行复制，粘贴到这里。列的次序：{BETWEEN.join(grid.shown)}；"
            "连表头一起复制的，按表头。",
            key=f"paste_{grid.table}_{additions(grid, typed)}",  # empty again once they are added
            height=140,
        )
        if st.button("加入上表", key=f"paste_add_{grid.table}"):
            found = pasted_rows(text, table.headings, grid.shown)
            if problem := found.problem or _unticked(table, found.rows):
                st.error(problem)
            elif found.rows:
                add_rows(grid, typed, found.rows)
                st.rerun()
            else:
                st.warning("框里没有内容，没有加入任何一行。请先把从 Excel 复制的行粘贴进来。")


def _unticked(table: SettingsTable, rows: Sequence[Mapping[str, str]]) -> str:
    """What stands in a column of 是 and 否 and is neither; empty as a rule."""
    for number, row in enumerate(rows, 1):
        for heading, text in row.items():
            if is_box(table, heading) and text not in (YES, NO, ""):
                said = f"第 {number} 行“{heading}”写的是“{text}”，应为 {YES} 或 {NO}。"
                return f"{said}没有加入任何一行。"
    return ""
