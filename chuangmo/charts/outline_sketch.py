"""The outlines of a city alone as a picture, every name on it: to look over, not to show."""

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from chuangmo.catalog.boundaries import Shape
from chuangmo.charts.map_labels import Name, PlacedName, laid_out
from chuangmo.charts.palette import neutral

SIZE = (1200, 900)
_TYPE, _LINE, _TITLE = 13, 17.4, 40
_FILLS = ("#E9EFF5", "#D6E3EF", "#EDF2F7", "#DDE7E1", "#F3EDE2")


def outline_sketch(shapes: Sequence[Shape], title: str) -> bytes:
    """An SVG of outlines, neighbours in different tints, with the name of each."""
    boxes = [shape.box for shape in shapes]
    frame = (
        min(b[0] for b in boxes), min(b[1] for b in boxes),
        max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip
    names = [Name(shape, (shape.area,), (shape.area,)) for shape in shapes]
    laid = laid_out(names, frame, SIZE, _TYPE)
    west, south, east, north = laid.frame

    def at(point: tuple[float, float]) -> str:
        x = (point[0] - west) / (east - west) * SIZE[0]
        y = (north - point[1]) / (north - south) * SIZE[1]
        return f"{x:.1f} {y:.1f}"

    districts = [
        f'<path d="{"".join(_path(ring, at) for ring in shape.rings)}" '
        f'fill="{_FILLS[n % len(_FILLS)]}"><title>{escape(shape.area)}</title></path>'
        for n, shape in enumerate(shapes)
    ]
    lines = [
        f'<path d="M{at(one.tip)}L{at(one.at)}" stroke="{neutral("mute", "light")}"/>'
        for one in laid.names
        if one.tip
    ]
    texts = [_text(one) for one in laid.names]
    body = "\n".join([*districts, *lines, *texts])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE[0]}" height="{SIZE[1] + _TITLE}" '
        f'viewBox="0 {-_TITLE} {SIZE[0]} {SIZE[1] + _TITLE}" font-family="Noto Sans CJK SC, '
        f'Microsoft YaHei, sans-serif" font-size="{_TYPE}" stroke-width="1">\n'
        f'<rect y="{-_TITLE}" width="100%" height="100%" fill="#FFFFFF"/>\n'
        f'<text x="12" y="-14" font-size="16">{escape(title)}</text>\n'
        f'<g stroke="{neutral("strong", "light")}">\n{body}\n</g>\n</svg>\n'
    ).encode()


def _path(ring: Sequence[tuple[float, float]], at: Callable[[tuple[float, float]], str]) -> str:
    return "M" + "L".join(at(point) for point in ring) + "Z"


def _text(name: PlacedName) -> str:
    left, top, right, bottom = name.pixels
    x, middle = (left + right) / 2, (top + bottom) / 2
    first = middle - (len(name.lines) - 1) * _LINE / 2
    return "".join(
        f'<text x="{x:.1f}" y="{first + n * _LINE:.1f}" text-anchor="middle" stroke="none" '
        f'dominant-baseline="central" fill="{neutral("text", "light")}">{escape(line)}</text>'
        for n, line in enumerate(name.lines)
    )
