"""A unit column beside each value column (UK style): each column of values has its own unit."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from loaders.model.sheet import CellValue
from loaders.model.table import Column, Unit
from loaders.words.units import unit_named


def with_units_beside(
    columns: Sequence["Column"], cells: Callable[[int], list[CellValue]]
) -> list["Column"]:
    """The columns, each value column with the one unit of the unit column behind it.

    One unit column alone speaks of its rows and stays a key; of several every one must hold one
    unit only.

    Args:
        cells: sample of the values of a column.
    """
    units = {c.index: _only_unit(cells(c.index)) for c in columns if c.key == "unit"}
    if len(units) < 2 or None in units.values():
        return list(columns)
    values = [c.index for c in columns if c.role == "value"]
    own: dict[int, Unit | None] = {}
    before = -1
    for index in sorted(units):
        own |= {v: units[index] for v in values if before < v < index}
        before = index
    return [
        replace(c, role="ignored", key="", reason="unit")
        if c.index in units
        else replace(c, unit=c.unit or own.get(c.index))
        for c in columns
    ]


def _only_unit(values: list[CellValue]) -> Unit | None:
    found = {unit_named(str(value)) for value in values}
    return found.pop() if len(found) == 1 else None
