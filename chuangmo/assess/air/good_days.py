"""优良天数 and its rate: good days over valid monitored days, from the daily index of each day.

The denominator is the days with a valid index (27 of 29, not of 30); the calendar share stands
beside it as a note, and how days count on which a pollutant is missing. Dust days stay in unless
扣沙 is asked for: both conventions are official.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.air.air_index import DayIndex, day_index
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.figures.means import valid_days
from chuangmo.assess.figures.rates import ratio_of_sums
from chuangmo.assess.rounding import publish
from chuangmo.assess.validity import days_by_month, required_days, shortfall
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import ValidityRule
from chuangmo.period import day_words

DIFFERS_NOTE = "按日值计算为 {rate}%（{good}/{days} 天），与报表不一致，请核对。"


def share_of_good_days(request: FigureRequest) -> Statistic:
    """Good days over valid days in per cent; a rate reported by the place itself goes first.

    Where the days are known too and give another rate, the reported one says so.
    """
    reported = ratio_of_sums(request)
    if request.index is None:
        return reported
    days = day_indices(request)
    valid = [found for found in days if found.value is not None]
    if not valid:
        return reported
    computed = _answer(request, valid, _incomplete_note(days))
    return computed if reported.value is None else _beside(reported, computed)


def _beside(reported: Statistic, computed: Statistic) -> Statistic:
    """The reported rate, with a note where enough days give another in published digits."""
    if not computed.valid or reported.value is None or computed.value is None:
        return reported
    due = publish(computed.value, 1)
    if publish(reported.value, 1) == due:
        return reported
    note = DIFFERS_NOTE.format(rate=due, good=computed.numerator, days=computed.denominator)
    return replace(reported, note="；".join(part for part in (reported.note, note) if part))


def _answer(request: FigureRequest, valid: list[DayIndex], incomplete: str) -> Statistic:
    assert request.index is not None
    good = sum(1 for found in valid if found.good)
    rule = _strictest(request)
    dust = _dust_days(request)
    code, reason = _shortcoming(request, rule, {found.day for found in valid} | dust)
    table = request.index.table
    return request.answer(
        value=Fraction(100 * good, len(valid)),
        statistic="rate",
        grain="day",
        n_valid=len(valid),
        n_expected=request.period.days,
        n_required=required_days(rule, request.period),
        n_unit="day",
        valid=not code,
        reason_code=code,
        reason=reason,
        rule=f"{_table_names(request)} 不大于 {table.good_upto} 的天数除以有效天数",
        origin="sites",
        n_dust=len(dust),
        demo=any(part.day_book().demo for part in request.index.requests),
        numerator=Fraction(good),
        denominator=Fraction(len(valid)),
        note=_calendar_note(good, request) + incomplete,
    )


def _strictest(request: FigureRequest) -> ValidityRule | None:
    """The pollutants' validity rule that asks for most days."""
    assert request.index is not None
    rules = [part.rule for part in request.index.requests if part.rule]
    return max(rules, key=lambda rule: required_days(rule, request.period), default=None)


def _shortcoming(
    request: FigureRequest, rule: ValidityRule | None, days: Collection[date]
) -> tuple[str, str]:
    short = shortfall(rule, request.period, days_by_month(days), request.as_of)
    if short:
        return short.code, short.reason
    if not request.is_open:
        return "", ""
    words, through = reasons.period_words(request.period), max(days)
    last = day_words(through)
    return reasons.PERIOD_OPEN, reasons.sentence(reasons.PERIOD_OPEN, period=words, through=last)


def _dust_days(request: FigureRequest) -> set[date]:
    """Sand-dust days left out of the particles of this figure; they were monitored all the same."""
    assert request.index is not None
    dust = [valid_days(part).dust for part in request.index.requests]
    return set().union(*dust)


def _table_names(request: FigureRequest) -> str:
    """The table of the period, and the earlier one where the period begins under it."""
    assert request.index is not None
    first = request.index.table_on(request.period.start.date())
    names = [table.name for table in (first, request.index.table) if table is not None]
    return "、".join(dict.fromkeys(names))


def _calendar_note(good: int, request: FigureRequest) -> str:
    elapsed = request.elapsed.days
    share = publish(Fraction(100 * good, elapsed), 1)
    return f"优良 {good} 天；按日历天数 {elapsed} 天计为 {share}%。"


def _incomplete_note(days: list[DayIndex]) -> str:
    """How the days count on which a pollutant is missing; empty without such days."""
    lacking = [found for found in days if not found.complete]
    open_days = sum(1 for found in lacking if found.value is None)
    over = len(lacking) - open_days
    parts = [f"{open_days} 天其余各项都不超标，不算优良也不算有效天数"] if open_days else []
    parts += [f"{over} 天已有一项超标，算有效天数、不算优良"] if over else []
    return f"有 {len(lacking)} 天缺污染物：{'；'.join(parts)}。" if lacking else ""


def day_indices(request: FigureRequest) -> list[DayIndex]:
    """The index of every day with any valid pollutant, in order."""
    assert request.index is not None
    found: dict[date, dict[str, Fraction]] = {}
    for part in request.index.requests:
        for day, value in valid_days(part).values.items():
            found.setdefault(day, {})[part.indicator.id] = value
    entries = {part.indicator.id: part.indicator for part in request.index.requests}
    table_on, known = request.index.table_on, request.index.known
    indices: dict[date, DayIndex] = {}
    for day, values in found.items():
        kept = known.get(day)
        if kept is None or kept[0] != values:
            table = table_on(day)
            if table is None:
                continue
            kept = known[day] = values, day_index(day, values, table, entries)
        indices[day] = kept[1]
    return [indices[day] for day in sorted(indices)]
