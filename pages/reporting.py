"""报送: what a district owes of a month, the form of each report, and the file that answered it."""

import streamlit as st

from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import first_picture
from chuangmo.ui.parts.state import choose_area, filter_row
from chuangmo.ui.reporting import reporting

districts = reporting.districts_owing()
if not districts:
    reporting.show_none()
    st.stop()

with filter_row():
    month = reporting.choose_month(reporting.months_owed())
    area = choose_area(districts)

with first_picture("reporting", 400):
    found, tasks = reporting.load_tasks(month, area)
reporting.show_verdict(tasks, month, area)
reporting.show_tasks(tasks)
reporting.show_reminder(found, area)
reporting.show_ways()
st.html(html.foot(reporting.reporting_foot(found)))
