"""Tasks with a yearly quota as reported in tables: cumulative figures and single months."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figures.cumulative import months_from_cumulative
from chuangmo.assess.question import Question
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.verdict_types import Statistic
from chuangmo.period import MONTH

CUMULATIVE_RULE = "当年最近一次累计数；单月数与累计数不相加"
MONTHS_RULE = "当年各月数之和（报表没有累计数）"
DIFFERENCE_RULE = "相邻两次累计数之差"
NEGATIVE_NOTE = "由累计数相减得到，为负数：可能是更正或重报，请核对。"
SUM_RULE = "各区县累计数之和"
SILENT_NOTE = "未报、未计入的区县：{members}"
LATEST_RULE = "时段内最近一次报送的数值"


def latest(question: Question) -> Statistic:
    """The last figure reported inside the period: a score, a rank, a state."""
    rows = [row for row in question.own_rows() if row.has_value]
    if not rows:
        return no_data(question, LATEST_RULE)
    row = max(rows, key=lambda found: (found.end, found.start))
    return _answer(question, row.mean, [row], LATEST_RULE, "reported", closed_by=row)


def cumulative(question: Question) -> Statistic:
    """Done since the period began: the latest cumulative row, else single months added up.

    A city without a row of its own is the sum of its members' latest rows. A month without a
    row of its own is the difference of cumulative rows.
    """
    own = [row for row in question.own_rows() if row.has_value]
    if own:
        return _one_place(question, own)
    if question.period.kind == MONTH and (month := _month_by_difference(question)):
        return month
    members = _member_figures(question)
    if not members:
        return no_data(question, CUMULATIVE_RULE)
    rows = [row for found in members for row in found]
    value = sum((row.mean for row in rows), Fraction(0))
    found = _answer(question, value, rows, SUM_RULE, "reported", closed_by=min(rows, key=_end))
    silent = [member for member in question.members if member not in {row.area for row in rows}]
    note = SILENT_NOTE.format(members="、".join(silent)) if silent else ""
    return replace(found, note="；".join(part for part in (found.note, note) if part))


def of_one_place(question: Question, area: str) -> tuple[Statistic, Stretch] | None:
    """What a place itself reports, with the row that closes it; ``None`` where it reports none."""
    one = replace(question, area=area, members=(), book=None)
    rows = [row for row in one.own_rows() if row.has_value]
    if not rows:
        return None
    return _one_place(one, rows), max(_latest_or_months(one, rows), key=_end)


def _one_place(question: Question, rows: list[Stretch]) -> Statistic:
    chosen = _latest_or_months(question, rows)
    value = sum((row.mean for row in chosen), Fraction(0))
    rule = CUMULATIVE_RULE if len(chosen) == 1 else MONTHS_RULE
    return _answer(question, value, chosen, rule, "reported", closed_by=max(chosen, key=_end))


def _latest_or_months(question: Question, rows: list[Stretch]) -> list[Stretch]:
    states = [row for row in rows if row.kind == "snapshot"]  # 截至某日：since January as well
    running = states + [
        row for row in rows if row.start == question.period.start and row.kind != "snapshot"
    ]
    longer = [row for row in running if row.kind != "month"] or running
    months = sorted((row for row in rows if row.kind == "month"), key=_end)
    if longer and not (len(longer) == 1 and longer[0].kind == "month" and len(months) > 1):
        return [max(longer, key=_end)]
    return months or rows


def _month_by_difference(question: Question) -> Statistic | None:
    """One month out of cumulative rows; a city's is the sum over its members."""
    own = _month_of(question, question.area)
    found = [own] if own else [_month_of(question, member) for member in question.members]
    parts = [part for part in found if part is not None]
    if not parts:
        return None
    value = sum((part[0] for part in parts), Fraction(0))
    rows = [part[1] for part in parts]
    answer = _answer(question, value, rows, DIFFERENCE_RULE, "reported", closed_by=rows[0])
    below = any(part[0] < 0 for part in parts)
    return replace(answer, statistic="value", note=NEGATIVE_NOTE if below else "")


def _month_of(question: Question, area: str) -> tuple[Fraction, Stretch] | None:
    """(value, the row that closes it) of the asked month for one place."""
    rows = [
        row
        for row in question.rows
        if row.area == area
        and row.site is None
        and row.start.year == question.period.start.year
        and row.end <= question.elapsed.end
    ]
    for month in months_from_cumulative(rows):
        same = (month.period.start, month.period.end)
        if same == (question.period.start, question.period.end):
            closing = next(row for row in rows if row.end == month.period.end and row.has_value)
            return month.value, closing
    return None


def _member_figures(question: Question) -> list[list[Stretch]]:
    inside = question.elapsed
    found = []
    for member in question.members:
        rows = [
            row
            for row in question.rows
            if row.area == member
            and row.site is None
            and row.has_value
            and inside.start <= row.start
            and row.end <= inside.end
        ]
        if rows:
            found.append(_latest_or_months(question, rows))
    return found


def _end(row: Stretch) -> datetime:
    return row.end


def _answer(
    question: Question,
    value: Fraction,
    rows: list[Stretch],
    rule: str,
    origin: str,
    *,
    closed_by: Stretch,
) -> Statistic:
    covered = closed_by.end >= question.period.end
    code = "" if covered else reasons.PERIOD_OPEN if question.is_open else reasons.NOT_COVERED
    last = closed_by.last_day
    months = len(question.period.months())
    reported = sum(1 for month in question.period.months() if month.end <= closed_by.end)
    if gap := _gap(question, rows, closed_by):
        code, reported = reasons.NOT_COVERED, reported - gap
    return question.answer(
        value=value,
        statistic="value",
        grain=rows[0].kind,
        n_valid=len(rows),
        n_expected=len(rows),
        n_unit=question.indicator.count_unit,
        valid=not code,
        reason_code=code,
        reason=reasons.sentence(
            code,
            period=reasons.period_words(question.period),
            n=reported,
            required=months,
            through=f"{last.year}年{last.month}月{last.day}日",
        ),
        rule=rule,
        origin=origin,
        demo=any(row.demo for row in rows),
    )


def _gap(question: Question, rows: list[Stretch], closed_by: Stretch) -> int:
    """Months without a row between the period's start and the last, where months are added up."""
    starts: dict[str, set[datetime]] = {}
    for row in rows:
        starts.setdefault(row.area, set()).add(row.start)
    added_up = [starts[row.area] for row in rows if row.kind == MONTH]
    due = [m.start for m in question.period.months() if m.end <= closed_by.end]
    gaps = (sum(1 for start in due if start not in found) for found in added_up)
    return max(gaps, default=0)


def no_data(question: Question, rule: str) -> Statistic:
    """The statistic of a place that reports nothing."""
    return question.answer(
        statistic="value",
        reason_code=reasons.NO_DATA,
        reason=reasons.sentence(reasons.NO_DATA, period=reasons.period_words(question.period)),
        rule=rule,
    )
