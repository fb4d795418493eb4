"""What the rest of the period must average, and whether past years ever did: the outlook.

Needed mean for the rest = (limit x (valid days + days left) - sum so far) / days left, in exact
fractions, so that appending it gives the limit exactly. The answer follows the decision table of
the command line: out_of_reach, locked_in, within_reach, hard, or none without past years.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median

from chuangmo.assess.lines import LimitLine, holds
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import Indicator
from chuangmo.period import SEASON, Period

OUT_OF_REACH, LOCKED_IN, WITHIN_REACH, HARD = "out_of_reach", "locked_in", "within_reach", "hard"
NO_HISTORY, NO_PARTS, NO_DATA, DONE = "no_history", "no_parts", "no_data", "nothing_left"
NO_REST, PERCENTILE, NO_ZONES = "no_rest", "percentile", "zones_unknown"
OF_ZONES = "mean_of_zone_rates"
YEARS_BACK = 3
#: A rate printed to 0.1 % may differ from its parts by half of that, truncated by all of it.
_PART_TOLERANCE = Fraction(1, 10)
_LOWER, _HIGHER = ("<=", "<"), (">=", ">", "==")
_WORST_FIRST = (OUT_OF_REACH, HARD, None, WITHIN_REACH, LOCKED_IN)

History = Callable[[Period], Statistic]


@dataclass(frozen=True)
class Outlook:
    """What remains to be done, in the stored unit of the indicator (exact).

    ``past`` are the figures of the same rest of earlier years, newest first. ``still_needed`` is
    what a task lacks, or good days still to come (rounded up); ``allowed_left`` the days that may
    still fail (rounded down). ``seasonal`` tells, for past years, the mean up to this date as a
    share of that year's mean: a winter city's October flatters the year.
    """

    answer: str | None
    reason_code: str
    days_left: int
    needed: Fraction | None
    past: tuple[tuple[int, Fraction], ...] = ()
    achieved: int | None = None
    still_needed: Fraction | None = None
    allowed_left: int | None = None
    elapsed_share: Fraction | None = None
    seasonal: tuple[tuple[int, Fraction], ...] = ()

    @property
    def season_share(self) -> Fraction | None:
        """Median of ``seasonal``."""
        return median(share for _, share in self.seasonal) if self.seasonal else None

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
    line: LimitLine,
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
    if line.percent is not None:
        answer, code = _percentile_answer(so_far, line, history, rest)
        return Outlook(answer, code, days_left, None)
    if indicator.combine == OF_ZONES:
        return _zones(indicator, so_far, line, period, rest, history)
    base = _rest_base(so_far, period, rest, days_left)
    if indicator.is_rate and base is None:
        return Outlook(None, NO_PARTS, days_left, None)
    if not indicator.is_rate and not _adds_up_by_days(indicator, so_far):
        return Outlook(None, NO_REST, days_left, None)
    needed = _what_is_needed(indicator, so_far, line, rest, history, base)
    return replace(
        needed, seasonal=() if indicator.is_rate else _seasonal(history, period, as_of_end)
    )


def _what_is_needed(
    indicator: Indicator,
    so_far: Statistic,
    line: LimitLine,
    rest: Period,
    history: History,
    base: Fraction | None,
) -> Outlook:
    """The outlook of a mean of days or of a counted rate (``base``: its denominator to come)."""
    days_left, limit = (rest.end - rest.start).days, line.value_in(indicator.unit)
    needed = _needed(indicator, so_far, limit, days_left, base)
    found = _against_past(indicator, line, needed, history, rest, so_far)
    passes = _passes(indicator, so_far, limit, base)
    return replace(
        found,
        days_left=days_left,
        still_needed=passes,
        allowed_left=_allowed(so_far, days_left, passes),
    )


def _zones(
    indicator: Indicator,
    so_far: Statistic,
    line: LimitLine,
    period: Period,
    rest: Period,
    history: History,
) -> Outlook:
    """The outlook of a mean of zone rates: what every zone's coming occasions must reach.

    Zones keep the pace at which they were monitored; the year's mean is that of the zones' own
    rates, so each zone weighs the same however often it is sampled. Pooled occasions would answer
    another question.
    """
    days_left, months_left = (rest.end - rest.start).days, len(rest.months())
    elapsed = len(period.months()) - months_left
    if not so_far.zones:
        return Outlook(None, NO_ZONES, days_left, None)
    if not elapsed or not months_left:
        return Outlook(None, NO_REST, days_left, None)
    pace = Fraction(months_left, elapsed)
    ends = [zone.times * (1 + pace) for zone in so_far.zones]
    lacking = line.value_in(indicator.unit) / 100 * len(ends) - sum(
        zone.passed / end for zone, end in zip(so_far.zones, ends, strict=True)
    )
    coming = sum(zone.times * pace / end for zone, end in zip(so_far.zones, ends, strict=True))
    needed = lacking / coming * 100
    return replace(
        _against_past(indicator, line, needed, history, rest, so_far), days_left=days_left
    )


def _against_past(
    indicator: Indicator,
    line: LimitLine,
    needed: Fraction,
    history: History,
    rest: Period,
    so_far: Statistic,
) -> Outlook:
    """What past years say to what is needed; the worse answer where a percentile counts too."""
    past = _past(history, rest)
    answer, code = _answer(indicator, needed, line.operator, [value for _, value in past])
    if line.second is not None and line.second.percent is not None:
        also = _percentile_answer(so_far, line.second, history, rest)
        answer, code = min((answer, code), also, key=lambda found: _WORST_FIRST.index(found[0]))
    achieved = sum(1 for _, value in past if _no_harder(needed, value, line.operator))
    return Outlook(answer, code, 0, needed, past, achieved)


def _adds_up_by_days(indicator: Indicator, so_far: Statistic) -> bool:
    """Whether the figure is a mean of counted days: only then the rest has a mean to keep.

    A score, a state, a few samples, a sum of shares of limits have none.
    """
    by_days = indicator.combine == "mean_of_valid_days" and so_far.n_unit == "day"
    return by_days and so_far.n_valid > 0


def _percentile_answer(
    so_far: Statistic, line: LimitLine, history: History, rest: Period
) -> tuple[str | None, str]:
    """Whether a percentile of the year's days can hold; no mean of the rest tells it.

    The year's percentile lies, but for interpolation, between those of the days so far and of the
    rest: it holds where both do. Within reach: it holds so far, and the median of the same rest
    of at least two past years does; hard otherwise.
    """
    assert line.percent is not None
    limit, now = line.value_in(so_far.unit), so_far.percentile(line.percent)
    if now is None:
        return None, PERCENTILE
    past = [
        value
        for back in range(1, YEARS_BACK + 1)
        if (earlier := history(rest.shifted_years(-back))).valid
        and (value := earlier.percentile(line.percent)) is not None
    ]
    if not past:
        return None, NO_HISTORY
    usual = holds(now, line.operator, limit) and holds(median(past), line.operator, limit)
    return (WITHIN_REACH if usual and len(past) >= 2 else HARD), ""


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


def _rest_base(so_far: Statistic, period: Period, rest: Period, days_left: int) -> Fraction | None:
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


def _needed(
    indicator: Indicator, so_far: Statistic, limit: Fraction, days_left: int, base: Fraction | None
) -> Fraction:
    if indicator.is_rate:
        assert base is not None and so_far.numerator is not None and so_far.denominator is not None
        missing = limit / 100 * (so_far.denominator + base) - so_far.numerator
        return missing / base * 100
    assert so_far.value is not None
    total = so_far.value * so_far.n_valid
    return (limit * (so_far.n_valid + days_left) - total) / days_left


def _passes(
    indicator: Indicator, so_far: Statistic, limit: Fraction, base: Fraction | None
) -> Fraction | None:
    """Passes (good days, samples) still needed, rounded up; only for counted rates."""
    if not indicator.is_rate or base is None or so_far.n_unit != "day":
        return None
    assert so_far.numerator is not None and so_far.denominator is not None
    exact = limit / 100 * (so_far.denominator + base) - so_far.numerator
    return Fraction(max(0, -((-exact.numerator) // exact.denominator)))


def _allowed(so_far: Statistic, days_left: int, passes: Fraction | None) -> int | None:
    """Days that may still fail: those left less the passes needed (rounded down by that)."""
    if passes is None:
        return None
    return max(0, days_left - int(passes))


def _seasonal(
    history: History, period: Period, as_of_end: datetime
) -> tuple[tuple[int, Fraction], ...]:
    found = []
    elapsed = Period(period.start, as_of_end, SEASON)
    for back in range(1, YEARS_BACK + 1):
        part = history(elapsed.shifted_years(-back))
        whole = history(period.shifted_years(-back))
        if part.valid and whole.valid and part.value is not None and whole.value:
            found.append((period.start.year - back, part.value / whole.value))
    return tuple(found)


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
    indicator: Indicator, needed: Fraction, operator: str, past: list[Fraction]
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
