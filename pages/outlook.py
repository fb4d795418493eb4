"""年度推演: what the rest of the year must average, with sliders, and where the gap comes from."""

import streamlit as st

from chuangmo.ui.exports import basket
from chuangmo.ui.indicator.indicator import areas_of
from chuangmo.ui.outlook import gap, outlook
from chuangmo.ui.outlook.assumption import show_what_if
from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.state import choose_area, choose_indicator, choose_month, filter_row
from chuangmo.ui.reads import PAGE

extent = PAGE.extent()
if not extent.months:
    empty_store("年度推演")
    st.stop()

with filter_row():
    month = choose_month(extent.months)
    with first_picture("outlook", 37):
        options = outlook.indicators_ahead(month)
    if not options:
        outlook.nothing_to_project(month)
        st.stop()
    chosen = choose_indicator(options)
    area = choose_area(areas_of(month, "keep", chosen))
    basket.offer("outlook", month, indicator=chosen.id, area=area)

view = outlook.load_view(month, chosen, area)
outlook.show_verdict(view)
outlook.offer_open_month(view, extent.months)
show_what_if(view, extent.months[-1].start.year)
outlook.show_needed(view)
gap.show_gap(view)
gap.show_districts(view)
st.html(html.foot(outlook.outlook_foot(view), [outlook.past_years_words(view)]))
