"""Native charts: columns with limit lines, running figures as lines, labels at their ends."""

from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from chuangmo.assess.verdict_types import INSUFFICIENT
from chuangmo.charts.compared.slope import WORSE, slope_ends, slope_words
from chuangmo.charts.labels import spread_out
from chuangmo.exports.native import (
    AHEAD,
    BEFORE,
    COLUMN,
    CUMULATIVE,
    LIMITS,
    LINE,
    OWN,
    PLAN,
    Chart,
    ChartSeries,
)
from chuangmo.exports.pptx.chart_data import chart_data, number_format
from chuangmo.exports.pptx.chart_parts import (
    blanks,
    dress,
    finish_chart,
    inner_plot,
    level_line,
    line_look,
    lines_beside_columns,
    marker,
    no_line,
    point_label,
    point_labels,
)
from chuangmo.exports.pptx.text_and_fill import colour, describe, one_line
from chuangmo.exports.styles import (
    DASH,
    DEEP,
    EARLIER,
    EARLIER_INK,
    GRID,
    INK,
    LIGHT,
    LIMIT,
    MID,
    RULE,
    SECONDARY,
    WHITE,
    width_cm,
)
from chuangmo.status import STATUS

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class ChartLook:
    """How a chart is set.

    Attributes:
        axis, label: type sizes of the axes and of the values.
        left: of the plot itself, in centimetres from the chart's edge.
        foot: room below the plot for the names of the categories, in centimetres.
    """

    axis: float = 14
    label: float = 14
    left: float = 1.5
    foot: float = 1.0
    top: float = 0.35


def place_chart(shapes: Any, chart: Chart, box: Box, look: ChartLook, name: str, alt: str) -> Any:
    """Draw a chart of columns and lines in a box (left, top, width, height) in centimetres."""
    left, top, wide, high = box
    frame = shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(left), Cm(top), Cm(wide), Cm(high), chart_data(chart)
    )
    frame.name = name
    describe(frame, alt)
    dress_chart(frame.chart, chart, (wide, high), look)
    _write_ends(shapes, chart, box, look, value_range(chart))
    return frame


def dress_chart(drawn: Any, chart: Chart, size: tuple[float, float], look: ChartLook) -> None:
    """Everything inside a chart of ``size`` (width, height) in centimetres, for any office file.

    Room is left at the right for the names of lines; they are the caller's to write.
    """
    wide, high = size
    _frame(drawn, chart, look, value_range(chart))
    plot = (wide - look.left - end_room(chart, look), high - look.top - look.foot)
    inner_plot(drawn, look.left / wide, look.top / high, plot[0] / wide, plot[1] / high)
    _columns(drawn, chart, look)
    lines_beside_columns(drawn, [series.shape for series in chart.series])
    _lines(drawn, chart, look)
    blanks(drawn, "span" if chart.kind == "burnup" else "gap")
    finish_chart(drawn)


def end_names(chart: Chart) -> list[tuple[str, float, str]]:
    """What stands right of the plot: (words, value it belongs to, colour), a line each."""
    return [(words, value, ink) for _, words, value, ink in named_ends(chart)]


def named_ends(chart: Chart) -> list[tuple[ChartSeries, str, float, str]]:
    """The lines named at their ends: (line, words, value it belongs to, colour).

    Level lines by their names; the newest figure of a running line with the line's name.
    """
    if chart.kind == "slope":
        return [_slope_end(one) for one in chart.series if one.texts]
    last = len(chart.categories) - 1
    found = [
        (one, one.name, one.values[last] or 0.0, LIMIT)
        for one in chart.role(*LIMITS)
        if _is_level(one) and one.known[-1] == last
    ]
    for one in chart.role(CUMULATIVE, AHEAD, BEFORE):
        if one.known and not _is_earlier(chart, one):
            newest = one.known[-1]
            text = one.texts[newest] if one.texts else _shown(one.values[newest], chart.digits)
            ink = EARLIER_INK if one.role == BEFORE else DEEP
            words = f"{one.name} {text}".rstrip()
            found.append((one, words, one.values[newest] or 0.0, ink))
    return found


def _slope_end(one: ChartSeries) -> tuple[ChartSeries, str, float, str]:
    """A place from one figure to the other, as the screen names its line."""
    row = {"area": one.name, "before_text": one.texts[0], "now_text": one.texts[-1]}
    return one, slope_words(row), one.values[-1] or 0.0, DEEP if one.role == OWN else SECONDARY


