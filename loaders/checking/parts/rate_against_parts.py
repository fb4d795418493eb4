"""A printed rate that its own numerator and denominator do not give."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from chuangmo.assess.rounding import publish
from loaders.checking.parts.part_cells import shown
from loaders.checking.quotients import bounds, last_digit
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading
from loaders.model.readings import Chunk


def check(staged: Staged) -> Iterator[Finding]:
    """Rate, numerator and denominator are all kept; told at the rate's own cell."""
    for chunk in staged.chunks:
        parts, wholes = chunk.parts.get("numerator"), chunk.parts.get("denominator")
        if not chunk.indicator.is_rate or parts is None or wholes is None:
            continue
        for i, (part, whole) in enumerate(zip(parts, wholes, strict=True)):
            if part is not None and whole:
                yield from _compared(chunk, i, part, whole)


def _compared(chunk: Chunk, i: int, part: Decimal, whole: Decimal) -> Iterator[Finding]:
    printed = chunk.values[i]
    if printed is None or chunk.qualifiers[i]:
        return
    low, high = bounds(printed, part, whole)
    if not low <= printed <= high:
        yield at_reading(
            "rate-differs", Reading(chunk, i), f"{shown(printed)}%",
            indicator=chunk.indicator.label, part=shown(part), whole=shown(whole),
            rate=publish(Fraction(part) * 100 / Fraction(whole), max(1, -last_digit(printed))),
        )  # fmt: skip
