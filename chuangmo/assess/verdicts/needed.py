"""What the rest of a period must come to so that the whole just keeps its line, exactly."""

from fractions import Fraction

from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import Indicator
from chuangmo.period import Period

#: A rate printed to 0.1 % may differ from its parts by half of that, truncated by all of it.
_PART_TOLERANCE = Fraction(1, 10)


def rest_base(so_far: Statistic, period: Period, rest: Period, days_left: int) -> Fraction | None:
    """The denominator of a rate still to come: the days left, else the monthly pace so far.

    None where the reported rate is not what its own parts give: then neither can be built upon.
    """
    if so_far.numerator is None or not so_far.denominator or so_far.value is None:
        return None
    apart = abs(so_far.numerator / so_far.denominator * 100 - so_far.value)
    if so_far.origin == "reported" and apart > _PART_TOLERANCE:
        return None
    if so_far.n_unit == "day":
        return Fraction(days_left)
    elapsed_months = len(period.months()) - len(rest.months())
    if not elapsed_months:
        return None
    return so_far.denominator * len(rest.months()) / elapsed_months


def needed_value(
    indicator: Indicator, so_far: Statistic, limit: Fraction, days_left: int, base: Fraction | None
) -> Fraction:
    """The mean (of a rate: the share of ``base``) that the rest must have."""
    if indicator.is_rate:
        assert base is not None and so_far.numerator is not None and so_far.denominator is not None
        missing = limit / 100 * (so_far.denominator + base) - so_far.numerator
        return missing / base * 100
    assert so_far.value is not None
    total = so_far.value * so_far.mean_days
    return (limit * (so_far.mean_days + days_left) - total) / days_left


def passes_needed(
    indicator: Indicator, so_far: Statistic, limit: Fraction, base: Fraction | None
) -> Fraction | None:
    """Passes (good days, samples) still needed, rounded up; only for counted rates."""
    if not indicator.is_rate or base is None or so_far.n_unit != "day":
        return None
    assert so_far.numerator is not None and so_far.denominator is not None
    exact = limit / 100 * (so_far.denominator + base) - so_far.numerator
    return Fraction(max(0, -((-exact.numerator) // exact.denominator)))


def days_allowed(so_far: Statistic, days_left: int, passes: Fraction | None) -> int | None:
    """Days that may still fail: those left less the passes needed (rounded down by that)."""
    if passes is None:
        return None
    return max(0, days_left - int(passes))
