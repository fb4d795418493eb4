"""Values not yet audited beside others of the same place and period that are: these hold."""

from collections.abc import Iterator
from itertools import accumulate

import numpy as np

from chuangmo.store.rows import UNAUDITED
from loaders.checking.readings.keys import numbered_keys, of_one_kind
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading
from loaders.model.readings import Chunk


def check(staged: Staged) -> Iterator[Finding]:
    """A value not yet audited never replaces another one, of this file or of the store."""
    if not any(chunk.audit == UNAUDITED for chunk in staged.chunks):
        return
    beside = {reading for group in of_one_kind(staged.chunks) for reading in _beside(group)}
    held = set(_outranked(staged)) - beside
    sets = [(found, where) for found, where in ((beside, "本表"), (held, "库里")) if found]
    for chunk in staged.chunks if sets else ():
        for readings, where in sets:
            own = [one for i in range(len(chunk)) if (one := Reading(chunk, i)) in readings]
            if own:
                yield _told(own, where)


def _beside(group: list[Chunk]) -> Iterator[Reading]:
    """Readings whose key another column of the file has too, which is not unaudited."""
    keys = numbered_keys(group)
    other = [own for chunk, own in zip(group, keys, strict=True) if chunk.audit != UNAUDITED]
    if not other:
        return
    held = np.concatenate(other)
    for chunk, own in zip(group, keys, strict=True):
        if chunk.audit == UNAUDITED:
            yield from (Reading(chunk, i) for i in np.flatnonzero(np.isin(own, held)).tolist())


def _outranked(staged: Staged) -> Iterator[Reading]:
    """Readings beside which the store holds a value that is not unaudited."""
    filled = [chunk for chunk in staged.chunks if len(chunk)]
    ends = list(accumulate(map(len, filled)))
    for line in staged.store.outranked(staged.table):
        n = int(np.searchsorted(ends, line, side="right"))
        yield Reading(filled[n], line - (ends[n - 1] if n else 0))


def _told(readings: list[Reading], where: str) -> Finding:
    """One finding a column, at its first value."""
    chunk, i = readings[0]
    place = chunk.places[i]
    return at_reading(
        "unaudited-left", readings[0], left_out=readings, count=len(readings), where=where,
        indicator=chunk.indicator.label, place=place[1] or place[0], period=chunk.periods[i].text,
    )  # fmt: skip
