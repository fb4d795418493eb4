"""What the rest of the period must average, and whether past years ever did: the outlook.

Needed mean for the rest = (limit x (valid days + days left) - sum so far) / days left, in exact
fractions, so that appending it gives the limit exactly. The answer comes from the evidence ladder
(``evidence``), as the status does.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median

from chuangmo.assess import reasons
from chuangmo.assess.lines import LimitLine
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.verdicts.evidence import (
    BOUNDS,
    HARD,
    LEVEL,
    LOCKED_IN,
    OUT_OF_REACH,
    UNDECIDED,
    WITHIN_REACH,
    EvidenceAnswer,
    Known,
    judged,
    meets,
    no_harder,
    of_level,
    tests_of,
    withheld,
    worse,
)
from chuangmo.assess.verdicts.needed import days_allowed, needed_value, passes_needed, rest_base
from chuangmo.catalog.models import Indicator
from chuangmo.period import SEASON, Period

NO_HISTORY, DONE = "no_history", "nothing_left"
NO_REST, PERCENTILE, NO_ZONES = "no_rest", "percentile", "zones_unknown"
#: A percentile of the days decided: by past years, or because it is over so far.
BY_PERCENTILE, NOW_OVER = "by_percentile", "percentile_over_so_far"
OF_ZONES = "mean_of_zone_rates"
YEARS_BACK = 3

#: The statistic of the same place for a past period.
History = Callable[[Period], Statistic]
#: The figures of the same rest of past years with their years, newest first.
PastRests = list[tuple[int, Statistic]]


@dataclass(frozen=True)
class Outlook:
    """What remains to be done, in the stored unit of the indicator (exact).

    ``answer`` and ``evidence`` are those of the ladder; ``None`` where the figure may not be
    judged, and ``reason_code`` says why. ``past`` are the figures of the same rest of comparable
    years, newest first. ``still_needed`` is what a task lacks, or good days still to come (rounded
    up); ``allowed_left`` the days that may still fail (rounded down). ``seasonal`` tells, for past
    years, the mean up to this date as a share of that year's mean: a winter city's October
    flatters the year. ``by_calendar``: the days so far are those of the calendar, as no number of
    valid days was reported. ``unlike``: past years with valid figures that do not compare.
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
    evidence: str | None = None
    evidence_years: tuple[int, ...] = ()
    by_calendar: bool = False
    unlike: tuple[int, ...] = ()

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
    silent = withheld(so_far, line)
    if indicator.is_task:
        return _task(so_far, line.value_in(indicator.unit), period, as_of_end, silent)
    if so_far.value is None:
        return Outlook(None, silent, days_left, None)
    if days_left == 0:
        found = _ended(indicator, so_far, line)
    else:
        found = _ahead(indicator, so_far, line, period, rest, history)
    return _unjudged(found, silent) if silent else found


def _unjudged(found: Outlook, silent: str) -> Outlook:
    """The outlook of a figure that may not be judged: what is needed where that is possible."""
    needed = None if found.answer == OUT_OF_REACH else found.needed
    return replace(
        found, answer=None, evidence=None, evidence_years=(), reason_code=silent, needed=needed
    )


def _ended(indicator: Indicator, so_far: Statistic, line: LimitLine) -> Outlook:
    """Nothing is left: what is so far stands."""
    held = [meets(indicator, so_far, test) for test in tests_of(line)]
    if False in held:
        return Outlook(OUT_OF_REACH, DONE, 0, None)
    return Outlook(None, PERCENTILE, 0, None) if None in held else Outlook(LOCKED_IN, DONE, 0, None)


def _ahead(
    indicator: Indicator,
    so_far: Statistic,
    line: LimitLine,
    period: Period,
    rest: Period,
    history: History,
) -> Outlook:
    """The outlook of a figure of a period that still runs."""
    days_left = (rest.end - rest.start).days
    if line.percent is not None:
        found, code = _percentile(indicator, so_far, line, _past_rests(history, rest))
        return _of(found, code, days_left)
    if so_far.n_unit == "point":
        return _by_level(indicator, so_far, line, days_left, NO_REST)
    if indicator.combine == OF_ZONES:
        return _zones(indicator, so_far, line, period, rest, _past_rests(history, rest))
    base = rest_base(so_far, period, rest, days_left)
    if indicator.is_rate and base is None:
        return _by_level(indicator, so_far, line, days_left, reasons.NO_PARTS)
    if not indicator.is_rate and not _adds_up_by_days(indicator, so_far):
        return _by_level(indicator, so_far, line, days_left, NO_REST)
    past = _past_rests(history, rest)
    needed = _what_is_needed(indicator, so_far, line, days_left, past, base)
    if indicator.is_rate:
        return needed
    season = _seasonal(history, period, rest.start)
    return replace(needed, seasonal=season, by_calendar=bool(so_far.calendar_days))


def _by_level(
    indicator: Indicator, so_far: Statistic, line: LimitLine, days_left: int, code: str
) -> Outlook:
    """The outlook where no number can be needed of the rest: by the level so far."""
    return _of(of_level(indicator, so_far, line), code, days_left)


def _of(found: EvidenceAnswer, code: str, days_left: int) -> Outlook:
    """An outlook without a number that the rest must keep."""
    return Outlook(
        found.answer, code, days_left, None, evidence=found.evidence, evidence_years=found.years
    )


