"""Rows that an answer leaves out: not read, counted, told with their cells."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from chuangmo.catalog.layouts import Layout
from loaders.coded import positions_where
from loaders.columns import Column
from loaders.keys import KeyReader, RowKeys
from loaders.normalise import label
from loaders.places import LEFT_OUT
from loaders.values import cell_text

if TYPE_CHECKING:
    from loaders.extract import BlockReader

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


def set_aside_left(reader: "BlockReader") -> None:
    """Count the cells of every column that is read, in rows that are left out."""
    read = {c.indicator or reader.context.indicator for c in reader.columns if c.role == "value"}
    for column in reader.columns if reader.rows.left else ():
        alone = column.part == "numerator" and column.indicator not in read
        if column.role == "value" or (column.role == "part" and alone):
            _set_aside(reader, column)


def _set_aside(reader: "BlockReader", column: Column) -> None:
    hits = [
        (row, parsed.text)
        for row in sorted(reader.rows.left)
        if (parsed := reader.parsed(row, column)).kind != "blank"
    ]
    first = reader.rows.left[hits[0][0]] if hits else ""
    reader.aside("left-out-row", column, hits, first)
