"""Readings of a packed column put into their chunk at once; what is odd is left to the slow way."""

from array import array
from collections.abc import Callable, Sequence
from decimal import Decimal

import numpy as np

from chuangmo.period import Period
from loaders.model.coded import Coded, as_list, changed, positions_list
from loaders.model.readings import Chunk
from loaders.model.table import Place
from loaders.words.values import Parsed

Convert = Callable[[Parsed], tuple[Decimal | None, str]]


def filled(parsed: Sequence[Parsed], positions: Sequence[int]) -> list[int]:
    """The positions whose cell is not blank."""
    if not isinstance(parsed, Coded):
        return [p for p in positions if parsed[p].kind != "blank"]
    here = np.asarray(positions, np.int64)
    return positions_list(here[parsed.taken(here).where(lambda cell: cell.kind != "blank")])


def numbers_of(parsed: Sequence[Parsed], positions: Sequence[int]) -> list[Decimal]:
    """The values of the cells at these positions that are neither absent nor zero."""
    if not isinstance(parsed, Coded):
        return [v for p in positions if (v := parsed[p].value)]
    here = parsed.taken(np.asarray(positions, np.int64))
    some = here.taken(here.where(lambda cell: bool(cell.value)))
    return changed(some, lambda cell: cell.value or Decimal(0))


def take_plain(
    chunk: Chunk,
    rows: Sequence[int],
    parsed: Sequence[Parsed],
    places: Sequence[Place | None],
    periods: Sequence[Period | None],
    positions: list[int],
    convert: Convert,
    faults: frozenset[str],
) -> tuple[list[int], list[int], list[int]]:
    """Put the readings that nothing stands against into a chunk without parts.

    Args:
        rows, parsed, places, periods: of all rows of the block, of one length.
        positions: those of the chunk.
        convert: exact value and qualifier of a cell.
        faults: qualifiers that make a cell no reading.

    Returns:
        The positions left, in order (faulty cells, rows without a key; all where a list is not
        coded), the rows with a zero that means missing, those with an invalid mark.
    """
    if not isinstance(parsed, Coded):
        return positions, [], []
    if not isinstance(places, Coded) or not isinstance(periods, Coded):
        return positions, [], []
    here = np.asarray(positions, np.int64)
    known = parsed.taken(here).map(convert)
    fine = ~known.where(lambda pair: pair is not None and pair[1] in faults)
    for keys in (places, periods):
        if None in keys.values:
            fine &= keys.taken(here).where(lambda key: key is not None)
    kept, value = here[fine], known.taken(fine)
    whole = len(kept) == len(parsed)
    chunk.rows = as_list(array("I", np.asarray(rows, np.uint32)[kept].tobytes()))
    chunk.places = as_list(places if whole else places.taken(kept))
    chunk.periods = as_list(periods if whole else periods.taken(kept))
    chunk.values = changed(value, lambda pair: pair and pair[0])
    chunk.qualifiers = changed(value, _qualifier)
    chunk.raws = changed(parsed.taken(kept), lambda cell: cell.text)
    row = np.asarray(rows, np.int64)[kept]
    zeros = row[value.where(lambda pair: pair is not None and pair[1] == "zero")]
    marked = row[value.where(lambda pair: pair is not None and pair[1] == "invalid")]
    return here[~fine].tolist(), zeros.tolist(), marked.tolist()


def _qualifier(pair: tuple[Decimal | None, str] | None) -> str:
    said = pair[1] if pair else ""
    return "missing" if said == "zero" else said
