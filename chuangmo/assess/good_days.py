"""优良天数 and its rate: good days over valid monitored days, from the daily index of each day.

The denominator is the days with a valid index (27 of 29, not of 30); the calendar share stands
beside it as a note. Dust days stay in unless 扣沙 is asked for: both conventions are official.
"""

from datetime import date
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.air_index import DayIndex, day_index
from chuangmo.assess.means import valid_days
from chuangmo.assess.question import Question
from chuangmo.assess.rates import ratio_of_sums
from chuangmo.assess.rounding import publish
from chuangmo.assess.validity import required_days, shortfall
from chuangmo.assess.verdict_types import Statistic


def share_of_good_days(question: Question) -> Statistic:
    """Good days over valid days in per cent; a rate reported by the place itself goes first."""
    reported = ratio_of_sums(question)
    if reported.value is not None or question.index is None:
        return reported
    indices = day_indices(question)
    valid = [found for found in indices if found.value is not None]
    if not valid:
        return reported
    good = sum(1 for found in valid if found.good)
    days = [found.day for found in valid]
    rule = max(
        (part.rule for part in question.index.questions if part.rule),
        key=lambda found: required_days(found, question.period),
        default=None,
    )
    short = shortfall(rule, question.period, days, question.as_of)
    code = short.code if short else reasons.PERIOD_OPEN if question.is_open else ""
    through = max(days)
    sentence = reasons.sentence(
        reasons.PERIOD_OPEN,
        period=reasons.period_words(question.period),
        through=f"{through.year}年{through.month}月{through.day}日",
    )
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
        reason=short.reason if short else sentence if code else "",
        rule=f"{question.index.table.name} 不大于 {question.index.table.good_upto} 的天数除以有效天数",
        origin="sites",
        demo=any(row.demo for part in question.index.questions for row in part.rows),
        numerator=Fraction(good),
        denominator=Fraction(len(valid)),
        note=_calendar_note(good, question),
    )


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
    return [
        day_index(day, values, question.index.table, entries)
        for day, values in sorted(found.items())
    ]
