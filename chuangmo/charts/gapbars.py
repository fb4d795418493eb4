"""Parts of a gap as a waterfall: each bar begins where the one above ended, the last is the gap."""

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from chuangmo.charts.palette import neutral
from chuangmo.charts.rows import Row, records
from chuangmo.charts.sketch import Sketch
from chuangmo.charts.template import layout
from chuangmo.status import STATUS

_ROW, _WIDE = 29, 0.58


def gap_figure(frame: pd.DataFrame, story: str, status: str, theme: str = "light") -> go.Figure:
    """Horizontal bars in the order of the frame, each from the sum so far, the total from zero.

    Args:
        frame: columns ``name``, ``gap`` (float), ``shown`` (published text with sign) and
            ``total`` (bool, true in the last row only).
        story: the name of the bar that is coloured; empty colours none.
        status: the status whose solid colour it takes.
    """
    rows = records(frame)
    figure = Sketch(layout(theme, 20 + _ROW * len(rows), 8))
    names = [f"<b>{row['name']}</b>" if row["total"] else row["name"] for row in rows]
    starts = gap_starts([row["gap"] for row in rows])
    figure.add_bar(
        x=[row["gap"] for row in rows], base=starts, y=names, orientation="h", width=_WIDE,
        name="差距", meta={"role": "own"},
        marker={"color": [_colour(row, story, status, theme) for row in rows]},
        customdata=[row["shown"] for row in rows],
        hovertemplate="%{y}：%{customdata}<extra></extra>",
    )  # fmt: skip
    ends = [start + row["gap"] for start, row in zip(starts, rows, strict=True)]
    _values(figure, rows, names, list(zip(starts, ends, strict=True)), theme)
    low, high = min(0.0, *starts, *ends), max(0.0, *starts, *ends)
    room = (high - low or 1.0) * 0.32
    rule = {"color": neutral("strong", theme), "width": 1}
    for n, (end, _) in enumerate(pairwise(ends)):
        figure.add_shape(
            type="line", x0=end, x1=end, y0=n + _WIDE / 2, y1=n + 1 - _WIDE / 2, line=rule
        )
    figure.add_shape(type="line", x0=0, x1=0, y0=0, y1=1, yref="paper", line=rule)
    figure.add_shape(
        type="line", x0=0, x1=1, xref="paper", y0=len(rows) - 1.5, y1=len(rows) - 1.5, line=rule
    )
    figure.update_xaxes(range=[low - room, high + room], visible=False)
    figure.update_yaxes(
        autorange="reversed", showgrid=False, type="category", ticklabelstandoff=6,
        tickfont={"size": 13, "color": neutral("text", theme)},
    )  # fmt: skip
    figure.update_layout(hovermode="closest")
    return figure.figure()


def gap_starts(parts: list[float]) -> list[float]:
    """Where each bar begins: the sum of those before it; the last, the whole, begins at zero."""
    starts = [sum(parts[:n]) for n in range(len(parts))]
    return [*starts[:-1], 0.0] if starts else []


def _colour(row: Row, story: str, status: str, theme: str) -> str:
    if row["total"]:
        return neutral("text", theme)
    if row["name"] == story:
        return STATUS[status].solid.of(theme)
    return neutral("ref" if row["gap"] > 0 else "strong", theme)


def _values(
    figure: Sketch, rows: list[dict[str, object]], names: list[str],
    ends: list[tuple[float, float]], theme: str,
) -> None:  # fmt: skip
    """Each part's figure beyond its bar, on the side to which it goes."""
    for row, name, (start, end) in zip(rows, names, ends, strict=True):
        right = end >= start
        figure.add_annotation(
            x=end, y=name, xanchor="left" if right else "right", xshift=6 if right else -6,
            showarrow=False, text=f"<b>{row['shown']}</b>" if row["total"] else row["shown"],
            font={"size": 12.5, "color": neutral("text", theme)},
        )  # fmt: skip
