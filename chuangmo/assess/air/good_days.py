"""优良天数 and its rate: good days over valid monitored days, from the daily index of each day.

The denominator is the days with a valid index (27 of 29, not of 30); the calendar share stands
beside it as a note. Dust days stay in unless 扣沙 is asked for: both conventions are official.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.air.air_index import DayIndex, day_index
from chuangmo.assess.figures.means import valid_days
from chuangmo.assess.figures.rates import ratio_of_sums
from chuangmo.assess.question import Question
from chuangmo.assess.rounding import publish
from chuangmo.assess.validity import days_by_month, required_days, shortfall
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import ValidityRule

DIFFERS_NOTE = "按日值计算为 {rate}%（{good}/{days} 天），与报表不一致，请核对。"


def share_of_good_days(question: Question) -> Statistic:
    """Good days over valid days in per cent; a rate reported by the place itself goes first.

    Where the days are known too and give another rate, the reported one says so.
    """
    reported = ratio_of_sums(question)
    if question.index is None:
        return reported
    valid = [found for found in day_indices(question) if found.value is not None]
    if not valid:
        return reported
    computed = _answer(question, valid)
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


def _answer(question: Question, valid: list[DayIndex]) -> Statistic:
    assert question.index is not None
    good = sum(1 for found in valid if found.good)
    rule = _strictest(question)
    dust = _dust_days(question)
    code, reason = _shortcoming(question, rule, {found.day for found in valid} | dust)
    table = question.index.table
    return question.answer(
        value=Fraction(100 * good, len(valid)),
        statistic="rate",
        grain="day",
        n_valid=len(valid),
        n_expected=question.period.days,
        n_required=required_days(rule, question.period),
        n_unit="day",
        valid=not code,
        reason_code=code,
        reason=reason,
        rule=f"{_table_names(question)} 不大于 {table.good_upto} 的天数除以有效天数",
        origin="sites",
        n_dust=len(dust),
        demo=any(part.day_book().demo for part in question.index.questions),
        numerator=Fraction(good),
        denominator=Fraction(len(valid)),
        note=_calendar_note(good, question),
    )


def _strictest(question: Question) -> ValidityRule | None:
    """The pollutants' validity rule that asks for most days."""
    assert question.index is not None
    rules = [part.rule for part in question.index.questions if part.rule]
    return max(rules, key=lambda rule: required_days(rule, question.period), default=None)


def _shortcoming(
    question: Question, rule: ValidityRule | None, days: Collection[date]
) -> tuple[str, str]:
    short = shortfall(rule, question.period, days_by_month(days), question.as_of)
    if short:
        return short.code, short.reason
    if not question.is_open:
        return "", ""
    words, through = reasons.period_words(question.period), max(days)
    last = f"{through.year}年{through.month}月{through.day}日"
    return reasons.PERIOD_OPEN, reasons.sentence(reasons.PERIOD_OPEN, period=words, through=last)


def _dust_days(question: Question) -> set[date]:
    """Sand-dust days left out of the particles of this figure; they were monitored all the same."""
    assert question.index is not None
    dust = [valid_days(part).dust for part in question.index.questions]
    return set().union(*dust)


def _table_names(question: Question) -> str:
    """The table of the period, and the earlier one where the period begins under it."""
    assert question.index is not None
    first = question.index.table_on(question.period.start.date())
    names = [table.name for table in (first, question.index.table) if table is not None]
    return "、".join(dict.fromkeys(names))


def _calendar_note(good: int, question: Question) -> str:
    elapsed = question.elapsed.days
    share = publish(Fraction(100 * good, elapsed), 1)
    return f"优良 {good} 天；按日历天数 {elapsed} 天计为 {share}%。"


def day_indices(question: Question) -> list[DayIndex]:
    """The index of every day with any valid pollutant, in order."""
    assert question.index is not None
    found: dict[date, dict[str, Fraction]] = {}
    for part in question.index.questions:
        for day, value in valid_days(part).values.items():
            found.setdefault(day, {})[part.indicator.id] = value
    entries = {part.indicator.id: part.indicator for part in question.index.questions}
    table_on, known = question.index.table_on, question.index.known
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
