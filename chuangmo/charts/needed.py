"""The needed mean on one axis: the zone that reaches the line, past years as dots, the distance."""

from dataclasses import dataclass

import plotly.graph_objects as go

from chuangmo.assess.verdict_types import MET
from chuangmo.charts.palette import neutral
from chuangmo.charts.template import layout
from chuangmo.status import STATUS


@dataclass(frozen=True)
class Needed:
    """The values of the axis, in the page's unit.

    Attributes:
        edge, edge_text: what the rest of the year must average, ``≤ 0.125`` in words.
        lower: whether the zone lies below the edge.
        past: (year, value) of the same months of earlier years.
        gap_text: the distance to the nearest year, ``差 0.053``; empty without past years.
        floor, ceiling: what is physically possible, where the axis must stop.
    """

    edge: float
    edge_text: str
    lower: bool
    past: tuple[tuple[int, float], ...]
    gap_text: str = ""
    floor: float | None = 0.0
    ceiling: float | None = None


def needed_figure(needed: Needed, digits: int, theme: str = "light") -> go.Figure:
    """One horizontal axis, 150 px high; the zone is tinted and named in words."""
    low, high = _range(needed)
    figure = go.Figure(layout=layout(theme, 150, 14))
    _zone(figure, needed, low, high, theme)
    _distance(figure, needed, theme)
    _dots(figure, needed, high - low, digits, theme)
    figure.update_layout(hovermode="closest", margin_l=14, margin_b=28)
    figure.update_xaxes(range=[low, high], tickformat=f".{digits}f", nticks=6)
    figure.update_yaxes(range=[-1, 1], visible=False)
    return figure


def _range(needed: Needed) -> tuple[float, float]:
    values = [needed.edge, *(value for _, value in needed.past)]
    width = max(values) - min(values)
    room = max(width * 0.45, abs(needed.edge) * 0.12) or 1.0
    low, high = min(values) - room, max(values) + room
    if needed.floor is not None and min(values) >= needed.floor:
        low = max(low, needed.floor)
    if needed.ceiling is not None and max(values) <= needed.ceiling:
        high = min(high, needed.ceiling + room * 0.06)
    return low, high


def _zone(figure: go.Figure, needed: Needed, low: float, high: float, theme: str) -> None:
    ends = (low, needed.edge) if needed.lower else (needed.edge, high)
    figure.add_shape(
        type="rect", x0=ends[0], x1=ends[1], y0=0, y1=1, yref="paper", layer="below",
        line_width=0, fillcolor=STATUS[MET].tint.of(theme),
    )  # fmt: skip
    figure.add_scatter(
        x=[needed.edge] * 2, y=[-1, 1], mode="lines", name=f"须 {needed.edge_text}",
        line={"color": STATUS[MET].solid.of(theme), "width": 2.5}, hoverinfo="skip",
        meta={"limit": "needed"},
    )  # fmt: skip
    for y, text in ((0.72, f"<b>须 {needed.edge_text}</b>"), (-0.72, "此侧即满足")):
        figure.add_annotation(
            x=needed.edge, y=y, xanchor="right" if needed.lower else "left", text=text,
            xshift=-8 if needed.lower else 8, showarrow=False,
            font={"size": 13, "color": STATUS[MET].fg.of(theme)},
        )  # fmt: skip


def _nearest(needed: Needed) -> float:
    return min((value for _, value in needed.past), key=lambda value: abs(value - needed.edge))


def _distance(figure: go.Figure, needed: Needed, theme: str) -> None:
    if not needed.past or not needed.gap_text:
        return
    near = _nearest(needed)
    figure.add_scatter(
        x=[needed.edge, near], y=[0, 0], mode="lines", hoverinfo="skip", name="差距",
        line={"color": neutral("ref", theme), "width": 1.5},
    )  # fmt: skip
    figure.add_annotation(
        x=(needed.edge + near) / 2, y=0, yshift=-13, text=needed.gap_text, showarrow=False,
        font={"size": 12, "color": neutral("text", theme)},
        bgcolor=neutral("bg", theme), opacity=0.9,
    )  # fmt: skip


def _dots(figure: go.Figure, needed: Needed, span: float, digits: int, theme: str) -> None:
    """Years above their dots; where two stand close, one goes below."""
    if not needed.past:
        return
    figure.add_scatter(
        x=[value for _, value in needed.past], y=[0] * len(needed.past), mode="markers",
        name="往年同期", meta={"role": "own"}, customdata=[year for year, _ in needed.past],
        marker={"size": 13, "color": neutral("ref", theme)},
        hovertemplate=f"%{{customdata}}年 %{{x:.{digits}f}}<extra></extra>",
    )  # fmt: skip
    last, above = float("-inf"), True
    for year, value in sorted(needed.past, key=lambda pair: pair[1]):
        above = not above if value - last < span * 0.12 else True
        last = value
        figure.add_annotation(
            x=value, y=0, yshift=19 if above else -19, text=f"{year}年", showarrow=False,
            font={"size": 12, "color": neutral("mute", theme)},
        )  # fmt: skip
