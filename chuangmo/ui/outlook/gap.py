"""The lower half of 年度推演: the parts of the gap, and the needed means of all districts."""

import streamlit as st

from chuangmo.exhibit import Foot
from chuangmo.exhibits import gap, needs
from chuangmo.exhibits.outlook import OutlookView
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, bold, joined, status_text
from chuangmo.ui.parts.picture import show_exhibit
from chuangmo.ui.parts.state import theme
from chuangmo.ui.reads import PAGE

_NO_FOOT = Foot("", "", "", "")  # the page has one foot line of its own


def show_gap(view: OutlookView) -> None:
    """Which months and which districts make the gap: two charts that each add up to it."""
    place, month = view.place, view.month
    found = PAGE.attribute(view.indicator.id, place.area, month.year_period, month.as_of)
    if not gap.has_parts(found) or found.gap is None:
        return
    st.html(html.title(*gap.gap_words(view, found)))
    left, right = st.columns([1, 1], gap="medium")
    with left:
        parts = gap.month_parts(found)
        exhibit = gap.gap_exhibit(view, gap.BY_MONTH, parts, found.gap, _NO_FOOT, theme())
        show_exhibit("gap-months", exhibit)
    with right:
        parts = gap.district_parts(found)
        if len(parts) > 1:
            exhibit = gap.gap_exhibit(view, gap.BY_DISTRICT, parts, found.gap, _NO_FOOT, theme())
            show_exhibit("gap-districts", exhibit)
        else:
            st.html(html.note(["本地数值不是由几个区县的点位合成的，没有按区县的分解。"]))


def show_districts(view: OutlookView) -> None:
    """The needed means of all places, the tightest first."""
    exhibit = needs.needs_exhibit(PAGE, view, _NO_FOOT)
    if exhibit is None or exhibit.table is None:
        return
    wide = ("往年同期", "依据", "对照的线")
    columns = [
        HtmlColumn(
            f"{head.name}（{head.small}）" if head.name == "往年同期" else head.name,
            numeric=head.numeric,
            css="cm-hide-phone" if head.name in wide else "",
        )
        for head in exhibit.table.heads
    ]
    sub = exhibit.subtitle.partition("，")[2]
    st.html(html.title(exhibit.subtitle.partition("，")[0], f"{sub}；余量小的在上"))
    body: list[list[object]] = []
    for row in exhibit.table.rows:
        shown: list[object] = [status_text(c.status) if c.status else c.text for c in row]
        shown[3] = joined([bold(row[3].text), " " if row[3].small else "", html.tag(row[3].small)])
        body.append(shown)
    st.html(html.table(columns, body))
