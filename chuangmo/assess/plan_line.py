"""Where a plan over several years is to stand: a straight line between its steps, day by day.

A point is a number at the end of a year. Between two points the years lie on a straight line; in a
year its days do, so that a leap year has a day more and no larger share (convention of the board).
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.assess.rounding import in_unit
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.target_models import Target


def share_of_year(day: date) -> Fraction:
    """Days of the year up to and with ``day``, of all its days (时序进度)."""
    start, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return Fraction((day - start).days + 1, (end - start).days)


@dataclass(frozen=True)
class PlanLine:
    """The points of a plan, (year, number at its end), oldest first; the last is its end."""

    points: tuple[tuple[int, Fraction], ...]

    def at_end_of(self, year: int) -> Fraction | None:
        """The number at the end of a year; ``None`` before the first point and after the last."""
        for (first, low), (last, high) in zip(self.points, self.points[1:], strict=False):
            if first <= year <= last:
                return low + (high - low) * Fraction(year - first, last - first)
        return dict(self.points).get(year)

    def on(self, day: date) -> Fraction | None:
        """The number at the end of a day; ``None`` where the line does not reach back to it."""
        share, after = share_of_year(day), self.at_end_of(day.year)
        if share == 1 or after is None:
            return after
        before = self.at_end_of(day.year - 1)
        return None if before is None else before + (after - before) * share


def plan_line(target: Target, indicator: Indicator, unit: str) -> PlanLine:
    """The line of a plan in ``unit``.

    A state moves from its number at the end of the first year. A task begins with the first year,
    from what was done before it: nothing, unless the plan says so. A plan that does not say where
    a state starts has no line before its first step.
    """
    assert target.start_year is not None
    points = [*target.step_points, (target.year, Fraction(target.limit))]
    if indicator.is_task:
        points.insert(0, (target.start_year - 1, Fraction(target.start_value or 0)))
    elif target.start_value is not None:
        points.insert(0, (target.start_year, Fraction(target.start_value)))
    return PlanLine(tuple((year, in_unit(number, target.unit, unit)) for year, number in points))
