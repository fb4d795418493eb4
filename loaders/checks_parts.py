"""Counts that cannot be: more valid days than days, more that comply than were sampled."""

from decimal import Decimal

from loaders.readings import Chunk, Tally
from loaders.values import parse_value


def check_parts(chunks: list[Chunk], tallies: dict[int, Tally]) -> None:
    """Leave readings with impossible counts out, each with an error at the count's own cell.

    Args:
        chunks: all readings of the file; changed in place.
        tallies: tally of each sheet by ``id(sheet)``.
    """
    for chunk in chunks:
        tally = tallies[id(chunk.sheet)]
        _leave_out(chunk, _valid_days_over(chunk, tally), tally)
        _leave_out(chunk, _part_over_whole(chunk, tally), tally)


def _leave_out(chunk: Chunk, positions: list[int], tally: Tally) -> None:
    tally.set_aside += len(positions)
    chunk.without(positions)


def _valid_days_over(chunk: Chunk, tally: Tally) -> list[int]:
    """Valid days beyond the days of the period."""
    if chunk.indicator.count_unit != "day":
        return []
    bad = []
    for i, count in enumerate(chunk.parts.get("n_valid", [])):
        days = chunk.periods[i].days
        if count is not None and count > days:
            bad.append(i)
            tally.report(
                "valid-days-over", chunk.rows[i], column_of(chunk, i, count),
                format(count.normalize(), "f"), indicator=chunk.indicator.label, days=str(days),
            )  # fmt: skip
    return bad


def _part_over_whole(chunk: Chunk, tally: Tally) -> list[int]:
    """Rates whose numerator is above the denominator, where 100 % is the most there can be."""
    band = chunk.indicator.plausible
    parts, wholes = chunk.parts.get("numerator", []), chunk.parts.get("denominator", [])
    if not chunk.indicator.is_rate or band is None or Decimal(band.high) > 100:
        return []
    bad = []
    for i, (part, whole) in enumerate(zip(parts, wholes, strict=False)):
        if part is not None and whole is not None and part > whole:
            bad.append(i)
            tally.report(
                "part-over-whole", chunk.rows[i], column_of(chunk, i, part),
                format(part.normalize(), "f"), indicator=chunk.indicator.label,
                whole=format(whole.normalize(), "f"),
            )  # fmt: skip
    return bad


def column_of(chunk: Chunk, position: int, value: Decimal) -> int:
    """The column of a part: the cell of the row that holds its value, nearest to the reading."""
    row = chunk.rows[position]
    width = chunk.sheet.width
    near = sorted(range(width), key=lambda column: (abs(column - chunk.column), -column))
    for column in near:
        if column != chunk.column and parse_value(chunk.sheet.value(row, column)).value == value:
            return column
    return chunk.column
