"""Checks on the cells readings stand in: hidden, merged over several rows, counts that are none."""

from collections.abc import Iterator

from loaders.cells import Sheet
from loaders.readings import Chunk, Tally

#: Stored units that count things, so that a part of one is no value.
COUNTED = frozenset("台户家项件次天个人")


def check_cells(chunks: list[Chunk], tallies: dict[int, Tally]) -> None:
    """Leave negative counts out; warn of parts of a count, hidden values and merged values.

    Args:
        chunks: all readings of the file; changed in place.
        tallies: tally of each sheet by ``id(sheet)``.
    """
    for chunk in chunks:
        if chunk.indicator.plausible is None:
            _negative(chunk, tallies[id(chunk.sheet)])
        if chunk.unit in COUNTED:
            _parts_of_a_count(chunk, tallies[id(chunk.sheet)])
    for tally in tallies.values():
        here = [chunk for chunk in chunks if chunk.sheet is tally.sheet]
        _hidden(here, tally)
        _merged(here, tally)


def _negative(chunk: Chunk, tally: Tally) -> None:
    """Nothing that is counted or achieved is less than nothing."""
    bad = [i for i, value in enumerate(chunk.values) if value is not None and value < 0]
    for i in bad:
        tally.report(
            "negative-value", chunk.rows[i], chunk.column, chunk.raws[i],
            indicator=chunk.indicator.label,
        )  # fmt: skip
    tally.set_aside += len(bad)
    chunk.without(bad)


def _parts_of_a_count(chunk: Chunk, tally: Tally) -> None:
    odd = [
        i
        for i, value in enumerate(chunk.values)
        if value is not None and value != value.to_integral_value()
    ]
    if odd:
        tally.report(
            "fraction-of-count", chunk.rows[odd[0]], chunk.column, chunk.raws[odd[0]],
            count=len(odd), indicator=chunk.indicator.label, unit=chunk.unit,
        )  # fmt: skip


def _hidden(chunks: list[Chunk], tally: Tally) -> None:
    """One warning a sheet: people who look at it do not see these values."""
    sheet = tally.sheet
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return
    unseen = [
        (chunk, i)
        for chunk in chunks
        for i, row in enumerate(chunk.rows)
        if chunk.column in sheet.hidden_columns or row in sheet.hidden_rows
    ]
    if unseen:
        chunk, i = unseen[0]
        count = len(unseen)
        tally.report("hidden-values", chunk.rows[i], chunk.column, chunk.raws[i], count=count)


def _merged(chunks: list[Chunk], tally: Tally) -> None:
    """A value over several rows of the table counts for the first: it may be meant for all."""
    if not tally.sheet.merges:
        return
    read = {row for chunk in chunks for row in chunk.rows}
    places = {
        (row, chunk.column): (chunk, i) for chunk in chunks for i, row in enumerate(chunk.rows)
    }
    for top, left, bottom in _tall(tally.sheet):
        if (top, left) in places and any(row in read for row in range(top + 1, bottom + 1)):
            chunk, i = places[top, left]
            last = tally.sheet.address(bottom, left)
            tally.report("merged-value", top, left, chunk.raws[i], last=last)


def _tall(sheet: Sheet) -> Iterator[tuple[int, int, int]]:
    """(top, left, bottom) of the merges over several rows."""
    rows = len(sheet.rows)
    for merge in sheet.merges:
        if merge.bottom > merge.top and merge.top < rows:
            yield merge.top, merge.left, min(merge.bottom, rows - 1)
