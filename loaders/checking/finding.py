"""What a check finds: one fault with its place, and the readings that it leaves out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from loaders.checking.day_figures import DayFigure
from loaders.model.readings import Chunk
from loaders.model.sheet import Sheet


class Reading(NamedTuple):
    """One reading: its chunk and its position in the chunk's lists while the check runs."""

    chunk: Chunk
    position: int


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, before it becomes a sentence.

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


def at_reading(
    code: str,
    reading: Reading,
    found: str | None = None,
    *,
    column: int | None = None,
    left_out: Iterable[Reading] = (),
    count: int = 1,
    confirm: bool | None = None,
    **words: str,
) -> Finding:
    """A finding at the cell of a reading, told with the other faults of its sheet.

    Args:
        found: the cell's text where not given.
        column: of the row, where another cell than the value's own is at fault.
    """
    chunk, position = reading
    sheet = chunk.sheet
    return Finding(
        code=code,
        sheet=None if sheet.is_text else sheet.name,
        cell=sheet.address(chunk.rows[position], chunk.column if column is None else column),
        found=chunk.raws[position] if found is None else found,
        words=words,
        count=count,
        confirm=confirm,
        left_out=tuple(left_out),
        chunk=chunk,
    )


def at_cell(code: str, sheet: Sheet, row: int, column: int, found: str, **words: str) -> Finding:
    """A finding at a cell that is no reading, told of the whole file."""
    name = None if sheet.is_text else sheet.name
    return Finding(code, name, sheet.address(row, column), found, words)


def at_figure(
    code: str,
    figure: DayFigure,
    found: str,
    *,
    told_with: datetime | None = None,
    confirm: bool | None = None,
    **words: str,
) -> Finding:
    """A finding at the first cell behind a figure, told of the whole file.

    Args:
        told_with: start of the month that it is told with.
    """
    return Finding(code, figure.sheet, figure.cell, found, words, confirm=confirm, month=told_with)
