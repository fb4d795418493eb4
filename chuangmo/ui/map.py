"""What 地图 shows: one figure of all districts in two panels, its classes and its table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import streamlit as st

from chuangmo.assess.rounding import convertible, in_unit, publish
from chuangmo.assess.verdict_types import (
    INSUFFICIENT,
    NOT_APPLICABLE,
    NOT_ASSESSABLE,
    Statistic,
    Verdict,
)
from chuangmo.catalog.boundaries import Shape
from chuangmo.catalog.models import Indicator
from chuangmo.charts.classes import Classes, build_classes, class_words
from chuangmo.charts.map import Plot, central_box, map_figure, scale
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.charts.palette import STATUS
from chuangmo.charts.template import config
from chuangmo.exhibit import Foot
from chuangmo.period import Period
from chuangmo.service.reading import Extent
from chuangmo.ui import cached, cached_places, html
from chuangmo.ui.html import Column, bold, joined, status_text
from chuangmo.ui.state import Month, adopt_code, month_words, on_phone, theme
from chuangmo.wording import (
    DUST_WORD,
    LINE_WORD,
    digits_of,
    figure,
    limit_words,
    share_words,
    shown_value,
    unit_after,
    value_name,
)

SPANS = {"year": "当年累计", "month": "当月"}


@dataclass(frozen=True)
class MapView:
    """One indicator in all districts up to a month, or in that month alone.

    Attributes:
        rows: the row that counts, by place (the city among them).
        limit: value and words of the class break; ``None`` where nothing divides.
    """

    indicator: Indicator
    month: Month
    dust: str
    single: bool
    city: str
    rows: dict[str, Verdict]
    limit: tuple[float, str] | None
    shapes: tuple[Shape, ...]

    @property
    def districts(self) -> list[Verdict]:
        """The districts' rows, worst value first, those without a judgeable value last."""
        sign = -1 if self.higher else 1
        rows = [row for row in self.rows.values() if row.area_kind == "district"]
        return sorted(rows, key=lambda row: (not self.counts(row), -sign * self.value(row)))

    @property
    def absent(self) -> list[str]:
        """Districts on the map without any row: nothing was measured or asked of them."""
        return [shape.area for shape in self.shapes if shape.area not in self.rows]

    @property
    def higher(self) -> bool:
        """Whether high is good."""
        return self.indicator.direction == "higher" or self.indicator.is_task

    @property
    def as_share(self) -> bool:
        """Whether a task is drawn as a share of its quota."""
        return self.indicator.is_task and any(r.completion for r in self.rows.values())

    @property
    def unit(self) -> str:
        """The unit of the values drawn."""
        first = next(iter(self.rows.values()), None)
        return "%" if self.as_share else first.unit if first else self.indicator.unit

    def counts(self, row: Verdict) -> bool:
        """Whether the row has a value that may be coloured and ranked."""
        present = row.completion if self.as_share else row.value
        return present is not None and row.status not in (INSUFFICIENT, NOT_ASSESSABLE)

    def value(self, row: Verdict) -> float:
        """The drawn value; 0 without one."""
        text = row.completion if self.as_share else row.published or row.value
        return float(Fraction(text or 0))

    def words(self, row: Verdict) -> str:
        """The drawn value as printed."""
        if self.as_share:
            return share_words(row) or f"完成 {shown_value(row, self.indicator)}"
        return shown_value(row, self.indicator)


def choose_month_on_slider(months: Sequence[Period]) -> Month:
    """The months with data from left to right; the same parameter as the selector elsewhere."""
    by_words = {month_words(period): period for period in reversed(months)}
    adopt_code("month", {period.text: words for words, period in by_words.items()})
    if len(by_words) == 1:
        return Month(next(iter(by_words.values())))
    if "month" not in st.query_params:
        kept = st.session_state.get("month")
        st.session_state["month"] = kept if kept in by_words else next(reversed(by_words))
    words = st.select_slider(
        "月份",
        list(by_words),
        key="month",
        label_visibility="collapsed",
        bind="query-params",
        persist_state="session",
    )
    return Month(by_words[words])


def choose_span(indicator: Indicator) -> bool:
    """Whether the month alone is shown; only the air has figures that make sense by month."""
    if indicator.group != "air":
        return False
    picked = st.segmented_control(
        "时段",
        list(SPANS),
        format_func=lambda span: SPANS[span],
        default="year",
        required=True,
        key="span",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
    )
    return picked == "month"


def show_nothing(month: Month) -> None:
    """The sentence in place of the verdict when the year has no figures."""
    words = f"{month.words}没有可以上图的数据。"
    st.html(html.verdict_block(["地图", month.words], words, "请换一个月份，或先上传月报。"))


