"""导出中心: the basket, the set for the monthly meeting, 会议快照."""

import streamlit as st

from chuangmo.ui.blocks.pack import show_pack
from chuangmo.ui.exports import exports, snapshots
from chuangmo.ui.parts.frame import empty_store
from chuangmo.ui.parts.state import choose_month, filter_row
from chuangmo.ui.reads import PAGE

extent = PAGE.extent()
if not extent.months:
    empty_store("导出中心")
    st.stop()

with filter_row():
    month = choose_month(extent.months)

exports.show_verdict(month)
left, right = st.columns([1.5, 1], gap="large")
with left:
    exports.show_basket()
with right:
    show_pack(month.period)
    exports.show_meeting_set(month)
    snapshots.show_snapshots(month)
    exports.offer_addresses()
