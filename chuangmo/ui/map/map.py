"""What 地图 shows: one figure of all districts in two panels, its classes and its table."""

import re
from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.catalog.models import Indicator
from chuangmo.charts.classes import Classes
from chuangmo.charts.map import (
    PHONE_PANEL,
    WHOLE_PANEL,
    ZOOM_PANEL,
    central_box,
    map_figure,
    scale,
)
from chuangmo.charts.template import config
from chuangmo.exhibit import Foot
from chuangmo.exhibits import map as maps
from chuangmo.exhibits.map import MapView
from chuangmo.exhibits.month import Month
from chuangmo.period import Period
from chuangmo.service.board import Board
from chuangmo.ui import reads
from chuangmo.ui.parts import address, html
from chuangmo.ui.parts.html import bold, joined
from chuangmo.ui.parts.picture import table_rows
from chuangmo.ui.parts.state import (
    adopt_month,
    choose_switch,
    indicator_link,
    month_words,
    on_phone,
    theme,
)
from chuangmo.ui.reads import PAGE
from chuangmo.wording import (
    DUST_WORD,
)

_TAG = re.compile("<[^>]+>")
SPANS = {"year": "当年累计", "month": "当月"}


def choose_month_on_slider(months: Sequence[Period]) -> Month:
    """The months with data from left to right; the same parameter as the selector elsewhere."""
    by_words = {month_words(period): period for period in reversed(months)}
    adopt_month(months)
    if len(by_words) == 1:
        (words,) = by_words
        address.drawn("month", {words: by_words[words].text}, words)
        return Month(by_words[words])
    words = st.select_slider(
        "月份",
        list(by_words),
        key="month",
        label_visibility="collapsed",
        persist_state="session",
    )
    address.drawn("month", {text: period.text for text, period in by_words.items()}, words)
    return Month(by_words[words])


def choose_span(indicator: Indicator) -> bool:
    """Whether the month alone is shown; only the air has figures that make sense by month."""
    if indicator.group != "air":
        return False
    return choose_switch("时段", "span", SPANS, "year") == "month"


def show_nothing(month: Month) -> None:
    """The sentence in place of the verdict when the year has no figures."""
    words = f"{month.words}没有可以上图的数据。"
    st.html(html.verdict_block(["地图", month.words], words, "请换一个月份，或先上传月报。"))


def load_map(month: Month, indicator: Indicator, dust: str, single: bool) -> MapView:
    """The rows of every place, and the limit that becomes a class break."""
    return maps.load_map(PAGE, month, indicator, dust, single)


def show_verdict(view: MapView) -> str:
    """Draw the sentence; returns it for the figures' alternative text."""
    sentence = maps.headline(view)
    tags = [html.demo_tag(any(row.demo for row in view.rows.values()))]
    kicker = ["地图", view.indicator.name, view.month.words if not view.single else
              f"{view.month.year}年{view.month.month}月"]  # fmt: skip
    if view.indicator.group == "air":
        kicker.append(DUST_WORD[view.dust])
    parts: list[object] = []
    drawn = {shape.area for shape in view.shapes}
    short = [row.area for row in view.districts if not view.counts(row)]
    for areas, words in (
        ([area for area in short if not drawn or area in drawn], " 数据不足，图上画斜线，不上色。"),
        ([area for area in view.absent if not drawn or area in drawn], " 没有数据，图上画斜线。"),
        ([area for area in (*short, *view.absent) if drawn and area not in drawn],
         " 没有界线，只列在表里。"),
    ):  # fmt: skip
        if areas:
            parts += [bold("、".join(areas)), words]
    if view.single:
        parts.append("单月数值只与年限值对照，不作判断。")
    else:
        parts.append("底色看数值，状态按各区县自己的限值判断。")
    st.html(html.verdict_block(kicker, sentence, joined(parts), tags))
    return sentence


