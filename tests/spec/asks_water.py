"""Kinds of cases about sections: the rate from their samples, the verdict on a best case."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from chuangmo.assess import lines
from chuangmo.assess.aggregate import summarise
from chuangmo.assess.figure_request import FigureRequest, SectionParts
from chuangmo.assess.lines import LimitLine
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.verdicts.verdict import Case, judge, published
from chuangmo.assess.zone_classes import WATER_REPORTED, WATER_TARGET, class_code, class_name
from chuangmo.catalog.catalog import Catalog
from tests.spec import asks

Table = dict[str, Any]


def ask_section_rate(case: Table, catalog: Catalog) -> Table:
    """The rate of a place from ``samples`` (site, period, values) and ``targets`` by site.

    ``printed``: classes that a sheet prints (site, period, klass); ``rows``: what is reported.
    A value with L is below detection. Judged against ``limit`` by ``operator`` where given.
    """
    request = asks._request({**case, "indicator": "surface_water_compliance"}, catalog)
    items = sorted({item for sample in case.get("samples", ()) for item in sample["values"]})
    asked = tuple(_of_item(case, item, catalog) for item in items)
    days = {row.last_day for one in asked for row in one.rows}
    entry = catalog.indicator("codmn")
    standards = {d: s for d in days if (s := lines.standard_in_force(catalog, entry, d))}
    parts = SectionParts(
        items=asked,
        reported=_of_class(case, WATER_REPORTED, catalog),
        printed=_of_class({**case, "printed": ()}, WATER_TARGET, catalog),
        targets=case.get("targets", {}),
        bodies=case.get("bodies", {}),
        plans={site: tuple(items) for site, items in case.get("plans", {}).items()},
        standards=standards,
    )
    found = summarise(replace(request, sections=parts))
    return {
        **_judged(case, found, request),
        **vars(found),
        "published": published(found, request.indicator, "%"),
        "best": bool(found.best_case),
        "times": f"{found.numerator}/{found.denominator}",
        "zones": {zone.zone: f"{zone.passed}/{zone.times}" for zone in found.zones},
    }


def _judged(case: Table, figure: Statistic, request: FigureRequest) -> Table:
    """The verdict against ``limit`` of a year, where the case gives one."""
    if "limit" not in case:
        return {}
    line = LimitLine(
        line="scheme", id="x", name="考核要求", operator=case["operator"], text=case["limit"],
        unit="%", period_kind=request.period.kind, rounded=False, in_scope=True, document="",
        source="", confidence="B",
    )  # fmt: skip
    asked = Case(
        indicator=request.indicator, area=request.area, area_kind="district", figure=figure,
        period_kind=request.period.kind, line=line, unit="%", is_open=request.is_open,
        has_begun=True,
    )  # fmt: skip
    told = judge("scheme", asked)
    return {"status": told.status, "why": told.reason, "code": told.reason_code}


def _of_item(case: Table, item: str, catalog: Catalog) -> FigureRequest:
    held = [one for one in case["samples"] if item in one["values"]]
    rows = [
        {
            "site": one["site"], "period": one["period"], "area": one.get("area", case["area"]),
            "value": one["values"][item].rstrip("L"),
            "qualifier": "below" if one["values"][item].endswith("L") else "",
        }
        for one in held
    ]  # fmt: skip
    return asks._request({**case, "indicator": item, "rows": rows}, catalog)


def _of_class(case: Table, indicator: str, catalog: Catalog) -> FigureRequest:
    rows = [
        {"site": one["site"], "period": one["period"], "value": class_code(one["klass"])}
        for one in case.get("printed", ())
    ]
    return asks._request({**case, "indicator": indicator, "rows": rows}, catalog)


def ask_class_code(case: Table, catalog: Catalog) -> Table:
    """A printed class as the number it is kept as, and back."""
    code = class_code(case["klass"])
    return {"code": code, "back": class_name(Fraction(code), case["group"]) if code else ""}


WATER = {"section_rate": ask_section_rate, "class_code": ask_class_code}
