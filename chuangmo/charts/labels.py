"""Labels at the right end of lines, pushed apart so that none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from chuangmo.charts.palette import neutral


@dataclass(frozen=True)
class EndLabel:
    """What stands at the end of one line: text in ``colour`` at the height ``y``."""

    y: float
    text: str
    colour: str


def spread_out(values: Sequence[float], gap: float) -> list[float]:
    """Heights at least ``gap`` apart, in the order given, moved as little as a pass allows."""
    order = sorted(range(len(values)), key=lambda n: values[n])
    placed = [float(v) for v in values]
    for _ in range(60):
        moved = False
        for low, high in pairwise(order):
            short = gap - (placed[high] - placed[low])
            if short > gap * 1e-6:
                placed[low] -= short / 2
                placed[high] += short / 2
                moved = True
        if not moved:
            break
    return placed


def end_labels(
    figure: go.Figure, labels: Sequence[EndLabel], span: float, height: int, theme: str
) -> None:
    """Draw the labels right of the plot.

    Args:
        span: of the value axis, in its unit.
        height: of the plot area in pixels.
    """
    gap = span * 19 / height
    for label, y in zip(labels, spread_out([one.y for one in labels], gap), strict=True):
        figure.add_annotation(
            x=1, xref="paper", y=y, xanchor="left", xshift=9, align="left", showarrow=False,
            text=label.text, font={"size": 12, "color": label.colour},
            bgcolor=neutral("bg", theme),
        )  # fmt: skip


def text_width(text: str) -> float:
    """The width of a 12 px label in pixels, markup left out by the caller."""
    return 12.2 * sum(0.56 if ord(letter) < 0x2000 else 1.0 for letter in text)
