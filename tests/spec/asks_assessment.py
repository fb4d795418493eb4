"""Kinds of cases of 考核: a mark, a district's score, the standings of several."""

from fractions import Fraction

from chuangmo.assess.rounding import decimal_text
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts import assessment_marks as rules
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.tables import AssessmentItem, AssessmentSheet
from tests.spec.asks import Table

_EMPTY = dict.fromkeys(
    ("ratio", "done", "quota", "completion", "year_on_year", "on_previous", "limit_id",
     "confidence", "value", "published", "limit", "operator")
)  # fmt: skip


def _sheet(catalog: Catalog) -> AssessmentSheet:
    return next(one for one in catalog.city.assessments if one.id == "responsibility")


def _verdict(row: Table) -> Verdict:
    said = {
        "indicator": "pm10", "area": "城关区", "area_kind": "district", "line": "target",
        "statistic": "mean", "unit": "mg/m³", "reason": "", "reason_code": "", "rule": "",
        "source": "", "demo": False, "n_valid": 365, "n_expected": 365, "n_required": 324,
    }  # fmt: skip
    return Verdict(**{**_EMPTY, **said, **row})


def _text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def ask_mark(case: Table, catalog: Catalog) -> Table:
    """One item of an own rule with its verdict."""
    item = AssessmentItem(**{"id": "x", "name": "某项", "group": "某组", "indicator": "pm10"}
                          | case["item"])  # fmt: skip
    rows = [_verdict(row) for row in case.get("verdicts", [])]
    row = rules.judging_verdict(item, rows)
    mark = rules.verdict_mark(_sheet(catalog), item, row)
    return {"points": _text(mark.points), "lost": _text(mark.lost), "reason": mark.reason}


def ask_district_score(case: Table, catalog: Catalog) -> Table:
    """The sum of marks (item id to points, empty: 未评) and of what stands beside them."""
    total = _total(case, catalog)
    sheet = _sheet(catalog)
    return {
        "total": _text(total.total), "entered": _text(total.entered),
        "possible": _text(total.possible), "bonus": _text(total.bonus),
        "deduction": _text(total.deduction),
        "grade": rules.grade_of(sheet, total.total, vetoed=total.vetoed),
    }  # fmt: skip


def _total(case: Table, catalog: Catalog) -> rules.DistrictTotal:
    sheet = _sheet(catalog)
    full = {item.id: item.full for item in sheet.items}
    given = full | case.get("marks", {})
    marks = [
        rules.ItemMark(item, Fraction(given[item.id]) if given[item.id] else None, "")
        for item in sheet.items
    ]
    extras = {
        name: Fraction(text) if text else None for name, text in case.get("extras", {}).items()
    }
    return rules.district_total(sheet, marks, extras)


def ask_standings(case: Table, catalog: Catalog) -> Table:
    """Ranks and grades of districts, each with its marks."""
    totals = {area: _total(one, catalog) for area, one in case["districts"].items()}
    ranks, sheet = rules.district_ranks(totals), _sheet(catalog)
    return {
        "ranks": {area: place for area, (place, _) in ranks.items()},
        "tied": [area for area, (_, tied) in ranks.items() if tied],
        "last": list(rules.last_places(ranks)),
        "unranked": [area for area in totals if area not in ranks],
        "grades": {area: rules.grade_of(sheet, one.total, vetoed=one.vetoed)
                   for area, one in totals.items()},
    }  # fmt: skip


ASSESSMENT = {
    "mark": ask_mark, "district_score": ask_district_score, "standings": ask_standings,
}  # fmt: skip
