"""Where a part of a reading stands in its row, and how it is written."""

from decimal import Decimal

from loaders.model.finding import Reading
from loaders.words.values import parse_value


def shown(part: Decimal) -> str:
    """A count without zeros at its end."""
    return format(part.normalize(), "f")


def column_of(reading: Reading, part: Decimal) -> int:
    """The column of the cell of the row that holds the part's value, nearest to the reading."""
    chunk, row = reading.chunk, reading.chunk.rows[reading.position]
    width = chunk.sheet.width
    near = sorted(range(width), key=lambda column: (abs(column - chunk.column), -column))
    for column in near:
        if column != chunk.column and parse_value(chunk.sheet.value(row, column)).value == part:
            return column
    return chunk.column
