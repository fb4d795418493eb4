"""Parts of what is counted in whole things."""

from collections.abc import Iterator

from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading

#: Stored units that count things, so that a part of one is no value.
COUNTED = frozenset("台户家项件次天个人")


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a column."""
    for chunk in staged.chunks:
        if chunk.unit not in COUNTED:
            continue
        odd = chunk.values.positions(lambda v: v is not None and v != v.to_integral_value())
        if odd:
            yield at_reading(
                "fraction-of-count", Reading(chunk, odd[0]),
                count=len(odd), indicator=chunk.indicator.label, unit=chunk.unit,
            )  # fmt: skip
