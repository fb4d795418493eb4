"""搜索: districts, indicators, months, pages, batches and files by their names."""

import streamlit as st

from chuangmo.ui.blocks.head import bar
from chuangmo.ui.parts import html
from chuangmo.ui.search import search

typed = search.ask()
found = search.found_for(typed, bar.theirs())
search.show_found(typed, found, search.shown_month())
st.html(html.foot(search.search_foot()))
