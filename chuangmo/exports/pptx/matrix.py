"""The matrix of places and indicators: on the slide for the room, and as a hand-out."""

from dataclasses import replace

from chuangmo.exhibit import Cell, Exhibit, Table
from chuangmo.exports.pptx.slide_deck import LEFT_EDGE, SlideDeck
from chuangmo.exports.pptx.slides import KEY, content_slide, pages_of, status_key
from chuangmo.exports.pptx.tables import TableLook, place_table
from chuangmo.exports.pptx.text_and_fill import one_line
from chuangmo.exports.styles import SECONDARY, width_cm
from chuangmo.status import (
    BEHIND,
    INSUFFICIENT,
    NOT_ASSESSABLE,
    OVER_STANDARD,
    SHOWN_JUDGED,
    STATUS,
)

_TWO_LINES, _ONE_LINE = 11, 21  # rows of a matrix, with the city
_WORST = 10
_CROWDED = 9  # columns; more are set smaller
_SMALLEST = 9.0  # points
_SAID = (*SHOWN_JUDGED, INSUFFICIENT, NOT_ASSESSABLE)
_BOLD, _AROUND = 1.12, 0.45  # how much wider bold figures are; cm left and right of them
_KEY_ROOM = 5  # statuses of a key at 12 pt; more are set smaller


def matrix(deck: SlideDeck, exhibit: Exhibit, *, whole: bool = True) -> None:
    """状态表: two lines a cell up to 10 districts, one to 20, then the worst ten and a hand-out.

    Args:
        whole: whether the hand-out follows; else the other files of a meeting have it.
    """
    assert exhibit.table is not None
    table, unsaid = said_columns(exhibit.table)
    if deck.own is not None:
        table, left = _held(table, deck.wide, deck.least)
        unsaid = "；".join(part for part in (unsaid, left) if part)
    rows = len(table.rows)
    if rows <= _TWO_LINES:
        _slide(deck, exhibit, table, exhibit.verdict, unsaid)
    elif rows <= _ONE_LINE:
        _slide(deck, exhibit, table, exhibit.verdict, unsaid, wordless=True)
    else:
        worst = Table(table.heads, table.rows[: _WORST + table.leading], table.leading)
        rest = rows - table.leading - _WORST
        where = "后附全表" if whole else "简报和数据表"
        said = f"问题最多的 {_WORST} 个区县；其余 {rest} 个见{where}"
        _slide(deck, exhibit, worst, said, unsaid)
        if not whole:
            return
        pieces = pages_of(table, _ONE_LINE)
        for n, piece in enumerate(pieces, 1):
            said = f"{exhibit.verdict.rstrip('。')}（全表 {n} / {len(pieces)}）"
            _slide(deck, exhibit, piece, said, unsaid, wordless=True)


def said_columns(table: Table) -> tuple[Table, str]:
    """The columns of which anything is judged or said why not, and a sentence naming the others."""
    kept = [
        n
        for n in range(len(table.heads))
        if n == 0 or any(row[n].status in _SAID for row in table.rows)
    ]
    left = [head.name for n, head in enumerate(table.heads) if n not in kept]
    heads = tuple(table.heads[n] for n in kept)
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return Table(heads, rows, table.leading), f"{'、'.join(left)}本期不评价" if left else ""


def _held(table: Table, wide: float, size: float) -> tuple[Table, str]:
    """The columns that another template has room for, those with the most behind first.

    Args:
        wide: of the body in centimetres. size: the smallest type, in points.
    """
    needs = [_need(table, n, size) for n in range(len(table.heads))]
    bad = [sum(row[n].status in BEHIND for row in table.rows) for n in range(len(needs))]
    kept, used = {0}, needs[0]
    for n in sorted(range(1, len(needs)), key=lambda n: -bad[n]):
        if used + needs[n] <= wide:
            kept.add(n)
            used += needs[n]
    left = [head.name for n, head in enumerate(table.heads) if n not in kept]
    heads = tuple(head for n, head in enumerate(table.heads) if n in kept)
    rows = tuple(tuple(c for n, c in enumerate(row) if n in kept) for row in table.rows)
    said = f"{'、'.join(left)}未列，见数据表" if left else ""
    return replace(table, heads=heads, rows=rows), said


def _need(table: Table, column: int, size: float) -> float:
    """The centimetres a column needs at a type in points, its head on two lines."""
    cells = [row[column] for row in table.rows]
    texts = [width_cm(_narrow(cell).text, size) for cell in cells]
    marks = [STATUS[cell.status] for cell in cells if cell.status]
    texts += [width_cm(f"{mark.glyph} {mark.word}", size) for mark in marks]
    return max([width_cm(table.heads[column].name, size) / 2, *texts]) * _BOLD + _AROUND


def _slide(
    deck: SlideDeck,
    exhibit: Exhibit,
    table: Table,
    title: str,
    unsaid: str,
    *,
    wordless: bool = False,
) -> None:
    slide = content_slide(deck, exhibit, title, "")
    crowded = len(table.heads) > _CROWDED or deck.own is not None
    head = 1.9 if crowded else 1.6
    room = 16.5 - 3.5 - head
    row = min(1.22 if len(table.rows) <= _TWO_LINES else 0.62, room / max(len(table.rows), 1))
    look = _look(11 if wordless else 12 if crowded else 14, row, head, wordless=wordless)
    shown, remarks = _starred(table) if crowded or wordless else (table, [])
    place_table(slide.shapes, shown, (LEFT_EDGE, 3.5, deck.wide), look, "区县与指标状态表")
    statuses = {cell.status for line in table.rows for cell in line if cell.status in _SAID}
    size = 12 if len(statuses) <= _KEY_ROOM else 10
    status_key(slide, statuses, deck.wide, 17.0, max(size, deck.least))
    doubt = ["待核：限值未见官方原文"] if any("待核" in h.small for h in table.heads) else []
    text = "；".join(part for part in (*remarks, *doubt, unsaid) if part)
    box = (LEFT_EDGE, 17.0, deck.wide - 11.5, 0.7)
    if deck.own is not None:  # narrower, and lines may be fuller
        box = (LEFT_EDGE, 16.6, deck.wide - KEY - 0.2, 1.1)
    one_line(slide.shapes, box, text, 10.5, SECONDARY, name="附注")


def _look(size: float, row: float, head: float, *, wordless: bool) -> TableLook:
    """The largest type from ``size`` down whose lines stand in a row of that height."""
    look = TableLook(size, row, head, grid=True, wordless=wordless)
    while look.size > _SMALLEST and look.high > row:
        look = replace(look, size=look.size - 1)
    return look


def _starred(table: Table) -> tuple[Table, list[str]]:
    """Where cells are narrow: own limits left to the ranking, a miss of the law as a star."""
    own = any(_own_limit(cell) for row in table.rows for cell in row)
    law = any(OVER_STANDARD in cell.small for row in table.rows for cell in row)
    rows = tuple(tuple(_narrow(cell) for cell in row) for row in table.rows)
    remarks = ["* 另对国家标准未达标"] if law else []
    return Table(table.heads, rows, table.leading), [
        *remarks,
        "状态按各区县自己的限值",
    ] if own else remarks


def _own_limit(cell: Cell) -> bool:
    return bool(cell.small.replace(OVER_STANDARD, "").strip())


def _narrow(cell: Cell) -> Cell:
    star = "*" if OVER_STANDARD in cell.small else ""
    return replace(cell, text=cell.text.replace(" / ", "/") + star, small="")
