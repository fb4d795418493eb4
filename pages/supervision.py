"""督办: what is behind or wrong becomes an item, from 立项 to 销号."""

import streamlit as st

from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.outcome import tell_result
from chuangmo.ui.parts.state import choose_month, filter_row
from chuangmo.ui.reads import PAGE
from chuangmo.ui.supervision import acts, handling, progress, supervision

extent = PAGE.extent()
if not extent.months:
    empty_store("督办")
    st.stop()

with filter_row():
    month = choose_month(extent.months)

with first_picture("supervision", 600):
    desk = supervision.load_desk(month)
supervision.show_verdict(desk)
tell_result()
listed, proposed, written, counted, booked = st.tabs(
    ["督办事项", "待立项", "新立项", "统计与通报", "台账进出"],
    key="part",
    bind="query-params",
    on_change="rerun",
)
with listed:
    shown = supervision.filtered(desk, *supervision.choose_filters(desk))
    supervision.show_list(desk, shown)
    item = supervision.choose_item(desk.items)
    if item is not None:
        supervision.show_item(item, desk.on)
        handling.act_on(item)
# What is only looked at is drawn when it is opened; forms stay, with what is typed in them.
if proposed.open:
    with proposed:
        acts.show_proposals(desk)
with written:
    acts.show_form(desk)
if counted.open:
    with counted:
        progress.show_progress(desk)
with booked:
    progress.show_book(desk)
st.html(html.foot(supervision.supervision_foot(desk)))
