"""The trend: monthly values and the cumulative figure of each year against the limits in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chuangmo.assess.verdicts.breaks import Break
from chuangmo.charts.breaks import draw_breaks
from chuangmo.charts.marks import DrawnMark, draw_marks
from chuangmo.charts.palette import neutral
from chuangmo.charts.sketch import Sketch
from chuangmo.charts.template import layout
from chuangmo.status import LINE
from chuangmo.wording import months_words

_HEATING = (11, 12, 1, 2, 3)
_ROW = 18  # pixels of a row of words above the plot
_LABEL_GAP = 0.125  # of the axis: two lines of an end label


@dataclass(frozen=True)
class DrawnLimit:
    """One limit over the stretch it is in force.

    Attributes:
        line: standard, scheme or target.
        value: in the unit of the figure; ``text`` as its source prints it.
        start, end: first day, first day after.
        source: document number, shown below the label.
        mark: 演示, 推算 or 待核, after the label.
    """

    line: str
    name: str
    value: float
    text: str
    start: date
    end: date
    source: str
    mark: str = ""


@dataclass(frozen=True)
class TrendLook:
    """How the trend is drawn.

    Attributes:
        bars: monthly values as bars from zero, else as a line whose axis may start elsewhere.
        heating: whether the 采暖期 band is drawn.
        cumulative: what the cumulative line is called, ``累计均值``.
    """

    unit: str
    digits: int
    theme: str = "light"
    phone: bool = False
    bars: bool = True
    heating: bool = True
    cumulative: str = "累计均值"
    height: int = 400


def trend_figure(
    frame: pd.DataFrame,
    limits: Sequence[DrawnLimit],
    look: TrendLook,
    breaks: Sequence[Break] = (),
    marks: Sequence[DrawnMark] = (),
) -> go.Figure:
    """Bars by month, one cumulative line a year, limits as named line traces from edge to edge.

    Args:
        frame: one row a month in order, columns ``year``, ``month``, ``single``, ``valid``,
            ``cumulative``; values in ``look.unit``, NaN where there are none. A column ``before``
            (the month a year earlier) is drawn as wide pale bars behind, for narrow screens.
        limits: the steps of all lines; those of one line become one trace, stepped.
        breaks: days that no curve may cross without a mark; each a hairline with its words.
        marks: events, each a dotted line or a band with its words; the figure grows by their rows.
    """
    points = frame.reset_index(drop=True)
    figure = Sketch(layout(look.theme, look.height, _right(limits, look)))
    _singles(figure, points, look)
    _cumulative(figure, points, look)
    lines = _limit_traces(figure, points, limits, look)
    _axes(figure, points, look)
    top, low = _range(points, limits, look)
    figure.update_yaxes(range=[low, top], tickformat=f".{_tick_digits(top - low, look)}f")
    if look.heating:
        _heating_bands(figure, points, look)
    rows = draw_breaks(figure, points, breaks, (low, top), look.theme)
    all_rows = draw_marks(figure, points, marks, (low, top), (look.theme, look.phone), rows)
    if all_rows:
        height = look.height + _ROW * (all_rows - rows)
        figure.update_layout(margin={"t": 8 + _ROW * all_rows}, height=height)
    _end_labels(figure, lines, top - low, look)
    return figure.figure()


def _right(limits: Sequence[DrawnLimit], look: TrendLook) -> int:
    """Room for the end labels in pixels."""
    if look.phone or not limits:
        return 8
    names = [f"{step.name} {step.text} {step.mark}" for step in limits]
    wide = max(_width(text) for text in [*names, *(step.source for step in limits)])
    return int(20 + 12.2 * wide)


def _width(text: str) -> float:
    return sum(0.56 if ord(letter) < 0x2000 else 1.0 for letter in text)


def _months(points: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(points["year"].tolist(), points["month"].tolist(), strict=True))


def _hover(look: TrendLook) -> str:
    """The value and the month or months that it is of."""
    return f"%{{y:.{look.digits}f}}（%{{customdata}}）"


def _singles(figure: Sketch, points: pd.DataFrame, look: TrendLook) -> None:
    last = points["year"].max()
    common: dict[str, Any] = {
        "x": list(points.index),
        "y": points["single"].tolist(),
        "name": "月值",
        "meta": {"role": "own"},
        "customdata": [f"{year}年{month}月" for year, month in _months(points)],
        "hovertemplate": _hover(look),
    }
    if not look.bars:
        pen = {"color": neutral("ref", look.theme), "width": 2.5}
        figure.add_scatter(mode="lines+markers", line=pen, marker={"size": 7}, **common)
        return
    colours = [neutral("ref" if y == last else "strong", look.theme) for y in points["year"]]
    fill = [
        c if ok else neutral("bg", look.theme)
        for c, ok in zip(colours, points["valid"], strict=True)
    ]
    if "before" in points:
        pale = {"color": neutral("line", look.theme)}
        figure.add_bar(
            x=list(points.index),
            y=points["before"].tolist(),
            width=0.96,
            marker=pale,
            name=f"{last - 1}年",
            meta={"role": "before"},
            customdata=[f"{y - 1}年{m}月" for y, m in _months(points)],
            hovertemplate=_hover(look),
        )
        figure.update_layout(barmode="overlay")
    marker = {"color": fill, "line": {"color": colours, "width": 1}}
    figure.add_bar(marker=marker, width=0.68, **common)


def _cumulative(figure: Sketch, points: pd.DataFrame, look: TrendLook) -> None:
    running = [(x, y, v) for x, (y, v) in enumerate(_years_with(points, "cumulative")) if v == v]
    words = [months_words(year, month) for year, month in _months(points)]
    for year, group in groupby(running, key=lambda one: one[1]):
        own = list(group)
        figure.add_scatter(
            x=[x for x, _, _ in own],
            y=[value for _, _, value in own],
            mode="lines",
            name=f"{year}年{look.cumulative}",
            meta={"role": "cumulative"},
            customdata=[words[x] for x, _, _ in own],
            line={"color": neutral("primary", look.theme), "width": 2.5},
            hovertemplate=_hover(look),
        )
    if not running:
        return
    x, last, y = running[-1]
    dot = {"color": neutral("primary", look.theme), "size": 10}
    figure.add_scatter(
        x=[x], y=[y], mode="markers", marker=dot, name="最新", hoverinfo="skip", cliponaxis=False
    )
    _name_cumulative(figure, [one for one in running if one[1] == last], look)


def _years_with(points: pd.DataFrame, column: str) -> list[tuple[int, float]]:
    return list(zip(points["year"].tolist(), points[column].tolist(), strict=True))


def _name_cumulative(figure: Sketch, own: list[tuple[int, int, float]], look: TrendLook) -> None:
    x, year, value = own[len(own) // 2]
    figure.add_annotation(
        x=x,
        y=value,
        text=f"<b>{year}年{look.cumulative}</b>",
        font={"color": neutral("primary", look.theme), "size": 13},
        showarrow=True,
        arrowhead=0,
        arrowwidth=1,
        arrowcolor=neutral("primary", look.theme),
        ax=0,
        ay=-42 if look.bars else 40,
        bgcolor=neutral("bg", look.theme),
        opacity=0.95,
    )


def _limit_traces(
    figure: Sketch, points: pd.DataFrame, limits: Sequence[DrawnLimit], look: TrendLook
) -> list[DrawnLimit]:
    """One trace a line; returns the last step of each, which the end labels name."""
    ends = []
    order = sorted(limits, key=lambda step: (step.line, step.start))
    for line, group in groupby(order, key=lambda step: step.line):
        steps = [s for s in group if _span(points, s)]
        if not steps:
            continue
        xs: list[float] = []
        ys: list[float] = []
        for step in steps:
            first, last = _span(points, step)  # type: ignore[misc]
            xs += [first - 0.5, last + 0.5]
            ys += [step.value, step.value]
            if step is not steps[-1] and step.value != steps[-1].value:
                _step_value(figure, step, (first + last) / 2, look)
        style = LINE[line]
        pen = {"color": style.colour.of(look.theme), "dash": style.dash, "width": 1.5}
        figure.add_scatter(
            x=xs,
            y=ys,
            mode="lines",
            name=f"{steps[-1].name} {steps[-1].text}",
            line=pen,
            hoverinfo="skip",
            meta={"limit": line},
            customdata=[f"{s.name} {s.text}" for s in steps for _ in range(2)],
        )
        ends.append(steps[-1])
    return ends


def _span(points: pd.DataFrame, step: DrawnLimit) -> tuple[int, int] | None:
    inside = [
        n
        for n, (y, m) in enumerate(zip(points["year"], points["month"], strict=True))
        if step.start <= date(int(y), int(m), 1) < step.end
    ]
    return (inside[0], inside[-1]) if inside else None


def _step_value(figure: Sketch, step: DrawnLimit, x: float, look: TrendLook) -> None:
    figure.add_annotation(
        x=x,
        y=step.value,
        text=f"<b>{step.text}</b>",
        showarrow=False,
        yshift=11,
        font={"color": LINE[step.line].colour.of(look.theme), "size": 12},
        bgcolor=neutral("bg", look.theme),
    )


def _axes(figure: Sketch, points: pd.DataFrame, look: TrendLook) -> None:
    figure.update_layout(hovermode="x unified")
    figure.update_xaxes(
        range=[-0.5, len(points) - 0.5],
        tickvals=list(points.index),
        ticktext=[str(m) for m in points["month"]],
        unifiedhovertitle={"text": look.unit or "各月"},  # it can name no month of two years
    )
    places = [(year, n) for n, year in enumerate(points["year"].tolist())]
    for year, group in groupby(places, key=lambda one: one[0]):
        own = [n for _, n in group]
        figure.add_annotation(
            x=(own[0] + own[-1]) / 2,
            y=0,
            yref="paper",
            yshift=-46,
            text=f"{year}年",
            showarrow=False,
            font={"size": 12, "color": neutral("mute", look.theme)},
        )
        if own[0]:
            edge = own[0] - 0.5
            pen = {"color": neutral("strong", look.theme), "width": 1}
            figure.add_shape(type="line", x0=edge, x1=edge, y0=0, y1=1, yref="paper", line=pen)
    figure.update_layout(margin={"b": 54})
    mute = {"size": 12, "color": neutral("mute", look.theme)}
    figure.update_yaxes(title={"text": look.unit, "font": mute, "standoff": 6}, nticks=6)


def _tick_digits(span: float, look: TrendLook) -> int:
    """Decimals of the ticks: none over a wide axis, else at most two."""
    return 0 if span >= 5 else min(look.digits, 2)


def _range(
    points: pd.DataFrame, limits: Sequence[DrawnLimit], look: TrendLook
) -> tuple[float, float]:
    values = [*points["single"].dropna(), *points["cumulative"].dropna()]
    values += [step.value for step in limits]
    high, low = max(values, default=1.0), min(values, default=0.0)
    if look.bars:
        return high * 1.18 or 1.0, 0.0
    room = (high - low) * 0.2 or abs(high) * 0.05 or 1.0
    return high + room, low - room


def _heating_bands(figure: Sketch, points: pd.DataFrame, look: TrendLook) -> None:
    inside = [m in _HEATING for m in points["month"]]
    for on, group in groupby(range(len(inside)), key=lambda n: inside[n]):
        block = list(group)
        if not on:
            continue
        figure.add_shape(
            type="rect",
            x0=block[0] - 0.5,
            x1=block[-1] + 0.5,
            y0=0,
            y1=1,
            yref="paper",
            layer="below",
            line={"width": 0},
            fillcolor=neutral("season", look.theme),
        )
        figure.add_annotation(
            x=(block[0] + block[-1]) / 2,
            y=1,
            yref="paper",
            yanchor="top",
            text="采暖期",
            showarrow=False,
            font={"size": 12, "color": neutral("mute", look.theme)},
        )


def _end_labels(figure: Sketch, ends: Sequence[DrawnLimit], height: float, look: TrendLook) -> None:
    """Labels at the right end of each line, pushed apart; inside on a ground on phones."""
    gap = height * _LABEL_GAP * (0.6 if look.phone else 1)
    floor = float("-inf")
    for step in sorted(ends, key=lambda s: s.value):
        y = max(step.value, floor + gap)
        floor = y
        colour = LINE[step.line].colour.of(look.theme)
        mute = f"<span style='color:{neutral('mute', look.theme)}'>"
        mark = f" {mute}{step.mark}</span>" if step.mark else ""
        below = f"<br>{mute}{step.source}</span>"
        figure.add_annotation(
            x=1,
            xref="paper",
            y=y,
            xanchor="right" if look.phone else "left",
            xshift=0 if look.phone else 8,
            yshift=9 if look.phone else 0,
            align="left",
            showarrow=False,
            text=f"<b>{step.name} {step.text}</b>{mark}" + ("" if look.phone else below),
            font={"size": 12, "color": colour},
            bgcolor=neutral("bg", look.theme) if look.phone else None,
        )
