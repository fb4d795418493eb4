"""考核: the districts of a year scored, ranked and graded, every deduction with its reason."""

import streamlit as st

from chuangmo.ui.assessment import assessment, entry
from chuangmo.ui.exports import basket
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.outcome import tell_result
from chuangmo.ui.parts.state import choose_month, filter_row
from chuangmo.ui.reads import PAGE

extent = PAGE.extent()
if not extent.months:
    empty_store("考核")
    st.stop()

with filter_row():
    month = choose_month(extent.months)
    basket.offer("assessment", month)

with first_picture("assessment", 600):
    found = assessment.load_year(month)
assessment.show_verdict(found)
tell_result()
assessment.show_standings(found)
district = assessment.choose_district(found)
if district is not None:
    assessment.show_district(found, district)
entry.enter_mark(found)
st.html(assessment.assessment_foot(found))
