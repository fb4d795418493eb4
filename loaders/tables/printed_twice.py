"""Columns of one table under the same header with different values: none of them is read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from loaders.model.table import Block, Column, TimeParts
from loaders.words.modifiers import own_period
from loaders.words.normalise import label

#: Reason of a column whose header another column has too.
TWICE = "header-twice"


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
    return [replace(c, role="ignored", reason=TWICE) if c in twice else c for c in columns]


def _differ(group: Sequence[Column], block: Block) -> bool:
    if len(group) < 2:
        return False
    return any(len({block.sheet.value(row, c.index) for c in group}) > 1 for row in block.body)
