"""Words of machines (nan, NULL) that stand for a missing value."""

from collections.abc import Iterator

from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading

#: What a program writes where it has no value; a person writes 缺测.
MACHINE_MARKS = frozenset(("NAN", "NULL", "NONE", "NA", "N/A", "NR", "#"))


def check(staged: Staged) -> Iterator[Finding]:
    """One notice a column."""
    for chunk in staged.chunks:
        hits = chunk.raws.positions(lambda raw: raw.strip().upper() in MACHINE_MARKS)
        if hits:
            yield at_reading(
                "odd-mark", Reading(chunk, hits[0]),
                count=len(hits), indicator=chunk.indicator.label,
            )  # fmt: skip
