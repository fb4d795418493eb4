"""What makes two readings of an indicator the same one: place and period."""

from collections.abc import Sequence

import numpy as np

from chuangmo.period import Period
from loaders.model.encoded import Positions
from loaders.model.readings import Chunk
from loaders.model.table import Place


def numbered_keys(chunks: Sequence[Chunk]) -> list[Positions]:
    """For each reading of each chunk a number, the same for readings of one place and period."""
    places: dict[Place, int] = {}
    periods: dict[Period, int] = {}
    of_places = [chunk.places.numbers(places) for chunk in chunks]
    of_periods = [chunk.periods.numbers(periods) for chunk in chunks]
    both = zip(of_places, of_periods, strict=True)
    return [place * len(periods) + period for place, period in both]


def all_differ(keys: Positions) -> bool:
    """Whether no number stands twice."""
    if len(keys) and int(keys.max()) < 8 * len(keys):
        return int(np.bincount(keys).max()) == 1
    return len(np.unique(keys)) == len(keys)
