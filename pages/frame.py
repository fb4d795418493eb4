"""The frame of every page: the table of pages, the logo and the one style block."""

import streamlit as st

from chuangmo.ui.blocks.catalog_line import show_catalog_faults
from chuangmo.ui.parts.closed import show_closed
from chuangmo.ui.parts.explain import show_help
from chuangmo.ui.parts.frame import dress_page
from chuangmo.ui.parts.person import administers, show_person

PAGES = (
    ("overview.py", "总览", "overview"),
    ("indicator.py", "指标", "indicator"),
    ("district.py", "区县", "district"),
    ("tasks.py", "任务", "tasks"),
    ("map.py", "地图", "map"),
    ("outlook.py", "年度推演", "outlook"),
    ("scheme.py", "创模清单", "scheme"),
    ("assessment.py", "考核", "assessment"),
    ("supervision.py", "督办", "supervision"),
    ("exports.py", "导出中心", "exports"),
    ("upload.py", "上传", "upload"),
    ("batches.py", "批次与溯源", "batches"),
    ("rules.py", "口径与标准", "rules"),
)
#: Reached by a button of 总览, not from the bar.
MEETING = ("meeting.py", "会议模式", "meeting")
#: For administrators; the service functions behind them refuse everybody else.
ADMIN_PAGES = (
    ("users.py", "用户与权限", "users"),
    ("audit.py", "审计", "audit"),
)

shown = PAGES + (ADMIN_PAGES if administers() else ())
page = st.navigation(
    [
        st.Page(script, title=title, url_path=path, default=not number)
        for number, (script, title, path) in enumerate(shown)
    ]
    + [st.Page(MEETING[0], title=MEETING[1], url_path=MEETING[2], visibility="hidden")],
    position="top",
)
dress_page(page.title)
with st.container(horizontal=True, horizontal_alignment="right", key="page-line"):
    show_person()
    show_help(page.title)
show_closed()
if administers():
    show_catalog_faults()
page.run()
