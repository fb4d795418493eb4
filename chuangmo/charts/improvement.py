"""Places by their change against the same time last year: bars around zero, the best on top."""

import pandas as pd
import plotly.graph_objects as go

from chuangmo.charts.palette import neutral
from chuangmo.charts.ranking import rank_names
from chuangmo.charts.rows import records
from chuangmo.charts.template import layout

_ROW = 34
NOTHING_TO_COMPARE = "无可比往年数据"


def improvement_figure(
    frame: pd.DataFrame, story: str, theme: str = "light", phone: bool = False
) -> go.Figure:
    """Horizontal bars from zero; no colour of a status, since a change is no verdict.

    Args:
        frame: one row a place in rank order, columns ``rank`` (text, empty for places that
            cannot be compared, which stand last), ``area``, ``change`` (float or NaN, in the
            unit of changes), ``shown`` (its words), ``before`` and ``now`` (published texts).
        story: the place whose bar is coloured.
    """
    names = rank_names(records(frame))
    figure = go.Figure(layout=layout(theme, 44 + _ROW * len(frame), 8))
    figure.add_bar(
        x=frame["change"].tolist(),
        y=names,
        orientation="h",
        name="同比变化",
        meta={"role": "own"},
        width=0.58,
        marker={
            "color": [neutral("primary" if a == story else "strong", theme) for a in frame["area"]]
        },
        hoverinfo="skip",
    )
    _words(figure, frame, names, theme, phone)
    known = frame["change"].dropna()
    low, high = min(0.0, *known), max(0.0, *known)
    room = (high - low or 1.0) * (0.75 if phone else 0.5)
    figure.update_xaxes(
        range=[low - (room if low < 0 else 0), high + (room if high > 0 or low == 0 else room / 2)],
        visible=False,
    )
    figure.add_vline(x=0, line={"color": neutral("strong", theme), "width": 1})
    figure.update_yaxes(
        autorange="reversed", showgrid=False, type="category", ticklabelstandoff=6,
        tickfont={"size": 13, "color": neutral("text", theme)},
    )  # fmt: skip
    return figure.update_layout(hovermode="closest")


def _words(
    figure: go.Figure, frame: pd.DataFrame, names: list[str], theme: str, phone: bool
) -> None:
    """The change beside its bar; from which figure to which, where there is room.

    Places without a change say so on the side to which most bars grow, where room is left.
    """
    known = frame["change"].dropna()
    leftward = -known.min() > known.max() if len(known) else False
    mute = f"<span style='color:{neutral('mute', theme)}'>"
    for name, (_, row) in zip(names, frame.iterrows(), strict=True):
        left = row["change"] < 0 if row["rank"] else leftward
        sides = "" if phone else f"  {mute}{row['before']} → {row['now']}</span>"
        figure.add_annotation(
            x=row["change"] if row["rank"] else 0,
            y=name,
            xanchor="right" if left else "left",
            xshift=-8 if left else 8,
            showarrow=False,
            text=f"<b>{row['shown']}</b>{sides}" if row["rank"] else f"{mute}{row['shown']}</span>",
            font={"size": 13, "color": neutral("text", theme)},
        )
