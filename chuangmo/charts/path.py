"""The year's path: cumulative figure so far, its continuation as assumed, past years, the lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from chuangmo.charts.labels import EndLabel, end_labels, text_width
from chuangmo.charts.palette import neutral
from chuangmo.charts.template import layout
from chuangmo.status import LINE, STATUS

_BELOW = 40


@dataclass(frozen=True)
class PathLimit:
    """One line of the year: kind, short name and printed value, the value in the page's unit."""

    line: str
    name: str
    text: str
    value: float


@dataclass(frozen=True)
class PathYear:
    """What the rest of the year would come to with the months of an earlier year."""

    year: int
    values: tuple[float, ...]
    text: str


@dataclass(frozen=True)
class Path:
    """The values of the chart, in the page's unit.

    Attributes:
        so_far: (month, cumulative value) of the months with data.
        assumed: cumulative values after each remaining month; empty when the year is over.
        assumed_text: the last of them as published.
        status: a status word that colours the continuation.
    """

    so_far: tuple[tuple[int, float], ...]
    assumed: tuple[float, ...] = ()
    assumed_text: str = ""
    status: str = ""
    past: tuple[PathYear, ...] = ()
    limits: tuple[PathLimit, ...] = ()


@dataclass(frozen=True)
class PathLook:
    """How it is drawn: theme, phone, year, decimals, unit and whether 采暖期 is marked."""

    year: int
    unit: str
    digits: int
    theme: str = "light"
    phone: bool = False
    heating: bool = False
    height: int = 400


def path_figure(path: Path, look: PathLook) -> go.Figure:
    """The path by month against the lines, labelled at the right end."""
    labels = _labels(path, look)
    right = int(max((text_width(_plain(one.text)) for one in labels), default=0)) + 18
    figure = go.Figure(layout=layout(look.theme, look.height, right))
    low, high = _range(path)
    _season(figure, look)
    for limit in path.limits:
        pen = {"color": LINE[limit.line].colour.of(look.theme), "width": 1.5}
        figure.add_scatter(
            x=[0.5, 12.5], y=[limit.value] * 2, mode="lines", hoverinfo="skip",
            line=pen | {"dash": LINE[limit.line].dash}, name=f"{limit.name} {limit.text}",
            meta={"limit": limit.line},
        )  # fmt: skip
    _ahead(figure, path, look)
    _so_far(figure, path, look)
    _axes(figure, look, low, high)
    end_labels(figure, labels, high - low, look.height - _BELOW, look.theme)
    return figure


def _plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")


def _colour(path: Path, look: PathLook) -> str:
    return (
        STATUS[path.status].solid.of(look.theme) if path.status else neutral("primary", look.theme)
    )


def _ink_of(path: Path, look: PathLook) -> str:
    return STATUS[path.status].fg.of(look.theme) if path.status else neutral("primary", look.theme)


def _labels(path: Path, look: PathLook) -> list[EndLabel]:
    found = [
        EndLabel(
            limit.value,
            f"<b>{limit.name[-2:] if look.phone else limit.name} {limit.text}</b>",
            LINE[limit.line].colour.of(look.theme),
        )
        for limit in path.limits
    ]
    for earlier in path.past:
        same = f"{earlier.year}" if look.phone else f"按{earlier.year}年同期"
        found.append(
            EndLabel(earlier.values[-1], f"{same} {earlier.text}", neutral("mute", look.theme))
        )
    if path.assumed:
        words = "推演" if look.phone else "本次推演"
        text = f"<b>{words} {path.assumed_text}</b>"
        found.append(EndLabel(path.assumed[-1], text, _ink_of(path, look)))
    return found


def _range(path: Path) -> tuple[float, float]:
    values = [value for _, value in path.so_far] + list(path.assumed)
    values += [value for one in path.past for value in one.values]
    values += [limit.value for limit in path.limits]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.14 or abs(high) * 0.05 or 1.0
    return low - room, high + room


def _ahead(figure: go.Figure, path: Path, look: PathLook) -> None:
    if not path.so_far:
        return
    month, value = path.so_far[-1]
    for earlier in path.past:
        figure.add_scatter(
            x=[month + n for n in range(len(earlier.values) + 1)], y=[value, *earlier.values],
            mode="lines", name=f"按{earlier.year}年同期",
            line={"color": neutral("strong", look.theme), "width": 2.5},
            hovertemplate=f"%{{y:.{look.digits}f}}",
        )  # fmt: skip
    if path.assumed:
        colour = _colour(path, look)
        figure.add_scatter(
            x=[month + n for n in range(len(path.assumed) + 1)], y=[value, *path.assumed],
            mode="lines+markers", name="本次推演", cliponaxis=False,
            line={"color": colour, "width": 2.5, "dash": "dot"},
            marker={
                "size": [0, *[7] * len(path.assumed)], "color": colour, "opacity": 1,
                "line": {"width": 0},
            },
            hovertemplate=f"%{{y:.{look.digits}f}}",
        )  # fmt: skip


def _so_far(figure: go.Figure, path: Path, look: PathLook) -> None:
    own = neutral("primary", look.theme)
    figure.add_scatter(
        x=[m for m, _ in path.so_far], y=[v for _, v in path.so_far], mode="lines+markers",
        name=f"{look.year}年累计", line={"color": own, "width": 2.5},
        marker={"size": 6, "color": own}, cliponaxis=False,
        hovertemplate=f"%{{y:.{look.digits}f}}",
    )  # fmt: skip
    if len(path.so_far) > 3:
        month, value = path.so_far[len(path.so_far) // 2]
        figure.add_annotation(
            x=month, y=value, text=f"<b>{look.year}年累计</b>", showarrow=True, arrowhead=0,
            arrowwidth=1, arrowcolor=own, ax=34, ay=-34, font={"size": 13, "color": own},
            bgcolor=neutral("bg", look.theme),
        )  # fmt: skip


def _season(figure: go.Figure, look: PathLook) -> None:
    if not look.heating:
        return
    for first, last in ((1, 3), (11, 12)):
        figure.add_shape(
            type="rect", x0=first - 0.5, x1=last + 0.5, y0=0, y1=1, yref="paper", layer="below",
            line_width=0, fillcolor=neutral("season", look.theme),
        )  # fmt: skip
        figure.add_annotation(
            x=(first + last) / 2, y=1, yref="paper", yanchor="top", text="采暖期", showarrow=False,
            font={"size": 12, "color": neutral("mute", look.theme)},
        )  # fmt: skip


def _axes(figure: go.Figure, look: PathLook, low: float, high: float) -> None:
    months: Sequence[int] = range(1, 13)
    words = [str(m) if look.phone else f"{m}月" for m in months]
    figure.update_layout(hovermode="x unified")
    figure.update_xaxes(
        range=[0.5, 12.5], tickvals=list(months), ticktext=words,
        unifiedhovertitle={"text": f"{look.year}年%{{x}}月"},
    )  # fmt: skip
    digits = 0 if high - low >= 5 else min(look.digits, 3 if high - low < 0.05 else 2)
    figure.update_yaxes(range=[low, high], tickformat=f".{digits}f", nticks=6)
