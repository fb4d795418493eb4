"""The rank list of places: best on top, one bar coloured, each place's own limit as a tick."""

from collections.abc import Sequence
from math import isnan

import plotly.graph_objects as go

from chuangmo.charts.palette import neutral
from chuangmo.charts.rows import Row
from chuangmo.charts.sketch import Sketch
from chuangmo.charts.template import layout
from chuangmo.status import STATUS

_ROW = 34


def ranking_figure(
    rows: Sequence[Row], story: str, theme: str = "light", phone: bool = False
) -> go.Figure:
    """Horizontal bars from zero.

    Args:
        rows: the places in rank order, each with ``rank`` (text, empty for unranked places,
            which stand last), ``area``, ``value`` (float or NaN), ``shown`` (published text),
            ``status``, ``limit`` (float or NaN); ``moved`` (``升1位``) where an earlier rank is
            known.
        story: the place whose bar is coloured, in the colour of its status.
    """
    names = rank_names(rows)
    figure = Sketch(layout(theme, 44 + _ROW * len(rows), 8))
    figure.add_bar(
        x=[row["value"] for row in rows],
        y=names,
        orientation="h",
        name="数值",
        meta={"role": "own"},
        width=0.58,
        marker={"color": [_colour(row, story, theme) for row in rows]},
        hovertemplate="%{y}：%{x}<extra></extra>",
        hoverinfo="skip",
    )
    _limits(figure, rows, names, theme)
    drawn = (row[name] for row in rows for name in ("value", "limit"))
    high = max((value for value in drawn if not isnan(value)), default=1.0)
    _values(figure, rows, names, theme, phone)
    moved = any(row.get("moved") for row in rows)
    room = (1.45 if phone else 1.3) + (0.2 if moved else 0)
    figure.update_xaxes(range=[0, high * room], visible=False)
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickfont={"size": 13, "color": neutral("text", theme)},
        type="category",
        ticklabelstandoff=6,
    )
    figure.update_layout(hovermode="closest")
    return figure.figure()


def rank_names(rows: Sequence[Row]) -> list[str]:
    """Rank and place, padded with full-width spaces so that the ranks stand in one column."""
    wide = max(len(row["area"]) for row in rows)
    return [
        f"{row['rank']}　{'　' * (wide - len(row['area']))}{row['area']}"
        if row["rank"]
        else row["area"]
        for row in rows
    ]


def _colour(row: Row, story: str, theme: str) -> str:
    return (
        STATUS[row["status"]].solid.of(theme) if row["area"] == story else neutral("strong", theme)
    )


def _limits(figure: Sketch, rows: Sequence[Row], names: list[str], theme: str) -> None:
    limits = zip(names, (row["limit"] for row in rows), strict=True)
    known = [(name, limit) for name, limit in limits if not isnan(limit)]
    if not known:
        return
    figure.add_scatter(
        x=[limit for _, limit in known],
        y=[name for name, _ in known],
        mode="markers",
        name="本区县限值",
        marker={
            "symbol": "line-ns",
            "size": 20,
            "line": {"width": 2, "color": neutral("text", theme)},
        },
        hoverinfo="skip",
        meta={"limit": "each"},
    )


def _values(figure: Sketch, rows: Sequence[Row], names: list[str], theme: str, phone: bool) -> None:
    labels = []
    for name, row in zip(names, rows, strict=True):
        style = STATUS[row["status"]]
        word = style.glyph if phone else f"{style.glyph} {style.word}"
        said = f"<span style='color:{style.fg.of(theme)}'>{word}</span>{_moved(row, theme)}"
        ends = [v for v in (row["value"], row["limit"]) if not isnan(v)]
        labels.append(
            {
                "x": max(ends, default=0),
                "y": name,
                "xanchor": "left",
                "xshift": 10,
                "showarrow": False,
                "text": f"<b>{row['shown']}</b>  {said}",
                "font": {"size": 13, "color": neutral("text", theme)},
            }
        )
    figure.update_layout(annotations=labels)


def _moved(row: Row, theme: str) -> str:
    """How many places it moved since the earlier period, after its status."""
    said = str(row.get("moved") or "")
    return f"  <span style='color:{neutral('mute', theme)}'>{said}</span>" if said else ""
