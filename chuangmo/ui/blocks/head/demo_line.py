"""On every page of the demonstration: that it is one, and the way to a city of one's own."""

import streamlit as st

from chuangmo.access.actor import MANAGER
from chuangmo.service import process
from chuangmo.service.decisions.own_city import is_demonstration
from chuangmo.ui import reads
from chuangmo.ui.parts import html


def show_demonstration() -> None:
    """The line; only who may set the city is shown the way. Nothing in a home of one's own."""
    if not is_demonstration(reads.get_board()):
        return
    sets = reads.actor().may(MANAGER) and not process.several()
    way = '<a href="/setup" target="_self">设置我的城市</a>' if sets else ""
    badge = '<span class="demo">这是演示数据</span>'
    st.html(html.wrap(badge + way, "cm-person"), width="content")
