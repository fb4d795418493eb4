"""What is found in a file: one fault or remark with its place, before it becomes a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from loaders.model.readings import Chunk
from loaders.model.sheet import Sheet


class Reading(NamedTuple):
    """One reading: its chunk and its position in the chunk's lists while the check runs."""

    chunk: Chunk
    position: int


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or worth telling, before it becomes a sentence.

    Attributes:
        code: of ``loaders.diagnostics.TABLE``, which has the severity and the sentence.
        sheet: name of the sheet, ``None`` for text files and for the file as a whole.
        cell: address of the cell, ``None`` for the whole sheet.
        found: the text at fault.
        words: what else the sentence names.
        count: of how many cells it is said, of which the first is named.
        confirm: whether a reason is asked for; ``None`` as the code has it.
        left_out: readings that are not loaded because of it.
        chunk: whose column it is told of; ``None`` where it is told of the file.
        month: start of the month that it is told of, for figures compared with the store.
    """

    code: str
    sheet: str | None = None
    cell: str | None = None
    found: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    count: int = 1
    confirm: bool | None = None
    left_out: tuple[Reading, ...] = ()
    chunk: Chunk | None = None
    month: datetime | None = None


def at_sheet(code: str, sheet: Sheet, found: str = "", **words: str) -> Finding:
    """A finding of a sheet as a whole; of equal ones of a sheet one is told."""
    return Finding(code, None if sheet.is_text else sheet.name, None, found, words)


def at_cell(
    code: str, sheet: Sheet, cell: tuple[int, int], found: str, *, count: int = 1, **words: str
) -> Finding:
    """A finding at a cell, given as zero-based (row, column)."""
    name = None if sheet.is_text else sheet.name
    return Finding(code, name, sheet.address(*cell), found, words, count)


def at_reading(
    code: str,
    reading: Reading,
    found: str | None = None,
    *,
    column: int | None = None,
    cell: tuple[int, int] | None = None,
    left_out: Iterable[Reading] = (),
    count: int = 1,
    confirm: bool | None = None,
    **words: str,
) -> Finding:
    """A finding at the cell of a reading, told with the other faults of its sheet.

    Args:
        found: the cell's text where not given.
        column: of the row, where another cell than the value's own is at fault.
        cell: row and column, where that stands in another row.
    """
    chunk, position = reading
    sheet, own = chunk.sheet, chunk.column if column is None else column
    return Finding(
        code=code,
        sheet=None if sheet.is_text else sheet.name,
        cell=sheet.address(*(cell or (chunk.rows[position], own))),
        found=chunk.raws[position] if found is None else found,
        words=words,
        count=count,
        confirm=confirm,
        left_out=tuple(left_out),
        chunk=chunk,
    )
