"""任务: done of the yearly quota against 时序进度, by district, by month, and the ledger."""

import streamlit as st

from chuangmo.ui.blocks.target_forms import show_plan, show_targets
from chuangmo.ui.exports import basket
from chuangmo.ui.indicator.indicator import areas_of
from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.state import choose_area, choose_indicator, choose_month, filter_row
from chuangmo.ui.reads import PAGE
from chuangmo.ui.tasks import ledger, tasks

extent = PAGE.extent()
if not extent.months:
    empty_store("任务")
    st.stop()

with filter_row():
    month = choose_month(extent.months)
    with first_picture("tasks", 37):
        options = tasks.tasks_of(month)
    if not options:
        tasks.no_tasks(month)
        st.stop()
    chosen = choose_indicator(options)
    area = choose_area(areas_of(month, "keep", chosen))
    basket.offer("tasks", month, indicator=chosen.id, area=area)

view = tasks.load_tasks(month, chosen, area)
tasks.show_verdict(view)
left, right = st.columns([1.1, 1], gap="medium")
with left:
    tasks.show_shares(view)
with right:
    tasks.show_burnup(view)
tasks.show_winters(view)
tasks.show_sub_counts(view)
show_plan(month, chosen, area)
show_targets(month, area=None if view.own.area_kind == "city" else area)
ledger.show_ledger(view)
st.html(html.foot(tasks.tasks_foot(view)))
