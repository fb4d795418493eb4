"""More that comply than were looked at."""

from collections.abc import Iterator
from decimal import Decimal

from loaders.checking.parts.part_cells import cell_of, shown
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading


def check(staged: Staged) -> Iterator[Finding]:
    """Numerator above denominator of rates that 100 % is the most of; told at its own cell."""
    for chunk in staged.chunks:
        band = chunk.indicator.plausible
        if not chunk.indicator.is_rate or band is None or Decimal(band.high) > 100:
            continue
        if not {"numerator", "denominator"} <= chunk.parts.keys():
            continue
        both = zip(chunk.parts["numerator"], chunk.parts["denominator"], strict=True)
        for i, (part, whole) in enumerate(both):
            if part is not None and whole is not None and part > whole:
                reading = Reading(chunk, i)
                yield at_reading(
                    "part-over-whole", reading, shown(part),
                    cell=cell_of(reading, "numerator", part), left_out=[reading],
                    indicator=chunk.indicator.label, whole=shown(whole),
                )  # fmt: skip
