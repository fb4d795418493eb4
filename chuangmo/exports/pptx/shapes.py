"""Outlines on paper: degrees to centimetres, points thinned, the roomiest place of a district."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

import plotly.graph_objects as go

Point = tuple[float, float]
Ring = tuple[Point, ...]
_NEAR = 0.035  # cm: points closer than this say nothing on a slide
_GRID, _ENOUGH = 11, 45


@dataclass(frozen=True)
class Outline:
    """One district in centimetres from the upper left corner of the map, y downwards.

    Attributes:
        centre, radius: the middle and size of the largest circle found inside.
    """

    area: str
    rings: tuple[Ring, ...]
    centre: Point
    radius: float


def outlines(figure: go.Figure, wide: float, high: float) -> list[Outline]:
    """The districts of a map figure, scaled into a box, the whole kept in its middle."""
    whole = [trace for trace in figure.data if trace.xaxis in (None, "x")]  # no enlarged panel
    traces = [trace for trace in whole if trace.fill == "toself"]
    degrees = {trace.name: _rings(trace) for trace in traces}
    points = [point for rings in degrees.values() for ring in rings for point in ring]
    if not points:
        return []
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2))
    scale = min(wide / ((east - west) * squeeze), high / (north - south))
    left = (wide - (east - west) * squeeze * scale) / 2
    top = (high - (north - south) * scale) / 2

    def place(point: Point) -> Point:
        return left + (point[0] - west) * squeeze * scale, top + (north - point[1]) * scale

    return [_outline(name, rings, place) for name, rings in degrees.items()]


def _outline(name: str, rings: Sequence[Ring], place: Any) -> Outline:
    drawn = tuple(
        thin for ring in rings if len(thin := _thinned([place(p) for p in ring], _NEAR)) > 2
    )
    centre, radius = _roomiest(max(drawn, key=_area)) if drawn else ((0.0, 0.0), 0.0)
    return Outline(name, drawn, centre, radius)


def _rings(trace: Any) -> list[Ring]:
    rings: list[list[Point]] = [[]]
    for x, y in zip(trace.x, trace.y, strict=True):
        if x is None:
            rings.append([])
        else:
            rings[-1].append((float(x), float(y)))
    return [tuple(ring) for ring in rings if ring]


def _thinned(ring: Sequence[Point], near: float) -> Ring:
    kept = [ring[0]]
    for point in ring[1:]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= near:
            kept.append(point)
    return tuple(kept)


def _area(ring: Ring) -> float:
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _roomiest(ring: Ring) -> tuple[Point, float]:
    """The point farthest from the border on a grid over the district, and how far."""
    coarse = ring[:: max(1, len(ring) // _ENOUGH)]
    xs, ys = [x for x, _ in coarse], [y for _, y in coarse]
    west, north = min(xs), min(ys)
    step_x, step_y = (max(xs) - west) / _GRID, (max(ys) - north) / _GRID
    best, far = coarse[0], 0.0
    for column in range(1, _GRID):
        for row in range(1, _GRID):
            x, y = west + column * step_x, north + row * step_y
            if _inside(x, y, coarse):
                room = _distance(x, y, coarse)
                if room > far:
                    best, far = (x, y), room
    return best, far


def _inside(x: float, y: float, ring: Sequence[Point]) -> bool:
    odd = False
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            odd = not odd
    return odd


def _distance(x: float, y: float, ring: Sequence[Point]) -> float:
    return min(_to_side(x, y, a, b) for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))


def _to_side(x: float, y: float, a: Point, b: Point) -> float:
    wide, high = b[0] - a[0], b[1] - a[1]
    length = wide * wide + high * high
    share = 0.0 if not length else ((x - a[0]) * wide + (y - a[1]) * high) / length
    share = min(1.0, max(0.0, share))
    return hypot(x - a[0] - share * wide, y - a[1] - share * high)
