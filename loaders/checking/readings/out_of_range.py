"""Values beyond physical possibility."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from loaders.checking.day_figures import plain
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading
from loaders.model.readings import Chunk

_FEWEST = 3  # other values of the column


def check(staged: Staged) -> Iterator[Finding]:
    """Outside the indicator's plausible band; left out. A detection limit may lie below it."""
    for chunk in staged.chunks:
        yield from _beyond(chunk)


def _beyond(chunk: Chunk) -> Iterator[Finding]:
    """Of a column whose printed unit is in doubt only what is above the band in both units."""
    band = chunk.indicator.plausible
    if band is None:
        return
    low, high = Decimal(band.low), Decimal(band.high)
    scale = Decimal(1) if chunk.other_scale is None else chunk.other_scale
    least, most = min(low, low / scale), max(high, high / scale)
    for i in chunk.values.positions(lambda v: v is not None and not least <= v <= most):
        if chunk.qualifiers[i] == "below" and (chunk.values[i] or 0) >= 0:
            continue
        over = chunk.indicator.is_rate and high == 100 and (chunk.values[i] or 0) > 100
        if over and _part_over_whole(chunk, i):
            continue  # the check on parts says why
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
            slip=_slip(chunk, chunk.values[i] or Decimal(0), least, most),
        )


def _part_over_whole(chunk: Chunk, i: int) -> bool:
    part, whole = (chunk.parts.get(role) for role in ("numerator", "denominator"))
    both = (part[i], whole[i]) if part is not None and whole is not None else (None, None)
    return both[0] is not None and both[1] is not None and both[0] > both[1]


def _slip(chunk: Chunk, value: Decimal, least: Decimal, most: Decimal) -> str:
    """Half a sentence where the value is a thousand times off the others of its column."""
    others = [v for v in chunk.values.entries() if v is not None and v > 0 and least <= v <= most]
    if len(others) < _FEWEST or value <= 0:
        return ""
    for usual in (value * 1000, value / 1000):
        if min(others) / 2 <= usual <= max(others) * 2:
            middle = plain(Decimal(median(others)))
            return f"；同列其他值的中位数 {middle}，像差了 1000 倍，疑应为 {plain(usual)}"
    return ""
