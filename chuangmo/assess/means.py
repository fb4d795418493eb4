"""Means of concentrations: from the finest valid grain, the place's own report before its sites."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.daily import Days, book_of, dust_choice, made_of_hours, wanted_statistic
from chuangmo.assess.percentile import percentile
from chuangmo.assess.question import REMOVE, Question
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.validity import (
    Shortfall,
    required_days,
    shortfall,
    shortfall_of_months,
)
from chuangmo.assess.verdict_types import Statistic


def mean_of_valid_days(question: Question) -> Statistic:
    """The mean of a period from valid daily means (GB 3095: 日均值的算术平均).

    Order of sources: daily or hourly values of the place itself; a figure reported for exactly
    this period; its sites, averaged day by day; months weighted by their valid days.
    """
    book = book_of(question)
    if question.grain == "month":
        return _from_months(question) or _no_data(question)
    days = book.own.within(question.elapsed).without_dust(question)
    if days.seen:
        origin = "sites" if question.site else "reported"
        return _from_days(question, days, book.own_statistic, origin)
    exact = _reported(question)
    if exact:
        return exact
    if question.site is None:
        combined = book.combined.within(question.elapsed).without_dust(question)
        if combined.seen:
            return _from_days(question, combined, book.site_statistic, "sites")
    return _from_months(question) or _no_data(question)


def valid_days(question: Question) -> Days:
    """Valid daily means of the place: its own report first, else its sites."""
    return _days_and_statistic(question)[0]


def days_for_index(question: Question) -> dict[date, Fraction]:
    """Valid daily values for an index; none where hours of ozone stand in for daily maxima."""
    days, statistic = _days_and_statistic(question)
    return {} if made_of_hours(question.indicator.id, statistic, days) else days.values


def _days_and_statistic(question: Question) -> tuple[Days, str]:
    book = book_of(question)
    days, statistic = book.own.within(question.elapsed), book.own_statistic
    if not days.seen and question.site is None:
        days, statistic = book.combined.within(question.elapsed), book.site_statistic
    return days.without_dust(question), statistic


def _from_days(question: Question, days: Days, statistic: str, origin: str) -> Statistic:
    if question.grain == "hour" or question.period.kind == "hour":
        return _from_hours(question, days, statistic, origin)
    values = days.values
    total = sum(values.values(), Fraction(0))
    short = shortfall(question.rule, question.period, days.monitored, question.as_of)
    if not values and days.seen:
        short = _no_valid_day(question, days)
    if short is None and question.is_open:
        short = _open(question, max(values))
    return question.answer(
        value=total / len(values) if values else None,
        statistic=statistic,
        grain="day",
        n_valid=len(values),
        n_expected=question.period.days,
        n_required=required_days(question.rule, question.period),
        n_unit="day",
        valid=short is None,
        reason_code=short.code if short else "",
        reason=short.reason if short else "",
        rule=_rule_text(question, origin),
        n_dust=len(days.dust),
        percentiles=_percentiles(question, days, statistic),
        origin=origin,
        sites=days.sites or ((question.site,) if question.site else ()),
        demo=days.demo,
    )


def _percentiles(
    question: Question, days: Days, statistic: str
) -> tuple[tuple[int, Fraction], ...]:
    """Percentiles of the daily values; none where hours of ozone stand in for daily maxima."""
    if not days.values or made_of_hours(question.indicator.id, statistic, days):
        return ()
    return tuple((p, percentile(days.values.values(), p)) for p in question.percents)


def _no_valid_day(question: Question, days: Days) -> Shortfall:
    words = reasons.period_words(question.period)
    if question.site is None and question.part_rows() and not question.own_rows():
        return Shortfall(
            reasons.TOO_FEW_SITES, reasons.sentence(reasons.TOO_FEW_SITES, period=words)
        )
    needed = question.rule.hours_per_day if question.rule else 0
    reason = reasons.sentence(
        reasons.TOO_FEW_HOURS, period=words, n=days.hour_count, required=needed
    )
    return Shortfall(reasons.TOO_FEW_HOURS, reason)


def _from_hours(question: Question, days: Days, statistic: str, origin: str) -> Statistic:
    value = days.hour_total / days.hour_count if days.hour_count else None
    short = None if value is not None else _missing(question)
    return question.answer(
        value=value,
        statistic=statistic,
        grain="hour",
        n_valid=days.hour_count,
        n_expected=question.period.days * 24 if question.period.kind != "hour" else 1,
        n_unit="hour",
        n_dust=len(days.dust),
        valid=short is None,
        reason_code=short.code if short else "",
        reason=short.reason if short else "",
        rule="小时值的算术平均（不是日均值的平均，仅供对照）",
        origin=origin if value is not None else "",
        sites=days.sites or ((question.site,) if question.site else ()),
        demo=days.demo,
    )


def _main_rows(question: Question) -> list[Stretch]:
    """The place's own rows of the indicator's main statistic, with or without dust as asked."""
    own = dust_choice(question.own_rows(), question)
    statistic = wanted_statistic(question.indicator.id, own)
    return [row for row in own if row.statistic == statistic]


def _reported(question: Question) -> Statistic | None:
    for row in _main_rows(question):
        same = (row.start, row.end) == (question.period.start, question.period.end)
        if same and row.has_value:
            return _as_reported(question, row)
    return None


def _holds_dust(question: Question, rows: list[Stretch]) -> Shortfall | None:
    """Reported means with sand-dust days inside that are to be left out: there is no way to."""
    kept = [row for row in rows if row.dust != "removed"]
    inside = any(row.day <= day <= row.last_day for row in kept for day in question.dust_days)
    if question.dust != REMOVE or not inside:
        return None
    words = reasons.period_words(question.period)
    return Shortfall(reasons.DUST_INSIDE, reasons.sentence(reasons.DUST_INSIDE, period=words))


def _as_reported(question: Question, row: Stretch) -> Statistic:
    needed = required_days(question.rule, question.period)
    words = reasons.period_words(question.period)
    short = _holds_dust(question, [row])
    if row.n_valid is not None and row.n_valid < needed:
        reason = reasons.sentence(
            reasons.TOO_FEW_DAYS, period=words, n=row.n_valid, required=needed
        )
        short = Shortfall(reasons.TOO_FEW_DAYS, reason)
    rule = reasons.REPORTED_RULE.format(period=words)
    return question.answer(
        value=row.mean,
        statistic=row.statistic,
        grain=row.kind,
        n_valid=row.n_valid or 0,
        n_expected=row.n_expected or question.period.days,
        n_required=needed,
        n_unit="day",
        valid=short is None,
        reason_code=short.code if short else "",
        reason=short.reason if short else "",
        rule=rule if row.n_valid is not None else f"{rule}；未报有效天数",
        origin="reported",
        demo=row.demo,
    )


def _from_months(question: Question) -> Statistic | None:
    months = [row for row in _main_rows(question) if row.kind == "month" and row.has_value]
    if not months:
        return None
    weights = [row.n_valid for row in months]
    known = all(weights)
    parts = [
        w if known else (row.end - row.start).days for w, row in zip(weights, months, strict=True)
    ]
    total = sum((row.mean * (w or 0) for row, w in zip(months, parts, strict=True)), Fraction(0))
    short = _months_short(question, months, known)
    return question.answer(
        value=total / sum(w or 0 for w in parts),
        statistic=months[0].statistic,
        grain="month",
        n_valid=sum(w or 0 for w in weights),
        n_expected=question.period.days,
        n_required=required_days(question.rule, question.period),
        n_unit="day",
        valid=short is None,
        reason_code=short.code if short else "",
        reason=short.reason if short else "",
        rule="各月均值按有效天数加权" if known else "各月均值按日历天数加权（未报有效天数）",
        origin="reported",
        demo=any(row.demo for row in months),
    )


def _months_short(question: Question, months: list[Stretch], known: bool) -> Shortfall | None:
    words = reasons.period_words(question.period)
    last = max(row.end for row in months)
    reach = question.elapsed.until(_day_before(last)) if question.is_open else question.period
    expected = len(reach.months())
    if not known and question.rule is not None:
        reason = reasons.sentence(reasons.VALID_DAYS_UNKNOWN, period=words)
        return Shortfall(reasons.VALID_DAYS_UNKNOWN, reason)
    if len(months) < expected:
        reason = reasons.sentence(
            reasons.NOT_COVERED, period=words, n=len(months), required=expected
        )
        return Shortfall(reasons.NOT_COVERED, reason)
    if short := _holds_dust(question, months) or _by_rule(question, months, known):
        return short
    return _open(question, _day_before(last)) if question.is_open else None


def _by_rule(question: Question, months: list[Stretch], known: bool) -> Shortfall | None:
    """The validity rule on the valid days that the months report."""
    if not known:
        return None
    counted = {(row.start.year, row.start.month): row.n_valid or 0 for row in months}
    return shortfall_of_months(question.rule, question.period, counted, question.as_of)


def _day_before(end: datetime) -> date:
    return (end - timedelta(days=1)).date()


def _open(question: Question, through: date) -> Shortfall:
    reason = reasons.sentence(
        reasons.PERIOD_OPEN,
        period=reasons.period_words(question.period),
        through=f"{through.year}年{through.month}月{through.day}日",
    )
    return Shortfall(reasons.PERIOD_OPEN, reason)


def _missing(question: Question) -> Shortfall:
    words = reasons.period_words(question.period)
    return Shortfall(reasons.NO_DATA, reasons.sentence(reasons.NO_DATA, period=words))


def _no_data(question: Question) -> Statistic:
    short = _missing(question)
    return question.answer(
        reason_code=short.code,
        reason=short.reason,
        n_expected=question.period.days,
        n_required=required_days(question.rule, question.period),
        n_unit="day",
        rule=question.rule.text if question.rule else reasons.NO_RULE,
    )


def _rule_text(question: Question, origin: str) -> str:
    rule = question.rule.text if question.rule else reasons.NO_RULE
    return f"{rule}；{reasons.SITES_RULE}" if origin == "sites" and not question.site else rule
