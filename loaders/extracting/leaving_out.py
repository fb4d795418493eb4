"""Rows that an answer leaves out: not read, counted, told with their cells."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from chuangmo.catalog.layouts import Layout
from loaders.binding.keys import KeyReader, RowKeys
from loaders.extracting.scope import BlockScope
from loaders.model.coded import positions_where
from loaders.model.sheet import cell_text
from loaders.model.table import LEFT_OUT, Column
from loaders.words.normalise import label

T = TypeVar("T")


def without_left(keys: KeyReader, rows: RowKeys, layout: Layout | None = None) -> RowKeys:
    """The keys without the rows that an answer or a known form leaves out; these are in ``left``.

    An answer leaves out a place, a form the rows with one of its words in a key cell.
    """
    column = keys.column("district", "place", "site")
    gone = dict.fromkeys(positions_where(rows.places, lambda place: place == LEFT_OUT), "")
    if column:
        gone = {n: cell_text(keys.layout.shown(rows.rows[n], column.index)) for n in gone}
    gone |= _worded(keys, rows, layout.leave_out) if layout and layout.leave_out else {}
    if not gone:
        return rows
    names = {rows.rows[n]: text for n, text in gone.items()}
    stay = [n for n in range(len(rows.rows)) if n not in gone]

    return replace(
        rows,
        rows=_kept(stay, rows.rows),
        places=_kept(stay, rows.places),
        parts=_kept(stay, rows.parts),
        indicators=None if rows.indicators is None else _kept(stay, rows.indicators),
        units=None if rows.units is None else _kept(stay, rows.units),
        statistics=None if rows.statistics is None else _kept(stay, rows.statistics),
        left=names,
    )


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


def _kept(stay: list[int], values: list[T]) -> list[T]:
    return [values[n] for n in stay]


def set_aside_left(scope: BlockScope) -> None:
    """Count the cells of every column that is read, in rows that are left out."""
    read = {c.indicator or scope.context.indicator for c in scope.columns if c.role == "value"}
    for column in scope.columns if scope.rows.left else ():
        alone = column.part == "numerator" and column.indicator not in read
        if column.role == "value" or (column.role == "part" and alone):
            _set_aside(scope, column)


def _set_aside(scope: BlockScope, column: Column) -> None:
    hits = [
        (row, parsed.text)
        for row in sorted(scope.rows.left)
        if (parsed := scope.parsed(row, column)).kind != "blank"
    ]
    first = scope.rows.left[hits[0][0]] if hits else ""
    scope.aside("left-out-row", column, hits, first)
