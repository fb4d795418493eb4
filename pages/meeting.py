"""会议模式: the city's findings one by one in large type, for the projector."""

import streamlit as st

from chuangmo.ui.overview import meeting
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.reads import PAGE

extent = PAGE.extent()
if not extent.months:
    empty_store("会议模式")
    st.stop()

month, dust = meeting.asked_month(extent.months), meeting.asked_dust()
with first_picture("meeting", 780):
    view, shown = meeting.load_screens(month, dust)
number = meeting.number_of(len(shown))
meeting.show_screen(view, shown[number - 1])
meeting.show_bar(view, number, len(shown))
