"""Where a part of a reading stands in its row, and how it is written."""

from decimal import Decimal

from loaders.model.finding import Reading
from loaders.words.values import parse_value


def shown(part: Decimal) -> str:
    """A count without zeros at its end."""
    return format(part.normalize(), "f")


def cell_of(reading: Reading, role: str, part: Decimal) -> tuple[int, int]:
    """Row and column of a part of a reading: in a row of its own, else in that of the reading."""
    chunk, row = reading.chunk, reading.chunk.rows[reading.position]
    own = (kind.row for kind in chunk.part_rows.get(row, ()) if kind.role == role)
    below = next(own, None)
    return (row, column_of(reading, part)) if below is None else (below, chunk.column)


def column_of(reading: Reading, part: Decimal) -> int:
    """The column of the cell of the row that holds the part's value, nearest to the reading."""
    chunk, row = reading.chunk, reading.chunk.rows[reading.position]
    width = chunk.sheet.width
    near = sorted(range(width), key=lambda column: (abs(column - chunk.column), -column))
    for column in near:
        if column != chunk.column and parse_value(chunk.sheet.value(row, column)).value == part:
            return column
    return chunk.column
