"""Shares of a yearly quota against the one line of 时序进度, a place a row."""

import pandas as pd
import plotly.graph_objects as go

from chuangmo.charts.palette import neutral
from chuangmo.charts.template import layout
from chuangmo.status import BEHIND, STATUS

_ROW = 36
_TOP = 30
#: Pixels right of the bars: their columns, the last one as wide as ``落后46.3个百分点``.
_BESIDE, _BESIDE_ON_PHONE = 336, 112


def share_figure(
    frame: pd.DataFrame, plan: float, plan_text: str, theme: str = "light", phone: bool = False
) -> go.Figure:
    """Bars of done / quota in per cent over a grey track of 100 %; behind ones are coloured.

    Args:
        frame: columns ``area``, ``share`` (per cent), ``shown`` (``31 / 52``), ``percent``
            (``59.6%``), ``status`` and ``behind`` (``落后23.7个百分点``), in drawing order.
        plan: 时序进度 in per cent, ``plan_text`` as published.
    """
    height = _TOP + 12 + _ROW * len(frame)
    figure = go.Figure(layout=layout(theme, height, _BESIDE_ON_PHONE if phone else _BESIDE))
    areas = frame["area"].tolist()
    figure.add_bar(
        x=[100.0] * len(frame), y=areas, orientation="h", width=0.52, hoverinfo="skip",
        marker={"color": neutral("panel", theme)}, name="全年任务",
    )  # fmt: skip
    figure.add_bar(
        x=frame["share"].tolist(), y=areas, orientation="h", width=0.52, name="完成率",
        meta={"role": "own"},
        marker={"color": [_colour(status, theme) for status in frame["status"]]},
        customdata=list(zip(frame["shown"], frame["percent"], frame["behind"], strict=True)),
        hovertemplate="%{y}：%{customdata[0]}，%{customdata[1]}，%{customdata[2]}<extra></extra>",
    )  # fmt: skip
    _plan(figure, plan, plan_text, theme)
    _columns(figure, frame, theme, phone)
    high = max([100.0, plan, *frame["share"]])
    figure.update_layout(barmode="overlay", hovermode="closest", margin_t=_TOP)
    figure.update_xaxes(range=[0, high * 1.02], visible=False)
    figure.update_yaxes(
        autorange="reversed", showgrid=False, type="category", ticklabelstandoff=6,
        tickfont={"size": 13, "color": neutral("text", theme)},
    )  # fmt: skip
    return figure


def _colour(status: str, theme: str) -> str:
    """Only what is behind is coloured; the rest is grey."""
    return STATUS[status].solid.of(theme) if status in BEHIND else neutral("strong", theme)


def _plan(figure: go.Figure, plan: float, plan_text: str, theme: str) -> None:
    figure.add_scatter(
        x=[plan, plan], y=[0, 1], yaxis="y2", mode="lines", name=f"时序进度 {plan_text}",
        line={"color": neutral("text", theme), "width": 2}, hoverinfo="skip",
        meta={"limit": "plan"},
    )  # fmt: skip
    figure.update_layout(
        yaxis2={"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}
    )
    figure.add_annotation(
        x=plan, y=1, yref="paper", yanchor="bottom", yshift=4, showarrow=False,
        xanchor="center" if plan < 85 else "right", text=f"<b>时序进度 {plan_text}</b>",
        font={"size": 13, "color": neutral("text", theme)},
    )  # fmt: skip


def _columns(figure: go.Figure, frame: pd.DataFrame, theme: str, phone: bool) -> None:
    """Done / quota, share, status and distance as columns right of the bars."""
    for _, row in frame.iterrows():
        style = STATUS[row["status"]]
        word = style.glyph if phone else f"{style.glyph} {style.word}"
        columns = [
            (
                8,
                f"<b>{row['shown']}</b>" if not phone else row["percent"],
                neutral("text", theme),
            ),
            (60 if phone else 96, "" if phone else row["percent"], neutral("text", theme)),
            (62 if phone else 146, word, style.fg.of(theme)),
            (222, "" if phone else row["behind"], neutral("mute", theme)),
        ]
        for shift, text, colour in columns:
            if text:
                figure.add_annotation(
                    x=1, xref="paper", y=row["area"], xanchor="left", xshift=shift, text=text,
                    showarrow=False, font={"size": 13, "color": colour},
                )  # fmt: skip
