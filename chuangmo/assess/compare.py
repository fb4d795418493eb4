"""同比 and 环比 from published figures, and ranking: the arithmetic of the bulletins.

Officials compute changes from what is printed, so both sides are the published, rounded values:
per cent for concentrations and counts, percentage points for rates. Equal published values are
持平 (zero). Ranks are competition ranks (9, 9, 11) on published values.
"""

from collections.abc import Mapping
from fractions import Fraction

from chuangmo.assess.rounding import publish
from chuangmo.catalog.models import Indicator
from chuangmo.period import MONTH, QUARTER, Period, month_period, months_period

PERCENT_DIGITS = 1


def change(now: str | None, before: str | None, indicator: Indicator) -> dict[str, str] | None:
    """The change between two published figures: ``{"value", "unit"}``, unit ``%`` or ``pt``."""
    if now is None or before is None:
        return None
    new, old = Fraction(now), Fraction(before)
    if indicator.is_rate:
        return {"value": publish(new - old, PERCENT_DIGITS), "unit": "pt"}
    if old == 0:
        return None
    return {"value": publish((new - old) / old * 100, PERCENT_DIGITS), "unit": "%"}


def previous_period(period: Period) -> Period | None:
    """The period before, of the same kind, for 环比; ``None`` where 环比 has no meaning."""
    if period.kind == MONTH:
        year, month = period.start.year, period.start.month
        return month_period(year - 1, 12) if month == 1 else month_period(year, month - 1)
    if period.kind == QUARTER:
        months = [m.start for m in period.months()]
        first = _three_months_before(months[0].year, months[0].month)
        span = months_period(first, _two_months_after(*first))
        return Period(span.start, span.end, QUARTER)
    return None


def _three_months_before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, month + 9) if month <= 3 else (year, month - 3)


def _two_months_after(year: int, month: int) -> tuple[int, int]:
    return year, month + 2


def competition_ranks(published: Mapping[str, str], direction: str) -> dict[str, tuple[int, bool]]:
    """Rank and whether it is shared, best first: equal figures share the better rank."""
    sign = -1 if direction == "higher" else 1
    values = {place: sign * Fraction(text) for place, text in published.items()}
    return {
        place: (
            1 + sum(1 for other in values.values() if other < value),
            sum(1 for other in values.values() if other == value) > 1,
        )
        for place, value in values.items()
    }