def _what_is_needed(
    indicator: Indicator,
    so_far: Statistic,
    line: LimitLine,
    days_left: int,
    past: PastRests,
    base: Fraction | None,
) -> Outlook:
    """The outlook of a mean of days or of a counted rate (``base``: its denominator to come)."""
    limit = line.value_in(indicator.unit)
    needed = needed_value(indicator, so_far, limit, days_left, base)
    found = _judged(indicator, line, needed, days_left, past, so_far)
    passes = passes_needed(indicator, so_far, limit, base)
    return replace(found, still_needed=passes, allowed_left=days_allowed(so_far, days_left, passes))


def _zones(
    indicator: Indicator,
    so_far: Statistic,
    line: LimitLine,
    period: Period,
    rest: Period,
    past: PastRests,
) -> Outlook:
    """The outlook of a mean of zone rates: what every zone's coming occasions must reach.

    Zones keep the pace at which they were monitored; the year's mean is that of the zones' own
    rates, so each zone weighs the same however often it is sampled. Pooled occasions would answer
    another question.
    """
    days_left, months_left = (rest.end - rest.start).days, len(rest.months())
    elapsed = len(period.months()) - months_left
    if not so_far.zones:
        return _by_level(indicator, so_far, line, days_left, NO_ZONES)
    if not elapsed or not months_left:
        return _by_level(indicator, so_far, line, days_left, NO_REST)
    pace = Fraction(months_left, elapsed)
    ends = [zone.times * (1 + pace) for zone in so_far.zones]
    lacking = line.value_in(indicator.unit) / 100 * len(ends) - sum(
        zone.passed / end for zone, end in zip(so_far.zones, ends, strict=True)
    )
    coming = sum(zone.times * pace / end for zone, end in zip(so_far.zones, ends, strict=True))
    return _judged(indicator, line, lacking / coming * 100, days_left, past, so_far)


def _judged(
    indicator: Indicator,
    line: LimitLine,
    needed: Fraction,
    days_left: int,
    past: PastRests,
    so_far: Statistic,
) -> Outlook:
    """The finding on what is needed; the graver one where a percentile counts too."""
    assert so_far.value is not None
    values = tuple((year, one.value) for year, one in past if one.valid and one.value is not None)
    held = bool(meets(indicator, so_far, line))
    found = judged(indicator, line.operator, Known(needed, so_far.value, held, values))
    code = NO_HISTORY if found.evidence == LEVEL and indicator.seasonal else ""
    if line.second is not None and line.second.percent is not None:
        also, why = _percentile(indicator, so_far, line.second, past)
        if worse(found, also) is also:
            found, code = also, why
    achieved = sum(1 for _, value in values if no_harder(needed, value, line.operator))
    return Outlook(
        found.answer, code, days_left, needed, values, achieved,
        evidence=found.evidence, evidence_years=found.years,
        unlike=tuple(year for year, one in past if one.reason_code == reasons.NOT_ALIKE),
    )  # fmt: skip


def _adds_up_by_days(indicator: Indicator, so_far: Statistic) -> bool:
    """Whether the figure is a mean of counted days: only then the rest has a mean to keep.

    A score, a state, a few samples, a sum of shares of limits have none.
    """
    by_days = indicator.combine == "mean_of_valid_days" and so_far.n_unit == "day"
    return by_days and so_far.mean_days > 0


def _percentile(
    indicator: Indicator, so_far: Statistic, line: LimitLine, past: PastRests
) -> tuple[EvidenceAnswer, str]:
    """Whether a percentile of the year's days can hold; no mean of the rest tells it.

    The year's percentile lies, but for interpolation, between those of the days so far and of the
    rest: it holds where both do. So the rest needs the limit itself, and a percentile that is over
    so far is hard to mend. Unknown without days: undecided.
    """
    assert line.percent is not None
    now, held = so_far.percentile(line.percent), bool(meets(indicator, so_far, line))
    if now is None:
        return EvidenceAnswer(UNDECIDED, LEVEL), PERCENTILE
    values = [
        (year, value)
        for year, one in past
        if one.valid and (value := one.percentile(line.percent)) is not None
    ]
    known = Known(line.value_in(so_far.unit), now, held, values)
    found = judged(indicator, line.operator, known)
    if not held:
        return EvidenceAnswer(HARD, LEVEL), NOW_OVER
    return found, NO_HISTORY if found.evidence == LEVEL else BY_PERCENTILE


def _task(
    so_far: Statistic, quota: Fraction, period: Period, as_of_end: datetime, silent: str
) -> Outlook:
    """The outlook of a task: done, else its share of the quota beside that of the year."""
    days_left = max(0, (period.end - max(as_of_end, period.start)).days)
    share = Fraction((as_of_end - period.start).days, period.days)
    done = so_far.value or Fraction(0)
    left = max(Fraction(0), quota - done)
    whole = Outlook(None, silent, days_left, None, still_needed=left, elapsed_share=share)
    if so_far.value is not None and done >= quota:
        return replace(
            whole, answer=LOCKED_IN, evidence=BOUNDS if days_left else None, reason_code=""
        )
    if silent:
        return whole
    if not days_left:
        return replace(whole, answer=OUT_OF_REACH, reason_code=DONE)
    return replace(whole, answer=WITHIN_REACH if done >= quota * share else HARD, evidence=LEVEL)


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


def _past_rests(history: History, rest: Period) -> PastRests:
    year = (rest.end - timedelta(days=1)).year
    return [(year - n, history(rest.shifted_years(-n))) for n in range(1, YEARS_BACK + 1)]


def not_alike(past: Statistic) -> Statistic:
    """A past figure that does not compare with this year: it judges nothing, and is told."""
    if not past.valid:
        return past
    reason = reasons.sentence(reasons.NOT_ALIKE, period=reasons.period_words(past.period))
    return replace(past, valid=False, reason_code=reasons.NOT_ALIKE, reason=reason)
