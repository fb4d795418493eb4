"""What the rest of the period must average, and whether past years ever did: the outlook.

Needed mean for the rest = (limit x (valid days + days left) - sum so far) / days left, in exact
fractions, so that appending it gives the limit exactly. The answer follows the decision table of
the command line: out_of_reach, locked_in, within_reach, hard, or none without past years.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median

from chuangmo.assess.lines import Line, holds
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import Indicator
from chuangmo.period import SEASON, Period

OUT_OF_REACH, LOCKED_IN, WITHIN_REACH, HARD = "out_of_reach", "locked_in", "within_reach", "hard"
NO_HISTORY, NO_PARTS, NO_DATA, DONE = "no_history", "no_parts", "no_data", "nothing_left"
YEARS_BACK = 3
_LOWER, _HIGHER = ("<=", "<"), (">=", ">", "==")

History = Callable[[Period], Statistic]


@dataclass(frozen=True)
class Outlook:
    """What remains to be done, in the stored unit of the indicator (exact).

    ``past`` are the figures of the same rest of earlier years, newest first.
    """

    answer: str | None
    reason_code: str
    days_left: int
    needed: Fraction | None
    past: tuple[tuple[int, Fraction], ...] = ()
    achieved: int | None = None
    still_needed: Fraction | None = None
    elapsed_share: Fraction | None = None

    @property
    def past_values(self) -> list[Fraction]:
        """Only the figures of ``past``."""
        return [value for _, value in self.past]

    @property
    def past_median(self) -> Fraction | None:
        """Median of ``past``."""
        return median(self.past_values) if self.past else None


def rest_of(period: Period, as_of_end: datetime) -> Period:
    """The part of ``period`` after ``as_of_end``."""
    return Period(max(as_of_end, period.start), period.end, SEASON)


def outlook(
    indicator: Indicator,
    so_far: Statistic,
    line: Line,
    period: Period,
    as_of_end: datetime,
    history: History,
) -> Outlook:
    """The outlook of one figure against one line at the end of ``as_of``.

    Args:
        history: gives the indicator's statistic of the same place for any past period.
    """
    rest = rest_of(period, as_of_end)
    days_left = max(0, (rest.end - rest.start).days)
    limit = line.value_in(indicator.unit)
    if indicator.is_task:
        return _task(so_far, limit, period, as_of_end, days_left)
    if so_far.value is None:
        return Outlook(None, NO_DATA, days_left, None)
    if days_left == 0 or so_far.n_unit == "point":
        met = holds(so_far.value, line.operator, limit)
        return Outlook(LOCKED_IN if met else OUT_OF_REACH, DONE, days_left, None)
    if indicator.is_rate:
        needed = _needed_rate(so_far, limit, period, rest)
        if needed is None:
            return Outlook(None, NO_PARTS, days_left, None)
    else:
        needed = (limit * (so_far.n_valid + days_left) - so_far.value * so_far.n_valid) / days_left
    past = _past(history, rest)
    answer, code = _answer(indicator, needed, line.operator, [v for _, v in past], so_far)
    achieved = sum(1 for _, value in past if _no_harder(needed, value, line.operator))
    return Outlook(answer, code, days_left, needed, past, achieved)


def _task(
    so_far: Statistic, quota: Fraction, period: Period, as_of_end: datetime, days_left: int
) -> Outlook:
    share = Fraction((as_of_end - period.start).days, period.days)
    done = so_far.value or Fraction(0)
    left = max(Fraction(0), quota - done)
    if done >= quota:
        answer = LOCKED_IN
    else:
        answer = WITHIN_REACH if done >= quota * share else HARD
    return Outlook(answer, "", days_left, None, still_needed=left, elapsed_share=share)


def _needed_rate(
    so_far: Statistic, limit: Fraction, period: Period, rest: Period
) -> Fraction | None:
    """The rate the rest must reach if its denominator grows at the pace so far."""
    if so_far.numerator is None or not so_far.denominator:
        return None
    elapsed_months = len(period.months()) - len(rest.months())
    if not elapsed_months:
        return None
    rest_base = so_far.denominator * len(rest.months()) / elapsed_months
    return (limit / 100 * (so_far.denominator + rest_base) - so_far.numerator) / rest_base * 100


def _past(history: History, rest: Period) -> tuple[tuple[int, Fraction], ...]:
    found = []
    for back in range(1, YEARS_BACK + 1):
        earlier = history(rest.shifted_years(-back))
        if earlier.valid and earlier.value is not None:
            found.append(((rest.end - timedelta(days=1)).year - back, earlier.value))
    return tuple(found)


def _no_harder(needed: Fraction, value: Fraction, operator: str) -> bool:
    """Whether a past ``value`` reached what is needed now."""
    return value <= needed if operator in _LOWER else value >= needed


def _answer(
    indicator: Indicator, needed: Fraction, operator: str, past: list[Fraction], so_far: Statistic
) -> tuple[str | None, str]:
    top = Fraction(100) if indicator.is_rate else None
    if operator in _LOWER and needed < 0:
        return OUT_OF_REACH, ""
    if operator in _HIGHER and top is not None and needed > top:
        return OUT_OF_REACH, ""
    if _locked(indicator, needed, operator):
        return LOCKED_IN, ""
    if not past:
        return None, NO_HISTORY
    if len(past) >= 2 and _no_harder(needed, median(past), operator):
        return WITHIN_REACH, ""
    return HARD, ""


def _locked(indicator: Indicator, needed: Fraction, operator: str) -> bool:
    if operator in _LOWER:
        return indicator.plausible is not None and needed >= Fraction(indicator.plausible.high)
    low = Fraction(indicator.plausible.low) if indicator.plausible else Fraction(0)
    return needed <= low
