"""Columns of a long sheet as codes of their distinct values: the same cells in a tenth of the room.

Most columns of a long table repeat few values. What depends on a cell's value alone is then done
once a distinct value; the code of a row says which. The child process packs, so that a large sheet
crosses as numbers; of a short one ``Sheet.column`` makes the same columns when they are asked for.
"""

from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from loaders.model.sheet import CellValue, PackedColumn

#: Types whose equal values are one value; TRUE equals 1 and an error its text, so they are not.
PACKABLE = frozenset((str, int, float, datetime, type(None)))
#: Shorter sheets are sent cell by cell.
PACKED_ROWS = 2000
_BLOCK = 20_000
_WIDTHS = "BHI"


class _Numbering(dict[Any, int]):
    """Numbers values as they come."""

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self)
        return number


def packed(
    rows: Iterable[Sequence[Any]],
    width: int,
    blank: CellValue = None,
    plain: Callable[[Any], CellValue] | None = None,
) -> list[PackedColumn]:
    """The columns of rows that all have ``width`` cells.

    Args:
        blank: what stands in ``rows`` for no value.
        plain: makes the cell of a raw value; asked once a distinct value.
    """
    numbering = [_Numbering({blank: 0}) for _ in range(width)]
    codes: list[array[int]] = [array("I") for _ in range(width)]
    source = iter(rows)
    while block := list(islice(source, _BLOCK)):
        for numbers, kept, cells in zip(numbering, codes, zip(*block, strict=True), strict=True):
            kept.extend(map(numbers.__getitem__, cells))
    columns = [
        PackedColumn(kept, [None, *(plain(v) if plain else v for v in islice(numbers, 1, None))])
        for numbers, kept in zip(numbering, codes, strict=True)
    ]
    _drop_blank_end(columns)
    return columns


def _drop_blank_end(columns: Sequence[PackedColumn]) -> None:
    """Leave the blank rows at the end out, in place."""
    while columns and columns[0].codes and all(c.values[c.codes[-1]] is None for c in columns):
        for column in columns:
            column.codes.pop()


def packed_rows(rows: Sequence[list[CellValue]]) -> list[PackedColumn] | None:
    """The columns of ragged rows without blank ends; ``None`` for any others and for few rows.

    ``None`` too where a cell is of a type whose equal values may differ.
    """
    if len(rows) < PACKED_ROWS or not rows[-1] or any(row and row[-1] is None for row in rows):
        return None
    if any(not PACKABLE.issuperset(map(type, row)) for row in rows):
        return None
    width = max(map(len, rows))
    even = (row if len(row) == width else [*row, *[None] * (width - len(row))] for row in rows)
    return packed(even, width)


class PackedRows(Sequence[list[CellValue]]):
    """The rows of packed columns where rows are only looked at: each is made when asked for."""

    def __init__(self, columns: Sequence[PackedColumn]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def __eq__(self, other: object) -> bool:
        """Whether the other is a list of the same rows, or packed rows of the same cells."""
        return isinstance(other, list | PackedRows) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        return _without_end([column.cell(place) for column in self.columns])

    def __iter__(self) -> Iterator[list[CellValue]]:
        return map(_without_end, map(list, zip(*(c.cells() for c in self.columns), strict=True)))


def _without_end(row: list[CellValue]) -> list[CellValue]:
    while row and row[-1] is None:
        row.pop()
    return row


def to_wire(column: PackedColumn, values: list[Any]) -> dict[str, Any]:
    """A column for JSON: its values as the wire has them, its codes in the fewest bytes."""
    kind = next(code for code in _WIDTHS if len(values) <= 256 ** array(code).itemsize)
    packed_codes = b64encode(array(kind, column.codes).tobytes()).decode()
    return {"codes": packed_codes, "kind": kind, "values": values}


def from_wire(wired: dict[str, Any], count: int) -> PackedColumn:
    """The column behind :func:`to_wire`.

    Raises:
        ValueError: not as many codes as rows, or a code without a value.
    """
    if wired["kind"] not in _WIDTHS:
        raise ValueError("unknown width")
    codes = array(wired["kind"], b64decode(wired["codes"], validate=True))
    values = wired["values"]
    fits = len(values) > max(codes, default=0)
    if len(codes) != count or not fits or values[0] is not None:
        raise ValueError("codes without values")
    return PackedColumn(codes, values)
