"""总览: one sentence, four cards, the matrix of places and indicators."""

import streamlit as st

from chuangmo.ui.blocks.pack import show_pack
from chuangmo.ui.exports import basket
from chuangmo.ui.overview import changes, overview
from chuangmo.ui.overview.meeting import offer_meeting
from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.state import choose_dust, choose_line, choose_month, filter_row
from chuangmo.ui.reads import PAGE

extent = PAGE.extent()
if not extent.months:
    empty_store("总览")
    st.stop()

with filter_row():
    month = choose_month(extent.months)
    dust = choose_dust()
    line = choose_line()
    basket.offer("overview", month, dust=dust, as_shown=line == "combined")
    st.space("stretch")
    offer_meeting()

with first_picture("overview", 780):
    view = overview.load_overview(month, dust, line)
    cards = overview.key_cards(view)
overview.show_verdict(view)
st.html(html.cards(cards))
overview.show_matrix(view)
show_pack(month.period, headed=False)
changes.show_changes(month, dust)
st.html(html.foot(overview.overview_foot(view)))
