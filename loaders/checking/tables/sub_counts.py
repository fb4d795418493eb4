"""Kinds of a count (其中) beside the count: their sum, and whether each can be read."""

from collections.abc import Iterator
from decimal import Decimal

from loaders.binding.sub_counts import SUB_COUNT, adding_up, count_rows, says_of_which
from loaders.checking.staged import Staged
from loaders.extracting.scaling import FAULTS
from loaders.model.finding import Finding, at_cell
from loaders.model.table import Block, Column
from loaders.words.values import parse_value


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a row whose kinds are not the count, one a kind that cannot be read.

    Kinds headed 其中 are never more than the count; less only where other rows add up.
    """
    for table in staged.tables:
        for column in table.columns or ():
            kinds = [
                c for c in table.columns or () if c.reason == SUB_COUNT and column.index in c.serves
            ]
            yield from _sums(table.block, column, kinds, staged)
            yield from _unread(table.block, kinds)


def _sums(block: Block, column: Column, kinds: list[Column], staged: Staged) -> Iterator[Finding]:
    rows = list(count_rows(block, column, kinds))
    whole, named = adding_up(rows), any(map(says_of_which, kinds))
    label = staged.catalog.indicator(column.indicator).label if column.indicator else column.title
    for one in rows:
        total = sum(one.kinds, Decimal(0))
        if (whole and not one.adds_up) or (named and total > one.whole):
            yield at_cell(
                "sub-counts-differ", block.sheet, (one.row, column.index), format(one.whole, "f"),
                indicator=label, sum=format(total, "f"),
                parts="+".join(format(part, "f") for part in one.kinds),
            )  # fmt: skip


def _unread(block: Block, kinds: list[Column]) -> Iterator[Finding]:
    for kind in kinds:
        for row in block.body:
            cell = parse_value(block.sheet.value(row, kind.index))
            if cell.kind in FAULTS:
                yield at_cell("sub-count-unread", block.sheet, (row, kind.index), cell.text)
