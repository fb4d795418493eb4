"""The verdict on a target, by its form."""

from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import LimitLine, end_line
from chuangmo.assess.targets.by_date import judge_by_date
from chuangmo.assess.targets.case import TargetCase
from chuangmo.assess.targets.plan import judge_plan
from chuangmo.assess.targets.years import judge_years, line_of_last_year
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts.verdict import judge
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.target_models import BESIDE_LAST_YEAR, BY_DATE, PLAN, YEARLY


def target_line(catalog: Catalog, asked: TargetCase) -> LimitLine | None:
    """The number that the year is held against: its own, that of last year, the end of a plan."""
    case, target = asked.case, asked.target
    end = end_line(catalog, case.indicator, target, case.figure.period)
    if target.form in BESIDE_LAST_YEAR:
        return line_of_last_year(end, asked.past.get(asked.year - 1), asked)
    return end if case.line is None and target.form == PLAN else case.line


def judge_target(asked: TargetCase) -> Verdict:
    """One row of the assessment for a target of any form."""
    form = asked.target.form
    if form == YEARLY:
        return judge(vt.TARGET, asked.case)
    if form == PLAN:
        return judge_plan(asked)
    return judge_by_date(asked) if form == BY_DATE else judge_years(asked)
