"""What stands beside a verdict: 同比 and 环比, and the verdict by an earlier standard."""

from collections.abc import Callable
from dataclasses import replace

from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import LimitLine, answer_unit, line_for
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts.outlook import Outlook
from chuangmo.assess.verdicts.verdict import Case, judge
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.target_models import PLAN
from chuangmo.period import Period
from chuangmo.service.figures.comparing import on_previous, year_on_year
from chuangmo.service.figures.figures import Figures


def with_changes(
    figures: Figures, indicator: Indicator, period: Period, row: Verdict, line: LimitLine | None
) -> Verdict:
    """The row with 同比 and 环比 of what it publishes; what does not compare says so in its note.

    API and AQI, AQI of 2012 and of 2026 are not made by the same rule: they do not compare.
    """
    if row.form == PLAN and indicator.is_task:
        return row  # what several years came to is no figure of this year
    asked = (figures, indicator, row.area, period, row.unit, line.percent if line else None)
    yearly, previous = year_on_year(*asked), on_previous(*asked)
    withheld = [one.withheld for one in (yearly, previous) if one is not None]
    return replace(
        row,
        year_on_year=yearly.change,
        on_previous=previous.change if previous else None,
        note=" ".join(part for part in (row.note, *withheld) if part),
    )


def earlier_standard(
    figures: Figures, case: Case, period: Period, ahead: Callable[[LimitLine], Outlook | None]
) -> dict[str, str | None] | None:
    """The verdict by the standard of the first day, where the period straddles two standards."""
    catalog, indicator = figures.catalog, case.indicator
    first = catalog.standard_for(indicator.id, period.start.date())
    last = catalog.standard_for(indicator.id, period.last_day)
    if figures.standard or first is None or last is None or first.id == last.id:
        return None
    line = line_for(catalog, indicator, case.area, period, vt.STANDARD, standard=first.id)
    unit = answer_unit(catalog, indicator, period.last_day, first.id)
    found = ahead(line) if case.is_open and line is not None else None
    row = judge(vt.STANDARD, replace(case, line=line, unit=unit, ahead=found))
    return {"limit_id": row.limit_id, "limit": row.limit, "status": row.status}
