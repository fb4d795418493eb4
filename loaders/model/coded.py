"""A long list kept as codes of its distinct entries, so that rules look at each entry once."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from loaders.model.sheet import CellValue, Sheet

T = TypeVar("T")
U = TypeVar("U")
Codes = NDArray[np.uint32]


class Coded(Sequence[T], Generic[T]):
    """Entry ``i`` is ``values[codes[i]]``; nothing ever changes it.

    A value may stand twice in ``values`` and some may not be used.
    """

    def __init__(self, codes: Codes, values: Sequence[T]) -> None:
        self.codes = codes
        self.values = values

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self.values[code] for code in self.codes[place].tolist()]
        return self.values[self.codes[place]]

    def __iter__(self) -> Iterator[T]:
        return map(self.values.__getitem__, self.codes.tolist())

    @cached_property
    def used(self) -> list[int]:
        """The codes that occur, in the order in which they first do."""
        first = np.full(len(self.values), -1, np.int64)
        first[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)
        here = np.flatnonzero(first >= 0)
        found: list[int] = here[np.argsort(first[here])].tolist()
        return found

    @cached_property
    def numbers(self) -> Codes:
        """A code for each entry, one and the same for equal entries."""
        first: dict[T, int] = {}
        table = [first.setdefault(value, n) for n, value in enumerate(self.values)]
        return np.array(table, np.uint32)[self.codes]

    def entries(self) -> Iterator[T]:
        """The distinct entries that occur."""
        return (self.values[code] for code in self.used)

    def count_where(self, test: Callable[[T], bool]) -> int:
        """How many entries pass a test that is asked once a distinct entry."""
        counts = np.bincount(self.codes)
        return sum(int(counts[code]) for code in self.used if test(self.values[code]))

    def where(self, test: Callable[[T], bool]) -> NDArray[np.bool_]:
        """For each entry whether it passes a test that is asked once a distinct entry."""
        passed = np.zeros(len(self.values), bool)
        for code in self.used:
            passed[code] = test(self.values[code])
        return cast(NDArray[np.bool_], passed[self.codes])

    def map(self, change: Callable[[T], U]) -> "Coded[U | None]":
        """Every entry changed, once a distinct entry; entries that do not occur become ``None``."""
        changed: list[U | None] = [None] * len(self.values)
        for code in self.used:
            changed[code] = change(self.values[code])
        return Coded(self.codes, changed)

    def taken(self, positions: Any) -> "Coded[T]":
        """The entries at positions, or where a mask is true."""
        return Coded(self.codes[positions], self.values)


def as_list(coded: Sequence[T]) -> list[T]:
    """The same, where a list is only read: the one place that says so to the type checker."""
    return cast(list[T], coded)


def positions_list(positions: NDArray[Any]) -> list[int]:
    """Row numbers or positions, kept as numbers, where a list is only read."""
    return as_list(array("q", positions.astype(np.int64).tobytes()))


def column_cells(sheet: Sheet, column: int, rows: Sequence[int]) -> "Coded[CellValue] | None":
    """The cells of a packed sheet's column in these rows; ``None`` for any other sheet."""
    if not sheet.packed or column >= len(sheet.packed):
        return None
    packed = sheet.packed[column]
    codes = np.frombuffer(packed.codes, dtype=f"u{packed.codes.itemsize}")
    return Coded(codes[np.asarray(rows, np.int64)].astype(np.uint32), packed.values)


def filled_rows(sheet: Sheet, first: int, end: int) -> list[int]:
    """The rows from ``first`` to before ``end`` that hold any cell."""
    if not sheet.packed:
        rows = enumerate(sheet.rows[first:end], first)
        return [row for row, cells in rows if cells.count(None) < len(cells)]
    filled = np.zeros(end - first, bool)
    for column in sheet.packed:
        codes = np.frombuffer(column.codes, dtype=f"u{column.codes.itemsize}")[first:end]
        filled |= np.array([value is not None for value in column.values])[codes]
    found: list[int] = (np.flatnonzero(filled) + first).tolist()
    return found


def combined(columns: Sequence["Coded[Any]"]) -> "Coded[tuple[Any, ...]]":
    """Columns of one length side by side: an entry is the tuple of their entries."""
    whole = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        whole = np.unique(whole, return_inverse=True)[1] * len(column.values) + column.codes
    _, first, codes = np.unique(whole, return_index=True, return_inverse=True)
    picked = [[c.values[code] for code in c.codes[first].tolist()] for c in columns]
    return Coded(codes.astype(np.uint32), list(zip(*picked, strict=True)))


def same(entry: T, count: int, coded: bool) -> list[T]:
    """One entry over and over."""
    return as_list(Coded(np.zeros(count, np.uint32), [entry])) if coded else [entry] * count


def changed(cells: Sequence[T], change: Callable[[T], U]) -> list[U]:
    """Every entry changed, once a distinct entry where the list is coded."""
    if isinstance(cells, Coded):
        return cast(list[U], cells.map(change))
    return [change(cell) for cell in cells]


def entries(cells: Sequence[T]) -> Iterator[T]:
    """The entries of a list, the distinct ones of a coded list."""
    return cells.entries() if isinstance(cells, Coded) else iter(cells)


def count_where(cells: Sequence[T], test: Callable[[T], bool]) -> int:
    """How many entries pass a test, which is asked once a distinct entry of a coded list."""
    if isinstance(cells, Coded):
        return cells.count_where(test)
    return sum(map(test, cells))


def positions_where(cells: Sequence[T], test: Callable[[T], bool]) -> list[int]:
    """Where a test holds, which is asked once a distinct entry of a coded list."""
    if isinstance(cells, Coded):
        found: list[int] = np.flatnonzero(cells.where(test)).tolist()
        return found
    return [n for n, cell in enumerate(cells) if test(cell)]


def tuples(columns: Sequence[Sequence[CellValue]]) -> list[tuple[CellValue, ...]]:
    """Columns of one length side by side; coded where all of them are."""
    coded = [column for column in columns if isinstance(column, Coded)]
    if len(coded) == len(columns):
        return as_list(combined(coded))
    return list(zip(*columns, strict=True))


def mapped(cells: Sequence[T], known: Mapping[T, U]) -> list[U]:
    """Every entry by a table that holds all of them; coded where the list is."""
    if isinstance(cells, Coded):
        return as_list(Coded(cells.codes, [known[value] for value in cells.values]))
    return [known[cell] for cell in cells]
