"""Values below nothing of what has no plausible band."""

from collections.abc import Iterator

from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading


def check(staged: Staged) -> Iterator[Finding]:
    """Nothing that is counted or achieved is less than nothing; left out."""
    for chunk in staged.chunks:
        if chunk.indicator.plausible is not None:
            continue
        for i in chunk.values.positions(lambda value: value is not None and value < 0):
            reading = Reading(chunk, i)
            label = chunk.indicator.label
            yield at_reading("negative-value", reading, left_out=[reading], indicator=label)
