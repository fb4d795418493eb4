"""Last year to this year by place: one line a place between two dates, named at its right end."""

from collections.abc import Sequence
from math import isnan

import plotly.graph_objects as go

from chuangmo.charts.labels import EndLabel, end_labels, text_width
from chuangmo.charts.palette import neutral
from chuangmo.charts.rows import Row
from chuangmo.charts.sketch import Sketch
from chuangmo.charts.template import layout

BETTER, WORSE, LEVEL = "better", "worse", "level"
#: What a line says without colour: what got worse is dotted.
DASHES = {BETTER: "solid", LEVEL: "solid", WORSE: "dot"}
_FEWEST_PIXELS, _ROW, _MARGINS = 300, 24, 60


def slope_figure(
    rows: Sequence[Row], sides: tuple[str, str], theme: str = "light", phone: bool = False
) -> go.Figure:
    """A line a place from the figure of last year to that of this year.

    Args:
        rows: the places, each with ``area``, ``before`` and ``now`` (floats), ``before_text`` and
            ``now_text`` (published), ``turn`` (``BETTER``, ``WORSE``, ``LEVEL``), ``own`` (whether
            it is the one told of) and ``named`` (whether it is named at its end).
        sides: what stands under the left and the right end.
    """
    named = sum(1 for row in rows if row["named"])
    height = max(_FEWEST_PIXELS, _ROW * named + _MARGINS)
    labels = [_label(row, theme, phone) for row in rows if row["named"]]
    wide = max((text_width(_plain(one.text)) for one in labels), default=0.0)
    figure = Sketch(layout(theme, height, int(wide) + 16))
    for row in sorted(rows, key=lambda one: bool(one["own"])):
        _line(figure, row, theme)
    low, high = slope_ends([row[side] for row in rows for side in ("before", "now")])
    figure.update_xaxes(range=[-0.08, 1.04], tickvals=[0, 1], ticktext=list(sides))
    digits = max((len(str(row["now_text"]).partition(".")[2]) for row in rows), default=0)
    figure.update_yaxes(range=[low, high], nticks=6, tickformat=f".{digits}f")
    figure.update_layout(hovermode="closest")
    made = figure.figure()
    end_labels(made, labels, high - low, height - _MARGINS, theme)
    return made


def slope_ends(values: Sequence[float]) -> tuple[float, float]:
    """Lower and upper end of the axis: what is drawn and a little more; it need not show zero."""
    known = [value for value in values if not isnan(value)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.12
    return (max(0.0, low - room) if low >= 0 else low - room), high + room


def slope_words(row: Row, phone: bool = False) -> str:
    """``西固区 0.178→0.152``: the name of a line; on phones only where it ends."""
    figures = row["now_text"] if phone else f"{row['before_text']}→{row['now_text']}"
    return f"{row['area']} {figures}"


def _label(row: Row, theme: str, phone: bool) -> EndLabel:
    words = slope_words(row, phone)
    text = f"<b>{words}</b>" if row["own"] else words
    return EndLabel(float(row["now"]), text, neutral("primary" if row["own"] else "text", theme))


def _plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")


def _line(figure: Sketch, row: Row, theme: str) -> None:
    ink = neutral("primary" if row["own"] else "ref", theme)
    figure.add_scatter(
        x=[0, 1],
        y=[row["before"], row["now"]],
        mode="lines+markers",
        name=row["area"],
        meta={"role": "own" if row["own"] else row["turn"]},
        line={"color": ink, "width": 3 if row["own"] else 1.75, "dash": DASHES[row["turn"]]},
        marker={"size": 8 if row["own"] else 6, "color": ink},
        hovertext=[row["before_text"], row["now_text"]],
        hovertemplate="%{fullData.name}：%{hovertext}<extra></extra>",
    )
