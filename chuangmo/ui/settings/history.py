"""The changes of the settings, newest first, each with what it changed; one may be taken back."""

import streamlit as st

from chuangmo.service.city.changing_settings import settings_history
from chuangmo.service.city.values import SettingsEvent
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.times import local_time
from chuangmo.ui.settings.changing import UNDOING, changes_table
from chuangmo.ui.settings.renaming import CHANGING

_MOST = 30


def show_history() -> None:
    """Every change with its lines; a press on 撤销 shows what that would do, above."""
    events = settings_history(reads.get_board(), reads.actor())
    if not events:
        st.html(html.note(["还没有改动过。手工改文件、登记目标不在这里，见审计和各页。"]))
        return
    st.html(html.title(f"共 {len(events)} 次改动", "时间为北京时间，新的在前"))
    for event in events[:_MOST]:
        with st.expander(_headline(event)):
            st.html(changes_table(event.changes))
            st.button(
                "撤销这次改动", key=f"settings_undo_{event.seq}", disabled=event.undone,
                on_click=_begin_undoing, args=(event.seq,),
            )  # fmt: skip


def _begin_undoing(seq: int) -> None:
    st.session_state[UNDOING] = seq
    st.session_state.pop(CHANGING, None)


def _headline(event: SettingsEvent) -> str:
    what = f"撤销第 {event.undoes} 行的改动" if event.undoes else event.source or "在页面上"
    undone = "，已撤销" if event.undone else ""
    return f"{local_time(event.at)}　{event.by}　{what}：{len(event.changes)} 处{undone}"
