"""地图: one indicator in all districts, with the months on a slider and the table beside it."""

import streamlit as st

from chuangmo.ui.exports import basket
from chuangmo.ui.indicator import indicator
from chuangmo.ui.map import map as places
from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.state import choose_dust, choose_indicator, filter_row
from chuangmo.ui.reads import PAGE

extent = PAGE.extent()
if not extent.months:
    empty_store("地图")
    st.stop()

row = filter_row()
month = places.choose_month_on_slider(extent.months)
dust = st.session_state.get("dust") or "keep"
with row:
    options = indicator.indicators_with_rows(month, dust)
    if not options:
        places.show_nothing(month)
        st.stop()
    chosen = choose_indicator(options)
    single = places.choose_span(chosen)
    if chosen.group == "air":
        dust = choose_dust()
    basket.offer("map", month, indicator=chosen.id, dust=dust, as_shown=not single)

with first_picture("map", 780):
    view = places.load_map(month, chosen, dust, single)
sentence = places.show_verdict(view)
places.show_panels(view, sentence)
st.html(html.foot(*places.map_foot(view)))
