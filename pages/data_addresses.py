"""数据地址: each view by its address, tokens, the licence."""

import streamlit as st

from chuangmo.ui.data_addresses.addresses import show_head, show_licence, show_views
from chuangmo.ui.data_addresses.tokens import show_tokens
from chuangmo.ui.parts.frame import empty_store
from chuangmo.ui.parts.outcome import tell_result
from chuangmo.ui.parts.state import choose_month, filter_row
from chuangmo.ui.reads import PAGE

extent = PAGE.extent()
if not extent.months:
    empty_store("数据地址")
    st.stop()

with filter_row():
    month = choose_month(extent.months)

show_head(month)
tell_result()
show_views(month)
left, right = st.columns(2, gap="large")
with left:
    show_licence()
with right:
    show_tokens()
