"""Horizontal bars for many places: two panels, grown from a common limit or from zero."""

from dataclasses import replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from chuangmo.exports.native import LIMITS, OWN, SIGNED, START, Chart, ChartSeries
from chuangmo.exports.pptx.chart_data import chart_data, number_format
from chuangmo.exports.pptx.chart_parts import finish_chart, inner_plot
from chuangmo.exports.pptx.charts import said_of_places
from chuangmo.exports.pptx.text_and_fill import colour, describe, one_line
from chuangmo.exports.pptx.waterfall import dress_stack, stacked, with_figures
from chuangmo.exports.styles import INK, LIMIT, MID, RULE, SECONDARY, width_cm
from chuangmo.status import STATUS

_PANEL = 20  # bars side by side in one panel
_GAP = 0.8  # cm between panels
Box = tuple[float, float, float, float]


def place_bars(shapes: Any, chart: Chart, box: Box, alt: str) -> None:
    """Bars in the order given, best readable up to 40; no second series, no scatter."""
    left, top, wide, high = box
    start = common_limit(chart)
    if start is not None:
        name = next(s.name for s in chart.role(*LIMITS) if start in s.values)
        one_line(
            shapes, (left, top, wide, 0.6), f"各条以{name}为起点：向右高于，向左低于", 12,
            SECONDARY, name="图注",
        )  # fmt: skip
        top, high = top + 0.7, high - 0.7
    named = with_inline_words(chart)
    panels = _panels(named)
    size = 14 if len(panels[0].categories) <= 12 else 11
    room = max(width_cm(name, size) for name in named.categories) + 0.4
    each = (wide - _GAP * (len(panels) - 1)) / len(panels)
    scale = bar_scale(chart, start)
    for n, panel in enumerate(panels):
        place = (left + n * (each + _GAP), top, each, high)
        _panel(shapes, panel, place, start, scale, alt, room)


def common_limit(chart: Chart) -> float | None:
    """The one limit all places share, where there is exactly one level line."""
    levels = [{v for v in s.values if v is not None} for s in chart.role(*LIMITS)]
    single = [next(iter(level)) for level in levels if len(level) == 1]
    return single[0] if single else None


def _panels(chart: Chart) -> list[Chart]:
    count = -(-len(chart.categories) // _PANEL)
    size = -(-len(chart.categories) // count)
    return [_part(chart, n, n + size) for n in range(0, len(chart.categories), size)]


def with_inline_words(chart: Chart) -> Chart:
    """The chart with 数据不足, or what is remarked (升1位), after the names of the places."""
    if chart.kind == "gap":
        return with_figures(chart)
    if chart.kind in SIGNED:
        return chart  # the names of its places say it themselves
    named = zip(chart.categories, said_of_places(chart), strict=True)
    names = tuple(f"{name}　{said}" if said else name for name, said in named)
    return replace(chart, categories=names, remarks=())


def _part(chart: Chart, first: int, last: int) -> Chart:
    parts = tuple(
        ChartSeries(
            one.name, one.role, one.shape, one.values[first:last], one.texts[first:last],
            one.statuses[first:last],
        )
        for one in chart.role(OWN, START)
    )  # fmt: skip
    return replace(chart, categories=chart.categories[first:last], series=parts)


def bar_scale(chart: Chart, start: float | None) -> tuple[float, float]:
    """The same ends for all panels, with room for the figures beyond the bars."""
    known = [v for v in chart.role(OWN)[0].values if v is not None] or [0.0]
    if starts := chart.role(START):
        known = [end for first, part in zip(starts[0].values, known, strict=True)
                 for end in (first or 0.0, (first or 0.0) + part)]  # fmt: skip
    base = 0.0 if start is None else start
    low, high = min([*known, base]), max([*known, base])
    room = (high - low or 1.0) * 0.22
    return (low - room if low < base else low), (high + room if high > base else high)


def _panel(
    shapes: Any, chart: Chart, box: Box, start: float | None, scale: tuple[float, float], alt: str,
    names: float,
) -> None:  # fmt: skip
    left, top, wide, high = box
    kind, shown = drawn_bars(chart)
    frame = shapes.add_chart(kind, Cm(left), Cm(top), Cm(wide), Cm(high), chart_data(shown))
    frame.name = "条形图"
    describe(frame, alt)
    dress_bars(frame.chart, chart, wide, start, scale, names)


def drawn_bars(chart: Chart) -> tuple[Any, Chart]:
    """The type of chart that bars become, and what its workbook holds."""
    if chart.role(START):
        return XL_CHART_TYPE.BAR_STACKED, stacked(chart)
    return XL_CHART_TYPE.BAR_CLUSTERED, chart


def dress_bars(
    drawn: Any, chart: Chart, wide: float, start: float | None, scale: tuple[float, float],
    names: float, size: float = 0,
) -> None:  # fmt: skip
    """Everything inside a chart of bars, for any office file.

    Args:
        wide: of the chart; names: room for the names, both in centimetres.
        start: where the bars begin. scale: both ends of the axis.
        size: of the type; by the number of bars where it is 0.
    """
    size = size or (14 if len(chart.categories) <= 12 else 11)
    drawn.has_legend = drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = Pt(size), colour(INK)
    _axes(drawn, start, scale)
    inner_plot(drawn, names / wide, 0.01, (wide - names - 0.2) / wide, 0.98)
    if chart.role(START):
        dress_stack(drawn, chart)
    else:
        _bars(drawn, chart, size)
    finish_chart(drawn)


def _axes(drawn: Any, start: float | None, scale: tuple[float, float]) -> None:
    values, names = drawn.value_axis, drawn.category_axis
    values.minimum_scale, values.maximum_scale = scale
    values.has_major_gridlines = False
    values.visible = False
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = colour(RULE if start is None else LIMIT)
    if start is not None:
        names.format.line.width = Pt(1.75)
        values.crosses_at = start


def _bars(drawn: Any, chart: Chart, size: float) -> None:
    plot, own = drawn.plots[0], chart.series[0]
    plot.gap_width = 45
    found = plot.series[0]
    found.invert_if_negative = False
    found.format.fill.solid()
    found.format.fill.fore_color.rgb = colour(MID)
    for n, status in enumerate(own.statuses):
        if own.values[n] is not None:
            point = found.points[n]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = colour(STATUS[status].paper.ink)
    labels = found.data_labels
    labels.show_value = True
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    code = number_format(chart.digits)
    labels.number_format = f"+{code};−{code};{code}" if chart.kind in SIGNED else code
    labels.number_format_is_linked = False
    labels.font.size, labels.font.bold = Pt(size), True
    labels.font.color.rgb = colour(INK)
    for body in labels._element.iter(qn("a:bodyPr")):
        body.set("wrap", "none")  # a figure never breaks at its point
