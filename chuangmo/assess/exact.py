"""Means and orders of many fractions, exact, over one common denominator."""

from collections.abc import Collection
from fractions import Fraction
from math import lcm


def common_denominator(values: Collection[Fraction]) -> int:
    """The least number that every denominator divides; 1 without values."""
    return lcm(*{value.denominator for value in values})


def mean(values: Collection[Fraction]) -> Fraction:
    """The exact mean of at least one value."""
    whole = common_denominator(values)
    total = sum(v.numerator * (whole // v.denominator) for v in values)
    return Fraction(total, whole * len(values))


def ascending(values: Collection[Fraction]) -> list[Fraction]:
    """From the smallest to the largest."""
    whole = common_denominator(values)
    return sorted(values, key=lambda value: value.numerator * (whole // value.denominator))
