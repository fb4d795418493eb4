"""The notice on every page while the board is read-only."""

import streamlit as st

from chuangmo.ui import which_city
from chuangmo.ui.parts import html


def show_closed() -> None:
    """Say once, above the page, why the board only shows; nothing where it takes changes."""
    if words := which_city.board().store.writing_closed:
        st.html(html.wrap(html.text(words), "cm-closed cm-s-missed"))
