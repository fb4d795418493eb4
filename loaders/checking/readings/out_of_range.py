"""Values beyond physical possibility."""

from collections.abc import Iterator
from decimal import Decimal

from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading
from loaders.model.readings import Chunk


def check(staged: Staged) -> Iterator[Finding]:
    """Above the indicator's plausible band, or negative where the band is not; left out."""
    for chunk in staged.chunks:
        yield from _beyond(chunk)


def _beyond(chunk: Chunk) -> Iterator[Finding]:
    """Of a column whose printed unit is in doubt only what is above the band in both units."""
    band = chunk.indicator.plausible
    if band is None:
        return
    low, high = min(Decimal(band.low), Decimal(0)), Decimal(band.high)
    most = high if chunk.other_scale is None else max(high, high / chunk.other_scale)
    for i in chunk.values.positions(lambda v: v is not None and not low <= v <= most):
        over = chunk.indicator.is_rate and high == 100 and (chunk.values[i] or 0) > 100
        reading = Reading(chunk, i)
        yield at_reading(
            "over-100" if over else "out-of-range",
            reading,
            left_out=[reading],
            indicator=chunk.indicator.label,
            unit=chunk.printed_unit or chunk.unit,
            low=band.low,
            high=band.high,
            stored=chunk.unit,
        )
