"""Sums and orders of many fractions, exact, over one common denominator."""

from collections.abc import Collection
from fractions import Fraction
from math import lcm


def common_denominator(values: Collection[Fraction]) -> int:
    """The least number that every denominator divides; 1 without values."""
    return lcm(*{value.denominator for value in values})


def total(values: Collection[Fraction]) -> Fraction:
    """The exact sum; 0 without values."""
    whole = common_denominator(values)
    return Fraction(sum(v.numerator * (whole // v.denominator) for v in values), whole)


def ascending(values: Collection[Fraction]) -> list[Fraction]:
    """From the smallest to the largest."""
    whole = common_denominator(values)
    return sorted(values, key=lambda value: value.numerator * (whole // value.denominator))
