"""The frame of every page: the table of pages, the logo and the one style block."""

import streamlit as st

from chuangmo.ui.frame import dress_page

PAGES = (
    ("overview.py", "总览", "overview"),
    ("indicator.py", "指标", "indicator"),
    ("tasks.py", "任务", "tasks"),
    ("outlook.py", "达标推演", "outlook"),
    ("upload.py", "上传", "upload"),
    ("rules.py", "口径与标准", "rules"),
)

page = st.navigation(
    [
        st.Page(script, title=title, url_path=path, default=not number)
        for number, (script, title, path) in enumerate(PAGES)
    ],
    position="top",
)
dress_page(page.title)
page.run()
