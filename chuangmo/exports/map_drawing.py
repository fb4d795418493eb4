"""A map laid out on paper once for all office files: districts, names inside or led outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from chuangmo.charts.map import UNKNOWN
from chuangmo.charts.map_labels import within
from chuangmo.exhibit import Exhibit
from chuangmo.exports.pptx.shapes import Outline, Point, Ring, outlines
from chuangmo.exports.styles import INK, WHITE, fitting, width, width_cm
from chuangmo.status import STATUS

#: From well within the limit to far beyond it: three of one hue, two warm ones.
CLASSES = ("D5E8EA", "9CCAD0", "4F9DA8", "D08A3E", "B4661A")
PLAIN = ("E9F2F3", "D5E8EA", "9CCAD0", "6FB3BC", "4F9DA8")
_ROOMY, _FITS = 1.0 / 14, 0.75 / 12  # cm: radius a point of type asks for
_MANY, _MOST = 20, 14  # districts from which only some are named, and how many
_SIDE, _WIDE_SIDE = 3.4, 5.6  # cm at both sides for names led outside, for long ones
_SMALLER = 0.8  # of the type, before a name takes two lines
_GAP = 0.071  # cm between names at the side, a point of type
KEY_ROW = 0.062  # cm a point of type that a row of the key is high
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Region:
    """One district; ``fill`` is empty where it is hatched, ``said`` its alternative text."""

    area: str
    rings: tuple[Ring, ...]
    fill: str
    said: str

    @property
    def box(self) -> Box:
        """Left, top, width and height in centimetres."""
        xs = [x for ring in self.rings for x, _ in ring]
        ys = [y for ring in self.rings for _, y in ring]
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


@dataclass(frozen=True)
class Leader:
    """A line from inside a small district to its name at the side."""

    area: str
    start: Point
    end: Point


@dataclass(frozen=True)
class MapLabel:
    """One line of text in a box; ``align`` is l, ctr or r, ``size`` in points."""

    area: str
    text: str
    box: Box
    size: float
    ink: str
    align: str


@dataclass(frozen=True)
class KeyEntry:
    """One class of the key: its colour (empty: hatched), where it stands, its words."""

    fill: str
    box: Box
    label: MapLabel


@dataclass(frozen=True)
class MapDrawing:
    """Everything drawn, in centimetres from the upper left corner, in drawing order."""

    regions: tuple[Region, ...]
    leaders: tuple[Leader, ...]
    labels: tuple[MapLabel, ...]


def map_drawing(exhibit: Exhibit, wide: float, high: float, size: float = 12) -> MapDrawing:
    """The districts of a map exhibit in a box of centimetres.

    Args:
        size: of the names led outside, in points; names inside may be two points larger.
    """
    rows = {str(row["area"]): row for _, row in exhibit.frame.iterrows()}
    named = _named(exhibit.frame)
    side = _side(named, size)
    corner = (side, 0.0)
    found = [o for o in outlines(exhibit.figure, wide - 2 * side, high) if o.rings]
    colours = class_colours(exhibit)
    regions = tuple(_region(outline, rows.get(outline.area), colours, corner) for outline in found)
    outside: list[Outline] = []
    labels: list[MapLabel] = []
    for outline in found:
        if outline.area in named:
            inside = _inside(outline, rows.get(outline.area), corner, size)
            labels += inside
            outside += [] if inside else [outline]
    leaders, led = _led_outside(outside, rows, (wide, high), side, size)
    return MapDrawing(regions, tuple(leaders), (*labels, *led))


def class_colours(exhibit: Exhibit) -> tuple[str, ...]:
    """The five colours; warm ones only where a limit divides."""
    return CLASSES if "为界" in exhibit.subtitle else PLAIN


def map_key(exhibit: Exhibit) -> list[tuple[str, str]]:
    """Colour and words of each class, best first; an empty colour is the hatch."""
    words = [exhibit.extra.get(f"class{n}", "").partition(" ")[2] for n in range(5)]
    colours = class_colours(exhibit)
    found = [(fill, word) for fill, word in zip(colours, words, strict=True) if word]
    hatched = (exhibit.frame["class"] < 0).any()
    return [*found, *([("", UNKNOWN)] if hatched else [])]


def key_below(exhibit: Exhibit, wide: float, top: float, size: float) -> list[KeyEntry]:
    """The key in rows from ``top`` downwards, as many entries a row as its width holds."""
    step, box = KEY_ROW * size, (0.08 * size, 0.036 * size)
    found: list[KeyEntry] = []
    left = 0.0
    for fill, word in map_key(exhibit):
        room = width_cm(word, size) + 0.05 * size
        if left and left + box[0] + room > wide:
            left, top = 0.0, top + step
        label = MapLabel("图例", word, (left + 0.1 * size, top, room, step), size, INK, "l")
        found.append(KeyEntry(fill, (left, top + (step - box[1]) / 2, *box), label))
        left += 0.13 * size + room
    return found


def boundary_remark(exhibit: Exhibit) -> str:
    """The short clauses of the catalog's note on the boundaries; that they are a sketch always."""
    clauses = exhibit.extra.get("remark", "").rstrip("。").split("；")
    short = "；".join(clause for clause in clauses if clause and width(clause) <= 30)
    return short if "示意" in short else "；".join(p for p in ("界线为示意图", short) if p)


