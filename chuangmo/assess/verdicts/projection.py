"""What a year comes to if its remaining months take assumed values, in exact fractions.

The weights are those of the outlook: days for means and for rates counted in days, months for
means of zone rates, else the monthly pace of the denominator so far. Giving every month the
outlook's needed mean therefore lands on the limit exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.verdicts.outlook import OF_ZONES
from chuangmo.catalog.models import Indicator
from chuangmo.period import month_period


@dataclass(frozen=True)
class Rest:
    """The year so far as a weighted sum, and the months to come with their weights.

    Attributes:
        total: weight times value so far, in the stored unit.
        weight: the weight so far.
        months: (month, weight) of every month still to come.
    """

    total: Fraction
    weight: Fraction
    months: tuple[tuple[int, Fraction], ...]

    def path(self, values: Sequence[Fraction]) -> list[Fraction]:
        """The cumulative figure after each remaining month; ``values`` one a month."""
        total, weight, found = self.total, self.weight, []
        for (_, share), value in zip(self.months, values, strict=True):
            total, weight = total + share * value, weight + share
            found.append(total / weight)
        return found

    def mean(self, values: Sequence[Fraction]) -> Fraction:
        """The weighted mean of the remaining months."""
        parts = zip(self.months, values, strict=True)
        return sum((share * value for (_, share), value in parts), Fraction(0)) / sum(
            share for _, share in self.months
        )


def rest_of_year(indicator: Indicator, so_far: Statistic, year: int, month: int) -> Rest | None:
    """The months after ``month``; ``None`` where the figure does not add up over months.

    Args:
        so_far: the figure of the year up to the end of ``month``.
    """
    ahead = range(month + 1, 13)
    if so_far.value is None or so_far.n_unit == "point" or indicator.is_task or not ahead:
        return None
    days = {m: Fraction(month_period(year, m).days) for m in ahead}
    if not indicator.is_rate:
        n = Fraction(so_far.mean_days)
        return Rest(so_far.value * n, n, tuple(days.items())) if n else None
    if indicator.combine == OF_ZONES:
        shares = dict.fromkeys(ahead, Fraction(1))
        known = bool(so_far.zones)
        return Rest(so_far.value * month, Fraction(month), tuple(shares.items())) if known else None
    if so_far.numerator is None or not so_far.denominator:
        return None
    pace = so_far.denominator / month
    shares = days if so_far.n_unit == "day" else dict.fromkeys(ahead, pace)
    return Rest(so_far.numerator * 100, so_far.denominator, tuple(shares.items()))
