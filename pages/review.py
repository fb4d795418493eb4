"""审核: what uploaders sent is let in or returned by a reviewer; months are published."""

import streamlit as st

from chuangmo.ui.parts import html
from chuangmo.ui.parts.outcome import tell_result
from chuangmo.ui.review import detail, publish, waiting

desk = waiting.load_desk()
waiting.show_verdict(desk)
tell_result()
files, months = st.tabs(["待审批次", "发布"], key="part", on_change="rerun")
if files.open:
    with files:
        waiting.show_list(desk)
        waiting.decide(desk)
        batch = detail.choose(desk)
        if batch is not None:
            detail.show(batch)
else:
    with months:
        publish.show()
st.html(html.foot(waiting.review_foot()))
