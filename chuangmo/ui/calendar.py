"""The calendar of days on 指标: picture, class key and table, where days were reported."""

import streamlit as st

from chuangmo.charts.map import scale
from chuangmo.exhibit import Foot
from chuangmo.exhibits.calendar import classes_of, key_note, key_words
from chuangmo.exhibits.place import Place
from chuangmo.service.daily import DaySeries
from chuangmo.ui import html, indicator_figures, reads
from chuangmo.ui.picture import show_picture, table_rows
from chuangmo.ui.reads import PAGE
from chuangmo.ui.state import on_phone, theme


def days_of(place: Place) -> DaySeries | None:
    """The days behind the figure; ``None`` where only longer periods were reported."""
    return PAGE.daily(
        place.indicator.id, place.area, place.month.year, place.month.as_of, place.dust
    )


def show_calendar(place: Place, series: DaySeries, foot: Foot) -> None:
    """The picture with its key."""
    exhibit = indicator_figures.calendar(place, series, foot)
    assert exhibit.figure is not None and exhibit.table is not None
    table = exhibit.table
    asked = (indicator_figures.about(place), on_phone())
    twin = reads.keep(lambda *_: html.table(*table_rows(table)), "calendar twin", *asked)
    show_picture("calendar", exhibit.verdict, exhibit.subtitle, exhibit.figure, twin)
    key = reads.keep(lambda *_: _key(place, series), "calendar key", asked[0], theme())
    st.html(key)


def _key(place: Place, series: DaySeries) -> str:
    blocks = "".join(
        f'<li><i style="background:{colour.of(theme())}"></i>{html.text(word)}</li>'
        for colour, word in zip(scale(classes_of(series)), key_words(place, series), strict=True)
        if word
    )
    classes = html.wrap(f'<ul class="cm-classes">{blocks}</ul>')
    return html.stack(classes, html.note([key_note(series), html.unverified(series.confidence)]))
