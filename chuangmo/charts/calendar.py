"""A year of days as a calendar: coloured by class with the limit as a break, ◇ where none is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from chuangmo.charts.classes import Classes
from chuangmo.charts.map import scale
from chuangmo.charts.palette import neutral
from chuangmo.charts.sketch import Sketch
from chuangmo.charts.template import layout
from chuangmo.status import INSUFFICIENT, STATUS

NO_VALUE = STATUS[INSUFFICIENT].glyph
_ROW, _HEAD = 25, 40


@dataclass(frozen=True)
class CalendarDay:
    """One day: its value in the chart's unit (``None``: no valid figure) and what hover says."""

    day: date
    value: float | None
    words: str


def calendar_figure(
    days: Sequence[CalendarDay], classes: Classes, theme: str = "light", turned: bool = False
) -> go.Figure:
    """Months down and days across; ``turned`` (for phones) the other way round.

    Trace ``日均值`` holds class numbers 0 to 4 with the day and value as hover text; trace
    ``无有效日均值`` marks the days without a valid figure.
    """
    months = max((one.day.month for one in days), default=1)
    height = 31 * 17 + _HEAD if turned else months * _ROW + _HEAD
    figure = Sketch(layout(theme, height))
    known = [one for one in days if one.value is not None]
    _squares(figure, known, classes, theme, turned)
    _gaps(figure, [one for one in days if one.value is None], theme, turned)
    _axes(figure, months, turned)
    return figure.figure()


def _squares(
    figure: Sketch, days: Sequence[CalendarDay], classes: Classes, theme: str, turned: bool
) -> None:
    colours = [pair.of(theme) for pair in scale(classes)]
    steps = [(edge / 5, colours[n]) for n in range(5) for edge in (n, n + 1)]
    across, down = _places(days, turned)
    figure.add_trace(
        "heatmap",
        name="日均值",
        x=across,
        y=down,
        z=[classes.number(one.value or 0.0) for one in days],
        zmin=-0.5,
        zmax=4.5,
        colorscale=steps,
        showscale=False,
        xgap=2,
        ygap=2,
        text=[one.words for one in days],
        hovertemplate="%{text}<extra></extra>",
    )


def _gaps(figure: Sketch, days: Sequence[CalendarDay], theme: str, turned: bool) -> None:
    across, down = _places(days, turned)
    figure.add_scatter(
        name="无有效日均值",
        x=across,
        y=down,
        mode="text",
        text=[NO_VALUE] * len(days),
        textfont={"size": 11, "color": neutral("mute", theme)},
        hovertext=[one.words for one in days],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _places(days: Sequence[CalendarDay], turned: bool) -> tuple[list[int], list[int]]:
    months, numbers = [one.day.month for one in days], [one.day.day for one in days]
    return (months, numbers) if turned else (numbers, months)


def _axes(figure: Sketch, months: int, turned: bool) -> None:
    by_day: dict[str, Any] = {
        "range": [0.5, 31.5], "tickvals": [1, 5, 10, 15, 20, 25, 30], "showline": False,
        "ticks": "", "showgrid": False,
    }  # fmt: skip
    by_month: dict[str, Any] = {
        "range": [0.5, months + 0.5], "tickvals": list(range(1, months + 1)),
        "ticktext": [f"{n}月" if not turned else str(n) for n in range(1, months + 1)],
        "showline": False, "ticks": "", "showgrid": False,
    }  # fmt: skip
    across, down = (by_month, by_day) if turned else (by_day, by_month)
    figure.update_xaxes(**across, side="top")
    figure.update_yaxes(**down | {"range": down["range"][::-1]})
    figure.update_layout(hovermode="closest")
