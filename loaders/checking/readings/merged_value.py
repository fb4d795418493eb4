"""Values whose cell is merged over several rows."""

from collections.abc import Iterator

from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading
from loaders.model.sheet import Sheet


def check(staged: Staged) -> Iterator[Finding]:
    """A value over several rows of the table counts for the first: it may be meant for all."""
    for sheet in staged.sheets:
        if not sheet.merges:
            continue
        places = {
            (row, chunk.column): Reading(chunk, i)
            for chunk in staged.chunks_of(sheet)
            for i, row in enumerate(chunk.rows)
        }
        read = {row for row, _ in places}
        for top, left, bottom in _tall(sheet):
            if (top, left) in places and any(row in read for row in range(top + 1, bottom + 1)):
                last = sheet.address(bottom, left)
                yield at_reading("merged-value", places[top, left], last=last)


def _tall(sheet: Sheet) -> Iterator[tuple[int, int, int]]:
    """(top, left, bottom) of the merges over several rows."""
    rows = len(sheet.rows)
    for merge in sheet.merges:
        if merge.bottom > merge.top and merge.top < rows:
            yield merge.top, merge.left, min(merge.bottom, rows - 1)
