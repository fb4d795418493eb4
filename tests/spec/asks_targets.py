"""Targets with a form: the line of a plan, and the verdict of one year by figures of years."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from chuangmo.assess import lines, reasons
from chuangmo.assess.plan_line import plan_line
from chuangmo.assess.rounding import decimal_text, in_unit
from chuangmo.assess.targets.case import Deadline, TargetCase
from chuangmo.assess.targets.judging import judge_target, target_line
from chuangmo.assess.verdict_types import TARGET, Statistic
from chuangmo.assess.verdicts.outlook import outlook
from chuangmo.assess.verdicts.verdict import Case
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.target_models import Target, form_faults
from chuangmo.period import Period, parse_period, year_period

Table = dict[str, Any]
AREA = "安宁区"


def _target(case: Table, catalog: Catalog) -> Target:
    said = {"indicator": case["indicator"], "area": AREA, "operator": ">=", "source": "试例",
            "confidence": "A", **case["target"]}  # fmt: skip
    indicator = catalog.indicator(case["indicator"])
    unit = lines.answer_unit(catalog, indicator, date(int(said["year"]), 12, 31))
    return Target(**{"unit": unit, **said})


def ask_plan_line(case: Table, catalog: Catalog) -> Table:
    """Where a plan is to stand at the end of each day asked for."""
    target, indicator = _target(case, catalog), catalog.indicator(case["indicator"])
    line = plan_line(target, indicator, target.unit)
    found = {day: line.on(date.fromisoformat(day)) for day in case["expect"]}
    return {day: "" if number is None else decimal_text(number) for day, number in found.items()}


def ask_target_faults(case: Table, catalog: Catalog) -> Table:
    """What is wrong with an entry."""
    aim = catalog.indicator(case["indicator"]).aim
    return {"faults": [f"{name}：{why}" for name, why in form_faults(_target(case, catalog), aim)]}


def _figure(
    indicator: Indicator, period: Period, text: str, unit: str, is_open: bool = False
) -> Statistic:
    """A figure of a year: ``12.0``; ``无`` without data, ``12.0 不足`` below the valid number."""
    number, _, short = text.partition(" ")
    value = None if number == "无" else in_unit(Fraction(number), unit, indicator.unit)
    code = reasons.NO_DATA if value is None else reasons.TOO_FEW_DAYS if short else ""
    code = code or (reasons.PERIOD_OPEN if is_open else "")
    words = reasons.period_words(period)
    reason = {
        "": "", reasons.NO_DATA: f"{words}没有数据。", reasons.PERIOD_OPEN: "",
        reasons.TOO_FEW_DAYS: f"{words}有效日为300天，少于规定的324天。",
    }[code]  # fmt: skip
    return Statistic(
        indicator=indicator.id, area=AREA, site=None, period=period, grain="year",
        statistic="mean", value=value, unit=indicator.unit, n_valid=0, n_expected=0, n_required=0,
        n_unit="sample", valid=not code, reason_code=code, reason=reason, rule="", dust="keep",
        n_dust=0, origin="reported", sites=(), demo=False,
    )  # fmt: skip


def ask_target(case: Table, catalog: Catalog) -> Table:
    """The row of a target of one year."""
    target, indicator = _target(case, catalog), catalog.indicator(case["indicator"])
    catalog = replace(catalog, city=catalog.city.model_copy(update={"targets": (target,)}))
    period = parse_period(case["period"])
    as_of = date.fromisoformat(case.get("as_of", f"{period.last_day}"))
    is_open = period.last_day > as_of
    unit = lines.answer_unit(catalog, indicator, period.last_day)
    figure = _figure(indicator, period, case["value"], unit, is_open)
    past = {
        int(year): _figure(indicator, year_period(int(year)), text, unit)
        for year, text in case.get("past", {}).items()
    }
    line = lines.line_for(catalog, indicator, AREA, period, TARGET)
    asked = TargetCase(
        Case(indicator, AREA, "district", figure, period.kind, line, unit, is_open,
             period.start.date() <= as_of),
        target, as_of, past, _deadline(case.get("deadline")),
    )  # fmt: skip
    line = target_line(catalog, asked)
    ahead = None
    if line is not None and is_open:
        end = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
        none = _figure(indicator, period, "无", unit)
        ahead = outlook(indicator, figure, line, period, end, lambda rest: none)
    row = judge_target(replace(asked, case=replace(asked.case, line=line, ahead=ahead)))
    return vars(row) | {"shown_as": row.shown_as}


def _deadline(said: Mapping[str, Any] | None) -> Deadline | None:
    if said is None:
        return None
    return Deadline(**{"in_time": False, **said})


TARGETS = {"plan_line": ask_plan_line, "target": ask_target, "target_faults": ask_target_faults}
