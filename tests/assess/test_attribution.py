"""The parts of an attribution sum to the gap exactly."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chuangmo.assess.verdicts.attribution import by_district, by_month

values = st.fractions(min_value=1, max_value=500, max_denominator=100)
days = st.dictionaries(
    st.integers(0, 365).map(lambda n: date(2008, 1, 1) + timedelta(days=n)), values, min_size=1,
    max_size=40,
)  # fmt: skip


@given(days, values)
def test_months_sum_to_the_gap(found: dict[date, Fraction], limit: Fraction) -> None:
    parts = by_month(found, limit)
    mean = sum(found.values(), Fraction(0)) / len(found)
    assert sum((part.gap for part in parts), Fraction(0)) == mean - limit
    assert sum((part.weight for part in parts), Fraction(0)) == 1


@given(st.lists(days, min_size=1, max_size=4), values)
def test_districts_sum_to_the_gap(per_site: list[dict[date, Fraction]], limit: Fraction) -> None:
    sites = {f"s{n}": found for n, found in enumerate(per_site)}
    parts = by_district(
        sites, lambda site: "甲" if site in ("s0", "s2") else "乙", len(sites), limit
    )
    every = {day for found in per_site for day in found}
    means = []
    for day in every:
        there = [found[day] for found in per_site if day in found]
        if 4 * len(there) >= 3 * len(per_site):
            means.append(sum(there, Fraction(0)) / len(there))
    if not means:
        assert parts == []
        return
    assert sum((p.gap for p in parts), Fraction(0)) == sum(means, Fraction(0)) / len(means) - limit


def test_a_month_above_the_limit_adds_to_the_gap_and_one_below_takes_away() -> None:
    found = {date(2008, 1, 1): Fraction(200), date(2008, 7, 1): Fraction(50)}
    january, july = by_month(found, Fraction(100))
    assert (january.name, january.gap, july.gap) == ("2008-01", Fraction(50), Fraction(-25))
