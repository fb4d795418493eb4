"""Colours, shapes and type of meeting material, the same in slides, workbooks and documents."""

from collections.abc import Sequence

from chuangmo.exports.native import NEEDED, PLAN
from chuangmo.status import LINE

FACE = "微软雅黑"
INK, SECONDARY, RULE = "1F2D33", "56666E", "C5D3D6"
DEEP, MID, LIGHT = "0F4C5C", "2A7F8E", "7FB7BE"
EARLIER, EARLIER_INK = "8AA7B0", "5B7F8A"
CARD, TOTAL, GRID, WHITE = "F4F8F8", "E8F2F3", "E1E9EA", "FFFFFF"
LIMIT, SEASON = "3C4A50", "ECF2F5"
HATCH, HATCH_GROUND = "B7C0C3", "F2F4F4"


#: Dashes of DrawingML: the city's own target dashed, the law dotted, plans and needs long.
DASH = {line: look.paper_dash for line, look in LINE.items()} | {PLAN: "sysDash", NEEDED: "dash"}


def width(text: str) -> float:
    """The width of a text in full-width units; a Latin letter or digit counts 0.56."""
    return sum(0.56 if ord(letter) < 0x2000 else 1.0 for letter in text)


def width_cm(text: str, size: float) -> float:
    """The width of a text on one line in centimetres at ``size`` points, with some slack."""
    return width(text) * size * 0.0353 * 1.08


def fitting(text: str, size: float, room: float) -> float:
    """The largest size from ``size`` down to 8 at which the text stands on one line."""
    sizes = [size, *(s for s in (12, 11, 10.5, 10, 9) if s < size)]
    return next((s for s in sizes if width_cm(text, s) <= room), min(size, 8.0))


def level_widths(wanted: Sequence[float], wide: float) -> list[float]:
    """Widths that add up to ``wide``: the longest give way to a common one, others stay."""
    left = wide
    for place, size in enumerate(sorted(wanted)):
        most = left / (len(wanted) - place)
        if size > most:
            return [min(one, most) for one in wanted]
        left -= size
    return list(wanted)
