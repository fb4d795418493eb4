"""The frame of every page: the table of pages, the logo and the one style block."""

import streamlit as st

from chuangmo.ui.frame import dress_page

PAGES = (
    ("overview.py", "总览", "overview"),
    ("indicator.py", "指标", "indicator"),
    ("district.py", "区县", "district"),
    ("tasks.py", "任务", "tasks"),
    ("map.py", "地图", "map"),
    ("outlook.py", "达标推演", "outlook"),
    ("scheme.py", "创模清单", "scheme"),
    ("upload.py", "上传", "upload"),
    ("batches.py", "批次与溯源", "batches"),
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
