"""Parts of a gap as bars around zero: they add up to the last bar, the gap itself."""

import pandas as pd
import plotly.graph_objects as go

from chuangmo.charts.palette import neutral
from chuangmo.charts.template import layout
from chuangmo.status import STATUS

_ROW = 29


def gap_figure(frame: pd.DataFrame, story: str, status: str, theme: str = "light") -> go.Figure:
    """Horizontal bars from zero, in the order of the frame, the total closed off by a rule.

    Args:
        frame: columns ``name``, ``gap`` (float), ``shown`` (published text with sign) and
            ``total`` (bool, true in the last row only).
        story: the name of the bar that is coloured; empty colours none.
        status: the status whose solid colour it takes.
    """
    figure = go.Figure(layout=layout(theme, 20 + _ROW * len(frame), 8))
    names = [f"<b>{n}</b>" if t else n for n, t in zip(frame["name"], frame["total"], strict=True)]
    colours = [
        neutral("text", theme) if row["total"]
        else STATUS[status].solid.of(theme) if row["name"] == story
        else neutral("strong", theme)
        for _, row in frame.iterrows()
    ]  # fmt: skip
    figure.add_bar(
        x=frame["gap"].tolist(), y=names, orientation="h", width=0.58, name="差距",
        meta={"role": "own"},
        marker={"color": colours}, customdata=frame["shown"].tolist(),
        hovertemplate="%{y}：%{customdata}<extra></extra>",
    )  # fmt: skip
    _values(figure, frame, names, theme)
    low, high = min(0.0, float(frame["gap"].min())), max(0.0, float(frame["gap"].max()))
    room = (high - low or 1.0) * 0.32
    figure.update_xaxes(range=[low - room, high + room], visible=False)
    figure.add_vline(x=0, line={"color": neutral("strong", theme), "width": 1})
    figure.add_hline(y=len(frame) - 1.5, line={"color": neutral("strong", theme), "width": 1})
    figure.update_yaxes(
        autorange="reversed", showgrid=False, type="category", ticklabelstandoff=6,
        tickfont={"size": 13, "color": neutral("text", theme)},
    )  # fmt: skip
    figure.update_layout(hovermode="closest")
    return figure


def _values(figure: go.Figure, frame: pd.DataFrame, names: list[str], theme: str) -> None:
    for name, (_, row) in zip(names, frame.iterrows(), strict=True):
        right = row["gap"] >= 0
        figure.add_annotation(
            x=row["gap"], y=name, xanchor="left" if right else "right", xshift=6 if right else -6,
            showarrow=False, text=f"<b>{row['shown']}</b>" if row["total"] else row["shown"],
            font={"size": 12.5, "color": neutral("text", theme)},
        )  # fmt: skip
