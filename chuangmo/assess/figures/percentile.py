"""Percentiles as HJ 663 defines them: linear interpolation between ranks, exact.

``k = 1 + (n - 1) p``; ``X(s) + (X(s+1) - X(s)) (k - s)`` with ``s = floor(k)``: the same as Excel's
PERCENTILE.INC. Percentiles never combine: those of months do not make that of a quarter.
"""

from collections.abc import Collection, Sequence
from fractions import Fraction

from chuangmo.assess.exact import ascending


def percentile(values: Collection[Fraction], percent: int) -> Fraction:
    """The ``percent`` percentile of at least one value, in the values' unit.

    Raises:
        ValueError: no values.
    """
    if not values:
        raise ValueError("a percentile needs at least one value")
    return rank_value(ascending(values), percent)


def rank_value(ranked: Sequence[Fraction] | Sequence[int], percent: int) -> Fraction:
    """The ``percent`` percentile of values that stand in ascending order, at least one."""
    below, share = divmod((len(ranked) - 1) * percent, 100)
    if not share:
        return Fraction(ranked[below])
    return ranked[below] + (ranked[below + 1] - ranked[below]) * Fraction(share, 100)
