"""One slide an exhibit: title, sub-line, body by kind, foot line, notes."""

from collections.abc import Collection, Sequence
from typing import Any

from chuangmo.exhibit import Cell, Exhibit, Table
from chuangmo.exports.pptx.slide_deck import BODY_END, BODY_TOP, LEFT_EDGE, SlideDeck
from chuangmo.exports.pptx.tables import TableLook, column_widths, place_table
from chuangmo.exports.pptx.text_and_fill import LEFT, RIGHT, one_line, text_box, write
from chuangmo.exports.sentences import foot_line, notes_text, title_lines
from chuangmo.exports.styles import INK, SECONDARY, width_cm
from chuangmo.status import STATUS

#: Centimetres of the key of states.
KEY = 13.0
_HIGHEST = 1.7  # cm of a row where a table has a slide for itself and room to spare


def content_slide(
    deck: SlideDeck, exhibit: Exhibit, title: str = "", sub: str | None = None
) -> Any:
    """A slide with title, sub-line, foot line and notes; the body is still to come.

    Args:
        title: in place of the exhibit's sentence.
        sub: in place of the exhibit's subtitle; empty leaves the line out.
    """
    line = exhibit.subtitle if sub is None else sub
    foot = foot_line(exhibit.foot, exhibit.demo, deck.foot_units)
    slide = deck.content(title_lines(title or spoken_title(exhibit)), line, foot)
    slide.notes_slide.notes_text_frame.text = notes_text(exhibit)
    return slide


def spoken_title(exhibit: Exhibit) -> str:
    """The sentence, told what it is about where it does not say so itself."""
    about = exhibit.extra.get("place", "")
    return exhibit.verdict if about in exhibit.verdict else f"{about}：{exhibit.verdict}"


def status_key(
    slide: Any, statuses: Collection[str], wide: float, top: float = 3.3, size: float = 14
) -> None:
    """Shape and word of the statuses that occur, at the right of the sub-line.

    Args:
        wide: of the body, in centimetres.
    """
    seen = [status for status in STATUS if status in statuses]
    box = (LEFT_EDGE + wide - KEY, top, KEY, 0.7)
    frame = text_box(slide.shapes, box, "状态图例")
    paragraph = frame.paragraphs[0]
    paragraph.alignment = RIGHT
    words = "　".join(f"{STATUS[status].glyph} {STATUS[status].word}" for status in seen)
    size = min(size, max(8.0, size * KEY * 1.05 / max(width_cm(words, size), 1.0)))
    for n, status in enumerate(seen):
        look = STATUS[status]
        write(paragraph, f"{'　' if n else ''}{look.glyph} ", size, look.paper.ink, bold=True)
        write(paragraph, look.word, size, INK)


def remark(slide: Any, text: str, wide: float, top: float = 17.0) -> None:
    """One small line above the foot rule, over a width in centimetres."""
    one_line(
        slide.shapes, (LEFT_EDGE, top, wide, 0.7), text, 12, SECONDARY, align=LEFT, name="附注"
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


def table_slides(
    deck: SlideDeck, exhibit: Exhibit, title: str = "", size: float = 14, most: int | None = None
) -> None:
    """The table over as many slides as it needs; the sentence stands on each.

    Args:
        most: slides; of what does not stand on them it is said how many rows they are.
    """
    assert exhibit.table is not None
    if not exhibit.table.rows:
        slide = content_slide(deck, exhibit, title)
        said = (LEFT_EDGE, BODY_TOP, deck.wide, 1.2)
        one_line(slide.shapes, said, "没有可以列出的数据。", 18, SECONDARY, name="说明")
        return
    look = _look_for(exhibit.table, size, deck.wide)
    widths = column_widths(exhibit.table, deck.wide, look)
    pieces = _by_height(exhibit.table, widths, look)
    if most == 1 and len(pieces) == 1:
        pieces = [_stretched(*pieces[0], look)]
    rest = sum(len(piece.rows) for piece, _ in pieces[most or len(pieces) :])
    for n, (piece, heights) in enumerate(pieces[:most], 1):
        count = f"（{n} / {len(pieces)}）" if len(pieces) > 1 and not rest else ""
        count += f"；列出前 {len(piece.rows)} 项，另有 {rest} 项见简报和数据表" if rest else ""
        slide = content_slide(deck, exhibit, title, f"{exhibit.subtitle}{count}")
        box = (LEFT_EDGE, BODY_TOP, deck.wide)
        place_table(slide.shapes, piece, box, look, f"{exhibit.key}表", (widths, heights))


def _stretched(table: Table, heights: list[float], look: TableLook) -> tuple[Table, list[float]]:
    """The rows higher, as far as the slide has room and a row stays one to the eye."""
    spare = (BODY_END - BODY_TOP - look.head - sum(heights)) / max(len(heights), 1)
    return table, [max(high, min(high + spare, _HIGHEST)) for high in heights]


def _look_for(table: Table, size: float, wide: float) -> TableLook:
    """The largest look at which every cell stands on one line, else on the fewest lines."""
    head = 1.35 if any(head.small for head in table.heads) else 1.0
    looks = [TableLook(points, 0.95, head) for points in (size, 13, 12)]
    tried = [(look, max(_lines(table, column_widths(table, wide, look), look))) for look in looks]
    fewest = min(lines for _, lines in tried)
    return next(look for look, lines in tried if lines == fewest)


def _lines(table: Table, widths: Sequence[float], look: TableLook) -> list[int]:
    """How many lines the fullest cell of each row wraps to."""
    return [
        max(
            int(width_cm(_text(cell), look.size) / (widths[n] - 0.34)) + 1
            for n, cell in enumerate(row)
        )
        for row in table.rows
    ]


def _by_height(
    table: Table, widths: Sequence[float], look: TableLook
) -> list[tuple[Table, list[float]]]:
    """The table in pieces that fit a slide, each with the heights of its rows."""
    second = any(cell.small for row in table.rows for cell in row)
    line, small = (points * 0.0353 * 1.24 for points in (look.size, look.small))
    rows = zip(table.rows, _lines(table, widths, look), strict=True)
    pieces: list[tuple[list[Any], list[float]]] = [([], [])]
    for row, lines in rows:
        high = max(look.row, 0.33 + lines * line + (small if second else 0.0))
        if pieces[-1][1] and sum(pieces[-1][1]) + high > BODY_END - BODY_TOP - look.head:
            pieces.append(([], []))
        pieces[-1][0].append(row)
        pieces[-1][1].append(high)
    return [
        (Table(table.heads, tuple(inside), 0 if n else table.leading), heights)
        for n, (inside, heights) in enumerate(pieces)
    ]


def _text(cell: Cell) -> str:
    if not cell.status:
        return cell.text
    look = STATUS[cell.status]
    return f"{look.glyph} {cell.word or look.word} {cell.text}".strip()
