"""Sheets with one thing moved as a person moves it: merges and formats go along."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from loaders.model.sheet import CellValue, Merge, Sheet

STRANGE = ("批次号甲", "库存品种", "zzq", "毛重", "Battery", "炉渣")
MARK = "未监测"
Move = Callable[[Sheet, random.Random], Sheet | None]


def laid(sheet: Sheet, rows: Sequence[int | None], columns: Sequence[int | None]) -> Sheet | None:
    """The sheet with its rows and columns in another order, ``None`` is a blank one.

    ``None`` where that would tear a merged range.
    """
    cells = [[None if r is None or c is None else sheet.value(r, c) for c in columns] for r in rows]
    merges = []
    for m in sheet.merges:
        down = [n for n, r in enumerate(rows) if r is not None and m.top <= r <= m.bottom]
        across = [n for n, c in enumerate(columns) if c is not None and m.left <= c <= m.right]
        if not down or not across:
            continue
        if down[-1] - down[0] >= len(down) or across[-1] - across[0] >= len(across):
            return None
        for row in cells[down[0] : down[-1] + 1]:
            row[across[0] : across[-1] + 1] = [None] * len(across)
        cells[down[0]][across[0]] = sheet.value(m.top, m.left)
        merges.append(Merge(down[0], across[0], down[-1], across[-1]))
    formats = {
        (n, k): sheet.formats[r, c]
        for n, r in enumerate(rows)
        for k, c in enumerate(columns)
        if r is not None and c is not None and (r, c) in sheet.formats
    }
    return replace(
        sheet, rows=cells, merges=merges, formats=formats, packed=None, lines=[], notes={}
    )


def _heads(sheet: Sheet) -> list[tuple[int, int]]:
    """Cells of text in the first rows that stand above a number."""
    rows = sheet.rows[:8]
    return [
        (r, c)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if isinstance(value, str) and value.strip() and sum(v is not None for v in row) > 1
        and any(isinstance(sheet.value(b, c), int | float) for b in range(r + 1, r + 4))
    ]  # fmt: skip


def _is_under_group(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a cell is blank beside texts and over a text, outside every merged range."""
    texts = [v for v in sheet.rows[row] if v is not None] if row < len(sheet.rows) else []
    if len(texts) < 2 or not all(isinstance(v, str) for v in texts):
        return False
    inside = any(m.top <= row <= m.bottom and m.left <= column <= m.right for m in sheet.merges)
    below = sheet.value(row + 1, column)
    return not inside and sheet.value(row, column) is None and isinstance(below, str)


def _heads_again(sheet: Sheet, column: int) -> bool:
    """Whether a text at the top of a column heads another column too."""
    rows = sheet.rows[:4]
    return any(len(row) > column and row[column] and row.count(row[column]) > 1 for row in rows)


def _header_changed(
    sheet: Sheet, draw: random.Random, change: Callable[[str], str]
) -> Sheet | None:
    heads = _heads(sheet)
    if not heads:
        return None
    r, c = draw.choice(heads)
    rows = [list(row) for row in sheet.rows]
    rows[r][c] = change(str(rows[r][c]))
    return replace(sheet, rows=rows, packed=None)


def header_renamed(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """One header becomes a word outside every vocabulary."""
    return _header_changed(sheet, draw, lambda _: draw.choice(STRANGE))


def header_extended(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """One header has a strange word beside its own."""
    words = (*STRANGE, "排放量", "监测天数", "目标值", "去除率")
    return _header_changed(sheet, draw, lambda head: f"{head}{draw.choice(words)}")


def columns_swapped(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """Two columns change places with their headers; not under groups that are not merged.

    Nor those of tables side by side that have one header: nobody could tell.
    """
    if sheet.width < 2:
        return None
    a, b = draw.sample(range(sheet.width), 2)
    if _heads_again(sheet, a) or _heads_again(sheet, b):
        return None
    if any(_is_under_group(sheet, row, column) for row in range(8) for column in (a, b)):
        return None  # the group's word stays where it is: nobody could tell
    columns = list(range(sheet.width))
    columns[a], columns[b] = b, a
    return laid(sheet, range(len(sheet.rows)), columns)


def block_shifted(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """Everything stands further right and lower."""
    right, down = draw.choice([(0, 1), (1, 0), (1, 2), (2, 1)])
    rows = [*[None] * down, *range(len(sheet.rows))]
    return laid(sheet, rows, [*[None] * right, *range(sheet.width)])


def marks_inserted(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """A row between others whose values are all marks."""
    body = [r for r, row in enumerate(sheet.rows) if any(isinstance(v, float | int) for v in row)]
    if len(body) < 2:
        return None
    at = draw.choice(body[1:])
    order = [*range(at), at, *range(at, len(sheet.rows))]
    found = laid(sheet, order, range(sheet.width))
    if found is None:
        return None
    marked: list[CellValue] = [
        MARK if isinstance(v, int | float) else v for v in found.rows[at + 1]
    ]
    rows = [*found.rows[: at + 1], marked, *found.rows[at + 2 :]]
    return replace(found, rows=rows)


def column_deleted(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """One column is gone.

    Not the places of tables side by side, nor the names of a single row: nobody could tell.
    """
    if sheet.width < 3:
        return None
    gone = draw.randrange(sheet.width)
    body = [row for row in sheet.rows if any(isinstance(v, float | int) for v in row)]
    if len(body) < 2 and any(isinstance(row[gone], str) for row in body if len(row) > gone):
        return None
    if _heads_again(sheet, gone):
        return None
    columns = [c for c in range(sheet.width) if c != gone]
    return laid(sheet, range(len(sheet.rows)), columns)


def exchangeable(sheet: Sheet) -> list[tuple[int, int, int]]:
    """(row, column, column) of every two headers in one row that differ."""
    return [
        (row, a, b)
        for row, a in _heads(sheet)
        for other, b in _heads(sheet)
        if row == other and a < b
        and str(sheet.value(row, a)).strip() != str(sheet.value(row, b)).strip()
    ]  # fmt: skip


def headers_exchanged(sheet: Sheet, at: tuple[int, int, int]) -> Sheet:
    """Two headers change places, the cells below them stay."""
    row, a, b = at
    rows = [list(cells) for cells in sheet.rows]
    rows[row][a], rows[row][b] = rows[row][b], rows[row][a]
    return replace(sheet, rows=rows, packed=None)


MOVES: tuple[Move, ...] = (
    header_renamed, header_extended, columns_swapped, block_shifted, marks_inserted, column_deleted,
)  # fmt: skip
