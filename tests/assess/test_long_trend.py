"""Mann–Kendall and Theil–Sen against other programs' figures, and where they may say nothing."""

import random
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from chuangmo.assess.long_trend import (
    FALLING,
    FEWEST,
    NO_TREND,
    RISING,
    TOO_FEW,
    long_trend,
    mann_kendall,
    theil_sen,
)

#: From scipy 1.16.3: ``theilslopes(y, x)`` and ``kendalltau(x, y, method="exact")``; S as in
#: pymannkendall 1.4.3 ``original_test``. The probability of pymannkendall is an approximation.
FOREIGN: list[dict[str, Any]] = [
    {"values": ["0.140", "0.136", "0.130", "0.133", "0.120"],
     "s": -8, "slope": -0.005, "p": 0.08333333333333333},
    {"values": ["0.152", "0.148", "0.155", "0.141", "0.139", "0.143", "0.131"],
     "s": -13, "slope": -0.0034, "p": 0.06904761904761905},
    {"values": ["62", "58", "61", "55", "59", "64", "57", "53", "60", "54"],
     "s": -15, "slope": -0.75, "p": 0.21637345679012346},
    {"values": ["0.098", "0.103", "0.101", "0.107", "0.110", "0.106", "0.112", "0.118", "0.115",
                "0.121", "0.119", "0.125"],
     "s": 56, "slope": 0.00225, "p": 1.6342325370103148e-05},
    {"values": ["31", "45", "12", "77", "26", "53", "60", "38", "19", "84", "66", "41", "29",
                "72", "50", "35", "58", "47", "63", "22"],
     "s": 16, "slope": 0.6691176470588236, "p": 0.6307989462589767},
]  # fmt: skip


def points(values: list[str], first: int = 2001) -> list[tuple[int, Fraction]]:
    return [(first + n, Fraction(value)) for n, value in enumerate(values)]


@pytest.mark.parametrize("case", FOREIGN, ids=lambda case: f"n={len(case['values'])}")
def test_the_figures_of_scipy_and_pymannkendall(case: dict[str, Any]) -> None:
    series = points(case["values"])
    score, p = mann_kendall([value for _, value in series])
    assert score == case["s"]
    assert float(p) == pytest.approx(case["p"], rel=1e-9)
    assert float(theil_sen(series)) == pytest.approx(case["slope"], rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("values", ["112233", "11223", "12345", "21134", "1111112"])
def test_ties_are_counted_over_all_orders(values: str) -> None:
    """What scipy and pymannkendall only approximate, counted one order after the other."""
    numbers = [Fraction(letter) for letter in values]

    def score(order: tuple[Fraction, ...]) -> int:
        pairs = [(a, b) for n, a in enumerate(order) for b in order[n + 1 :]]
        return sum((b > a) - (b < a) for a, b in pairs)

    scores = [score(order) for order in permutations(numbers)]
    found, p = mann_kendall(numbers)
    assert found == score(tuple(numbers))
    assert p == Fraction(sum(1 for one in scores if abs(one) >= abs(found)), len(scores))


def test_four_years_in_a_row_can_never_be_called_a_trend() -> None:
    assert mann_kendall([Fraction(n) for n in range(4)])[1] == Fraction(2, 24)
    found = long_trend(points(["0.14", "0.13", "0.12", "0.11"]))
    assert (found.answer, found.n, found.slope, found.p) == (TOO_FEW, 4, None, None)
    assert FEWEST == 5


def test_five_years_that_fall_each_year_fall() -> None:
    found = long_trend(points(["0.140", "0.136", "0.130", "0.128", "0.120"]))
    assert (found.answer, found.p) == (FALLING, Fraction(2, 120))
    assert found.slope == Fraction("-0.005") and found.start is not None
    assert found.start + found.slope * 2003 == Fraction("0.130")


def test_a_gap_between_years_counts_as_the_years_it_is() -> None:
    series = [(2001, Fraction(1)), (2002, Fraction(2)), (2005, Fraction(5)), (2006, Fraction(6)),
              (2009, Fraction(9))]  # fmt: skip
    assert long_trend(series).slope == 1 and long_trend(series[::-1]).answer == RISING


def test_what_goes_up_and_down_and_what_stands_still_has_no_trend() -> None:
    assert long_trend(points(["1", "3", "2", "3", "1", "2"])).answer == NO_TREND
    level = long_trend(points(["2"] * 6))
    assert (level.answer, level.slope, level.p) == (NO_TREND, 0, 1)


def test_chance_alone_is_seldom_called_a_trend() -> None:
    rng = random.Random(23)
    called = 0
    for _ in range(400):
        order = [Fraction(n) for n in range(8)]
        rng.shuffle(order)
        called += long_trend(list(enumerate(order))).answer != NO_TREND
    assert called <= 30  # at most one in twenty is expected, and what chance adds to it
