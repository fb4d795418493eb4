"""会议模式: the city's findings one by one in large type, for the projector."""

import streamlit as st

from chuangmo.charts.matrix import COMBINED
from chuangmo.exhibits.meeting import screens
from chuangmo.ui import cached, meeting, overview
from chuangmo.ui.frame import empty_store, first_picture
from chuangmo.ui.state import choose_dust, choose_month, filter_row

extent = cached.extent()
if not extent.months:
    empty_store("会议模式")
    st.stop()

with filter_row():
    month = choose_month(extent.months)
    dust = choose_dust()

with first_picture("meeting", 780):
    view = overview.load_overview(month, dust, COMBINED, extent)
shown = screens(view)
number = meeting.number_of(len(shown))
meeting.show_screen(view, shown[number - 1])
meeting.show_bar(number, len(shown))
