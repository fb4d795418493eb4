"""A printed rate that its own numerator and denominator do not give."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from chuangmo.assess.rounding import publish
from loaders.checking.finding import Finding, Reading, at_reading
from loaders.checking.readings.part_cells import shown
from loaders.checking.staged import Staged
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
            rate=publish(Fraction(part) * 100 / Fraction(whole), max(1, -_exponent(printed))),
        )  # fmt: skip


def bounds(printed: Decimal, part: Decimal, whole: Decimal) -> tuple[Decimal, Decimal]:
    """Between which rates the quotient may be printed: by its digits and those of its parts.

    A part with decimals is itself rounded; one without is a count.
    """
    slack = Decimal(1).scaleb(_exponent(printed)) / 2
    lower, upper = part - _half(part), part + _half(part)
    least, most = whole - _half(whole), whole + _half(whole)
    return lower * 100 / most - slack, upper * 100 / max(least, whole / 2) + slack


def _half(part: Decimal) -> Decimal:
    digits = _exponent(part)
    return Decimal(1).scaleb(digits) / 2 if digits < 0 else Decimal(0)


def _exponent(value: Decimal) -> int:
    """The place of the last digit that is not zero; 0 of a whole number."""
    exponent = value.normalize().as_tuple().exponent
    return min(0, exponent) if isinstance(exponent, int) else 0
