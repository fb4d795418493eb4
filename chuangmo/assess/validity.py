"""Whether there is enough data: how many days are asked for, and which month falls short.

How many there should be and how many are good are different questions: ``required`` answers the
first from the rule, ``shortfall`` compares. Below the minimum there is never a verdict.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chuangmo.assess import reasons
from chuangmo.catalog.models import ValidityRule
from chuangmo.period import Period


@dataclass(frozen=True)
class Shortfall:
    """The first rule that is not met: its code, its sentence, and whose period it is."""

    code: str
    reason: str
    month: Period | None = None


def required_days(rule: ValidityRule | None, period: Period) -> int:
    """Valid days that ``rule`` asks for in ``period`` (months added up for other spans)."""
    if rule is None:
        return 0
    match period.kind:
        case "hour" | "snapshot":
            return 0
        case "day":
            return 1
        case "year":
            return rule.days_per_year
    return sum(_month_days(rule, month) for month in _whole_months(period))


@lru_cache(maxsize=4096)
def _whole_months(period: Period) -> tuple[Period, ...]:
    return tuple(month for month in period.months() if period.contains(month))


def _month_days(rule: ValidityRule, month: Period) -> int:
    february = month.start.month == 2 and rule.days_in_february
    return rule.days_in_february if february else rule.days_per_month


def shortfall(
    rule: ValidityRule | None,
    period: Period,
    per_month: Mapping[tuple[int, int], int],
    through: date,
) -> Shortfall | None:
    """The first way in which valid days miss the rule; months still running at ``through`` pass.

    A year needs its total and every month its own minimum (GB 3095-1996 表 4, GB 3095-2012 表 4).

    Args:
        per_month: number of valid days of each (year, month).
    """
    if not any(per_month.values()):
        words = reasons.period_words(period)
        return Shortfall(reasons.NO_DATA, reasons.sentence(reasons.NO_DATA, period=words))
    if rule is None or period.kind in ("hour", "day", "snapshot"):
        return None
    return shortfall_of_months(rule, period, per_month, through)


def days_by_month(days: Iterable[date]) -> Mapping[tuple[int, int], int]:
    """How many of the days lie in each (year, month)."""
    return Counter((day.year, day.month) for day in days)


def shortfall_of_months(
    rule: ValidityRule | None,
    period: Period,
    per_month: Mapping[tuple[int, int], int],
    through: date,
) -> Shortfall | None:
    """As ``shortfall``, where there is something and the period is longer than a day."""
    if rule is None:
        return None
    if period.kind != "month":
        for month in _whole_months(period):
            short = _month_short(rule, month, per_month, through)
            if short:
                return short
    return _total_short(rule, period, sum(per_month.values()), through)


def _month_short(
    rule: ValidityRule, month: Period, per_month: Mapping[tuple[int, int], int], through: date
) -> Shortfall | None:
    if month.last_day > through:
        return None
    n = per_month.get((month.start.year, month.start.month), 0)
    needed = _month_days(rule, month)
    if n >= needed:
        return None
    reason = reasons.sentence(
        reasons.MONTH_TOO_FEW, month=reasons.period_words(month), n=n, required=needed
    )
    return Shortfall(reasons.MONTH_TOO_FEW, reason, month)


def _total_short(rule: ValidityRule, period: Period, n: int, through: date) -> Shortfall | None:
    needed = required_days(rule, period)
    if period.last_day > through or n >= needed:
        return None
    words = reasons.period_words(period)
    return Shortfall(
        reasons.TOO_FEW_DAYS,
        reasons.sentence(reasons.TOO_FEW_DAYS, period=words, n=n, required=needed),
        period if period.kind == "month" else None,
    )


def covered_months(period: Period, spans: Collection[tuple[date, date]]) -> int:
    """How many calendar months of ``period`` lie inside the union of (first, last) spans."""
    months = _whole_months(period)
    return sum(
        1
        for m in months
        if any(first <= m.start.date() and m.last_day <= last for first, last in spans)
    )
