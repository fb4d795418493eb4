"""One column a year, with a line through them where one was tested; a year without one is a gap."""

from dataclasses import dataclass

import plotly.graph_objects as go

from chuangmo.charts.palette import neutral
from chuangmo.charts.sketch import Sketch
from chuangmo.charts.template import layout

_HEIGHT = 300
LINE_ROLE = "ahead"  # drawn as a continuation is: dotted, named at its end


@dataclass(frozen=True)
class OverYears:
    """What is drawn, one entry a category in every list.

    Attributes:
        names: under the columns; a line break is allowed.
        values: in ``unit``; ``None`` is a gap. texts: as published.
        line: heights of the line; empty without one. line_name: what it is, with its slope.
    """

    names: tuple[str, ...]
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    unit: str
    line: tuple[float, ...] = ()
    line_name: str = ""


def over_years_figure(drawn: OverYears, theme: str = "light", phone: bool = False) -> go.Figure:
    """Columns from zero, each with its figure above; the newest one darker."""
    figure = Sketch(layout(theme, _HEIGHT))
    places = list(range(len(drawn.names)))
    known = [n for n in places if drawn.values[n] is not None]
    newest = known[-1] if known else -1
    figure.add_bar(
        x=places, y=list(drawn.values), name="数值", meta={"role": "own"}, width=0.62,
        marker={"color": [neutral("primary" if n == newest else "ref", theme) for n in places]},
        text=[text if n in known else "" for n, text in zip(places, drawn.texts, strict=True)],
        textposition="outside", cliponaxis=False, customdata=list(drawn.texts),
        hovertemplate="%{customdata}<extra></extra>",
        textfont={"size": 12, "color": neutral("text", theme)},
    )  # fmt: skip
    if drawn.line:
        figure.add_scatter(
            x=places, y=list(drawn.line), mode="lines", name=drawn.line_name, hoverinfo="skip",
            meta={"role": LINE_ROLE},
            line={"color": neutral("text", theme), "width": 1.75, "dash": "dot"},
        )  # fmt: skip
    high = max([*(v for v in drawn.values if v is not None), *drawn.line], default=1.0) or 1.0
    names = [name.replace("\n", "<br>") for name in drawn.names]
    shown = names if not phone or len(names) <= 6 else [
        name if n % 2 == (len(names) - 1) % 2 else "" for n, name in enumerate(names)
    ]  # fmt: skip
    figure.update_xaxes(tickvals=places, ticktext=shown, range=[-0.6, len(places) - 0.4])
    mute = {"size": 12, "color": neutral("mute", theme)}
    figure.update_yaxes(title={"text": drawn.unit, "font": mute}, range=[0, high * 1.18], nticks=5)
    if drawn.line:
        legend = {"orientation": "h", "y": -0.16, "yanchor": "top"}
        figure.update_layout(showlegend=True, legend=legend)
    figure.update_layout(hovermode="closest")
    return figure.figure()