def load_map(month: Month, indicator: Indicator, dust: str, single: bool) -> MapView:
    """The rows of every place, and the limit that becomes a class break."""
    period = month.period if single else month.year_period
    assessment = cached.assess(period, month.as_of, dust)
    found: dict[str, list[Verdict]] = {}
    for row in assessment.rows:
        if row.indicator == indicator.id:
            found.setdefault(row.area, []).append(row)
    picked = {area: chosen(rows, COMBINED) for area, rows in found.items()}
    rows = {area: row for area, row in picked.items() if row is not None}
    city = cached.get_board().catalog.city.name
    limit = _break(indicator, rows, city, month)
    return MapView(indicator, month, dust, single, city, rows, limit, cached_places.shapes())


def _break(
    indicator: Indicator, rows: dict[str, Verdict], city: str, month: Month
) -> tuple[float, str] | None:
    """The city's own limit, else the commonest; for tasks the share of the year gone by."""
    if indicator.is_task:
        if not any(row.completion for row in rows.values()):
            return None
        share = publish(Fraction(100 * month.month, 12), 1)
        return float(share), f"时序进度 {share}%"
    limits = Counter((r.line, r.limit) for r in rows.values() if r.limit is not None)
    if not limits or indicator.direction == "none":
        return None
    own = rows.get(city)
    if own is not None and own.limit is not None:
        return float(own.limit), f"全市{LINE_WORD[own.line]} {own.limit}"
    (line, limit), _ = limits.most_common(1)[0]
    return float(limit or 0), f"{LINE_WORD[line]} {limit}"


def classes_of(view: MapView) -> Classes:
    """Classes over all months of the year, so that a colour means the same while sliding."""
    values = [view.value(row) for row in view.districts if view.counts(row)]
    if view.as_share:
        values.append(100.0)
    elif not view.indicator.is_task and values:
        areas = tuple(row.area for row in view.districts)
        last = view.month.year_period.last_day
        series = cached_places.series(view.indicator.id, areas, view.month.year, last, view.dust)
        for points in series.values():
            figures = [point.single if view.single else point.cumulative for point in points]
            values += [v for figure in figures if (v := _in_unit(figure, view.unit)) is not None]
    return build_classes(values, view.limit[0] if view.limit else None, view.higher)


def _in_unit(statistic: Statistic, unit: str) -> float | None:
    if statistic.value is None or not convertible(statistic.unit, unit):
        return None
    return float(in_unit(statistic.value, statistic.unit, unit))


def headline(view: MapView) -> str:
    """The worst and the best district and how many are beyond the limit; also the alt text."""
    rows = [row for row in view.districts if view.counts(row)]
    name = value_name(view.indicator)
    when = f"{view.month.year}年{view.month.month}月" if view.single else view.month.span
    what = "完成比例" if view.as_share else ""
    if not rows:
        return f"{when}{name}各区县没有可以上图的数值。"
    worst, best = ("最低", "最高") if view.higher else ("最高", "最低")
    text = f"{when}{name}{what}：{_ends(view, rows, 0)}{worst}"
    if view.value(rows[0]) == view.value(rows[-1]):
        text = f"{when}{name}{what}各区县同为 {view.words(rows[0])}"
    elif len(rows) > 1:
        text += f"，{_ends(view, rows, -1)}{best}"
    return f"{text}；{_beyond(view, rows)}。"


def _ends(view: MapView, rows: Sequence[Verdict], end: int) -> str:
    same = [row.area for row in rows if view.value(row) == view.value(rows[end])]
    names = "、".join(same[:2]) + (f"等 {len(same)} 个区县" if len(same) > 2 else "")
    return f"{names} {view.words(rows[end])} "


def _beyond(view: MapView, rows: Sequence[Verdict]) -> str:
    if view.limit is None:
        return "没有统一的限值，只按数值分级"
    sign = -1 if view.higher else 1
    inside = [row for row in rows if row.status != NOT_APPLICABLE]
    outside = len(rows) - len(inside)
    rest = f"，另有 {outside} 个区县不在考核范围" if outside else ""
    beyond = [row for row in inside if sign * view.value(row) > sign * view.limit[0]]
    side = "低于" if view.higher else "高于"
    unit = "" if view.as_share else unit_after(view.unit)
    if not beyond:
        return f"没有区县{side}{view.limit[1]}{unit}{rest}"
    named = f"（{'、'.join(row.area for row in beyond)}）" if len(beyond) <= 3 else ""
    return f"{len(beyond)} 个区县{named}{side}{view.limit[1]}{unit}{rest}"


def show_verdict(view: MapView) -> str:
    """Draw the sentence; returns it for the figures' alternative text."""
    sentence = headline(view)
    tags = [html.demo_tag(any(row.demo for row in view.rows.values()))]
    kicker = ["地图", view.indicator.name, view.month.words if not view.single else
              f"{view.month.year}年{view.month.month}月"]  # fmt: skip
    if view.indicator.group == "air":
        kicker.append(DUST_WORD[view.dust])
    lacking = [*(row.area for row in view.districts if not view.counts(row)), *view.absent]
    parts: list[object] = []
    if lacking:
        parts += [bold("、".join(lacking)), " 没有可用数值，图上画斜线，不上色、不排序。"]
    if view.single:
        parts.append("单月数值只与年限值对照，不作达标判断。")
    else:
        parts.append("底色看数值，状态按各区县自己的限值判断。")
    st.html(html.verdict_block(kicker, sentence, joined(parts), tags))
    return sentence


