"""The trend over years on 指标: a word on it only where the years carry one."""

import streamlit as st

from chuangmo.exhibits.place import Place
from chuangmo.exhibits.yearly.significance import why_too_few
from chuangmo.ui.indicator import figures
from chuangmo.ui.parts import html
from chuangmo.ui.parts.picture import show_exhibit


def show_over_years(place: Place) -> None:
    """Columns of the same months of every year with the test; the sentence alone of few years."""
    exhibit = figures.over_years(place)
    if exhibit is None:
        return
    if exhibit.figure is None:
        st.html(html.title(exhibit.verdict, exhibit.subtitle))
        st.html(html.note([why_too_few(exhibit)]))
    else:
        show_exhibit("over-years", exhibit)
        st.html(html.note(list(exhibit.notes)))
