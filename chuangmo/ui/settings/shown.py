"""The settings as they stand: a sentence, and one table for each sheet of the workbook."""

import streamlit as st

from chuangmo.service.city.cell_texts import SettingsWords
from chuangmo.service.city.changing_settings import settings_history
from chuangmo.service.city.present import present
from chuangmo.service.city.rows import rows_of
from chuangmo.service.city.tables import FACT, TABLES, SettingsTable
from chuangmo.service.city.values import CitySettings
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.settings.history import show_history

HISTORY = "改动记录"
_MOST = 200


def show_head() -> None:
    """What is set up, and how it is changed."""
    board, who = reads.get_board(), reads.actor()
    changed = len(settings_history(board, who))
    settings = present(board, who)
    words = SettingsWords(board.catalog, settings)
    counts = [
        f"{table.name} {len(rows_of(table, settings, words))} 条"
        for table in TABLES
        if table.name != FACT
    ]
    st.html(
        html.verdict_block(
            ["设置", settings.name, f"改动过 {changed} 次" if changed else "还没有改动过"],
            f"{settings.name}现有{'、'.join(counts)}。",
            "要改的，下载设置工作簿，在 Excel 或 WPS 里改好后上传：先逐格列出差异，确认后才写入，"
            "不用重启；每次改动都有记录，可以撤销。",
        )
    )


def offer_steps() -> None:
    """The way to the page that asks for the same step by step."""
    if st.button("在网页上一步一步填", key="settings_steps"):
        st.switch_page("setup.py")


def show_tables() -> None:
    """A tab for each table, the history last; only the open one is drawn."""
    names = [*(table.name for table in TABLES), HISTORY]
    opened = st.tabs(names, key="settings_table", bind="query-params", on_change="rerun")
    settings = present(reads.get_board(), reads.actor())
    for table, tab in zip(TABLES, opened, strict=False):
        if tab.open:
            with tab:
                _show(table, settings)
    if opened[-1].open:
        with opened[-1]:
            show_history()


def _show(table: SettingsTable, settings: CitySettings) -> None:
    rows = rows_of(table, settings, SettingsWords(reads.get_board().catalog, settings))
    if not rows:
        st.html(html.note([f"还没有{table.title}。在设置工作簿的“{table.name}”表里加行，再上传。"]))
        return
    used = [h for h in table.headings if any(row.texts[h] for row in rows)]
    columns = [HtmlColumn(heading) for heading in used]
    st.html(html.title(table.title, f"{len(rows)} 条"))
    shown = [[row.texts[heading] for heading in used] for row in rows[:_MOST]]
    st.html(html.table(columns, shown, fold=True))
    if len(rows) > _MOST:
        st.html(html.note([f"页面上只列前 {_MOST} 条，工作簿里是全部 {len(rows)} 条。"]))
