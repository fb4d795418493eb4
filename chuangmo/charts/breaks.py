"""Break marks: a hairline over the whole height on the day figures become of another kind."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

import pandas as pd

from chuangmo.assess.verdicts.breaks import Break
from chuangmo.charts.palette import neutral
from chuangmo.charts.sketch import Sketch

BREAK = "break"  # the role of the trace, by which files find it again
_ROW = 18  # pixels a label takes above the plot


def draw_breaks(
    figure: Sketch,
    points: pd.DataFrame,
    breaks: Sequence[Break],
    ends: tuple[float, float],
    theme: str,
) -> int:
    """One named line trace a break, its words above the plot, one row each; how many rows.

    Args:
        points: one row a month in order, columns ``year`` and ``month``; the place on the axis
            is the row's number, so that a month reaches from half before to half after it.
        ends: lower and upper end of the value axis.
    """
    placed = [(place_of(points, one.day), one) for one in breaks]
    inside = [(place, one) for place, one in placed if place is not None]
    for row, (place, one) in enumerate(inside):
        figure.add_scatter(
            x=[place, place],
            y=list(ends),
            mode="lines",
            name=one.label,
            line={"color": neutral("text", theme), "width": 1},
            hoverinfo="skip",
            meta={"role": BREAK},
        )
        _words(figure, place, one.label, row, len(points), theme)
    return len(inside)


def place_of(points: pd.DataFrame, day: date) -> float | None:
    """Where a day stands on the axis; ``None`` where it does not divide what is shown."""
    months = list(zip(points["year"], points["month"], strict=True))
    if (day.year, day.month) not in months:
        return None
    place = months.index((day.year, day.month))
    through = (day.day - 1) / monthrange(day.year, day.month)[1]
    return place - 0.5 + through if place or through else None


def _words(figure: Sketch, place: float, label: str, row: int, count: int, theme: str) -> None:
    """Beside the head of the line, on the side that has more room."""
    right = place > count / 2
    figure.add_annotation(
        x=place,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=_ROW * row,
        xanchor="right" if right else "left",
        text=label,
        showarrow=False,
        font={"size": 12, "color": neutral("text", theme)},
    )
