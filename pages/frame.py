"""The frame of every page: the table of pages, the logo and the one style block."""

import streamlit as st

from chuangmo.ui.blocks.head import bar, city_choice, start
from chuangmo.ui.blocks.head.bar import Entry
from chuangmo.ui.blocks.head.page_head import show_page_head
from chuangmo.ui.parts import address
from chuangmo.ui.parts.frame import dress_page
from chuangmo.ui.parts.person import may, show_not_theirs
from chuangmo.ui.setup.offer import begins_here, is_offered

city_choice.decide()
#: One page a line: script, title, path, group, and the right it needs beyond looking.
PAGES = (
    Entry("overview.py", "总览", "overview", bar.FIRST),
    Entry("province.py", "全省", "province", bar.FIGURES, listed=city_choice.sees_several()),
    Entry("indicator.py", "指标", "indicator", bar.FIGURES),
    Entry("district.py", "区县", "district", bar.FIGURES),
    Entry("map.py", "地图", "map", bar.FIGURES),
    Entry("tasks.py", "任务", "tasks", bar.FIGURES),
    Entry("outlook.py", "年度推演", "outlook", bar.FIGURES),
    Entry("scheme.py", "创模清单", "scheme", bar.FIGURES),
    Entry("assessment.py", "考核", "assessment", bar.FIGURES),
    Entry("upload.py", "上传", "upload", bar.WORK, bar.UPLOADS),
    Entry("reporting.py", "报送", "reporting", bar.WORK),
    Entry("supervision.py", "督办", "supervision", bar.WORK),
    Entry("batches.py", "批次与溯源", "batches", bar.WORK),
    Entry("review.py", "审核", "review", bar.WORK, bar.REVIEWS, listed=False),
    Entry("messages.py", "消息", "messages", bar.WORK, listed=False),
    Entry("search.py", "搜索", "search", bar.WORK, listed=False),
    Entry("exports.py", "导出中心", "exports", bar.MEETINGS),
    Entry("meeting.py", "会议模式", "meeting", bar.MEETINGS),
    Entry("data_addresses.py", "数据地址", "data_addresses", bar.MEETINGS, listed=False),
    Entry("rules.py", "口径与标准", "rules", bar.RULES),
    Entry("setup.py", "设置我的城市", "setup", bar.MANAGING, bar.SETS, listed=is_offered()),
    Entry("settings.py", "设置", "settings", bar.MANAGING, bar.SETS),
    Entry("users.py", "用户与权限", "users", bar.MANAGING, bar.NAMES_PEOPLE),
    Entry("audit.py", "审计", "audit", bar.MANAGING, bar.AUDITS),
)
pages = bar.pages_of(PAGES)
bar.remember(PAGES)
page = st.navigation(bar.grouped(PAGES, pages), position="top")
if begins_here(page.url_path):
    st.switch_page(pages["setup"])
opened = next(one for one in PAGES if one.title == page.title)
if not (theirs := may(opened.right)) and not may(bar.LOOKS):  # 三员分立: they have other pages
    st.switch_page(pages[bar.first_of(PAGES)])
if area := start.own_district(page.url_path):
    st.switch_page(pages["district"], query_params={"area": area})
dress_page(page.title)
show_page_head(page.title)
if theirs:
    with address.kept(opened.path):
        city_choice.keep_said()
        page.run()
else:
    show_not_theirs(opened.title, opened.right)
