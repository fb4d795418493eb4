"""The map: districts as filled polygons in two panels, five classes with the limit as a break.

Polygons are plain scatter traces: nothing is fetched, no tiles and no base map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import plotly.graph_objects as go

from chuangmo.catalog.boundaries import Shape
from chuangmo.charts.classes import Classes
from chuangmo.charts.map_labels import Name, PlacedName, laid_out
from chuangmo.charts.palette import neutral
from chuangmo.charts.template import layout
from chuangmo.status import STATUS, Pair

#: From well within the limit to far beyond it; three blues and two warm ones.
LIMIT_SCALE = (
    Pair("#E9EFF5", "#22303D"),
    Pair("#BED3E6", "#2F5373"),
    Pair("#86AED2", "#5B90BF"),
    Pair("#F0B36B", "#C98A3C"),
    Pair("#C2572B", "#E8744A"),
)
#: Where nothing divides good from bad: one hue only.
PLAIN_SCALE = (
    Pair("#EDF2F7", "#1D2934"),
    Pair("#D6E3EF", "#263F55"),
    Pair("#BED3E6", "#2F5373"),
    Pair("#A2C0DC", "#5288BA"),
    Pair("#86AED2", "#78AEDD"),
)
#: Said at the box on the panel of the whole city; the second panel stands beside it.
ZOOMED = "城区放大另图"
#: Said there instead where both panels are one picture.
BESIDE = "城区放大见右"
UNKNOWN = "没有数据或数据不足"
_KEY_STEP = 104  # pixels from one class of the key to the next
_LED_ROOM = 40  # pixels above the panels, for a name led out at the upper edge
_SPLIT = 0.54  # share of a picture that the panel of the whole city takes
_MANY, _MOST, _BEYOND = (
    20,
    14,
    3,
)  # districts of which not all are named; how many; from which class
_DARK_INK, _LIGHT_INK = "#17212B", "#FFFFFF"
_NIGHT_INK = ("#E4EAEF", "#E4EAEF", "#10161C", "#10161C", "#10161C")
_NIGHT_PLAIN_INK = ("#E4EAEF", "#E4EAEF", "#E4EAEF", "#10161C", "#10161C")
_ROOM = 0.04
#: Pixels of the panels on the page at a window 1280 wide, on phones, and in a picture.
WHOLE_PANEL, ZOOM_PANEL, PHONE_PANEL = (690, 720), (505, 380), (340, 330)
PICTURE_WHOLE, PICTURE_ZOOM, PICTURE_HEIGHT = (670, 480), (520, 365), 560
TYPE, SHORT_TYPE = 13, 12


@dataclass(frozen=True)
class Plot:
    """What is known of one district: ``value`` is ``None`` and ``doubtful`` true are hatched.

    Attributes:
        shown: the value as printed.
        status: of the verdict; ``word`` follows its glyph.
    """

    value: float | None
    shown: str
    status: str
    word: str
    doubtful: bool


def map_figure(
    shapes: Sequence[Shape],
    plots: Mapping[str, Plot],
    classes: Classes,
    theme: str = "light",
    *,
    zoomed: bool = False,
    size: tuple[int, int] = WHOLE_PANEL,
    short: bool = False,
) -> go.Figure:
    """All districts, or the 城区 enlarged.

    Args:
        shapes: outlines, in the order they are drawn.
        plots: by district; one without an entry has no data.
        classes: breaks and their direction.
        zoomed: only the central districts are labelled and fill the panel; else they are only
            labelled where there is no enlarged panel, and its box is drawn.
        size: width and height in pixels for which the names are laid out; a wider picture only
            brings more room.
        short: labels carry the glyph without its word, for phones.
    """
    figure = go.Figure(layout=layout(theme, size[1]))
    box = central_box(shapes)
    frame = box if zoomed and box else _whole(shapes)
    for shape in shapes:
        _polygon(figure, shape, plots.get(shape.area), classes, theme)
    names = names_on(shapes, plots, classes, zoomed=zoomed, short=short)
    points = SHORT_TYPE if short else TYPE
    laid = laid_out(names, frame, size, points, None if zoomed else box)
    for label in laid.names:
        plot = plots.get(label.area)
        ink = neutral("text", theme) if label.tip else ink_of(plot, classes, theme)
        _label(figure, label, {"size": points, "color": ink}, theme)
    if box is not None and not zoomed:
        _zoom_box(figure, box, theme)
    _axes(figure, laid.frame, theme, zoomed)
    return figure


def names_on(
    shapes: Sequence[Shape],
    plots: Mapping[str, Plot],
    classes: Classes,
    *,
    zoomed: bool = False,
    short: bool = False,
) -> list[Name]:
    """Whose names stand on a panel, and what is said under each; beside the map in fewer words."""
    box = central_box(shapes)
    here = [shape for shape in shapes if shape.central] if zoomed else shapes
    named = _named(here, plots, classes)
    found = []
    for shape in shapes:
        if shape.area in named and (box is None or shape.central == zoomed):
            plot = plots.get(shape.area)
            inside, beside = _said(plot, short), _said(plot, short=True)
            found.append(Name(shape, (shape.area, *inside), (shape.area, *beside)))
    return found


def panels_figure(
    shapes: Sequence[Shape],
    plots: Mapping[str, Plot],
    classes: Classes,
    words: Sequence[str] = (),
) -> go.Figure:
    """Both panels in one figure with a key, for paper and pictures; without a 城区 the whole alone.

    Args:
        words: of the classes, best first; an empty one is left out of the key.
    """
    figure = map_figure(shapes, plots, classes, size=PICTURE_WHOLE)
    figure.update_layout(height=PICTURE_HEIGHT)
    box = central_box(shapes)
    if box is not None:
        _panel_beside(figure, shapes, plots, classes, box)
    _key(figure, classes, words, any(number_of(plots.get(s.area), classes) is None for s in shapes))
    return figure


def _panel_beside(
    figure: go.Figure,
    shapes: Sequence[Shape],
    plots: Mapping[str, Plot],
    classes: Classes,
    box: tuple[float, float, float, float],
) -> None:
    """Put the enlarged 城区 at the right of the whole."""
    near = [shape for shape in shapes if _meet(shape.box, box)]
    zoom = map_figure(near, plots, classes, zoomed=True, size=PICTURE_ZOOM)
    figure.add_traces([trace.update(xaxis="x2", yaxis="y2") for trace in zoom.data])
    for note in zoom.layout.annotations:
        note.update(xref="x2", yref="y2")
        if note.axref == "x":
            note.update(axref="x2", ayref="y2")
        figure.add_annotation(note)
    for line in zoom.layout.shapes:
        line.update(xref="x2 domain", yref="y2 domain")
        figure.add_shape(line)
    for note in figure.layout.annotations:
        if note.text == ZOOMED:
            note.text = BESIDE
    x, y = zoom.layout.xaxis.to_plotly_json(), zoom.layout.yaxis.to_plotly_json()
    figure.update_layout(
        xaxis2=x | {"domain": [_SPLIT + 0.04, 1.0], "anchor": "y2"},
        yaxis2=y | {"scaleanchor": "x2", "anchor": "x2", "domain": [0.12, 0.88]},
    )
    figure.update_xaxes(domain=[0.0, _SPLIT], selector=0)


def _key(figure: go.Figure, classes: Classes, words: Sequence[str], hatched: bool) -> None:
    """The classes that have words in a row below the panels, the hatch last."""
    pairs = zip(scale(classes), words, strict=False)
    entries = [(pair.light, word) for pair, word in pairs if word]
    entries += [("", UNKNOWN)] if hatched and entries else []
    for n, (colour, word) in enumerate(entries):
        left = n * _KEY_STEP
        figure.add_shape(
            type="rect", xref="paper", yref="paper", xsizemode="pixel", ysizemode="pixel",
            xanchor=0, yanchor=0, x0=left, x1=left + 18, y0=-28, y1=-16,
            fillcolor=colour or neutral("panel", "light"),
            line={
                "color": neutral("ref", "light"), "width": 1, "dash": "solid" if colour else "dot",
            },
        )  # fmt: skip
        figure.add_annotation(
            xref="paper", yref="paper", x=0, y=0, xshift=left + 23, yshift=-22, xanchor="left",
            yanchor="middle", text=word if colour else f"斜线：{word}", showarrow=False,
            font={"size": 12, "color": neutral("text", "light")},
        )  # fmt: skip
    if entries:
        figure.update_layout(margin={"t": _LED_ROOM, "b": 34})


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes have a place in common."""
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def _named(shapes: Sequence[Shape], plots: Mapping[str, Plot], classes: Classes) -> set[str]:
    """Who is labelled: all, or with many districts the worst beyond the limit and the best."""
    if len(shapes) < _MANY:
        return {shape.area for shape in shapes}
    known = sorted(
        (number, shape.area)
        for shape in shapes
        if (number := number_of(plots.get(shape.area), classes)) is not None
    )
    worst = [area for number, area in known if number >= _BEYOND]
    return {*worst[-_MOST:], *(area for _, area in known[:1])}


