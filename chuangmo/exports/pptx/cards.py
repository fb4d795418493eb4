"""A card: label, value with its unit, status, what is said below; on a slide or an upright page."""

from dataclasses import dataclass
from typing import Any

from chuangmo.exhibit import Cell
from chuangmo.exports.pptx.text_and_fill import block, one_line, text_box, write
from chuangmo.exports.styles import CARD, DEEP, INK, SECONDARY, fitting
from chuangmo.status import STATUS


@dataclass(frozen=True)
class CardLine:
    """Where a line of a card stands and how large it is written.

    Attributes:
        top: below the card's upper edge, cm. high: cm. size: points.
        least: points, where it would not stand on one line.
    """

    top: float
    high: float
    size: float
    least: float = 8.0

    def fitted(self, text: str, room: float) -> float:
        """Points at which a text is written in a room of so many centimetres."""
        return max(self.least, fitting(text, self.size, room))


@dataclass(frozen=True)
class CardLook:
    """The measures of a card.

    Attributes:
        bar: height of the coloured bar, side: left and right of the texts, cm.
        unit: points; beside the value, which leaves it ``unit_room`` cm.
        says: so many sentences stand below at most.
    """

    bar: float
    side: float
    label: CardLine
    value: CardLine
    status: CardLine
    say: CardLine
    unit: float
    unit_room: float
    says: int


def place_card(
    shapes: Any, row: tuple[Cell, ...], box: tuple[float, float, float, float], look: CardLook
) -> None:
    """Draw a card at (left, top, width, height) in centimetres.

    Args:
        row: label, value, unit, status, what is said below.
    """
    left, top, wide, _ = box
    label, value, unit, status, say = row
    shown = STATUS[status.status]
    block(shapes, box, CARD, f"{label.text}卡片")
    block(shapes, (left, top, wide, look.bar), shown.paper.ink, "状态色条")
    inner, room = left + look.side, wide - 2 * look.side

    def place(line: CardLine) -> tuple[float, float, float, float]:
        return inner, top + line.top, room, line.high

    one_line(shapes, place(look.label), label.text, look.label.size, INK, name="指标")
    frame = text_box(shapes, place(look.value), "数值")
    size = look.value.fitted(value.text, room - look.unit_room)
    write(frame.paragraphs[0], value.text, size, DEEP, bold=True)
    write(frame.paragraphs[0], f" {unit.text}", look.unit, SECONDARY)
    word = f"{shown.glyph} {status.word or shown.word}"
    one_line(
        shapes, place(look.status), word, look.status.size, shown.paper.ink, bold=True, name="状态"
    )
    frame = text_box(shapes, place(look.say), "说明", "top")
    for n, line in enumerate(say.text.split("；")[: look.says]):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        write(paragraph, line, look.say.fitted(line, room), SECONDARY)
