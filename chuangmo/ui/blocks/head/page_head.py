"""What stands above every page: whose data it shows, who sits there, what must be known."""

import streamlit as st

from chuangmo.access.actor import VIEWER
from chuangmo.ui import reads
from chuangmo.ui.blocks.head.catalog_line import show_catalog_faults
from chuangmo.ui.blocks.head.city_choice import show_cities
from chuangmo.ui.blocks.head.closed import show_closed
from chuangmo.ui.blocks.head.demo_line import show_demonstration
from chuangmo.ui.blocks.head.opening import open_on_month, show_standing
from chuangmo.ui.blocks.head.ways import show_ways
from chuangmo.ui.parts.explain import show_help
from chuangmo.ui.parts.former_home import tell_of_new_home
from chuangmo.ui.parts.person import administers, may, show_person


def show_page_head(title: str) -> None:
    """The line of the page, and below it what stands in the way of changes.

    Of figures nothing is said to whoever may not see them (三员分立). A page that asks for a
    month begins with the one that the board opens on.
    """
    looks = may(VIEWER)
    if looks and title != "全省":  # which opens on a month that most of its cities have
        open_on_month()
    with st.container(horizontal=True, horizontal_alignment="right", key="page-line"):
        show_cities()
        show_demonstration()
        if looks:
            show_ways()
        show_person()
        show_help(title)
    tell_of_new_home(reads.get_board().catalog.city.name)
    show_closed()
    if administers():
        show_catalog_faults()
    if looks:
        show_standing(title)
