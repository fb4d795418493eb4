"""Daily air indices: API and AQI from breakpoints, rounded up, with the 首要污染物.

An index belongs to one day and one place; indices are never averaged, and none is computed from
an annual mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache

from chuangmo.assess.rounding import in_unit, publish
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.tables import Breakpoints, IndexTable


@dataclass(frozen=True)
class DayIndex:
    """The index of one day: value, grade, the pollutants that made it, whether it is good.

    ``value`` is ``None`` where a pollutant is missing and no other one settles the day;
    ``complete``: no pollutant of the table is missing.
    """

    day: date
    value: int | None
    grade: str
    primary: tuple[str, ...]
    good: bool | None
    complete: bool = True


def sub_index(concentration: Fraction, table: IndexTable, points: Breakpoints) -> int:
    """The sub-index of a concentration in the breakpoints' unit: rounded up, capped at the top."""
    return _sub_index(concentration, table.index, points)


def _sub_index(concentration: Fraction, steps: tuple[int, ...], points: Breakpoints) -> int:
    known = _edges(points)
    for low, high, base, top in zip(known, known[1:], steps, steps[1:], strict=False):
        if concentration <= high:
            exact = base + (concentration - low) * (top - base) / (high - low)
            return -((-exact.numerator) // exact.denominator)
    return steps[len(known) - 1]


@lru_cache(maxsize=16_384)
def _shown_index(shown: str, steps: tuple[int, ...], points: Breakpoints) -> int:
    """The sub-index of a published concentration: a city's days share a few hundred of them."""
    return _sub_index(Fraction(shown), steps, points)


@cache
def _edges(points: Breakpoints) -> tuple[Fraction, ...]:
    return tuple(Fraction(value) for value in points.values)


def day_index(
    day: date,
    values: Mapping[str, Fraction],
    table: IndexTable,
    indicators: Mapping[str, Indicator],
) -> DayIndex:
    """The index of a day from daily means in stored units, published digits first.

    Args:
        values: indicator to daily mean (MDA8 for ozone) of the valid ones.
        indicators: catalog entries for stored units and digits.
    """
    found: dict[str, int] = {}
    for points in table.breakpoints:
        if points.indicator in values:
            entry = indicators[points.indicator]
            exact = in_unit(values[points.indicator], entry.unit, points.unit)
            shown = publish(exact, entry.digits[points.unit])
            found[points.indicator] = _shown_index(shown, table.index, points)
    complete = len(found) == len(table.breakpoints)
    worst = max(found.values(), default=0)
    if not complete and worst <= table.good_upto:
        return DayIndex(day, None, "", (), None, complete)
    primary = tuple(n for n, v in found.items() if v == worst and worst > table.primary_over)
    good = worst <= table.good_upto
    return DayIndex(day, worst, grade_of(worst, table), primary, good, complete)


def grade_of(value: int, table: IndexTable) -> str:
    """The grade's name of an index value; the last grade above every edge."""
    return next(
        (grade.name for grade in table.grades if value <= grade.upto), table.grades[-1].name
    )
