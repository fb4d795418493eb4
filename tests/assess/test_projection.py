"""The projection lands on the limit exactly when every month takes what the outlook needs."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chuangmo.assess.verdicts.projection import Rest

SHARES = st.fractions(min_value=1, max_value=40)
VALUES = st.fractions(min_value=0, max_value=500)


@given(VALUES, SHARES, st.lists(st.tuples(SHARES, VALUES), min_size=1, max_size=11))
def test_the_path_ends_at_the_weighted_mean(
    so_far: Fraction, weight: Fraction, rest: list[tuple[Fraction, Fraction]]
) -> None:
    months = tuple((n, share) for n, (share, _) in enumerate(rest, 2))
    year = Rest(so_far * weight, weight, months)
    values = [value for _, value in rest]
    total = so_far * weight + sum(share * value for share, value in rest)
    assert year.path(values)[-1] == total / (weight + sum(share for share, _ in rest))
    assert year.path([so_far] * len(rest)) == [so_far] * len(rest)
    assert min(values) <= year.mean(values) <= max(values)
