"""Whether a figure rises or falls over the years: Mann–Kendall test with Theil–Sen slope.

Mann (1945), Kendall (1975), Sen (1968). The probability is exact: it is counted over all orders of
the values, ties among them included, so that it holds for few years too, where the usual normal
approximation does not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from statistics import median

RISING, FALLING, NO_TREND, TOO_FEW = "rising", "falling", "no_trend", "too_few"
LEVEL = Fraction(5, 100)
#: Of four years even a strictly rising series has p = 2/24 = 0.083: nothing can be found.
FEWEST = 5


@dataclass(frozen=True)
class LongTrend:
    """What the years say together.

    Attributes:
        n: how many years.
        answer: ``RISING``, ``FALLING``, ``NO_TREND``, or ``TOO_FEW`` below ``FEWEST`` years.
        slope: Theil–Sen, in the figure's unit a year; ``start`` the height of that line at year 0
            (the median of what is left of each year). Both ``None`` where there are too few years.
        score: Kendall's S, pairs that rise less pairs that fall.
        p: two-sided; ``None`` where there are too few years.
    """

    n: int
    answer: str
    slope: Fraction | None = None
    start: Fraction | None = None
    score: int = 0
    p: Fraction | None = None


def long_trend(points: Sequence[tuple[int, Fraction]]) -> LongTrend:
    """The trend of one figure a year; years may be missing, none may come twice.

    Args:
        points: year and the figure of the same span of each year.
    """
    ordered = sorted(points)
    if len(ordered) < FEWEST:
        return LongTrend(len(ordered), TOO_FEW)
    values = [value for _, value in ordered]
    score, p = mann_kendall(values)
    slope = theil_sen(ordered)
    start = median([value - slope * year for year, value in ordered])
    found = RISING if score > 0 else FALLING
    return LongTrend(len(ordered), found if p < LEVEL else NO_TREND, slope, start, score, p)


def theil_sen(points: Sequence[tuple[int, Fraction]]) -> Fraction:
    """The median of the slopes of all pairs of years."""
    return median([(b - a) / (later - year) for (year, a), (later, b) in combinations(points, 2)])


def mann_kendall(values: Sequence[Fraction]) -> tuple[int, Fraction]:
    """Kendall's S and its two-sided probability where no order is likelier than another.

    Inversions of the orders of a multiset are counted by the Gaussian multinomial coefficient
    [n]! / ([t1]! [t2]! …), t being how often each value comes.
    """
    score = sum((b > a) - (b < a) for a, b in combinations(values, 2))
    ties = Counter(values)
    orders = [1]
    for size in range(2, len(values) + 1):
        orders = _times(orders, size)
    for count in ties.values():
        for size in range(2, count + 1):
            orders = _over(orders, size)
    pairs = len(orders) - 1  # of unequal values; S = pairs − 2 × inversions
    extreme = sum(ways for n, ways in enumerate(orders) if abs(pairs - 2 * n) >= abs(score))
    return score, Fraction(extreme, sum(orders))


def _times(polynomial: list[int], size: int) -> list[int]:
    """The polynomial times 1 + q + … + q^(size − 1)."""
    found = [0] * (len(polynomial) + size - 1)
    for n, factor in enumerate(polynomial):
        for step in range(size):
            found[n + step] += factor
    return found


def _over(polynomial: list[int], size: int) -> list[int]:
    """The polynomial divided by 1 + q + … + q^(size − 1), which leaves nothing."""
    found: list[int] = []
    for n in range(len(polynomial) - size + 1):
        found.append(polynomial[n] - sum(found[max(0, n - size + 1) : n]))
    return found