def central_box(shapes: Sequence[Shape]) -> tuple[float, float, float, float] | None:
    """What the enlarged panel shows; ``None`` where all districts or none are central."""
    central = [shape for shape in shapes if shape.central]
    if not central or len(central) == len(shapes):
        return None
    return _whole(central)


def _whole(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    boxes = [shape.box for shape in shapes]
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
    wide, high = (east - west) * _ROOM, (north - south) * _ROOM
    return west - wide, south - high, east + wide, north + high


def fill_of(plot: Plot | None, classes: Classes, theme: str) -> str:
    """The ground colour of a district; the panel colour under the hatch of doubtful ones."""
    number = number_of(plot, classes)
    return neutral("panel", theme) if number is None else scale(classes)[number].of(theme)


def number_of(plot: Plot | None, classes: Classes) -> int | None:
    """The class of a district, 0 (best) to 4; ``None`` where it is hatched."""
    if plot is None or plot.value is None or plot.doubtful:
        return None
    return classes.number(plot.value)


def scale(classes: Classes) -> tuple[Pair, ...]:
    """The five colours, from best to worst."""
    return LIMIT_SCALE if classes.limit is not None else PLAIN_SCALE


def ink_of(plot: Plot | None, classes: Classes, theme: str) -> str:
    """The colour of the label on its ground."""
    number = number_of(plot, classes)
    if number is None:
        return neutral("text", theme)
    if theme == "dark":
        return (_NIGHT_INK if classes.limit is not None else _NIGHT_PLAIN_INK)[number]
    return _LIGHT_INK if number == 4 and classes.limit is not None else _DARK_INK


def _polygon(
    figure: go.Figure, shape: Shape, plot: Plot | None, classes: Classes, theme: str
) -> None:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in shape.rings:
        xs += [*(x for x, _ in ring), None]
        ys += [*(y for _, y in ring), None]
    hatched = number_of(plot, classes) is None
    said = f"{plot.shown}　{STATUS[plot.status].glyph} {plot.word}" if plot else "没有数据"
    colour = fill_of(plot, classes, theme)
    figure.add_scatter(
        x=xs[:-1],
        y=ys[:-1],
        mode="lines",
        fill="toself",
        fillcolor=colour,
        fillpattern={"shape": "/", "size": 7, "solidity": 0.22, "fgcolor": neutral("ref", theme),
                     "bgcolor": colour, "fillmode": "replace"} if hatched else None,
        line={"color": neutral("ref" if hatched else "strong", theme), "width": 1},
        hoveron="fills",
        hoverinfo="text",
        text=f"<b>{shape.area}</b><br>{said}",
        name=shape.area,
        meta={"class": number_of(plot, classes)},
    )  # fmt: skip


def _said(plot: Plot | None, short: bool) -> tuple[str, ...]:
    """The lines under the name."""
    if plot is None:
        return ("没有数据",)
    glyph = STATUS[plot.status].glyph
    return (f"{plot.shown} {glyph}",) if short else (plot.shown, f"{glyph} {plot.word}")


def _label(figure: go.Figure, label: PlacedName, font: dict[str, Any], theme: str) -> None:
    place: dict[str, Any] = {"x": label.at[0], "y": label.at[1], "showarrow": False}
    if label.tip is not None:
        pen = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": neutral("mute", theme)}
        place = {
            "x": label.tip[0], "y": label.tip[1], "ax": label.at[0], "ay": label.at[1],
            "axref": "x", "ayref": "y", "showarrow": True, "bgcolor": neutral("bg", theme),
            "borderpad": 1,
        } | pen  # fmt: skip
    figure.add_annotation(text=_text(label), align="center", font=font, **place)


def _text(label: PlacedName) -> str:
    """The lines with the name, wherever it breaks, in bold."""
    found = []
    rest = label.area
    for line in label.lines:
        bold = line if rest.startswith(line) else rest if line.startswith(rest) else ""
        found.append(f"<b>{bold}</b>{line[len(bold) :]}" if bold else line)
        rest = rest[len(bold) :]
    return "<br>".join(found)


def _zoom_box(figure: go.Figure, box: tuple[float, float, float, float], theme: str) -> None:
    pen = {"color": neutral("text", theme), "width": 1.2}
    figure.add_shape(type="rect", x0=box[0], y0=box[1], x1=box[2], y1=box[3], line=pen)
    figure.add_annotation(
        x=box[0], y=box[3], text=ZOOMED, showarrow=False, xanchor="left", yanchor="bottom",
        font={"size": 12, "color": neutral("text", theme)},
        bgcolor=neutral("bg", theme), borderpad=1,
    )  # fmt: skip


def _axes(
    figure: go.Figure, frame: tuple[float, float, float, float], theme: str, zoomed: bool
) -> None:
    west, south, east, north = frame
    bare = {"visible": False, "showgrid": False, "showline": False}
    figure.update_xaxes(range=[west, east], constrain="domain" if not zoomed else "range", **bare)
    figure.update_yaxes(
        range=[south, north],
        scaleanchor="x",
        scaleratio=1 / cos(radians((south + north) / 2)),
        constrain="domain" if not zoomed else "range",
        **bare,
    )
    figure.update_layout(hovermode="closest", margin={"l": 0, "r": 0, "t": 0, "b": 0})
    if zoomed:
        frame_pen = {"color": neutral("line", theme), "width": 1}
        figure.add_shape(
            type="rect", xref="paper", yref="paper", x0=0, y0=0, x1=1, y1=1, line=frame_pen
        )
