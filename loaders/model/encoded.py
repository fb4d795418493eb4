"""A column as codes of its distinct entries, so that a rule looks at each entry once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

from loaders.model.sheet import CellValue, Sheet

T = TypeVar("T")
U = TypeVar("U")
T_co = TypeVar("T_co", covariant=True)
Codes = NDArray[np.uint32]
Positions = NDArray[np.int64]
Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
_SHORT = 1000  # so many codes are gone through sooner than numpy is set to work


class Encoded(Sequence[T_co], Generic[T_co]):
    """Entry ``i`` is ``values[codes[i]]``; nothing ever changes it.

    A value may stand twice in ``values`` and some may not be used.
    """

    def __init__(self, codes: Codes, values: Sequence[T_co]) -> None:
        self.codes = codes
        self.values = values

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> T_co: ...

    @overload
    def __getitem__(self, place: slice) -> list[T_co]: ...

    def __getitem__(self, place: int | slice) -> T_co | list[T_co]:
        if isinstance(place, slice):
            return [self.values[code] for code in self.codes[place].tolist()]
        return self.values[self.codes[place]]

    def __iter__(self) -> Iterator[T_co]:
        return map(self.values.__getitem__, self.codes.tolist())

    @cached_property
    def used(self) -> list[int]:
        """The codes that occur, in the order in which they first do."""
        if len(self.codes) < _SHORT:
            return list(dict.fromkeys(self.codes.tolist()))
        first = np.full(len(self.values), -1, np.int64)
        first[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)
        here = np.flatnonzero(first >= 0)
        in_order: list[int] = here[np.argsort(first[here])].tolist()
        return in_order

    def entries(self) -> Iterator[T_co]:
        """The distinct entries that occur, in the order in which they first do."""
        return (self.values[code] for code in self.used)

    def numbered(self, known: dict[Any, int]) -> Numbers:
        """A number for each entry, one and the same for equal entries.

        Args:
            known: numbers of the entries of other columns, to which those of this one are added.
        """
        numbers = np.zeros(len(self.values), np.int32)
        for code in self.used:
            numbers[code] = known.setdefault(self.values[code], len(known))
        return numbers[self.codes]

    @cached_property
    def numbers(self) -> Numbers:
        """A number for each entry, one and the same for equal entries, counted from zero."""
        return self.numbered({})

    @cached_property
    def filled(self) -> Mask:
        """For each entry whether it is not ``None``."""
        return self.where(_is_filled)

    def groups(self) -> dict[T_co, Positions]:
        """The positions of each distinct entry, in the order in which the entries first occur."""
        known: dict[T_co, int] = {}
        numbers = self.numbered(known)
        order = np.argsort(numbers, kind="stable")
        ends = np.cumsum(np.bincount(numbers, minlength=len(known)))[:-1]
        return dict(zip(known, np.split(order, ends), strict=True)) if known else {}

    def where(self, test: Callable[[T_co], object]) -> Mask:
        """For each entry whether it passes a test that is asked once a distinct entry."""
        passed = np.zeros(len(self.values), bool)
        for code in self.used:
            passed[code] = bool(test(self.values[code]))
        return cast(Mask, passed[self.codes])

    def positions(self, test: Callable[[T_co], object]) -> list[int]:
        """Where a test holds that is asked once a distinct entry."""
        found: list[int] = np.flatnonzero(self.where(test)).tolist()
        return found

    def count_where(self, test: Callable[[T_co], object]) -> int:
        """How many entries pass a test that is asked once a distinct entry."""
        return int(np.count_nonzero(self.where(test)))

    def map(self, change: Callable[[T_co], U]) -> "Encoded[U]":
        """Every entry changed, once a distinct entry."""
        changed = {code: change(self.values[code]) for code in self.used}
        unused = next(iter(changed.values()), None)  # never shown: no code of an entry names it
        values = [changed.get(code, unused) for code in range(len(self.values))]
        return Encoded(self.codes, cast(list[U], values))

    def taken(self, positions: Positions | Mask | Sequence[int]) -> "Encoded[T_co]":
        """The entries at positions, or where a mask is true."""
        places = np.asarray(positions) if len(positions) else np.zeros(0, np.int64)
        return Encoded(self.codes[places], self.values)


def _is_filled(entry: object) -> bool:
    return entry is not None


def encoded(entries: Iterable[T]) -> Encoded[T]:
    """A list as a column; equal entries of one type have one code."""
    numbers: dict[tuple[type, T], int] = {}
    codes = [numbers.setdefault((type(entry), entry), len(numbers)) for entry in entries]
    return Encoded(np.array(codes, np.uint32), [entry for _, entry in numbers])


def repeated(entry: T, count: int) -> Encoded[T]:
    """One entry over and over."""
    return Encoded(np.zeros(count, np.uint32), [entry])


def numbered(columns: Sequence[Encoded[T]]) -> list[Numbers]:
    """For the entries of several columns numbers, the same for equal entries of any of them."""
    if all(column is columns[0] for column in columns):
        return [column.numbers for column in columns]
    known: dict[T, int] = {}
    return [column.numbered(known) for column in columns]


def flags(mask: Mask) -> Encoded[bool]:
    """A mask as a column."""
    return Encoded(mask.astype(np.uint32), [False, True])


def present(column: Encoded[T | None]) -> Encoded[T]:
    """A column none of whose entries is ``None``; unused values may be."""
    return cast(Encoded[T], column)


def pairs(first: Encoded[T], second: Encoded[U]) -> Encoded[tuple[T, U]]:
    """Two columns of one length side by side."""
    return cast(Encoded[tuple[T, U]], combined([first, second]))


def combined(columns: Sequence[Encoded[T]]) -> Encoded[tuple[T, ...]]:
    """Columns of one length side by side: an entry is the tuple of their entries."""
    whole = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        whole = np.unique(whole, return_inverse=True)[1] * len(column.values) + column.codes
    _, first, codes = np.unique(whole, return_index=True, return_inverse=True)
    picked = [[c.values[code] for code in c.codes[first].tolist()] for c in columns]
    return Encoded(codes.astype(np.uint32), list(zip(*picked, strict=True)))


def column_cells(sheet: Sheet, column: int, rows: Sequence[int]) -> Encoded[CellValue]:
    """The cells of a column in these rows."""
    held = sheet.column(column)
    codes = np.frombuffer(held.codes, dtype=f"u{held.codes.itemsize}")
    return Encoded(codes[np.asarray(rows, np.int64)].astype(np.uint32), held.values)


def filled_rows(sheet: Sheet, first: int, end: int) -> list[int]:
    """The rows from ``first`` to before ``end`` that hold any cell."""
    filled = np.zeros(end - first, bool)
    for index in range(sheet.width):
        column = sheet.column(index)
        codes = np.frombuffer(column.codes, dtype=f"u{column.codes.itemsize}")[first:end]
        filled |= np.array([value is not None for value in column.values])[codes]
    rows: list[int] = (np.flatnonzero(filled) + first).tolist()
    return rows
