"""What makes two readings of an indicator the same one: place and period."""

from datetime import datetime

from chuangmo.period import Period
from loaders.model.readings import Chunk
from loaders.model.table import Place

Key = tuple[Place, datetime, datetime, str]


def keys_of(chunk: Chunk) -> list[Key]:
    """The key of each reading."""
    return list(map(_key, chunk.places, chunk.periods))


def _key(place: Place, period: Period) -> Key:
    return place, period.start, period.end, period.kind
