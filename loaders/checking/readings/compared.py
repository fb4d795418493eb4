"""Readings of two lists of columns that have one place and period, beside one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from loaders.checking.readings.keys import numbered_keys
from loaders.model.encoded import Numbers
from loaders.model.finding import Reading
from loaders.model.readings import Chunk


@dataclass(frozen=True)
class Compared:
    """Readings with one key in two lists: how many, and where the first is above the second.

    Attributes:
        over: of how many pairs.
        first: of the first of these the reading, its value and the other's value.
    """

    pairs: int
    over: int = 0
    first: tuple[Reading, Decimal, Decimal] | None = None


def compared(fine: Sequence[Chunk], coarse: Sequence[Chunk]) -> Compared:
    """Values of some columns beside those of others with the same keys, in the order of ``fine``.

    Where several columns of ``coarse`` have a value for one key, the last one counts.
    """
    if not fine or not coarse:
        return Compared(0)
    keys, ranks = numbered_keys([*fine, *coarse]), _ranks([*fine, *coarse])
    left, right = (np.concatenate(side) for side in (keys[: len(fine)], keys[len(fine) :]))
    mine, other = (np.concatenate(side) for side in (ranks[: len(fine)], ranks[len(fine) :]))
    valued = np.flatnonzero(other >= 0)[::-1]  # the last first: of equal keys np.unique takes it
    known, at = np.unique(right[valued], return_index=True)
    if not len(known):
        return Compared(0)
    place = np.minimum(np.searchsorted(known, left), len(known) - 1)
    twin = valued[at[place]]
    both = np.flatnonzero((known[place] == left) & (mine >= 0))
    over = both[mine[both] > other[twin[both]]]
    if not len(over):
        return Compared(len(both))
    n = int(over[0])
    reading, large = _reading(fine, n), _reading(coarse, int(twin[n]))
    a, b = (one.chunk.values[one.position] for one in (reading, large))
    first = None if a is None or b is None else (reading, a, b)
    return Compared(len(both), len(over), first)


def _reading(chunks: Sequence[Chunk], number: int) -> Reading:
    """The reading with this number, counted through all chunks."""
    for chunk in chunks:
        if number < len(chunk):
            return Reading(chunk, number)
        number -= len(chunk)
    raise IndexError(number)


def _ranks(chunks: Sequence[Chunk]) -> list[Numbers]:
    """Each reading's place in the order of all values, -1 where it has none."""
    values = {v for chunk in chunks for v in chunk.values.entries() if v is not None}
    ranked: dict[Decimal | None, int] = {v: n for n, v in enumerate(sorted(values))}
    ranked[None] = -1
    return [chunk.values.numbered(ranked) for chunk in chunks]
