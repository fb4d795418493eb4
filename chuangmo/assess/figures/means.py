"""Means of concentrations: from the finest valid grain, the place's own report before its sites."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.figures.days import SomeDays
from chuangmo.assess.stretches import WITHOUT_DUST, Stretch
from chuangmo.assess.validity import (
    Shortfall,
    required_days,
    shortfall,
    shortfall_of_months,
)
from chuangmo.assess.verdict_types import OtherSource, Statistic
from chuangmo.period import DAY, HOUR, MONTH, Period, day_words


def mean_of_valid_days(request: FigureRequest) -> Statistic:
    """The mean of a period from valid daily means (GB 3095: 日均值的算术平均).

    The first source with enough data stands: daily or hourly values of the place itself; a figure
    reported for exactly this period; its sites, averaged day by day; months weighted by their
    valid days; of a running year the latest cumulative figure. A few daily values therefore never
    replace what was reported for the period; where both stand and differ, ``other`` says so.
    """
    if request.grain == MONTH:
        return _from_months(request) or _no_data(request)
    passed_over: Statistic | None = None
    for found in _sources(request):
        if found.reason_code in reasons.STANDS:
            return _beside(request, _explained(found, passed_over))
        passed_over = passed_over or found
    return passed_over or _no_data(request)


def _sources(request: FigureRequest) -> Iterator[Statistic]:
    """The figure by every source that has one, in the order in which they count."""
    own = request.own_days()
    if own.seen:
        origin = "sites" if request.site else "reported"
        yield _from_days(request, own, request.day_book().own_statistic, origin)
    if exact := _reported(request):
        yield exact
    if by_sites := _from_sites(request):
        yield by_sites
    yield from _from_longer(request)


def _from_sites(request: FigureRequest) -> Statistic | None:
    if request.site is not None:
        return None
    combined = request.site_days()
    if not combined.seen:
        return None
    return _from_days(request, combined, request.day_book().site_statistic, "sites")


def _from_longer(request: FigureRequest) -> Iterator[Statistic]:
    """From months or from 1—n月, first from what reaches further; never from a mix of them."""
    months, running = _months(request), _running(request)
    found = [_from_months(request), _as_running(request, running) if running else None]
    if running is not None and all(month.end < running.end for month in months):
        found.reverse()
    yield from (one for one in found if one is not None)


def _explained(found: Statistic, passed_over: Statistic | None) -> Statistic:
    """Says why a source that comes first was not used."""
    if passed_over is None:
        return found
    return replace(found, note=reasons.PASSED_OVER.format(reason=passed_over.reason))


def _beside(request: FigureRequest, found: Statistic) -> Statistic:
    """With what another source says, where that stands as well and differs beyond rounding."""
    half = Fraction(1, 2 * 10 ** request.indicator.digits[request.indicator.unit])
    for words, other, rounding in _others(request, found):
        if other is None or other.reason_code or other.value is None or found.value is None:
            continue
        if abs(other.value - found.value) > rounding * half:
            return replace(found, other=OtherSource(words, other.value))
    return found


def _others(
    request: FigureRequest, found: Statistic
) -> Iterator[tuple[str, Statistic | None, int]]:
    """Sources to hold beside: words, figure, how many half units of the last place are rounding.

    A mean of rounded months may be off by as much again as the figure it is held beside.
    """
    if found.grain == DAY:
        yield reasons.REPORTED_FIGURE, _reported(request), 1
    elif found.origin == "reported" and found.grain == request.period.kind:
        yield reasons.SITES_FIGURE, _from_sites(request), 1
        yield reasons.MONTHS_FIGURE, _from_months(request), 2


def valid_days(request: FigureRequest) -> SomeDays:
    """Valid daily values of the place: its own report first, else its sites."""
    own = request.own_days()
    return own if own.seen or request.site is not None else request.site_days()


def _from_days(request: FigureRequest, days: SomeDays, statistic: str, origin: str) -> Statistic:
    if HOUR in (request.grain, request.period.kind):
        return _from_hours(request, days, origin)
    short = shortfall(request.rule, request.period, days.monitored, request.as_of)
    if not days.n and days.seen:
        short = _no_valid_day(request, days)
    if short is None and request.is_open:
        short = _open(request, days.last)
    return request.answer(
        value=days.mean,
        statistic=statistic,
        grain="day",
        n_valid=days.n,
        n_expected=request.period.days,
        n_required=required_days(request.rule, request.period),
        n_unit="day",
        valid=short is None,
        reason_code=short.code if short else "",
        reason=short.reason if short else "",
        rule=_rule_text(request, origin),
        n_dust=len(days.dust),
        percentiles=_percentiles(request, days),
        origin=origin,
        sites=days.sites or ((request.site,) if request.site else ()),
        demo=days.demo,
    )


def _percentiles(request: FigureRequest, days: SomeDays) -> tuple[tuple[int, Fraction], ...]:
    if request.period.kind == DAY:  # one value has none
        return ()
    return tuple((p, days.percentile(p)) for p in request.percents if days.n)


def _no_valid_day(request: FigureRequest, days: SomeDays) -> Shortfall:
    words = reasons.period_words(request.period)
    if days.dust:
        return Shortfall(reasons.ALL_DUST, reasons.sentence(reasons.ALL_DUST, period=words))
    if request.site is None and request.part_rows() and not request.own_rows():
        return Shortfall(
            reasons.TOO_FEW_SITES, reasons.sentence(reasons.TOO_FEW_SITES, period=words)
        )
    if request.daily != "mean" and days.any_hours:
        needed = request.rule.eight_hour_means_per_day if request.rule else 0
        reason = reasons.sentence(reasons.TOO_FEW_MEANS, period=words, required=needed)
        return Shortfall(reasons.TOO_FEW_MEANS, reason)
    needed = request.rule.hours_per_day if request.rule else 0
    reason = reasons.sentence(
        reasons.TOO_FEW_HOURS, period=words, n=days.hour_count, required=needed
    )
    return Shortfall(reasons.TOO_FEW_HOURS, reason)


def _from_hours(request: FigureRequest, days: SomeDays, origin: str) -> Statistic:
    value = days.hour_total / days.hour_count if days.hour_count else None
    short = None if value is not None else _missing(request)
    return request.answer(
        value=value,
        grain="hour",
        n_valid=days.hour_count,
        n_expected=request.period.days * 24 if request.period.kind != "hour" else 1,
        n_unit="hour",
        n_dust=len(days.dust),
        valid=short is None,
        reason_code=short.code if short else "",
        reason=short.reason if short else "",
        rule="小时值的算术平均（不是日均值的平均，仅供对照）",
        origin=origin if value is not None else "",
        sites=days.sites or ((request.site,) if request.site else ()),
        demo=days.demo,
    )


def _stretches(request: FigureRequest) -> list[Stretch]:
    """The place's own figures for longer than a day, inside the elapsed part of the period."""
    span = request.elapsed
    rows = request.day_book().own_stretches
    return [row for row in rows if span.start <= row.start and row.end <= span.end]


