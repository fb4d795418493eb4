"""Kinds of a count (其中) beside the count: their sum."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from loaders.binding.keys import is_total_text
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, at_cell
from loaders.model.table import Block, Column
from loaders.words.values import parse_value

_OF_WHICH = re.compile(r"^\s*其\s*中")
_UNIT = re.compile(r"[（(]([^（）()]{1,6})[）)]\s*$")
_Row = tuple[int, Decimal, list[Decimal]]


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a row whose kinds are not the count.

    Kinds headed 其中 are never more than the count; less only where other rows add up. Columns
    of the same unit beside the count are its kinds where most rows add up.
    """
    for table in staged.tables:
        for column in table.columns or ():
            named = column.role == "value" and column.indicator
            if named and staged.catalog.indicator(named).is_task:
                yield from _kinds(table.block, column, table.columns or (), staged)


def _kinds(
    block: Block, column: Column, columns: Sequence[Column], staged: Staged
) -> Iterator[Finding]:
    after = _run(column, columns, step=1)
    named = [c for c in after if any(map(_OF_WHICH.match, c.header))]
    beside = [] if named else _alike(column, after) or _alike(column, _run(column, columns, -1))
    rows = list(_rows(block, column, named or beside))
    equal = [row for row in rows if row[1] == sum(row[2])]
    adds_up = bool(equal) and len(equal) * 2 >= len(rows)
    for row, whole, parts in rows:
        total = sum(parts, Decimal(0))
        if (total != whole and adds_up) or (named and total > whole):
            yield at_cell(
                "sub-counts-differ", block.sheet, (row, column.index), format(whole, "f"),
                indicator=staged.catalog.indicator(column.indicator).label,
                sum=format(total, "f"), parts="+".join(format(part, "f") for part in parts),
            )  # fmt: skip


def _run(column: Column, columns: Sequence[Column], step: int) -> list[Column]:
    """The columns next to one on its right (left: -1) that nothing is read from."""
    ordered = sorted(columns, key=lambda c: c.index * step)
    found: list[Column] = []
    for c in ordered[ordered.index(column) + 1 :]:
        if c.role not in ("ignored", "derived"):
            break
        found.append(c)
    return found


def _alike(column: Column, run: list[Column]) -> list[Column]:
    """The columns of a run, nearest first, that are counted in the unit of ``column``."""
    own = _unit(column)
    found: list[Column] = []
    for c in run:
        if not own or _unit(c) != own:
            break
        found.append(c)
    return found if len(found) > 1 else []


def _unit(column: Column) -> str:
    units = [hit.group(1) for text in column.header if (hit := _UNIT.search(text))]
    return units[-1] if units else ""


def _rows(block: Block, column: Column, kinds: list[Column]) -> Iterator[_Row]:
    """Rows with a count and any of its kinds: number of the row, count, kinds; no total rows."""
    sheet = block.sheet
    for row in block.body if kinds else ():
        texts = [v for i in range(3) if isinstance(v := sheet.value(row, i), str)]
        whole = parse_value(sheet.value(row, column.index)).value
        parts = [parse_value(sheet.value(row, c.index)).value for c in kinds]
        known = [part for part in parts if part is not None]
        if whole is not None and known and not any(map(is_total_text, texts)):
            yield row, whole, known
