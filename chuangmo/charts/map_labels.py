"""Where the names of districts stand on a map: inside, or led out beside it, none over another.

Laid out in pixels of one size of the picture; what is drawn is given in degrees, so that a wider
picture only brings more room.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

from chuangmo.catalog.boundaries import Ring, Shape
from chuangmo.charts.labels import spread_out

Box = tuple[float, float, float, float]
Point = tuple[float, float]
_LINE = 1.34  # of the type: from one line to the next
_FITS, _REACH = 0.9, 0.5  # of a label's width the district must be wide, at its middle and its ends
_GAP, _EDGE = 4.0, 10.0  # pixels between labels; from the map to the names beside it
_LONG = 8  # characters of a name led out, beyond which it takes two lines
_MOST_ASIDE = 0.3  # of the picture's width for names at one side
#: Pixels that the note at the frame of an enlarged part takes.
NOTE = (80.0, 18.0)
_STEPS = (0.0, -0.5, 0.5, -1.0, 1.0, -1.5, 1.5)  # of its height a label may move off its point


@dataclass(frozen=True)
class Name:
    """What is to stand at one district: the lines inside it, and those beside the map."""

    shape: Shape
    inside: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True)
class PlacedName:
    """One label.

    Attributes:
        at: the middle of the text in degrees; ``pixels`` the box of the text in the picture.
        tip: where its line ends inside the district, in degrees; ``None`` for a name inside it.
    """

    area: str
    lines: tuple[str, ...]
    at: Point
    pixels: Box
    tip: Point | None


@dataclass(frozen=True)
class Laid:
    """The labels, and the degrees (west, south, east, north) that the picture shows."""

    names: tuple[PlacedName, ...]
    frame: Box


@dataclass(frozen=True)
class _Fit:
    """Degrees to pixels from the upper left corner: a frame between two margins."""

    frame: Box
    size: Point
    sides: Point

    @property
    def squeeze(self) -> float:
        return cos(radians((self.frame[1] + self.frame[3]) / 2))

    @property
    def scale(self) -> float:
        """Pixels a degree of latitude."""
        west, south, east, north = self.frame
        wide = self.size[0] - sum(self.sides)
        return min(wide / ((east - west) * self.squeeze), self.size[1] / (north - south))

    @property
    def corner(self) -> Point:
        """Where the upper left corner of the frame stands."""
        west, south, east, north = self.frame
        wide = (east - west) * self.squeeze * self.scale
        high = (north - south) * self.scale
        free = self.size[0] - sum(self.sides) - wide
        return self.sides[0] + free / 2, (self.size[1] - high) / 2

    def pixel(self, point: Point) -> Point:
        left, top = self.corner
        x = left + (point[0] - self.frame[0]) * self.squeeze * self.scale
        return x, top + (self.frame[3] - point[1]) * self.scale

    def degree(self, pixel: Point) -> Point:
        left, top = self.corner
        x = self.frame[0] + (pixel[0] - left) / (self.squeeze * self.scale)
        return x, self.frame[3] - (pixel[1] - top) / self.scale

    def whole(self) -> Box:
        """The degrees that the whole picture shows."""
        west, north = self.degree((0.0, 0.0))
        east, south = self.degree(self.size)
        return west, south, east, north

    def box(self, degrees: Box) -> Box:
        x0, y0 = self.pixel((degrees[0], degrees[3]))
        x1, y1 = self.pixel((degrees[2], degrees[1]))
        return x0, y0, x1, y1


def text_size(lines: Sequence[str], points: float) -> Point:
    """Width and height of lines of text in pixels, markup left out by the caller."""
    wide = max(sum(0.6 if ord(letter) < 0x2000 else 1.0 for letter in line) for line in lines)
    return wide * points, len(lines) * points * _LINE


def laid_out(
    names: Sequence[Name],
    frame: Box,
    size: Point,
    points: float,
    box: Box | None = None,
) -> Laid:
    """Every name in its district where there is room, the others in two columns beside the map.

    Args:
        frame: the degrees that must be seen.
        size: width and height of the picture in pixels.
        points: height of the type in pixels.
        box: in degrees, drawn as a frame with its note above it, where no name may stand.
    """
    sides = (0.0, 0.0)
    for _ in range(4):
        fit = _Fit(frame, size, sides)
        inside, outside = _inside(names, fit, points, box)
        columns = _columns(outside, fit, points)
        wider = tuple(max(old, new) for old, new in zip(sides, _room(columns), strict=True))
        if wider == sides:
            break
        sides = wider[0], wider[1]
    fit = _Fit(frame, size, sides)
    inside, outside = _inside(names, fit, points, box)
    columns = _columns(outside, fit, points)
    led = [label for right in (False, True) for label in _beside(columns[right], fit, right)]
    order = {name.shape.area: n for n, name in enumerate(names)}
    placed = sorted((*inside, *led), key=lambda label: order[label.area])
    return Laid(tuple(placed), fit.whole())


def overlaps(one: Box, other: Box, gap: float = 0.0) -> bool:
    """Whether two boxes have a place in common, or less than ``gap`` between them."""
    across = one[0] < other[2] + gap and other[0] < one[2] + gap
    return across and one[1] < other[3] + gap and other[1] < one[3] + gap


# -- inside ---------------------------------------------------------------------------------------


def _inside(
    names: Sequence[Name], fit: _Fit, points: float, taken: Box | None
) -> tuple[list[PlacedName], list[Name]]:
    """The names that stand in their districts, the roomiest first, and those that can not."""
    full = [*_boxes(fit.box(taken))] if taken else []
    placed: list[PlacedName] = []
    outside: list[Name] = []
    degrees = 1 / (fit.squeeze * fit.scale)
    for name in sorted(
        names, key=lambda n: -inner_width(n.shape, n.shape.label[1], n.shape.label[0])
    ):
        wide, high = text_size(name.inside, points)
        label = next(
            (
                one
                for step in _STEPS
                if (one := _at(name, fit, (wide, high), step * high, degrees))
                and not any(overlaps(one.pixels, box, _GAP) for box in full)
            ),
            None,
        )
        if label is None:
            outside.append(name)
        else:
            placed.append(label)
            full.append(label.pixels)
    return placed, outside


def _boxes(box: Box) -> Iterator[Box]:
    """The frame of an enlarged part and the note at its upper left corner."""
    yield box
    yield box[0], box[1] - NOTE[1], box[0] + NOTE[0], box[1]


def _at(name: Name, fit: _Fit, size: Point, down: float, degrees: float) -> PlacedName | None:
    """The name at its point moved down; ``None`` where the district is too narrow there."""
    x, y = name.shape.label
    px, py = fit.pixel((x, y))
    middle = py + down
    _, lat = fit.degree((px, middle))
    reach = size[1] / 3 / fit.scale
    widths = [inner_width(name.shape, at, x) / degrees for at in (lat, lat + reach, lat - reach)]
    box = (px - size[0] / 2, middle - size[1] / 2, px + size[0] / 2, middle + size[1] / 2)
    seen = box[0] >= 0 and box[1] >= 0 and box[2] <= fit.size[0] and box[3] <= fit.size[1]
    if not seen or widths[0] < _FITS * size[0] or min(widths[1:]) < _REACH * size[0]:
        return None
    return PlacedName(name.shape.area, name.inside, (x, lat), box, None)


def inner_width(shape: Shape, y: float, x: float) -> float:
    """How wide the district is at a height, around ``x``, in degrees; 0 outside of it."""
    cuts = sorted(cut for ring in shape.rings for cut in _cuts(ring, y))
    for left, right in zip(cuts[::2], cuts[1::2], strict=False):
        if left <= x <= right:
            return right - left
    return 0.0


def _cuts(ring: Ring, y: float) -> list[float]:
    found = []
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y0 > y) != (y1 > y):
            found.append(x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    return found


# -- beside the map -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Led:
    """A name for a column: its lines and their size in pixels."""

    name: Name
    lines: tuple[str, ...]
    size: Point


def _columns(outside: Sequence[Name], fit: _Fit, points: float) -> tuple[list[_Led], list[_Led]]:
    """The names led out to the left and to the right, as even as their heights need."""
    tall = fit.size[1]
    for form in (_in_lines, _in_one_line):
        led = [_measured(name, form(name, fit, points), points) for name in outside]
        left = [one for one in led if fit.pixel(one.name.shape.label)[0] < fit.size[0] / 2]
        right = [one for one in led if one not in left]
        left.sort(key=lambda one: one.name.shape.label[0])
        right.sort(key=lambda one: -one.name.shape.label[0])
        for full, other in ((left, right), (right, left)):
            while len(full) > 1 and _high(full) > tall and _high([*other, full[-1]]) <= tall:
                other.append(full.pop())
        if max(_high(left), _high(right)) <= tall:
            break
    return left, right


def _measured(name: Name, lines: tuple[str, ...], points: float) -> _Led:
    return _Led(name, lines, text_size(lines, points))


def _in_lines(name: Name, fit: _Fit, points: float) -> tuple[str, ...]:
    """Name above value; a long name on two lines."""
    first, *rest = name.beside
    wide = text_size([first], points)[0] > _MOST_ASIDE * fit.size[0]
    if len(first) > _LONG or (wide and len(first) > 2):
        half = -(-len(first) // 2)
        return first[:half], first[half:], *rest
    return name.beside


def _in_one_line(name: Name, fit: _Fit, points: float) -> tuple[str, ...]:
    return (" ".join(name.beside),)


def _high(column: Sequence[_Led]) -> float:
    """The height that a column needs: all rows as high as its highest."""
    return len(column) * _row(column) if column else 0.0


def _row(column: Sequence[_Led]) -> float:
    return max(one.size[1] for one in column) + _GAP


def _room(columns: tuple[list[_Led], list[_Led]]) -> Point:
    rooms = [max((one.size[0] for one in column), default=-_EDGE) + _EDGE for column in columns]
    return rooms[0], rooms[1]


def _beside(column: Sequence[_Led], fit: _Fit, right: bool) -> list[PlacedName]:
    """A column of names from the top down, each as near to the height of its district as it can."""
    if not column:
        return []
    ordered = sorted(column, key=lambda one: fit.pixel(one.name.shape.label)[1])
    row, tall = _row(column), fit.size[1]
    wanted = [fit.pixel(one.name.shape.label)[1] for one in ordered]
    heights = within(wanted, row, row / 2, tall - row / 2)
    edge = fit.box(fit.frame)[2] + _EDGE if right else fit.box(fit.frame)[0] - _EDGE
    found = []
    for one, middle in zip(ordered, heights, strict=True):
        wide, high = one.size
        x = edge + wide / 2 if right else edge - wide / 2
        box = (x - wide / 2, middle - high / 2, x + wide / 2, middle + high / 2)
        found.append(
            PlacedName(
                one.name.shape.area, one.lines, fit.degree((x, middle)), box, one.name.shape.label
            )
        )
    return found


def within(wanted: Sequence[float], gap: float, first: float, last: float) -> list[float]:
    """Heights at least ``gap`` apart between two bounds, near those wanted, in their order."""
    placed = spread_out(wanted, gap)
    for n in range(len(placed)):
        placed[n] = max(placed[n], first if n == 0 else placed[n - 1] + gap)
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], last if n == len(placed) - 1 else placed[n + 1] - gap)
    return placed
