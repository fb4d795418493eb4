"""What makes two readings of an indicator the same one: place and period."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from loaders.model.encoded import Positions, numbered
from loaders.model.readings import Chunk


def of_one_kind(chunks: Iterable[Chunk]) -> list[list[Chunk]]:
    """The chunks by what tells readings apart beside place and period."""
    groups: dict[tuple[str, str, str], list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        groups[chunk.indicator.id, chunk.statistic, chunk.dust].append(chunk)
    return list(groups.values())


def numbered_keys(chunks: Sequence[Chunk]) -> list[Positions]:
    """For each reading of each chunk a number, the same for readings of one place and period."""
    places = numbered([chunk.places for chunk in chunks])
    periods = numbered([chunk.periods for chunk in chunks])
    count = max((int(period.max()) + 1 for period in periods if len(period)), default=0)
    both = zip(places, periods, strict=True)
    return [place.astype(np.int64) * count + period for place, period in both]


def all_differ(keys: Positions) -> bool:
    """Whether no number stands twice."""
    if len(keys) and int(keys.max()) < 8 * len(keys):
        return int(np.bincount(keys).max()) == 1
    return len(np.unique(keys)) == len(keys)
