"""A task that is due on a day: done or not, and overdue by how many days.

Overdue days run to the day looked at, never past the end of the year that is judged: a report of
a closed year says the same on every day. Reports are of months: a task that was done after its day
is done by the end of the first month that shows it, which is at most so late.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import LimitLine
from chuangmo.assess.rounding import decimal_text, publish
from chuangmo.assess.targets.case import TargetCase, differs, silent
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts.evidence import BOUNDS, LEVEL
from chuangmo.assess.verdicts.verdict import judge
from chuangmo.period import day_words

RULE = (
    "完成数达到任务数为完成；期限{due}前对照到期限的时序进度，期限过后未完成的算逾期天数"
    "（到所看的日子，不过年底）"
)
NOT_COVERED = "没有到期限{due}为止的完成数（{why}），不能断定是否按期完成。"


def judge_by_date(asked: TargetCase) -> Verdict:
    """The verdict on a task with a day, as of the day looked at."""
    due, line = asked.target.due, asked.case.line
    assert due is not None
    row = judge(vt.TARGET, asked.case)
    row = replace(row, form=asked.target.form, due=due.isoformat(), rule=_rule(asked, due))
    figure = asked.case.figure
    unclear = figure.value is None or figure.reason_code == reasons.TOO_FEW_DISTRICTS
    if line is None or not asked.case.has_begun or asked.case.period_kind != "year" or unclear:
        return row
    quota, done = line.value_in(figure.unit), figure.value or Fraction(0)
    left = max(Fraction(0), quota - done)
    row = replace(row, left=decimal_text(left), expected=decimal_text(quota))
    if done >= quota:
        return _done(asked, row, quota, due)
    return _not_done(asked, row, line, due)


def _done(asked: TargetCase, row: Verdict, quota: Fraction, due: date) -> Verdict:
    known = asked.deadline
    start = f"任务{publish(quota, asked.digits)}{asked.after}已完成"
    code, days = "", None
    if asked.day <= due or (known is not None and known.in_time):
        clause, days = f"{start}，没有超过期限{day_words(due)}", 0
    elif known is None or known.undone_on is None:
        clause = f"{start}；没有到期限{day_words(due)}为止的数，不能断定是否按期"
    else:
        by = known.done_on or asked.day
        code, days = reasons.DONE_LATE, (by - due).days
        clause = f"{start}，但期限{day_words(due)}时没有完成，至迟{day_words(by)}完成"
        clause += f"，逾期不超过{days}天"
    evidence = BOUNDS if asked.case.is_open else None
    return _told(asked, row, clause, status=vt.MET, code=code, days=days, evidence=evidence)


def _not_done(asked: TargetCase, row: Verdict, line: LimitLine, due: date) -> Verdict:
    quota, done = line.value_in(asked.case.figure.unit), asked.case.figure.value or Fraction(0)
    if asked.day < due:
        return _before(asked, row, (done, quota), due)
    known = asked.deadline
    if known is None or known.undone_on is None:
        why = known.why.rstrip("。") if known else "没有数据"
        said = NOT_COVERED.format(due=day_words(due), why=why)
        return silent(row, asked, reasons.DEADLINE_NOT_COVERED, said)
    days = (known.undone_on - due).days
    late = f"截至{day_words(known.undone_on)}逾期{days}天" if days else "期限当日没有完成"
    clause = f"没有按期完成任务{publish(quota, asked.digits)}{asked.after}"
    clause += f"（期限{day_words(due)}），少{differs(quota - done, asked.case.unit, asked.digits)}"
    return _told(
        asked, row, f"{clause}，{late}", status=vt.MISSED, code=reasons.DEADLINE_PASSED, days=days,
        evidence=None,
    )  # fmt: skip


def _before(
    asked: TargetCase, row: Verdict, numbers: tuple[Fraction, Fraction], due: date
) -> Verdict:
    """A task whose day is still to come: beside the share of the time up to it."""
    done, quota = numbers
    start = date(due.year, 1, 1)
    share = Fraction((asked.day - start).days + 1, (due - start).days + 1)
    expected, days = quota * share, (due - asked.day).days
    gap = differs(expected - done, asked.case.unit, asked.digits)
    word = "持平" if done == expected else "超前" if done > expected else "落后"
    clause = f"距期限{day_words(due)}还有{days}天，{word}到期限的时序进度"
    clause += "" if done == expected else gap
    status = vt.ON_COURSE if done >= expected else vt.AT_RISK
    row = replace(row, expected=decimal_text(expected))
    return _told(asked, row, clause, status=status, code="", days=None, evidence=LEVEL)


def _told(
    asked: TargetCase, row: Verdict, clause: str, *,
    status: str, code: str, days: int | None, evidence: str | None,
) -> Verdict:  # fmt: skip
    words = reasons.closed_up(clause)
    shown = publish(asked.case.figure.value or Fraction(0), asked.digits)
    done = f"{asked.case.indicator.label}完成{shown}{asked.after}"
    reason = reasons.closed_up(f"{asked.year}年{done}，{words}。")
    return replace(
        row, status=status, reason_code=code, overdue_days=days, evidence=evidence, clause=words,
        reason=reason,
    )  # fmt: skip


def _rule(asked: TargetCase, due: date) -> str:
    return reasons.joined_rules(RULE.format(due=day_words(due)), asked.case.figure.rule)