def _months(request: FigureRequest) -> list[Stretch]:
    return [row for row in _stretches(request) if row.kind == MONTH]


def _reported(request: FigureRequest) -> Statistic | None:
    for row in _stretches(request):
        if (row.start, row.end) == (request.period.start, request.period.end):
            return _as_reported(request, row)
    return None


def _running(request: FigureRequest) -> Stretch | None:
    """Of a running period the latest figure from its beginning on (1—n月)."""
    since = [
        row
        for row in _stretches(request)
        if row.start == request.period.start and row.kind != MONTH
    ]
    return max(since, key=lambda row: row.end) if since and request.is_open else None


def _as_running(request: FigureRequest, row: Stretch) -> Statistic:
    """1—n月 as reported: the figure of the running period so far, never a whole one."""
    told = Period(row.start, row.end, row.kind)
    short = _holds_dust(request, [row]) or _too_few(request, row, told)
    short = short or _open(request, row.last_day)
    return request.answer(
        value=row.mean,
        statistic=row.statistic,
        grain=row.kind,
        n_valid=row.n_valid or 0,
        n_expected=row.n_expected or told.days,
        n_required=required_days(request.rule, request.period),
        n_unit="day",
        reason_code=short.code,
        reason=short.reason,
        rule=_with_days(reasons.RUNNING_RULE.format(period=reasons.period_words(told)), row),
        origin="reported",
        demo=row.demo,
        calendar_days=told.days if row.n_valid is None else 0,
    )


def _too_few(request: FigureRequest, row: Stretch, period: Period) -> Shortfall | None:
    """Whether a reported figure itself says that it has too few valid days."""
    needed = required_days(request.rule, period)
    if row.n_valid is None or row.n_valid >= needed:
        return None
    words = reasons.period_words(period)
    reason = reasons.sentence(reasons.TOO_FEW_DAYS, period=words, n=row.n_valid, required=needed)
    return Shortfall(reasons.TOO_FEW_DAYS, reason)


def _holds_dust(request: FigureRequest, rows: list[Stretch]) -> Shortfall | None:
    """Reported means with sand-dust days inside that are to be left out: there is no way to."""
    kept = [row for row in rows if row.dust != "removed"]
    inside = any(row.day <= day <= row.last_day for row in kept for day in request.dust_days)
    if request.dust != WITHOUT_DUST or not inside:
        return None
    words = reasons.period_words(request.period)
    return Shortfall(reasons.DUST_INSIDE, reasons.sentence(reasons.DUST_INSIDE, period=words))


