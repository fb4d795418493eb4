"""Verdicts on targets that look at more than one year, or at a day of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from chuangmo.assess.lines import LimitLine
from chuangmo.assess.targets.case import Deadline, TargetCase
from chuangmo.assess.targets.judging import judge_target, target_line
from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.assess.verdicts.outlook import Outlook, not_alike
from chuangmo.assess.verdicts.verdict import Case
from chuangmo.catalog.target_models import BESIDE_LAST_YEAR, PLAN, Target
from chuangmo.period import days_period, months_period, year_period
from chuangmo.service.figures.comparing import alike
from chuangmo.service.figures.figures import Figures

Ahead = Callable[[LimitLine], Outlook | None]


def target_verdict(figures: Figures, case: Case, target: Target, ahead: Ahead) -> Verdict:
    """The row of a target with a form.

    Args:
        case: of the year, as for a target of one number.
        ahead: the outlook of the year against a line.
    """
    asked = TargetCase(case, target, figures.as_of, _past(figures, case, target))
    line = target_line(figures.catalog, asked)
    if line is not case.line:
        outlook = ahead(line) if line is not None and case.is_open else None
        asked = replace(asked, case=replace(case, line=line, ahead=outlook))
    if target.due is not None and case.period_kind == "year":
        asked = replace(asked, deadline=_deadline(figures, asked, target.due))
    return judge_target(asked)


def line_ahead(figures: Figures, case: Case, target: Target) -> LimitLine | None:
    """The line that the rest of a year is held against where the target names last year's figure.

    ``None`` of every other form, and of counts: last year's is no quota.
    """
    if target.form not in BESIDE_LAST_YEAR or case.indicator.is_task:
        return None
    past = _past(figures, case, target)
    return target_line(figures.catalog, TargetCase(case, target, figures.as_of, past))


def _past(figures: Figures, case: Case, target: Target) -> dict[int, Statistic]:
    """The years before that the target looks at, those that do not compare marked."""
    period = case.figure.period
    year, first = period.last_day.year, period.last_day.year - target.years_judged + 1
    if target.form == PLAN and case.indicator.is_task and target.start_year is not None:
        first = target.start_year
    if period.kind != "year" or first >= year:
        return {}
    rows = _reaching_back(figures, case.indicator.id, year - first)
    found = {}
    for past in range(first, year):
        span = year_period(past)
        figure = rows.figure(case.indicator.id, span, area=case.area)
        same = alike(figures, case.indicator, period, span)
        found[past] = figure if same else not_alike(figure)
    return found


def _reaching_back(figures: Figures, indicator: str, years: int) -> Figures:
    """Figures that hold the rows of so many years before their window."""
    if years <= figures.years_back:
        return figures
    return Figures(
        figures.board, figures.window, figures.as_of, dust=figures.dust, source=figures.source,
        standard=figures.standard, indicators=(indicator,), years_back=years,
    )  # fmt: skip


def _deadline(figures: Figures, asked: TargetCase, due: date) -> Deadline:
    """What the reports say of the day itself and of the ends of the months after it."""
    case, start = asked.case, date(due.year, 1, 1)
    spans = [months_period((due.year, 1), (due.year, month)) for month in range(due.month, 13)]
    spans = [days_period(start, due), *(s for s in spans if due < s.last_day <= asked.day)]
    found = [
        (
            span.last_day,
            figures.figure(case.indicator.id, span, area=case.area, as_of=span.last_day),
        )
        for span in spans
    ]
    at_due = found[0][1]
    quota = case.line.value_in(at_due.unit) if case.line else Fraction(0)
    done = [day for day, one in found if one.value is not None and one.value >= quota]
    undone = [day for day, one in found if one.valid and day not in done]
    return Deadline(
        in_time=due in done, done_on=min(done, default=None), undone_on=max(undone, default=None),
        why=at_due.reason,
    )  # fmt: skip
