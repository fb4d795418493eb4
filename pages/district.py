"""区县: one district on one page: where it stands, its tasks, what the year still needs."""

import streamlit as st

from chuangmo.ui.blocks.notes import show_notes_of
from chuangmo.ui.district import compare, district
from chuangmo.ui.exports import basket
from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.outcome import tell_result
from chuangmo.ui.parts.state import choose_area, choose_dust, choose_month, filter_row
from chuangmo.ui.reads import PAGE

extent = PAGE.extent()
if not extent.months:
    empty_store("区县")
    st.stop()

with filter_row():
    month = choose_month(extent.months)
    areas = district.districts_of(month, st.session_state.get("dust") or "keep")
    if not areas:
        district.show_nothing(month)
        st.stop()
    area = choose_area(areas)
    second = compare.choose_second(areas, area) if len(areas) > 1 else ""
    dust = choose_dust()
    basket.offer("district", month, area=area, dust=dust, compare=second or None)

if second:
    with first_picture("compare", 780):
        both = compare.load_both(month, area, second, dust)
    st.html(html.foot(compare.show_both(both, month, dust)))
    st.stop()
with first_picture("district", 780):
    view = district.load_district(month, area, dust)
district.show_verdict(view)
tell_result()
district.show_bullets(view)
district.show_lower(view)
show_notes_of(month, dust, area, [indicator for indicator, _ in view.cells])
st.html(html.foot(district.district_foot(view)))
