"""Columns whose header leaves open whose figures they are: printed twice, or without a group."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from loaders.model.table import Block, Column, TimeParts
from loaders.words.modifiers import own_period
from loaders.words.normalise import label

#: Reason of a column whose header another column has too.
TWICE = "header-twice"
#: Reason of a column without the group that others under its words have (1月, 2月 over SO2).
UNGROUPED = "header-ungrouped"
#: Reasons of columns whose figures are set aside with an error at their header.
UNCLEAR_HEADERS = (TWICE, UNGROUPED)


def without_twice(columns: list[Column], block: Block, outer: TimeParts) -> list[Column]:
    """The columns, those of values with a header in common set apart where their values differ.

    Args:
        outer: the period around the table; columns of different periods are not alike.
    """
    groups: dict[object, list[Column]] = defaultdict(list)
    for c in columns:
        if c.role == "value" and c.indicator and c.header:
            own = own_period(c, columns, outer)
            groups[label("/".join(c.header)), c.places, own].append(c)
    twice = [c for group in groups.values() if _differ(group, block) for c in group]
    found = [replace(c, role="ignored", reason=TWICE) if c in twice else c for c in columns]
    open_ones = [c for c in found if c.role == "value" and _is_ungrouped(c, found, block)]
    return [replace(c, role="ignored", reason=UNGROUPED) if c in open_ones else c for c in found]


def _is_ungrouped(column: Column, columns: Sequence[Column], block: Block) -> bool:
    """Whether nothing stands over a column's words, and over the same words elsewhere a group."""
    if len(column.header) != 1 or column.period or column.places:
        return False
    own = label(column.header[-1])
    alike = [
        c for c in columns
        if c is not column and c.role == "value" and len(c.header) > 1
        and label(c.header[-1]) == own
    ]  # fmt: skip
    if not alike:
        return False
    *above, inner = block.header_rows
    cells = [block.sheet.value(row, column.index) for row in above]
    bare = block.sheet.value(inner, column.index) is not None and not any(cells)
    return bare and all(c.period or c.places for c in alike)


def _differ(group: Sequence[Column], block: Block) -> bool:
    if len(group) < 2:
        return False
    return any(len({block.sheet.value(row, c.index) for c in group}) > 1 for row in block.body)
