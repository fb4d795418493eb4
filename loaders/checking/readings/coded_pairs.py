"""The checks that compare readings with one another, for coded chunks: the same answers sooner."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from loaders.model.coded import Coded
from loaders.model.readings import Chunk

Keys = NDArray[np.int64]


def keys_differ(chunk: Chunk) -> bool:
    """Whether no two readings have one place and period; ``False`` says nothing."""
    keys = _keys(chunk)
    if keys is None or not len(keys):
        return False
    if int(keys.max()) < 8 * len(keys):
        return int(np.bincount(keys).max()) == 1
    return len(np.unique(keys)) == len(keys)


def _keys(chunk: Chunk) -> Keys | None:
    """A number for the place and period of each reading; ``None`` for a chunk of plain lists."""
    places, periods = chunk.places, chunk.periods
    if not isinstance(places, Coded) or not isinstance(periods, Coded):
        return None
    numbers: Keys = places.numbers.astype(np.int64) * len(periods.values) + periods.numbers
    return numbers


@dataclass(frozen=True)
class Compared:
    """Readings with one key in two lists: how many, and where the first is above the second.

    Attributes:
        over: of how many pairs.
        first: of the first of these its chunk, position in it, value and the other's value.
    """

    pairs: int
    over: int = 0
    first: tuple[Chunk, int, Decimal, Decimal] | None = None


def compared(fine: list[Chunk], coarse: list[Chunk]) -> Compared | None:
    """Readings of one chunk beside those of another with the same keys, in the order of ``fine``.

    ``None`` where the chunks are several or not coded over the same places and periods.
    """
    if len(fine) != 1 or len(coarse) != 1 or not _one_source(fine[0], coarse[0]):
        return None
    left, right = _keys(fine[0]), _keys(coarse[0])
    if left is None or right is None or not len(right):
        return None
    order = np.argsort(right, kind="stable")
    at = np.minimum(np.searchsorted(right, left, sorter=order), len(right) - 1)
    twin = order[at]
    here = np.flatnonzero(right[twin] == left)
    mine, other = _ranks(fine[0], coarse[0])
    both = here[(mine[here] >= 0) & (other[twin[here]] >= 0)]
    over = both[mine[both] > other[twin[both]]]
    if not len(over):
        return Compared(len(both))
    i, j = int(over[0]), int(twin[over[0]])
    a, b = fine[0].values[i], coarse[0].values[j]
    first = None if a is None or b is None else (fine[0], i, a, b)
    return Compared(len(both), len(over), first)


def _one_source(one: Chunk, other: Chunk) -> bool:
    """Whether the keys of two chunks are codes of the same places and periods."""
    return all(
        isinstance(a, Coded) and isinstance(b, Coded) and a.values is b.values
        for a, b in ((one.places, other.places), (one.periods, other.periods))
    )


def _ranks(one: Chunk, other: Chunk) -> tuple[Keys, Keys]:
    """Each reading's place in the order of all values, -1 where it has none."""
    lists = [list(c.values.values) if isinstance(c.values, Coded) else [] for c in (one, other)]
    ranked = {v: n for n, v in enumerate(sorted({v for vs in lists for v in vs if v is not None}))}
    tables = [np.array([-1 if v is None else ranked[v] for v in vs], np.int64) for vs in lists]
    coded = [c.values.codes for c in (one, other) if isinstance(c.values, Coded)]
    return tables[0][coded[0]], tables[1][coded[1]]
