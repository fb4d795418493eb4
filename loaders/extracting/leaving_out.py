"""Rows that an answer leaves out: not read, counted, told with their cells."""

from collections.abc import Sequence
from dataclasses import replace

from chuangmo.catalog.layouts import Layout
from loaders.binding.keys import KeyReader
from loaders.binding.row_keys import RowKeys
from loaders.extracting.extract import Extract, added
from loaders.extracting.scope import BlockScope
from loaders.model.sheet import cell_text
from loaders.model.table import LEFT_OUT, OUTSIDE, Column
from loaders.words.normalise import label


def without_left(keys: KeyReader, rows: RowKeys, layout: Layout | None = None) -> RowKeys:
    """The keys without the rows that are not read; these are in ``left``.

    An answer leaves out a place, a known form the rows with one of its words in a key cell; sites
    of cities outside the board are never read.
    """
    column = keys.column("district", "place", "site")
    gone = dict.fromkeys(rows.places.positions(lambda place: place in (LEFT_OUT, OUTSIDE)), "")
    outside = rows.places.positions(lambda place: place == OUTSIDE)
    if column:
        gone = {n: cell_text(keys.layout.shown(rows.rows[n], column.index)) for n in gone}
    gone |= _worded(keys, rows, layout.leave_out) if layout and layout.leave_out else {}
    if not gone:
        return rows
    names = {rows.rows[n]: text for n, text in gone.items()}
    stay = [n for n in range(len(rows.rows)) if n not in gone]
    sites = frozenset(rows.rows[n] for n in outside)
    return replace(rows.only(stay), left=names, left_outside=sites)


def _worded(keys: KeyReader, rows: RowKeys, words: Sequence[str]) -> dict[int, str]:
    """Positions of rows with one of the words in a key cell, with the cell's text."""
    wanted = {label(word) for word in words}
    found: dict[int, str] = {}
    for column in (c for c in keys.columns if c.role == "key"):
        for n, row in enumerate(rows.rows):
            text = cell_text(keys.layout.shown(row, column.index))
            if label(text) in wanted:
                found.setdefault(n, text)
    return found


def set_aside_left(scope: BlockScope) -> Extract:
    """The cells of every column that is read, in rows that are left out."""
    read = {c.indicator or scope.context.indicator for c in scope.columns if c.role == "value"}
    columns = [
        column
        for column in scope.columns
        if column.role == "value"
        or (column.part == "numerator" and column.role == "part" and column.indicator not in read)
    ]
    return added(_set_aside(scope, column) for column in columns if scope.rows.left)


def _set_aside(scope: BlockScope, column: Column) -> Extract:
    left = scope.rows.left
    held = [row for row in sorted(left) if scope.parsed(row, column).kind != "blank"]
    outside = scope.rows.left_outside
    told = {
        "left-out-row": [row for row in held if row not in outside],
        "outside-row": [row for row in held if row in outside],
    }
    return added(
        scope.aside(code, column, rows, left[rows[0]]) for code, rows in told.items() if rows
    )