def _named(frame: pd.DataFrame) -> set[str]:
    """Who is labelled: all, or with 20 and more the worst beyond the limit and the best."""
    if len(frame) < _MANY:
        return set(frame["area"])
    known = frame[frame["class"] >= 0].sort_values(["class", "area"])
    worst = known[known["class"] >= 3].tail(_MOST)
    return {*worst["area"], *known.head(1)["area"]}


def _side(named: set[str], size: float) -> float:
    """Room at both sides: more where a long name may have to stand there."""
    need = max((width_cm(f"{name} 0.000", size) for name in named), default=0.0) + 0.2
    return min(max(need, _SIDE * size / 12), _WIDE_SIDE * size / 12)


def _region(
    outline: Outline, row: Any, colours: Sequence[str], corner: tuple[float, float]
) -> Region:
    number = -1 if row is None else int(row["class"])
    rings = tuple(tuple((x + corner[0], y + corner[1]) for x, y in ring) for ring in outline.rings)
    return Region(
        outline.area, rings, "" if number < 0 else colours[number], f"{outline.area}：{_said(row)}"
    )


def _said(row: Any) -> str:
    if row is None:
        return "没有数据"
    status = str(row["status"])
    return f"{row['shown']} {STATUS[status].word}" if status else str(row["shown"])


def _shown(row: Any) -> str:
    return "没有数据" if row is None else str(row["shown"])


def _inside(
    outline: Outline, row: Any, corner: tuple[float, float], small: float
) -> list[MapLabel]:
    """Name and value within the district; none where they would touch its border."""
    size = small + 2 if outline.radius >= _ROOMY * (small + 2) else small
    fits = width_cm(outline.area, size) / 2 <= outline.radius * 1.5
    if outline.radius < _FITS * small or not fits:
        return []
    x, y = corner[0] + outline.centre[0], corner[1] + outline.centre[1]
    ink = WHITE if row is not None and int(row["class"]) == 4 else INK
    wide, high = 0.37 * size, 0.046 * size
    return [
        MapLabel(outline.area, text, (x - wide / 2, y + shift, wide, high), size, ink, "ctr")
        for text, shift in ((outline.area, -high), (_shown(row), 0.0))
    ]


def _led_outside(
    outside: Sequence[Outline], known: Mapping[str, Any], size: tuple[float, float], side: float,
    points: float,
) -> tuple[list[Leader], list[MapLabel]]:  # fmt: skip
    """Names of small districts at the nearer side, in the order of their heights."""
    wide, high = size
    leaders: list[Leader] = []
    labels: list[MapLabel] = []
    for right, here in enumerate(_sides(outside, wide / 2 - side, int(high / (_GAP * points)) - 1)):
        found = sorted(here, key=lambda outline: outline.centre[1])
        room, tall = side - 0.2, 0.058 * points
        texts = [_lines(o.area, _shown(known.get(o.area)), points, room) for o in found]
        rows = max((len(lines) for lines in texts), default=1)
        if rows > 1 and rows * _GAP * points * len(found) > high:
            texts, rows = [[f"{o.area} {_shown(known.get(o.area))}"] for o in found], 1
        gap = _GAP * points * rows
        placed = within([o.centre[1] for o in found], gap, 0.4, high - 0.4)
        edge = wide - side + 0.1 if right else side - 0.1
        left = edge + 0.1 if right else 0.0
        for outline, y, lines in zip(found, placed, texts, strict=True):
            start = (side + outline.centre[0], outline.centre[1])
            leaders.append(Leader(outline.area, start, (edge, y)))
            fit = min(fitting(line, points, room) for line in lines)
            for n, line in enumerate(lines):
                box = (left, y + tall * (n - len(lines) / 2), room, tall)
                labels.append(MapLabel(outline.area, line, box, fit, INK, "l" if right else "r"))
    return leaders, labels


def _sides(
    outside: Sequence[Outline], middle: float, most: int
) -> tuple[list[Outline], list[Outline]]:
    """Who is named at the left and at the right: the nearer side, unless that is full."""
    ordered = sorted(outside, key=lambda outline: outline.centre[0])
    split = sum(outline.centre[0] <= middle for outline in ordered)
    split = max(min(split, most), len(ordered) - most)
    return ordered[:split], ordered[split:]


def _lines(area: str, shown: str, points: float, room: float) -> list[str]:
    """Name and value on one line, on two where that would be much smaller than the others."""
    whole = f"{area} {shown}"
    if width_cm(whole, max(8.0, points * _SMALLER)) <= room:
        return [whole]
    half = -(-len(area) // 2)
    return [area[:half], f"{area[half:]} {shown}"]