def _as_reported(request: FigureRequest, row: Stretch) -> Statistic:
    short = _too_few(request, row, request.period) or _holds_dust(request, [row])
    rule = reasons.REPORTED_RULE.format(period=reasons.period_words(request.period))
    return request.answer(
        value=row.mean,
        statistic=row.statistic,
        grain=row.kind,
        n_valid=row.n_valid or 0,
        n_expected=row.n_expected or request.period.days,
        n_required=required_days(request.rule, request.period),
        n_unit="day",
        valid=short is None,
        reason_code=short.code if short else "",
        reason=short.reason if short else "",
        rule=_with_days(rule, row),
        origin="reported",
        demo=row.demo,
        calendar_days=request.period.days if row.n_valid is None else 0,
    )


def _with_days(rule: str, row: Stretch) -> str:
    """The rule of a reported figure, with a word where its valid days were not reported."""
    return (
        rule if row.n_valid is not None else reasons.joined_rules(rule, reasons.DAYS_NOT_REPORTED)
    )


def _from_months(request: FigureRequest) -> Statistic | None:
    months = _months(request)
    if not months:
        return None
    weights = [row.n_valid for row in months]
    known = all(weights)
    parts = [
        w if known else (row.end - row.start).days for w, row in zip(weights, months, strict=True)
    ]
    total = sum((row.mean * (w or 0) for row, w in zip(months, parts, strict=True)), Fraction(0))
    short = _months_short(request, months, known)
    return request.answer(
        value=total / sum(w or 0 for w in parts),
        statistic=months[0].statistic,
        grain="month",
        n_valid=sum(w or 0 for w in weights),
        n_expected=request.period.days,
        n_required=required_days(request.rule, request.period),
        n_unit="day",
        valid=short is None,
        reason_code=short.code if short else "",
        reason=short.reason if short else "",
        rule="各月均值按有效天数加权" if known else "各月均值按日历天数加权（未报有效天数）",
        origin="reported",
        demo=any(row.demo for row in months),
        calendar_days=0 if known else sum(w or 0 for w in parts),
    )


def _months_short(request: FigureRequest, months: list[Stretch], known: bool) -> Shortfall | None:
    words = reasons.period_words(request.period)
    last = max(row.end for row in months)
    reach = request.elapsed.until(_day_before(last)) if request.is_open else request.period
    expected = len(reach.months())
    if not known and request.rule is not None:
        reason = reasons.sentence(reasons.VALID_DAYS_UNKNOWN, period=words)
        return Shortfall(reasons.VALID_DAYS_UNKNOWN, reason)
    if len(months) < expected:
        reason = reasons.sentence(
            reasons.NOT_COVERED, period=words, n=len(months), required=expected
        )
        return Shortfall(reasons.NOT_COVERED, reason)
    if short := _holds_dust(request, months) or _by_rule(request, months, known):
        return short
    return _open(request, _day_before(last)) if request.is_open else None


def _by_rule(request: FigureRequest, months: list[Stretch], known: bool) -> Shortfall | None:
    """The validity rule on the valid days that the months report."""
    if not known:
        return None
    counted = {(row.start.year, row.start.month): row.n_valid or 0 for row in months}
    return shortfall_of_months(request.rule, request.period, counted, request.as_of)


def _day_before(end: datetime) -> date:
    return (end - timedelta(days=1)).date()


def _open(request: FigureRequest, through: date) -> Shortfall:
    reason = reasons.sentence(
        reasons.PERIOD_OPEN,
        period=reasons.period_words(request.period),
        through=day_words(through),
    )
    return Shortfall(reasons.PERIOD_OPEN, reason)


def _missing(request: FigureRequest) -> Shortfall:
    words = reasons.period_words(request.period)
    reported = request.member_rows() if request.site is None else []
    if districts := {row.area for row in reported if row.has_value}:
        code = reasons.DISTRICTS_ONLY  # a city has its own figure or that of its sites
        return Shortfall(code, reasons.sentence(code, period=words, n=len(districts)))
    return Shortfall(reasons.NO_DATA, reasons.sentence(reasons.NO_DATA, period=words))


def _no_data(request: FigureRequest) -> Statistic:
    short = _missing(request)
    return request.answer(
        reason_code=short.code,
        reason=short.reason,
        n_expected=request.period.days,
        n_required=required_days(request.rule, request.period),
        n_unit="day",
        rule=request.rule.text if request.rule else reasons.NO_RULE,
    )


def _rule_text(request: FigureRequest, origin: str) -> str:
    rule = request.rule.text if request.rule else reasons.NO_RULE
    by_sites = origin == "sites" and not request.site
    return reasons.joined_rules(rule, reasons.SITES_RULE) if by_sites else rule
