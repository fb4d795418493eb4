"""指标: one indicator in one place, as chart, as table, with method and source."""

import streamlit as st

from chuangmo.ui.blocks.beside import show_beside
from chuangmo.ui.blocks.notes import show_notes_on
from chuangmo.ui.blocks.target_forms import show_plan, show_targets
from chuangmo.ui.exports import basket
from chuangmo.ui.indicator import event_marks, figures, indicator, tabs
from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.outcome import tell_result
from chuangmo.ui.parts.state import (
    choose_area,
    choose_dust,
    choose_indicator,
    choose_month,
    filter_row,
)
from chuangmo.ui.reads import PAGE

extent = PAGE.extent()
if not extent.months:
    empty_store("指标")
    st.stop()

with filter_row():
    month = choose_month(extent.months)
    dust = st.session_state.get("dust") or "keep"
    with first_picture("indicator", 37):
        options = indicator.indicators_with_rows(month, dust)
    if not options:
        indicator.nothing_this_month(month)
        st.stop()
    chosen = choose_indicator(options)
    area = choose_area(indicator.areas_of(month, dust, chosen))
    if chosen.group == "air":
        dust = choose_dust()
    laid = indicator.choose_laid(chosen)
    basket.offer("indicator", month, indicator=chosen.id, area=area, dust=dust, over=laid)

place = figures.load_place(month, chosen, area, dust)
foot = place.foot(PAGE)
over = figures.over(place) if laid else None
indicator.show_verdict(place)
tell_result()
chart, table, method = st.tabs(["图", "表", "口径与依据"])
with chart:
    indicator.show_charts(place, foot, over)
    event_marks.show_marks(place)
    show_notes_on(month, dust, chosen, area)
    show_beside(place)
    show_plan(month, chosen, area)
    show_targets(month, indicator=chosen.id)
with table:
    tabs.show_table(place, foot, over)
with method:
    tabs.show_method(place)
st.html(html.foot(foot))
