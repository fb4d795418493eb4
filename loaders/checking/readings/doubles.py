"""Two values for one indicator, place and period."""

from collections.abc import Iterator

import numpy as np

from loaders.checking.readings.keys import all_differ, numbered_keys, of_one_kind
from loaders.checking.staged import Staged
from loaders.model.encoded import Positions
from loaders.model.finding import Finding, Reading, at_reading
from loaders.model.readings import Chunk

_ALIKE = 3  # rows of a column that nothing tells apart


def check(staged: Staged) -> Iterator[Finding]:
    """Equal values are taken once, the first; different ones are both left out.

    Three or more rows that are all alike lack what tells them apart: none of them is read.
    """
    for group in of_one_kind(staged.chunks):
        keys = numbered_keys(group)
        if not all_differ(np.concatenate(keys)):
            yield from _one_value_a_key(group, keys)


def _one_value_a_key(group: list[Chunk], keys: list[Positions]) -> Iterator[Finding]:
    first: dict[int, Reading] = {}
    for chunk, own in zip(group, keys, strict=True):
        if len(own) >= _ALIKE and len(np.unique(own)) == len(set(chunk.values)) == 1:
            rows = [Reading(chunk, i) for i in range(len(chunk))]
            yield at_reading("rows-alike", rows[0], left_out=rows, count=len(rows))
            continue
        for i, key in enumerate(own.tolist()):
            if key in first:
                yield _double(Reading(chunk, i), first[key])
            else:
                first[key] = Reading(chunk, i)


def _double(reading: Reading, first: Reading) -> Finding:
    (chunk, i), (other, j) = reading, first
    cell = other.cell(j)
    same = (chunk.values[i], chunk.qualifiers[i]) == (other.values[j], other.qualifiers[j])
    return at_reading(
        "duplicate-equal" if same else "duplicate-key",
        reading,
        left_out=[reading] if same else [reading, first],
        other=cell if other.sheet.is_text else f"{other.sheet.name}!{cell}",
        value=other.raws[j],
    )
