"""Kinds of a count (其中) beside the count: their sum, and whether each can be read."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from chuangmo.store.rows import OF_WHICH
from loaders.binding.sub_counts import (
    SUB_COUNT,
    CountRow,
    adding_up,
    count_rows,
    full_marks,
    says_of_which,
)
from loaders.checking.staged import Staged
from loaders.extracting.scaling import FAULTS
from loaders.model.finding import Finding, at_cell
from loaders.model.readings import Chunk
from loaders.model.sheet import Sheet
from loaders.model.table import Block, Column
from loaders.words.values import parse_value

_Cells = Sequence[tuple[int, int]]


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a count whose kinds are not the count, one a kind that cannot be read.

    Kinds headed 其中 are never more than the count; less only where other rows add up.
    """
    for table in staged.tables:
        for column in table.columns or ():
            kinds = [
                c for c in table.columns or () if c.reason == SUB_COUNT and column.index in c.serves
            ]
            if kinds:
                yield from _in_columns(table.block, column, kinds, staged)
    for chunk in staged.chunks:
        for row in chunk.rows if chunk.part_rows else ():
            yield from _in_rows(chunk, row)


def _in_columns(
    block: Block, column: Column, kinds: list[Column], staged: Staged
) -> Iterator[Finding]:
    rows = list(count_rows(block, column, kinds))
    whole = bool(full_marks(kinds)) or adding_up(rows)
    named = any(map(says_of_which, kinds))
    label = staged.catalog.indicator(column.indicator).label if column.indicator else column.title
    for one in rows:
        if (whole and not one.adds_up) or (named and sum(one.kinds) > one.whole):
            yield _differs(block.sheet, column.index, one, label)
    yield from _unread(block.sheet, [(row, kind.index) for kind in kinds for row in block.body])


def _in_rows(chunk: Chunk, row: int) -> Iterator[Finding]:
    """Kinds below a count: those that say 其中 need not be all, others are taken for all."""
    kinds = [kind for kind in chunk.part_rows.get(row, ()) if kind.role == OF_WHICH]
    sheet = chunk.sheet
    cells = [(kind.row, chunk.column) for kind in kinds]
    whole = parse_value(sheet.value(row, chunk.column)).value
    values = [parse_value(sheet.value(*cell)).value for cell in cells]
    known = tuple(value for value in values if value is not None)
    if whole is not None and known:
        one = CountRow(row, whole, known)
        if sum(known) > whole or (not one.adds_up and not all(kind.marked for kind in kinds)):
            yield _differs(sheet, chunk.column, one, chunk.indicator.label)
    yield from _unread(sheet, cells)


def _differs(sheet: Sheet, column: int, one: CountRow, label: str) -> Finding:
    return at_cell(
        "sub-counts-differ", sheet, (one.row, column), format(one.whole, "f"), indicator=label,
        sum=format(sum(one.kinds, Decimal(0)), "f"),
        parts="+".join(format(part, "f") for part in one.kinds),
    )  # fmt: skip


def _unread(sheet: Sheet, cells: _Cells) -> Iterator[Finding]:
    for cell in cells:
        parsed = parse_value(sheet.value(*cell))
        if parsed.kind in FAULTS:
            yield at_cell("sub-count-unread", sheet, cell, parsed.text)