def show_panels(view: MapView, sentence: str) -> None:
    """Both panels, the class key and the table; on phones the enlarged panel first."""
    classes = maps.classes_of(PAGE, view)
    if not view.shapes:
        st.html(html.note(["这个城市没有区县边界文件，只列表。"]))
        _table(view)
    elif on_phone():
        if central_box(view.shapes):
            _panel(view, sentence, True, PHONE_PANEL)
        _key(view, classes)
        _panel(view, sentence, False, PHONE_PANEL)
        _table(view)
    else:
        left, right = st.columns([1.35, 1], gap="medium")
        with left:
            _panel(view, sentence, False, WHOLE_PANEL)
        with right:
            if central_box(view.shapes):
                _panel(view, sentence, True, ZOOM_PANEL)
            _key(view, classes)
            _table(view)


def _panel(view: MapView, alt: str, zoomed: bool, size: tuple[int, int]) -> None:
    if zoomed:
        st.html(html.title("城区放大", "计入城区均值的各区"))
    else:
        st.html(html.title("全市各区县", maps.subtitle(view)))
    name = f"地图-{view.indicator.id}-{view.month.period.text}"
    st.plotly_chart(
        _drawn(view, zoomed, size),
        theme=None,
        config=config(f"创模看板-{name}", on_phone()),
        alt=("城区放大：" if zoomed else "") + alt,
        key=f"map-{'zoom' if zoomed else 'all'}",
    )


def _drawn(view: MapView, zoomed: bool, size: tuple[int, int]) -> go.Figure:
    """One panel, kept for whoever looks at the same; the view is asked for anew with it."""
    look = theme(), on_phone()

    def make(board: Board, _: Actor) -> go.Figure:
        indicator = board.catalog.indicator(view.indicator.id)
        now = load_map(view.month, indicator, view.dust, view.single)
        plots = {row.area: maps.plot_of(now, row) for row in now.districts}
        classes = maps.classes_of(PAGE, now)
        figure = map_figure(
            now.shapes, plots, classes, look[0], zoomed=zoomed, size=size, short=look[1]
        )
        _lead_on(figure, now)
        return figure

    asked = view.indicator.id, view.month.period, view.month.as_of, view.dust, view.single
    return reads.keep(make, "map panel", *asked, zoomed, size, look)


def _link(view: MapView, area: str) -> str:
    return indicator_link(view.month, view.dust, view.indicator, area)


def _lead_on(figure: go.Figure, view: MapView) -> None:
    """Let the name of a district lead to its figures, as a row of the table does."""
    for label in figure.layout.annotations:
        plain = _TAG.sub("", label.text)
        area = next((row.area for row in view.districts if plain.startswith(row.area)), None)
        if area is not None:
            href = html.text(_link(view, area))
            label.text = f'<a href="{href}" target="_self">{label.text}</a>'


def _key(view: MapView, classes: Classes) -> None:
    blocks = "".join(
        f'<li><i style="background:{colour.of(theme())}"></i>{html.text(word)}</li>'
        for colour, word in zip(scale(classes), maps.key_words(view, classes), strict=True)
        if word
    )
    st.html(html.wrap(f'<ul class="cm-classes">{blocks}</ul>'))
    st.html(html.note([maps.key_note(view)]))


def _table(view: MapView) -> None:
    unit = view.unit if view.unit not in ("", "无量纲") else ""
    st.html(html.title("各区县数值", f"从劣到优{'，' + unit if unit else ''}"))
    columns, rows = table_rows(maps.map_table(view), lambda area: _link(view, area))
    st.html(html.table(columns, [[row[0], bold(row[1]), *row[2:]] for row in rows]))


def map_foot(view: MapView) -> tuple[Foot, list[str]]:
    """The foot line and the remark on the boundaries from the catalog."""
    note = reads.get_board().catalog.city.boundary_note
    return maps.map_foot(PAGE, view), [note] if note and view.shapes else []
