"""A figure for the projector: the same drawing with every size of type and pen multiplied."""

from typing import Any

import plotly.graph_objects as go

#: Sizes that stand in pixels, wherever they occur in a figure.
_SIZES = frozenset({
    "size", "ax", "ay", "xshift", "yshift", "standoff", "ticklen", "arrowwidth",
})  # fmt: skip
_MARGIN = frozenset({"l", "r", "t", "b"})


def enlarged(figure: go.Figure, factor: float, height: int) -> go.Figure:
    """A copy of the figure that can be read from the back of a hall.

    Args:
        factor: of type, pens, markers and margins; 2 makes the 12 px of an axis 24 px.
        height: pixels.
    """
    drawn = _scaled(figure.to_plotly_json(), factor, "")
    return go.Figure(drawn).update_layout(height=height)


def _scaled(part: Any, factor: float, parent: str) -> Any:
    if isinstance(part, dict):
        return {key: _value(key, value, factor, parent) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_scaled(item, factor, parent) for item in part]
    return part


def _value(key: str, value: Any, factor: float, parent: str) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and _in_pixels(key, parent):
        return value * factor
    return _scaled(value, factor, key)


def _in_pixels(key: str, parent: str) -> bool:
    if parent == "margin":
        return key in _MARGIN
    return key in _SIZES or (key == "width" and parent == "line")
