"""Seeded numbers and exact sums: the same figures on every machine, no wall clock, no libm."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import TypeVar

T = TypeVar("T")

NOTE = "注：演示数据，除说明外均为虚构。"
DISTRICTS = ("城关区", "七里河区", "西固区", "安宁区", "红古区", "永登县", "皋兰县", "榆中县")
NEAR = DISTRICTS[:4]


def bell(rng: Random) -> float:
    """A nearly normal number of mean 0 and deviation 1, from ``random()`` alone."""
    return sum(rng.random() for _ in range(12)) - 6.0


def pick(rng: Random, choices: Sequence[T]) -> T:
    """One of the choices, every one as likely."""
    return choices[int(rng.random() * len(choices))]


def shuffled(rng: Random, items: Sequence[T]) -> list[T]:
    """A copy in random order (Fisher and Yates, from ``random()`` alone)."""
    out = list(items)
    for last in range(len(out) - 1, 0, -1):
        other = int(rng.random() * (last + 1))
        out[last], out[other] = out[other], out[last]
    return out


def half_even(value: Fraction, digits: int) -> Fraction:
    """GB/T 8170: to so many decimals, a half goes to the even digit."""
    scaled = value * 10**digits
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    if twice > scaled.denominator or (twice == scaled.denominator and whole % 2):
        whole += 1
    return Fraction(whole, 10**digits)


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total exactly."""
    scale = total / sum(weights)
    parts = [int(scale * weight) for weight in weights]
    for position in range(total - sum(parts)):
        parts[position % len(parts)] += 1
    return parts


def mean_of(values: Sequence[int], target: int, rng: Random) -> list[int]:
    """The values moved by single steps until their arithmetic mean is the target exactly."""
    out = list(values)
    order = shuffled(rng, range(len(out)))
    gap = target * len(out) - sum(out)
    for turn in range(abs(gap)):
        out[order[turn % len(order)]] += 1 if gap > 0 else -1
    return out