def _shown(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def end_room(chart: Chart, look: ChartLook) -> float:
    """Room at the right for the names of lines, in centimetres."""
    widths = [width_cm(name, look.axis) for name, _, _ in end_names(chart)]
    return max(widths, default=0.0) + 0.6


def _write_ends(
    shapes: Any, chart: Chart, box: Box, look: ChartLook, axes: tuple[float, float, float]
) -> None:
    """Names beside the ends of their lines, pushed apart so that none covers another."""
    names = end_names(chart)
    high = box[3] - look.top - look.foot
    scale = high / (axes[1] - axes[0])
    placed = spread_out([scale * (value - axes[0]) for _, value, _ in names], look.axis * 0.06)
    left = box[0] + box[2] - end_room(chart, look) + 0.15
    for (name, _, ink), up in zip(names, placed, strict=True):
        top = box[1] + look.top + high - up - 0.4
        one_line(
            shapes, (left, top, end_room(chart, look), 0.8), name, look.axis, ink, bold=True,
            name=f"{name}线名",
        )  # fmt: skip


def value_range(chart: Chart) -> tuple[float, float, float]:
    """Lowest, highest and step of the value axis: from zero, a sixth above what is drawn.

    Slopes, which tell by their direction, need not begin at zero; their subtitle says so.
    """
    values = [value for series in chart.series for value in series.values if value is not None]
    if chart.kind == "slope":
        ends = slope_ends(values)
        step = _step((ends[1] - ends[0]) / 5)
        return floor(ends[0] / step) * step, -floor(-ends[1] / step) * step, step
    high, low = max([*values, 0.0]), min([*values, 0.0])
    step = _step((high - low) * 1.12 / 5 or 1.0)
    ceiling = -floor(-high * 1.08 / step) * step
    return (0.0 if low >= 0 else floor(low * 1.08 / step) * step), ceiling or step, step


def _step(size: float) -> float:
    power = 10.0 ** floor(log10(size))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= size - 1e-12)


def _frame(drawn: Any, chart: Chart, look: ChartLook, axes: tuple[float, float, float]) -> None:
    drawn.has_legend = drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = Pt(look.axis), colour(SECONDARY)
    values, names = drawn.value_axis, drawn.category_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = axes
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = colour(GRID)
    values.major_gridlines.format.line.width = Pt(0.75)
    values.format.line.fill.background()
    values.major_tick_mark = names.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format = number_format(_decimals(axes[2]))
    values.tick_labels.number_format_is_linked = False
    names.format.line.color.rgb = colour(RULE)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = Pt(look.axis)


def _decimals(step: float) -> int:
    return next((n for n in range(4) if abs(step * 10**n - int(step * 10**n + 0.5)) < 1e-6), 4)


_LABELS_ABOVE = ("trend", "years")


def _columns(drawn: Any, chart: Chart, look: ChartLook) -> None:
    plot = drawn.plots[0]
    many = len(chart.categories)
    inside = chart.kind not in _LABELS_ABOVE  # the value must fit the width of its column
    plot.gap_width = 40 if many > 12 else 25 if inside and many > 8 else 55
    for found, series in zip(plot.series, chart.series, strict=True):
        if series.shape != COLUMN:
            continue
        fills = column_fills(chart, series)
        found.format.fill.solid()
        found.format.fill.fore_color.rgb = colour(fills[0])
        for n, fill in enumerate(fills):
            if fill != fills[0] and series.values[n] is not None:
                point = found.points[n]
                point.format.fill.solid()
                point.format.fill.fore_color.rgb = colour(fill)
        _column_labels(found, chart, series, look)


def column_fills(chart: Chart, series: ChartSeries) -> list[str]:
    """The colour of each column: its status where it is judged, the latest darkest otherwise."""
    if any(series.statuses):
        return [STATUS[status].paper.ink for status in series.statuses]
    if chart.kind == "years":
        return [MID] * len(series.values)
    if chart.kind == "trend":
        last = chart.groups[-1] if chart.groups else ""
        return [MID if group == last else LIGHT for group in chart.groups]
    newest = series.known[-1] if series.known else 0
    return [DEEP if n == newest else LIGHT for n in range(len(series.values))]


