"""A sheet as it stands: values by row and column, nothing judged.

Readers fill ``Sheet.rows``; everything after them asks ``Sheet`` only, so that no rule knows which
library read the file. Rows and columns count from 1 in addresses and from 0 in ``rows``.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property


class ErrorText(str):
    """An Excel error such as ``#N/A``; never a value, never blank."""

    __slots__ = ()


class UncachedFormula(str):
    """A formula whose result the file does not hold; its text is the formula."""

    __slots__ = ()


CellValue = str | int | float | bool | datetime | date | time | ErrorText | UncachedFormula | None


def column_letters(number: int) -> str:
    """The letters of a column counted from 1: A, Z, AA.

    Our own: asking openpyxl for them would load all of it to read a text file.
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class Merge:
    """A merged range, zero-based, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet of a workbook, or one text file.

    Attributes:
        name: the sheet's name; the file's stem for text files.
        rows: values row by row, ragged rows allowed, ``None`` for blank.
        is_text: a delimited text file: cells are addressed ``R<line>C<column>`` by physical line.
        lines: for text files the physical line of each row (1-based).
        date1904: bare serial days count from 1904 (a workbook of an old Macintosh).
        formats: number formats that change the meaning (per cent, date), by (row, column); of a
            packed sheet those of per cent only, its dates are dates already.
        packed: of a long plain sheet the same cells column by column, as the child process sent
            them; a sheet whose ``rows`` are changed has none.
    """

    name: str
    rows: list[list[CellValue]]
    is_text: bool = False
    lines: list[int] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    date1904: bool = False
    packed: "tuple[PackedColumn, ...] | None" = field(default=None, repr=False, compare=False)
    _columns: "dict[int, PackedColumn]" = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        if self.packed:
            filled = [n for n, column in enumerate(self.packed) if not column.is_blank]
            return filled[-1] + 1 if filled else 0
        return max((len(row) for row in self.rows), default=0)

    def value(self, row: int, column: int) -> CellValue:
        """The raw value at zero-based (row, column); ``None`` outside."""
        if self.packed:
            inside = 0 <= column < len(self.packed) and 0 <= row < len(self.packed[0])
            return self.packed[column].cell(row) if inside else None
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def column(self, index: int) -> "PackedColumn":
        """A column as codes of its distinct cells, encoded when first asked for; blank outside.

        Once a column is asked for, ``rows`` must not be changed any more.
        """
        if self.packed and index < len(self.packed):
            return self.packed[index]
        if index not in self._columns:
            cells = (row[index] if index < len(row) else None for row in self.rows)
            self._columns[index] = _encoded(cells)
        return self._columns[index]

    def address(self, row: int, column: int) -> str:
        """``B3`` for a workbook, ``R12C5`` (physical line) for a text file."""
        if self.is_text:
            return f"R{self.lines[row] if self.lines else row + 1}C{column + 1}"
        return f"{column_letters(column + 1)}{row + 1}"


@dataclass(frozen=True)
class PackedColumn:
    """One column: ``codes`` has a number for each row of the sheet, ``values[code]`` is the cell.

    ``values[0]`` is ``None``; a value may stand there twice.
    """

    codes: "array[int]"
    values: list[CellValue]

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def filled(self) -> int:
        """How many cells hold a value."""
        blank = [code for code, value in enumerate(self.values) if value is None]
        return len(self.codes) - sum(map(self.codes.count, blank))

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds a value."""
        return self.filled == 0

    def cell(self, row: int) -> CellValue:
        """The cell of a row, counted from zero."""
        return self.values[self.codes[row]]

    def cells(self) -> Iterator[CellValue]:
        """The cells from the top down."""
        return map(self.values.__getitem__, self.codes)


def _encoded(cells: Iterable[CellValue]) -> PackedColumn:
    """Equal cells of one type have one code: TRUE is not 1 and an error is not its text."""
    numbers: dict[tuple[type, CellValue], int] = {(type(None), None): 0}
    codes = [numbers.setdefault((type(cell), cell), len(numbers)) for cell in cells]
    return PackedColumn(array("I", codes), [cell for _, cell in numbers])


def cell_text(raw: CellValue) -> str:
    """The cell as people see it: whole floats without ``.0``, dates in ISO form."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return format(raw, ".15g")
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ")
    return str(raw)
