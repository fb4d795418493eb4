"""Units in the column behind a value column (UK style): alone, or behind a mark (V ugm-3)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from loaders.model.sheet import CellValue
from loaders.model.table import Column, Unit
from loaders.words.units import unit_named

_TEXTS = ("ignored", "derived")


def with_units_beside(
    columns: Sequence["Column"], cells: Callable[[int], list[CellValue]]
) -> list["Column"]:
    """The columns, each value column with the one unit of the unit column behind it.

    One unit column alone speaks of its rows and stays a key; of several every one must hold one
    unit only.

    Args:
        cells: sample of the values of a column.
    """
    columns = [_with_unit_behind(c, columns, cells) for c in columns]
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


def _with_unit_behind(
    column: "Column", columns: Sequence["Column"], cells: Callable[[int], list[CellValue]]
) -> "Column":
    """A value column with the unit that ends every text of the column of marks behind it."""
    behind = next((c for c in columns if c.index == column.index + 1), None)
    if column.role != "value" or column.unit or behind is None or behind.role not in _TEXTS:
        return column
    ends = {text.split()[-1] if " " in text else "" for text in map(str, cells(behind.index))}
    unit = unit_named(ends.pop()) if len(ends) == 1 else None
    return replace(column, unit=unit)


def _only_unit(values: list[CellValue]) -> Unit | None:
    found = {unit_named(str(value)) for value in values}
    return found.pop() if len(found) == 1 else None
