"""大事记 on an axis of months: a dotted line on a day, a band over a stretch, words above.

The words stand above the plot, a row each, so that they lie over no value and no other label,
however narrow the window is.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from chuangmo.charts.labels import text_width
from chuangmo.charts.palette import neutral
from chuangmo.charts.sketch import Sketch

MARK = "mark"  # the role of the trace, by which files find it again
MARK_ROW = 18  # pixels a label takes above the plot
_MOST_ROWS = 5  # of labels; further marks are drawn, their words stand below the chart
_PLOT, _PHONE_PLOT = 520, 270  # pixels across that a plot has at least


@dataclass(frozen=True)
class DrawnMark:
    """One event: its days, both inclusive, and a few words."""

    first: date
    last: date
    label: str


def draw_marks(
    figure: Sketch | go.Figure,
    points: pd.DataFrame,
    marks: Sequence[DrawnMark],
    ends: tuple[float, float],
    look: tuple[str, bool],
    above: int,
    shift: float = 0.0,
) -> int:
    """One named trace a mark, its words above the plot.

    Args:
        points: one row a month in order, columns ``year`` and ``month``; the place on the axis is
            the row's number, and ``shift`` more.
        ends: lower and upper end of the value axis.
        look: theme, and whether the figure is for a phone.
        above: rows of words that stand above the plot already.
        shift: of the axis: where the middle of the first month stands on it.

    Returns:
        How many rows of words stand above it now.
    """
    theme, phone = look
    placed = [(found, one) for one in marks if (found := mark_span(points, one)) is not None]
    for (first, last), one in placed:
        _line_or_band(figure, (first + shift, last + shift), one.label, ends, theme)
    step = (_PHONE_PLOT if phone else _PLOT) / max(len(points), 1)
    worded = [_worded(span, one.label, step, len(points)) for span, one in placed]
    for row, (((first, last), _), (left, right, words)) in enumerate(
        zip(placed[:_MOST_ROWS], worded, strict=False)
    ):
        ends_there = left < first - 1e-9 and abs(right - last) < 1e-9
        place = (last if ends_there else left) + shift
        _write(figure, place, words, above + row, theme, ends_there)
    return above + min(len(placed), _MOST_ROWS)


def mark_span(points: pd.DataFrame, mark: DrawnMark) -> tuple[float, float] | None:
    """Where a mark begins and ends on the axis, cut to what is shown; ``None`` beside it.

    Of one day both are its middle.
    """
    months = list(zip(points["year"].tolist(), points["month"].tolist(), strict=True))
    if not months:
        return None
    first, after = _place(months, mark.first), _place(months, mark.last + timedelta(days=1))
    if after <= -0.5 or first >= len(months) - 0.5:
        return None
    if mark.first == mark.last:
        middle = (first + after) / 2
        return middle, middle
    return first, after


def _place(months: Sequence[tuple[int, int]], day: date) -> float:
    """The beginning of a day; the ends of the axis for days before and after it."""
    if (day.year, day.month) < months[0]:
        return -0.5
    if (day.year, day.month) not in months:
        return len(months) - 0.5
    place = months.index((day.year, day.month))
    return place - 0.5 + (day.day - 1) / monthrange(day.year, day.month)[1]


def _line_or_band(
    figure: Sketch | go.Figure,
    span: tuple[float, float],
    label: str,
    ends: tuple[float, float],
    theme: str,
) -> None:
    first, last = span
    pen = {"color": neutral("mute", theme), "width": 1, "dash": "dot"}
    band = {
        "fill": "toself", "fillcolor": _pale(neutral("primary", theme)),
    } if last > first else {}  # fmt: skip
    low, high = ends
    figure.add_scatter(
        x=[first, first, last, last] if band else [first, first],
        y=[low, high, high, low] if band else [low, high],
        mode="lines",
        name=label,
        line=pen,
        hoverinfo="skip",
        meta={"role": MARK},
        **band,
    )


def _pale(colour: str) -> str:
    parts = ", ".join(str(int(colour[n : n + 2], 16)) for n in (1, 3, 5))
    return f"rgba({parts}, 0.10)"


def _worded(
    span: tuple[float, float], label: str, step: float, count: int
) -> tuple[float, float, str]:
    """Left and right end of the words on the axis, and what of them fits it."""
    words = label
    while len(words) > 2 and text_width(words) / step > count:
        words = f"{words[:-2]}…"
    wide = text_width(words) / step + 0.15
    left = span[0]
    if left + wide > count - 0.5:  # to the left of its line, else as far right as it goes
        left = span[1] - wide if span[1] - wide >= -0.5 else count - 0.5 - wide
    return max(left, -0.5), max(left, -0.5) + wide, words


def _write(
    figure: Sketch | go.Figure, place: float, words: str, row: int, theme: str, ends_there: bool
) -> None:
    figure.add_annotation(
        x=place, y=1, yref="paper", yanchor="bottom", yshift=MARK_ROW * row,
        xanchor="right" if ends_there else "left",
        text=words, showarrow=False, font={"size": 12, "color": neutral("text", theme)},
    )  # fmt: skip
