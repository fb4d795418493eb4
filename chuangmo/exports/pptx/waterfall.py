"""A waterfall of native bars: stacked on a piece that is not seen, so that each begins aloft."""

from dataclasses import replace
from typing import Any

from pptx.oxml.ns import qn

from chuangmo.exports.native import COLUMN, OWN, START, Chart, ChartSeries
from chuangmo.exports.pptx.text_and_fill import colour
from chuangmo.exports.styles import DEEP, LIGHT, MID

_HIDDEN, _ABOVE, _BELOW = "起点", "零以上", "零以下"


def with_figures(chart: Chart) -> Chart:
    """The chart with each part's figure after its name; stacked bars have no label beyond them."""
    named = zip(chart.categories, chart.role(OWN)[0].texts, strict=True)
    return replace(chart, categories=tuple(f"{name}　{text}" for name, text in named))


def stacked(chart: Chart) -> Chart:
    """What the workbook of the chart holds: the parts, and the three pieces that are drawn.

    A bar from ``a`` to ``b`` is a piece that is not seen up to the nearer end, and what lies above
    and below zero.
    """
    own, start = chart.role(OWN)[0], chart.role(START)[0]
    ends = [
        sorted((first or 0.0, (first or 0.0) + (part or 0.0)))
        for first, part in zip(start.values, own.values, strict=True)
    ]
    pieces = (
        (_HIDDEN, [low if low > 0 else high if high < 0 else 0.0 for low, high in ends]),
        (_ABOVE, [max(high, 0.0) - max(low, 0.0) for low, high in ends]),
        (_BELOW, [min(low, 0.0) - min(high, 0.0) for low, high in ends]),
    )
    drawn = tuple(ChartSeries(name, START, COLUMN, tuple(values)) for name, values in pieces)
    return replace(chart, series=(own, *drawn))


def dress_stack(drawn: Any, chart: Chart) -> None:
    """The pieces in their colours: what raises the gap darker than what lowers it.

    Args:
        drawn: a chart of ``stacked(chart)``; the parts themselves stay in its workbook only.
    """
    plot = drawn.plots[0]
    first = plot._element.find(qn("c:ser"))
    plot._element.remove(first)
    plot.gap_width, plot.overlap = 45, 100
    own = chart.role(OWN)[0]
    for series in plot.series:
        series.invert_if_negative = False
        if series.name == _HIDDEN:
            series.format.fill.background()
            continue
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour(LIGHT)
        for n, part in enumerate(own.values):
            ink = _ink(chart.categories[n], part or 0.0)
            if ink != LIGHT:
                point = series.points[n]
                point.format.fill.solid()
                point.format.fill.fore_color.rgb = colour(ink)


def _ink(name: str, part: float) -> str:
    return DEEP if name.startswith("合计") else MID if part > 0 else LIGHT
