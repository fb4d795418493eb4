"""SVG drawings of the wall: months as columns, progress as a line, districts as bars, the map.

Lengths are those of a screen 1920 wide; no letter is below 24. Numbers are the published texts of
the frozen exhibits; what is drawn is read from them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, floor, isnan, log10, radians

from chuangmo.catalog.boundaries import Shape
from chuangmo.exhibit import Exhibit
from chuangmo.exports.numbers import number_in
from chuangmo.status import LINE, STATUS

INK, MUTE, RULE, OWN, BEFORE = "#E8EEF3", "#A9B9C6", "#2A3A48", "#3C86C8", "#F1C469"
_WIDE, _HIGH, _LEFT, _BOTTOM, _TOP = 1720.0, 640.0, 120.0, 60.0, 70.0


@dataclass(frozen=True)
class LevelLine:
    """A level line: its words and value, and the kind of line it is."""

    words: str
    value: float
    line: str


def months_drawing(exhibit: Exhibit) -> str:
    """This year's months as columns, last year's as a line, the limits level over all."""
    frame = exhibit.frame
    now, before = frame["now"].tolist(), frame["before"].tolist()
    year, last = int(frame["now_year"].iloc[0]), int(frame["before_year"].iloc[0])
    limits = _limits(exhibit)
    top = _ceiling([v for v in (*now, *before, *(one.value for one in limits)) if not isnan(v)])
    step = (_WIDE - _LEFT) / len(now)
    parts = _axis(top, exhibit.extra.get("unit", ""), int(exhibit.extra.get("digits", "0") or 0))
    for n, (month, value, shown) in enumerate(
        zip(frame["month"].tolist(), now, frame["now_text"].tolist(), strict=True)
    ):
        middle = _LEFT + step * (n + 0.5)
        parts.append(_words(middle, _HIGH - 18, f"{month}月", MUTE, "middle"))
        if isnan(value):
            continue
        y = _y(value, top)
        parts.append(
            f'<rect x="{middle - step * 0.3:.1f}" y="{y:.1f}" width="{step * 0.6:.1f}" '
            f'height="{_HIGH - _BOTTOM - y:.1f}" rx="3" fill="{OWN}"/>'
        )
        parts.append(_words(middle, y - 12, shown, INK, "middle"))
    points = [(_LEFT + step * (n + 0.5), _y(v, top)) for n, v in enumerate(before) if not isnan(v)]
    parts += _line(points, BEFORE)
    parts += [_limit(one, top) for one in limits]
    return _svg(parts, [(OWN, f"{year}年", "box"), (BEFORE, f"{last}年", "line"), *_keys(limits)])


def progress_drawing(exhibit: Exhibit) -> str:
    """What is done up to each month end beside what should be."""
    frame = exhibit.frame
    names = [str(name) for name in frame.columns]
    done, pace = _numbers(frame[names[1]]), _numbers(frame[names[2]])
    texts = frame[names[1]].tolist()
    top = _ceiling([v for v in (*done, *pace) if v is not None])
    step = (_WIDE - _LEFT) / len(frame)
    parts = _axis(top, exhibit.extra.get("unit", ""), 0)
    places = [_LEFT + step * (n + 0.5) for n in range(len(frame))]
    for x, month in zip(places, frame[names[0]].tolist(), strict=True):
        parts.append(_words(x, _HIGH - 18, str(month), MUTE, "middle"))
    parts += _line([(x, _y(v, top)) for x, v in zip(places, pace, strict=True) if v is not None],
                   MUTE, dashed=True)  # fmt: skip
    told = [(x, _y(v, top), t) for x, v, t in zip(places, done, texts, strict=True)
            if v is not None]  # fmt: skip
    parts += _line([(x, y) for x, y, _ in told], OWN)
    parts += [_words(x, y - 24, str(shown), INK, "middle", 32) for x, y, shown in told]
    return _svg(parts, [(OWN, names[1], "line"), (MUTE, names[2], "dash")])


def shares_drawing(exhibit: Exhibit, most: int) -> str:
    """Districts by their share of the task, from low to high; colour and word of the status.

    Args:
        most: rows at most, so that letters stay large; the lowest come first.
    """
    table = exhibit.table
    rows = [] if table is None else table.rows[:most]
    high = min(96.0, _HIGH / max(len(rows), 1))
    parts = []
    for n, (area, of, share, status, beside, *_) in enumerate(rows):
        y, look = n * high + high / 2, STATUS[status.status]
        number = number_in(share.text.rstrip("%"))
        length = 760.0 * min(float(number or 0), 100.0) / 100
        parts.append(_words(0, y + 10, area.text, INK, size=30))
        parts.append(f'<rect x="170" y="{y - 20:.1f}" width="760" height="40" fill="{RULE}"/>')
        parts.append(
            f'<rect x="170" y="{y - 20:.1f}" width="{length:.1f}" height="40" '
            f'fill="{look.solid.dark}"/>'
        )
        parts.append(_words(950, y + 10, share.text, INK, size=30))
        parts.append(_words(1080, y + 10, of.text, MUTE))
        told = f"{look.glyph} {status.word or look.word}"
        parts.append(_words(1290, y + 10, told, look.fg.dark))
        parts.append(_words(1480, y + 10, beside.text, INK))
    return _svg(parts, [], high=high * len(rows))


def map_drawing(exhibit: Exhibit, shapes: Sequence[Shape]) -> str:
    """The districts in the classes of the exhibit; without a value hatched."""
    classes = {row.area: int(row["class"]) for _, row in exhibit.frame.iterrows()}
    boxes = [shape.box for shape in shapes]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    narrow = cos(radians((south + north) / 2))
    scale = min(940 / ((east - west) * narrow), 640 / (north - south))

    def place(point: tuple[float, float]) -> str:
        return f"{(point[0] - west) * narrow * scale:.1f},{(north - point[1]) * scale:.1f}"

    parts = [
        '<pattern id="none" width="10" height="10" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="10" height="10" fill="#1B2833"/>'
        f'<rect width="4" height="10" fill="{RULE}"/></pattern>'
    ]
    for shape in shapes:
        number = classes.get(shape.area, -1)
        fill = colour_of(exhibit, number) if number >= 0 else "url(#none)"
        lines = "".join(f"M{' '.join(place(point) for point in ring)}Z" for ring in shape.rings)
        parts.append(f'<path d="{lines}" fill="{fill}" stroke="#0B141C" stroke-width="2"/>')
    wide, high = (east - west) * narrow * scale, (north - south) * scale
    return (
        f'<svg viewBox="-4 -4 {wide + 8:.0f} {high + 8:.0f}" class="map" role="img" '
        f'aria-label="{escape(exhibit.verdict)}">{"".join(parts)}</svg>'
    )


def colour_of(exhibit: Exhibit, number: int) -> str:
    """The colour of a class; hatched ones have none."""
    return exhibit.extra.get(f"class{number}", "").split(" ")[0] or RULE


# -- parts ----------------------------------------------------------------------------------------


def _limits(exhibit: Exhibit) -> list[LevelLine]:
    """The limits as the chart of the exhibit draws them."""
    found = []
    for trace in exhibit.figure.to_plotly_json()["data"] if exhibit.figure else ():
        line = (trace.get("meta") or {}).get("limit")
        if line in LINE:
            found.append(LevelLine(str(trace["name"]), float(next(iter(trace["y"]))), line))
    return found


def _keys(limits: Sequence[LevelLine]) -> list[tuple[str, str, str]]:
    return [(LINE[one.line].colour.dark, one.words, "dash") for one in limits]


def _limit(one: LevelLine, top: float) -> str:
    y, colour = _y(one.value, top), LINE[one.line].colour.dark
    return (
        f'<line x1="{_LEFT}" x2="{_WIDE}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" '
        f'stroke-width="3" stroke-dasharray="14 9"/>'
    )


def _numbers(column: Iterable[object]) -> list[float | None]:
    found = (number_in(str(shown)) for shown in column)
    return [None if number is None else float(number) for number in found]


def _ceiling(values: Sequence[float]) -> float:
    """Somewhat above the highest, so that its number has room."""
    return max(values, default=0.0) * 1.08 or 1.0


def _y(value: float, top: float) -> float:
    return _HIGH - _BOTTOM - (_HIGH - _BOTTOM - _TOP) * value / top


def _axis(top: float, unit: str, digits: int) -> list[str]:
    """Level rules at round numbers, and the unit above them."""
    parts, step = [_words(0, 26, unit, MUTE)], _round_step(top)
    shown = max(digits, -floor(log10(step)) if step < 1 else 0)
    for n in range(int(top / step) + 1):
        y = _y(n * step, top)
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDE}" y1="{y:.1f}" y2="{y:.1f}" stroke="{RULE}" '
            'stroke-width="2"/>'
        )
        parts.append(_words(_LEFT - 16, y + 9, f"{n * step:.{shown}f}", MUTE, "end"))
    return parts


def _round_step(top: float) -> float:
    """1, 2 or 5 times a power of ten, so that four to six rules divide the drawing."""
    power = 10.0 ** floor(log10(top / 4))
    return next(one * power for one in (1, 2, 5, 10) if top / (one * power) < 6)


def _line(points: Sequence[tuple[float, float]], colour: str, *, dashed: bool = False) -> list[str]:
    if not points:
        return []
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dash = ' stroke-dasharray="10 10"' if dashed else ""
    line = (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="5"{dash} '
        'stroke-linejoin="round"/>'
    )
    dots = [] if dashed else [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{colour}"/>' for x, y in points
    ]  # fmt: skip
    return [line, *dots]


def _words(
    x: float, y: float, words: str, colour: str, anchor: str = "start", size: int = 26
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def _svg(parts: list[str], keys: list[tuple[str, str, str]], high: float = _HIGH) -> str:
    """The drawing with its keys above."""
    legend = "".join(
        f'<span class="key"><i class="{kind}" style="background:{colour};color:{colour}"></i>'
        f"{escape(words)}</span>"
        for colour, words, kind in keys
    )
    head = f'<div class="keys">{legend}</div>' if legend else ""
    return f'{head}<svg viewBox="0 0 {_WIDE:.0f} {high:.0f}" class="chart">{"".join(parts)}</svg>'
