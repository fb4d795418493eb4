"""断点 and 大事记 on the trend slide: native lines and strips, words in rows above the plot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from chuangmo.exports.native import Chart
from chuangmo.exports.pptx.charts import Box, ChartLook, end_room
from chuangmo.exports.pptx.text_and_fill import block, one_line
from chuangmo.exports.styles import INK, MID, width_cm

_SIZE, _ROW, _LINE, _THIN, _STRIP = 12, 0.6, 0.03, 0.02, 0.09  # points, cm


@dataclass(frozen=True)
class MarkedDay:
    """A day or stretch on the chart.

    Attributes:
        kind: 断点 or 大事记. first, last: how many categories lie before it; the same for a day.
        left, row: of its words: centimetres from the slide's edge, row above the plot from 0.
    """

    kind: str
    first: float
    last: float
    words: str
    left: float = 0.0
    row: int = 0


def marked_days(chart: Chart, box: Box, look: ChartLook) -> tuple[list[MarkedDay], ChartLook]:
    """Every mark with the place of its words, and the look that leaves room for them."""
    found = [MarkedDay("断点", at, at, words) for at, words in chart.breaks]
    found += [MarkedDay("大事记", *one) for one in chart.marks]
    if not found:
        return [], look
    step, edge = _step(chart, box, look), box[0] + look.left
    right = edge + step * len(chart.categories)
    spans = []
    for one in found:
        wide = _room(one.words)
        left = edge + one.first * step
        if left + wide > right:  # to the left of its line, else as far right as it goes
            before = edge + one.last * step - wide
            left = before if before >= edge else right - wide
        left = max(left, edge)
        spans.append((left, left + wide))
    rows = packed_rows(spans)
    placed = [
        replace(one, left=left, row=row)
        for one, (left, _), row in zip(found, spans, rows, strict=True)
    ]
    return placed, replace(look, top=look.top + _ROW * (max(rows) + 1))


def draw_days(
    shapes: Any, chart: Chart, box: Box, look: ChartLook, days: Sequence[MarkedDay]
) -> None:
    """A line on the first day, a strip along the top over a stretch, and the words."""
    for one in days:
        left, top, high = _at(chart, box, look, one.first)
        is_break = one.kind == "断点"
        wide, ink = (_LINE, INK) if is_break else (_THIN, MID)
        block(shapes, (left, top, wide, high), ink, f"{one.kind}线：{one.words}")
        if one.last > one.first:
            long = (one.last - one.first) * _step(chart, box, look)
            block(shapes, (left, top - _STRIP, long, _STRIP), ink, f"{one.kind}起止：{one.words}")
        room = _room(one.words)
        area = (one.left + 0.08, top - _ROW * (one.row + 1), room, _ROW)
        one_line(shapes, area, one.words, _SIZE, INK, name=f"{one.kind}文字")


def _room(words: str) -> float:
    """Centimetres that words take on one line, also where a program spaces letters and figures."""
    return width_cm(words, _SIZE) * 1.2 + 0.4


def _step(chart: Chart, box: Box, look: ChartLook) -> float:
    """The width of a category in centimetres."""
    return (box[2] - look.left - end_room(chart, look)) / len(chart.categories)


def _at(chart: Chart, box: Box, look: ChartLook, place: float) -> tuple[float, float, float]:
    """Left, top and height of a line at a place."""
    left = box[0] + look.left + place * _step(chart, box, look)
    return left, box[1] + look.top, box[3] - look.top - look.foot


def packed_rows(spans: Sequence[tuple[float, float]]) -> list[int]:
    """A row for each stretch (left, right), from 0: the first in which it lies over no other."""
    ends: list[float] = []
    placed = [0] * len(spans)
    for n in sorted(range(len(spans)), key=lambda one: spans[one]):
        left, right = spans[n]
        row = next((k for k, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [right]
        placed[n] = row
    return placed
