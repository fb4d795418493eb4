"""A figure in the making: plain lists and dicts, made a Plotly figure once at the end.

Plotly checks and copies all that a figure holds at every ``add`` and ``update``; drawing the trend
so took ten times as long. That what we draw is valid is what the tests prove.
"""

from typing import Any

import plotly.graph_objects as go


class Sketch:
    """Traces and layout, with the methods of a Plotly figure that our charts use.

    Args:
        layout: the layout to begin with; it is copied.
    """

    def __init__(self, layout: dict[str, Any]) -> None:
        self._layout = layout | {"xaxis": {**layout["xaxis"]}, "yaxis": {**layout["yaxis"]}}
        self._traces: list[dict[str, Any]] = []

    def add_trace(self, kind: str, **fields: Any) -> None:
        """A trace of the kind, on top of those before."""
        self._traces.append({"type": kind, **fields})

    def add_bar(self, **fields: Any) -> None:
        """Bars."""
        self.add_trace("bar", **fields)

    def add_scatter(self, **fields: Any) -> None:
        """Lines, markers or text."""
        self.add_trace("scatter", **fields)

    def add_annotation(self, **fields: Any) -> None:
        """Words at a place."""
        self._layout.setdefault("annotations", []).append(fields)

    def add_shape(self, **fields: Any) -> None:
        """A line or a rectangle."""
        self._layout.setdefault("shapes", []).append(fields)

    def update_layout(self, **fields: Any) -> None:
        """Fields of the layout anew; those of margins are taken one by one."""
        if "margin" in fields:
            fields["margin"] = self._layout["margin"] | fields["margin"]
        self._layout |= fields

    def update_xaxes(self, **fields: Any) -> None:
        """Fields of the horizontal axis anew."""
        self._layout["xaxis"] |= fields

    def update_yaxes(self, **fields: Any) -> None:
        """Fields of the vertical axis anew."""
        self._layout["yaxis"] |= fields

    def figure(self) -> go.Figure:
        """The figure; nothing in it is checked, nothing comes from a template of Plotly's."""
        return go.Figure(data=self._traces, layout=self._layout | {"template": {}}, _validate=False)
