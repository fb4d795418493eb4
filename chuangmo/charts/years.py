"""A year over the one before: this year's months as columns, last year's laid over as a line."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from chuangmo.charts.marks import MARK_ROW, DrawnMark, draw_marks
from chuangmo.charts.palette import neutral
from chuangmo.charts.sketch import Sketch
from chuangmo.charts.template import layout
from chuangmo.charts.trend import DrawnLimit
from chuangmo.status import LINE

_HEIGHT = 400


def years_figure(
    frame: pd.DataFrame, limits: Sequence[DrawnLimit], unit: str, digits: int,
    theme: str = "light", phone: bool = False, marks: Sequence[DrawnMark] = (),
) -> go.Figure:  # fmt: skip
    """Twelve months; every series and limit is a named trace with its role.

    Args:
        frame: one row a month in order, columns ``month``, ``now``, ``before`` (NaN where there is
            no value), ``now_year`` and ``before_year``.
        limits: those in force at the end of the year, level over all months.
        phone: whether it is narrow.
        marks: events of this year, each a dotted line or a band with its words.
    """
    figure = Sketch(layout(theme, _HEIGHT))
    months = frame["month"].tolist()
    shown = {"x": months, "hovertemplate": f"%{{y:.{digits}f}}"}
    figure.add_bar(
        y=frame["now"].tolist(), name=f"{frame['now_year'].iloc[0]}年", meta={"role": "own"},
        marker={"color": neutral("ref", theme)}, width=0.68, **shown,
    )  # fmt: skip
    figure.add_scatter(
        y=frame["before"].tolist(), name=f"{frame['before_year'].iloc[0]}年",
        meta={"role": "before"}, mode="lines+markers",
        line={"color": neutral("text", theme), "width": 1.5, "dash": "dot"},
        marker={"size": 7}, **shown,
    )  # fmt: skip
    for one in limits:
        look = LINE[one.line]
        figure.add_scatter(
            x=[0.5, len(months) + 0.5], y=[one.value, one.value], mode="lines",
            name=f"{one.name} {one.text}", meta={"limit": one.line}, hoverinfo="skip",
            line={"color": look.colour.of(theme), "dash": look.dash, "width": 1.5},
        )  # fmt: skip
    figure.update_xaxes(
        tickvals=months,
        ticktext=[f"{month}{'' if phone else '月'}" for month in months],
        unifiedhovertitle={"text": "%{x}月"},
    )
    mute = {"size": 12, "color": neutral("mute", theme)}
    figure.update_yaxes(title={"text": unit, "font": mute}, rangemode="tozero", nticks=6)
    rows = _marks(figure, frame, limits, marks, (theme, phone))
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom"}
    if rows:
        legend |= {"y": -0.12, "yanchor": "top"}
        margin, height = {"t": 8 + MARK_ROW * rows}, _HEIGHT + MARK_ROW * rows
        figure.update_layout(margin=margin, height=height)
    figure.update_layout(showlegend=True, legend=legend, hovermode="x unified")
    return figure.figure()


def _marks(
    figure: Sketch, frame: pd.DataFrame, limits: Sequence[DrawnLimit], marks: Sequence[DrawnMark],
    look: tuple[str, bool],
) -> int:  # fmt: skip
    """The events of the year over the whole height; how many rows of words stand above it."""
    if not marks:
        return 0
    points = pd.DataFrame({"year": frame["now_year"], "month": frame["month"]})
    drawn = [*frame["now"].dropna(), *frame["before"].dropna(), *(one.value for one in limits)]
    top = max(drawn, default=1.0) * 1.06 or 1.0
    figure.update_yaxes(range=[0, top])
    return draw_marks(figure, points, marks, (0.0, top), look, 0, shift=1.0)