def show_panels(view: MapView, sentence: str) -> None:
    """Both panels, the class key and the table; on phones the enlarged panel first."""
    classes = classes_of(view)
    if not view.shapes:
        st.html(html.note(["这个城市没有区县边界文件，只列表。"]))
        _table(view)
    elif on_phone():
        if central_box(view.shapes):
            _panel(view, classes, sentence, True, 330)
        _key(view, classes)
        _panel(view, classes, sentence, False, 330)
        _table(view)
    else:
        left, right = st.columns([1.35, 1], gap="medium")
        with left:
            _panel(view, classes, sentence, False, 720)
        with right:
            if central_box(view.shapes):
                _panel(view, classes, sentence, True, 380)
            _key(view, classes)
            _table(view)


def _panel(view: MapView, classes: Classes, alt: str, zoomed: bool, height: int) -> None:
    plots = {row.area: _plot(view, row) for row in view.districts}
    drawn = map_figure(
        view.shapes, plots, classes, theme(), zoomed=zoomed, height=height, short=on_phone()
    )
    if zoomed:
        st.html(html.title("城区放大", "计入城区均值的各区"))
    else:
        st.html(html.title("全市各区县", _subtitle(view)))
    name = f"地图-{view.indicator.id}-{view.month.period.text}"
    st.plotly_chart(
        drawn,
        theme=None,
        config=config(f"创模看板-{name}", on_phone()),
        alt=("城区放大：" if zoomed else "") + alt,
        key=f"map-{'zoom' if zoomed else 'all'}",
    )


def _plot(view: MapView, row: Verdict) -> Plot:
    counts = view.counts(row)
    value = view.value(row) if counts else None
    style = STATUS[row.status]
    return Plot(value, view.words(row), row.status, style.word, not counts)


def _subtitle(view: MapView) -> str:
    break_words = f"；底色以{view.limit[1]} 为界" if view.limit else ""
    unit = view.unit if view.unit not in ("", "无量纲") else ""
    so_far = "当年累计" if view.indicator.group in ("air", "task") else "当年数值"
    what = "占任务比例" if view.as_share else ("月均值" if view.single else so_far)
    return f"{what}{'，' + unit if unit else ''}{break_words}；界线为示意"


def _key(view: MapView, classes: Classes) -> None:
    digits = 1 if view.as_share else digits_of(view.indicator, view.unit)
    best = 100.0 if view.unit == "%" and not view.as_share else None
    words = class_words(classes, digits, best)
    blocks = "".join(
        f'<li><i style="background:{colour.of(theme())}"></i>{html.text(word)}</li>'
        for colour, word in zip(scale(classes), words, strict=True)
        if word
    )
    side = f"暖色：劣于{view.limit[1]}。" if view.limit else "没有统一的限值，深浅只表示数值。"
    st.html(html.wrap(f'<ul class="cm-classes">{blocks}</ul>'))
    st.html(html.note([f"{side}斜线：没有数据或数据不足。"]))


def _table(view: MapView) -> None:
    unit = view.unit if view.unit not in ("", "无量纲") else ""
    st.html(html.title("各区县数值", f"从劣到优{'，' + unit if unit else ''}"))
    columns = [
        Column("区县"),
        Column("占任务" if view.as_share else "数值", numeric=True),
        Column("完成 / 任务" if view.as_share else "本区县限值", numeric=True),
        Column("状态"),
    ]
    rows = [_table_row(view, row) for row in view.districts]
    rows += [[area, "—", "—", "没有数据"] for area in view.absent]
    st.html(html.table(columns, rows))


def _table_row(view: MapView, row: Verdict) -> list[object]:
    own = limit_words(row) or "—"
    if view.as_share:
        own = f"{shown_value(row, view.indicator)} / {figure(row.quota)}"
    return [row.area, bold(view.words(row)), own, status_text(row.status)]


def map_foot(view: MapView, extent: Extent) -> tuple[Foot, list[str]]:
    """The foot line and the remark on the boundaries from the catalog."""
    through = min(view.month.as_of, extent.last) if extent.last else view.month.as_of
    rows = view.districts
    documents = list(dict.fromkeys(row.document for row in rows if row.document))
    demo = "（演示数据）" if any(row.demo for row in rows) else ""
    usable = sum(1 for row in rows if view.counts(row))
    foot = Foot(
        source=f"来源：已导入的月报与台账{demo}",
        through=f"数据截至 {through:%Y-%m-%d}（批次 {extent.batch}）",
        valid=f"有效区县 {usable} / {len(rows) + len(view.absent)}",
        standard=f"标准：{'、'.join(documents)}" if documents else "",
    )
    note = cached.get_board().catalog.city.boundary_note
    return foot, [note] if note and view.shapes else []
