"""The calendar of days on 指标: picture, class key and table, where days were reported."""

import streamlit as st

from chuangmo.charts.map import scale
from chuangmo.exhibit import Foot, marks_line
from chuangmo.exhibits.calendar import classes_of, key_note, key_words
from chuangmo.exhibits.place import Place
from chuangmo.service.figures.daily import DaySeries
from chuangmo.ui.indicator.figures import calendar, days_of, keep_of
from chuangmo.ui.parts import html
from chuangmo.ui.parts.picture import show_picture, table_rows
from chuangmo.ui.parts.state import on_phone, theme


def show_calendar(place: Place, series: DaySeries) -> None:
    """The picture with its key."""
    exhibit = calendar(place, series)
    assert exhibit.figure is not None

    def twin(now: Place, _: Foot) -> str:
        table = calendar(now, series).table
        assert table is not None
        return html.table(*table_rows(table))

    def key(now: Place, _: Foot) -> str:
        return _key(now, days_of(now) or series)

    said = keep_of(twin, "calendar twin", place, on_phone())
    show_picture("calendar", exhibit.verdict, exhibit.subtitle, exhibit.figure, said)
    if events := marks_line(exhibit):
        st.html(html.note([events]))
    st.html(keep_of(key, "calendar key", place, theme()))


def _key(place: Place, series: DaySeries) -> str:
    blocks = "".join(
        f'<li><i style="background:{colour.of(theme())}"></i>{html.text(word)}</li>'
        for colour, word in zip(scale(classes_of(series)), key_words(place, series), strict=True)
        if word
    )
    classes = html.wrap(f'<ul class="cm-classes">{blocks}</ul>')
    return html.stack(classes, html.note([key_note(series), html.unverified(series.confidence)]))
