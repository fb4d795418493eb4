"""Columns of pollutants that hold sub-indices: the index beside them is the largest of each row."""

from collections.abc import Iterator
from decimal import Decimal

from loaders.checking.staged import Staged
from loaders.extracting.accounting import Claim
from loaders.model.finding import Finding, at_cell
from loaders.model.table import Column
from loaders.words.values import parse_value

_INDEX = "index"
_FEWEST = 2  # rows, and pollutants
_LOOKED_AT = 60


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a table whose index is in every row the largest of its pollutants' figures.

    A concentration is its own index nowhere but by chance.
    """
    for table in staged.tables:
        values = [c for c in table.columns or () if _is_pollutant(c, staged)]
        for index in (c for c in table.columns or () if c.reason == _INDEX):
            rows = _rows(table, index, values) if len(values) >= _FEWEST else []
            if len(rows) >= _FEWEST and all(whole == max(parts) for whole, parts in rows):
                names = "、".join("".join(c.title.split()) for c in values)
                first = next(
                    r for r in table.block.body if _number(table, r, values[0]) is not None
                )
                yield at_cell(
                    "sub-indices", table.block.sheet, (first, values[0].index), names,
                    index="".join(index.title.split()),
                )  # fmt: skip


def _is_pollutant(column: Column, staged: Staged) -> bool:
    known = staged.catalog.indicators.get(column.indicator)
    return column.role == "value" and known is not None and known.combine == "mean_of_valid_days"


def _rows(table: Claim, index: Column, values: list[Column]) -> list[tuple[Decimal, list[Decimal]]]:
    """Index and figures of the rows that have both."""
    found = []
    for row in table.block.body[:_LOOKED_AT]:
        whole = _number(table, row, index)
        parts = [n for c in values if (n := _number(table, row, c)) is not None]
        if whole is not None and parts:
            found.append((whole, parts))
    return found


def _number(table: Claim, row: int, column: Column) -> Decimal | None:
    return parse_value(table.block.sheet.value(row, column.index)).value
