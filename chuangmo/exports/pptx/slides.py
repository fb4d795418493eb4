"""One slide an exhibit: title, sub-line, body by kind, foot line, notes."""

from typing import Any

from chuangmo.exhibit import Cell, Exhibit, Table
from chuangmo.exports.looks import INK, SECONDARY, STATUS, width_cm
from chuangmo.exports.pptx.ink import LEFT, RIGHT, one_line, text_box, write
from chuangmo.exports.pptx.tables import TableLook, column_widths, place_table
from chuangmo.exports.pptx.template import FOOT_INDEX, SUBLINE_INDEX
from chuangmo.exports.sentences import foot_line, notes_text, title_lines

LEFT_EDGE, WIDE = 1.5, 30.87
BODY_TOP, BODY_END = 4.15, 17.55


def content_slide(deck: Any, exhibit: Exhibit, title: str = "", sub: str | None = None) -> Any:
    """A slide with title, sub-line, foot line and notes; the body is still to come.

    Args:
        title: in place of the exhibit's sentence.
        sub: in place of the exhibit's subtitle; empty leaves the line out.
    """
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    _title(slide.shapes.title, title or spoken_title(exhibit))
    line = exhibit.subtitle if sub is None else sub
    for place in list(slide.placeholders):
        index = place.placeholder_format.idx
        if index == FOOT_INDEX:
            place.text_frame.text = foot_line(exhibit.foot, exhibit.demo)
        elif index == SUBLINE_INDEX and line:
            place.text_frame.text = line
        elif index == SUBLINE_INDEX:
            place._element.getparent().remove(place._element)
    slide.notes_slide.notes_text_frame.text = notes_text(exhibit)
    return slide


def spoken_title(exhibit: Exhibit) -> str:
    """The sentence, told what it is about where it does not say so itself."""
    about = exhibit.extra.get("place", "")
    return exhibit.verdict if about in exhibit.verdict else f"{about}：{exhibit.verdict}"


def _title(shape: Any, sentence: str) -> None:
    lines = title_lines(sentence)
    paragraph = shape.text_frame.paragraphs[0]
    for n, line in enumerate(lines):
        if n:
            paragraph.add_line_break()
        paragraph.add_run().text = line


def status_key(slide: Any, statuses: list[str], top: float = 3.3, size: float = 14) -> None:
    """Shape and word of the statuses that occur, at the right of the sub-line."""
    seen = [status for status in STATUS if status in statuses]
    frame = text_box(slide.shapes, (LEFT_EDGE + WIDE - 13, top, 13, 0.7), "状态图例")
    paragraph = frame.paragraphs[0]
    paragraph.alignment = RIGHT
    for n, status in enumerate(seen):
        look = STATUS[status]
        write(paragraph, f"{'　' if n else ''}{look.glyph} ", size, look.ink, bold=True)
        write(paragraph, look.word, size, INK)


def remark(slide: Any, text: str, top: float = 17.0) -> None:
    """One small line above the foot rule."""
    one_line(
        slide.shapes, (LEFT_EDGE, top, WIDE, 0.7), text, 12, SECONDARY, align=LEFT, name="附注"
    )


def pages_of(table: Table, rows: int) -> list[Table]:
    """The table in pieces of at most ``rows`` rows, the leading ones repeated on none."""
    body = table.rows
    count = max(1, -(-len(body) // rows))
    size = -(-len(body) // count) if body else 1
    pieces = [body[n : n + size] for n in range(0, len(body), size)] or [()]
    return [
        Table(table.heads, piece, table.leading if n == 0 else 0) for n, piece in enumerate(pieces)
    ]


def table_slides(deck: Any, exhibit: Exhibit, title: str = "", size: float = 14) -> None:
    """The table over as many slides as it needs; the sentence stands on each."""
    assert exhibit.table is not None
    look = _look_for(exhibit.table, size)
    most = int((BODY_END - BODY_TOP - look.head) / look.row)
    pieces = pages_of(exhibit.table, most)
    for n, piece in enumerate(pieces, 1):
        count = f"（{n} / {len(pieces)}）" if len(pieces) > 1 else ""
        slide = content_slide(deck, exhibit, title, f"{exhibit.subtitle}{count}")
        place_table(slide.shapes, piece, (LEFT_EDGE, BODY_TOP, WIDE), look, f"{exhibit.key}表")


def _look_for(table: Table, size: float) -> TableLook:
    """The largest look at which no cell needs more than its lines, rows high enough for all."""
    for points in (size, 13, 12, 11):
        look = TableLook(points, 0.0, 0.0)
        lines = _lines_needed(table, look)
        if lines <= 2:
            break
    high = 0.33 + lines * points * 0.0353 * 1.24
    small = any(head.small for head in table.heads)
    second = any(cell.small for row in table.rows for cell in row)
    row = high + (look.small * 0.0353 * 1.24 if second else 0.0)
    return TableLook(points, max(row, 0.95), 1.35 if small else 1.0)


def _lines_needed(table: Table, look: TableLook) -> int:
    """How many lines the fullest cell wraps to at the widths the columns get."""
    widths = column_widths(table, WIDE, look)
    cells = [
        (width_cm(_text(cell), look.size), widths[n] - 0.34)
        for row in table.rows
        for n, cell in enumerate(row)
    ]
    return max((int(need / room) + 1 for need, room in cells if need > 0), default=1)


def _text(cell: Cell) -> str:
    if not cell.status:
        return cell.text
    look = STATUS[cell.status]
    return f"{look.glyph} {cell.word or look.word} {cell.text}".strip()