def _column_labels(found: Any, chart: Chart, series: ChartSeries, look: ChartLook) -> None:
    """Values at the foot inside the columns, where no limit line crosses them."""
    if chart.kind in _LABELS_ABOVE:
        for n in _telling(chart, series):
            label = found.points[n].data_label
            label.font.size, label.font.bold = Pt(min(12, look.label)), True
            label.font.color.rgb = colour(INK)
            label.position = XL_LABEL_POSITION.OUTSIDE_END
        return
    labels = found.data_labels
    labels.show_value = True
    labels.position = XL_LABEL_POSITION.INSIDE_BASE
    labels.number_format = number_format(chart.digits)
    labels.number_format_is_linked = False
    judged = any(series.statuses)
    labels.font.size, labels.font.bold = Pt(look.label), True
    labels.font.color.rgb = colour(WHITE if judged else INK)
    if not judged and series.known:
        last = found.points[series.known[-1]].data_label
        last.font.size, last.font.bold = Pt(look.label), True
        last.font.color.rgb = colour(WHITE)
        last.position = XL_LABEL_POSITION.INSIDE_BASE


def _telling(chart: Chart, series: ChartSeries) -> list[int]:
    """The months of the last year whose values are written: first, lowest, latest.

    One whose label would stand on a limit line is left out; the notes have them all.
    """
    own = [n for n in series.known if not chart.groups or chart.groups[n] == chart.groups[-1]]
    if not own:
        return []
    told = {own[0], min(own, key=lambda n: series.values[n] or 0.0), own[-1]}
    return sorted(n for n in told if not _under_a_line(chart, n, series.values[n] or 0.0))


def _under_a_line(chart: Chart, place: int, value: float) -> bool:
    """Whether a line passes through where the label above a column would stand."""
    high = value_range(chart)[1] * 0.06
    lines = [one.values[place] for one in chart.series if one.shape == LINE]
    return any(line is not None and value + high / 6 <= line <= value + high for line in lines)


def _lines(drawn: Any, chart: Chart, look: ChartLook) -> None:
    line_chart = drawn._chartSpace.chart.plotArea.find(qn("c:lineChart"))
    if line_chart is None:
        return
    series = [one for one in chart.series if one.shape == LINE]
    for element, one in zip(line_chart.findall(qn("c:ser")), series, strict=True):
        if one.role not in LIMITS:
            _run(element, chart, one, look)
        elif _is_level(one):
            line = level_line(one.name, LIMIT, DASH[one.role])
            dress(element, no_line(), marker("none"), point_labels([]), line)
        elif one.role == PLAN:
            middle = one.known[len(one.known) // 3]
            name = point_label(middle, LIMIT, look.label, "General", "l", series=True, value=False)
            dress(element, line_look(LIMIT, 2), marker("none"), point_labels([name]))
        else:
            dress(element, no_line(), marker("dash", 22, LIMIT), point_labels([]))


def _is_level(series: ChartSeries) -> bool:
    values = {series.values[n] for n in series.known}
    return len(values) == 1 and len(series.known) > 1


def _run(element: Any, chart: Chart, series: ChartSeries, look: ChartLook) -> None:
    """A line of figures: named at its newest point."""
    ink, points, dash = DEEP, 3.5, "solid"
    text = DEEP
    if chart.kind == "slope":
        own, worse = series.role == OWN, series.role == WORSE
        ink, points = (DEEP, 3.0) if own else (EARLIER, 2.0)
        look = line_look(ink, points, "sysDash" if worse else "solid")
        dress(element, look, marker("circle", 8 if own else 6, ink), point_labels([]))
        return
    if series.role == BEFORE or _is_earlier(chart, series):
        ink, points, text = EARLIER, 2.25, EARLIER_INK
    elif series.role == AHEAD:
        dash, points = "sysDash", 2.5
    label = point_labels([])
    if _is_earlier(chart, series):
        middle = series.known[len(series.known) // 4]
        name = point_label(middle, text, look.label, "General", "r", series=True, value=False)
        label = point_labels([name])
    dot = marker("circle", 6, ink) if series.role == BEFORE else marker("none")
    dress(element, line_look(ink, points, dash), dot, label)


def _is_earlier(chart: Chart, series: ChartSeries) -> bool:
    """Whether a running figure belongs to a year before the last one shown."""
    if series.role != CUMULATIVE or not chart.groups or not series.known:
        return False
    return chart.groups[series.known[-1]] != chart.groups[-1]


def with_words(chart: Chart) -> Chart:
    """The chart with 数据不足, or what is remarked (升1位), under the names of the places."""
    named = zip(chart.categories, said_of_places(chart), strict=True)
    names = tuple(f"{name}\n{said}" if said else name for name, said in named)
    return replace(chart, categories=names, remarks=())


def said_of_places(chart: Chart) -> list[str]:
    """Of each category 数据不足 where it has no value, else its remark; empty without either."""
    own = chart.role(OWN)[0]
    remarks = chart.remarks or ("",) * len(own.values)
    return [
        STATUS[INSUFFICIENT].word if value is None else remark
        for value, remark in zip(own.values, remarks, strict=True)
    ]
