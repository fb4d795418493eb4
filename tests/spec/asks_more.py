"""More kinds of cases: indices, functional noise, water classes, grades, months, scores."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from chuangmo.assess import lines
from chuangmo.assess.aggregate import summarise
from chuangmo.assess.air import composite
from chuangmo.assess.figure_request import CompositeParts, FigureRequest, FunctionalParts
from chuangmo.assess.figures import cumulative
from chuangmo.assess.noise import functional
from chuangmo.assess.rounding import decimal_text, publish
from chuangmo.assess.verdicts import grades, score
from chuangmo.assess.verdicts.verdict import Case, judge, published
from chuangmo.assess.water import water
from chuangmo.assess.water import water_class as sections
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import parse_period
from tests.spec import asks

Table = dict[str, Any]


def ask_composite(case: Table, catalog: Catalog) -> Table:
    """The index of figures given in the units of the table's terms."""
    table = catalog.composite_tables[case["table"]]
    figures = {name: Fraction(text) for name, text in case["values"].items()}
    found = composite.composite(figures, table)
    return {
        "value": None if found.value is None else publish(found.value, 2),
        "primary": list(found.primary),
        "missing": list(found.missing),
        "shares": {name: publish(share, 2) for name, share in found.shares},
    }


def ask_composite_figure(case: Table, catalog: Catalog) -> Table:
    """The index of a place from daily values of its pollutants: ``days.<indicator>``."""
    indicator = "air_composite_index"
    empty = {k: v for k, v in case.items() if k != "days"}
    request = asks._request({**empty, "indicator": indicator}, catalog)
    table = catalog.composite_table(request.period.last_day)
    if table is not None:
        parts = [
            _term_question(case, term.indicator, term.percent, catalog) for term in table.terms
        ]
        request = replace(request, composite=CompositeParts(table, tuple(parts)))
    found = summarise(request)
    return {**vars(found), "published": published(found, request.indicator, found.unit)}


def _term_question(case: Table, indicator: str, percent: int, catalog: Catalog) -> FigureRequest:
    own = {**case, "indicator": indicator, "days": case["days"].get(indicator, {})}
    own.pop("rows", None)
    if rows := case.get("part_rows", {}).get(indicator):
        own["rows"] = rows
    request = asks._request(own, catalog)
    rows = tuple(
        row._replace(statistic=entry.get("statistic", "mean"))
        for row, entry in zip(request.rows, own["rows"], strict=True)
    ) if "rows" in own and not own["days"] else request.rows  # fmt: skip
    return replace(request, rows=rows, percents=(percent,) if percent else ())


def ask_confidence(case: Table, catalog: Catalog) -> Table:
    """How far a table of the composite index or a scale of grades is to be trusted."""
    tables = catalog.composite_tables | catalog.grade_scales
    found = tables[case["table"]]
    return {"confidence": found.confidence, "document": found.document}


def ask_composite_in_force(case: Table, catalog: Catalog) -> Table:
    found = catalog.composite_table(date.fromisoformat(case["on"]))
    return {"id": found.id if found else None}


def ask_station_level(case: Table, catalog: Catalog) -> Table:
    """Level of one station from hours: ``hours`` maps "6-21" to a level."""
    levels: dict[int, Fraction] = {}
    for span, text in case["hours"].items():
        first, last = (int(part) for part in span.split("-"))
        levels |= {hour: Fraction(text) for hour in range(first, last + 1)}
    found = {part: functional.station_level(levels, part) for part in ("day", "night")}
    return {part: None if v is None else publish(v, 1) for part, v in found.items()}


def ask_compliance(case: Table, catalog: Catalog) -> Table:
    """点次达标率 of listed occasions ``[station, class, day, level]``."""
    entry = catalog.indicator("noise_functional")
    found = functional.compliance(
        [
            functional.Occasion(
                station, case["part"], klass, date.fromisoformat(on), Fraction(level)
            )
            for station, klass, on, level, times in case["occasions"]
            for _ in range(times)
        ],
        lambda day: lines.standard_in_force(catalog, entry, day, case.get("standard")),
    )
    return {
        "passes": found.passes,
        "times": found.times,
        "rate": None if found.rate is None else publish(found.rate, 1),
        "classes": {one.klass: [one.passes, one.times] for one in found.classes},
        "left_out": list(found.left_out),
    }


def ask_noise_rate(case: Table, catalog: Catalog) -> Table:
    """The pooled rate of a place from rows of stations, through the aggregation."""
    request = asks._request({**case, "rows": case.get("own", ())}, catalog)
    levels = asks._request({**case, "indicator": "noise_functional"}, catalog)
    levels = replace(levels, rows=_with_statistics(levels, case))
    days = {row.last_day for row in levels.rows}
    entry = levels.indicator
    standards = {d: s for d in days if (s := lines.standard_in_force(catalog, entry, d))}
    parts = FunctionalParts(levels, case.get("classes", {}), standards)
    found = summarise(replace(request, functional=parts))
    return {**vars(found), "published": published(found, request.indicator, "%"),
            "numerator": _text(found.numerator), "denominator": _text(found.denominator)}  # fmt: skip


def ask_noise_level(case: Table, catalog: Catalog) -> Table:
    """The level of one station (``site``) or of an area from rows."""
    request = asks._request({**case, "indicator": "noise_functional"}, catalog)
    rows = (*_with_statistics(request, case), *_hour_rows(request, case))
    found = summarise(replace(request, rows=rows, site=case.get("site")))
    return {**vars(found), "published": published(found, request.indicator, "dB(A)")}


def _with_statistics(request: FigureRequest, case: Table) -> tuple[Any, ...]:
    given = case.get("rows", ())
    return tuple(
        row._replace(statistic=entry.get("statistic", "mean"))
        for row, entry in zip(request.rows, given, strict=True)
    )


def _hour_rows(request: FigureRequest, case: Table) -> list[Any]:
    """``hours``: "2025-02-01 6-21" to a level, for the station of the case."""
    found = []
    for text, level in case.get("hours", {}).items():
        day, span = text.split()
        first, last = (int(part) for part in span.split("-"))
        for hour in range(first, last + 1):
            start = datetime.fromisoformat(day) + timedelta(hours=hour)
            period = parse_period(f"{start:%Y-%m-%dT%H}")
            found.append(asks._stretch(
                "noise_functional", request.area, case["site"], period, asks.Decimal(level)
            ))  # fmt: skip
    return found


def ask_grade(case: Table, catalog: Catalog) -> Table:
    on = date.fromisoformat(case["on"])
    found = grades.grade(catalog, Fraction(case["value"]), case["scale"], on)
    return vars(found) if found else {"name": None}


def ask_section_class(case: Table, catalog: Catalog) -> Table:
    """Single-factor class; a value with L is below detection."""
    standard = catalog.standards["gb3838-2002"]
    if "all_but" in case:
        judged = sections.judged_items(standard)
        good = {"ph": "7", "dissolved_oxygen": "8"}
        case["values"] = {i: good.get(i, "0") for i in judged if i not in case["all_but"]}
    plan = sections.plan_of(case.get("plan", ()), standard)
    found = sections.section_class(_samples(case), standard, case.get("body", "river"), plan)
    rank = Fraction(found.rank or 0)
    named = grades.grade(catalog, rank, "water_section", date(2012, 1, 1)) if found.rank else None
    return {
        "klass": found.klass,
        "worst": list(found.worst),
        "not_judged": list(found.not_judged),
        "not_assessable": list(found.not_assessable),
        "state": named.name if named else None,
        "measured": found.measured,
        "planned": found.planned,
        "best_case": found.is_best_case,
        "unmeasured": list(found.unmeasured),
    }


def ask_against_class(case: Table, catalog: Catalog) -> Table:
    over, unsure = sections.against_class(
        _samples(case), case["klass"], catalog.standards["gb3838-2002"], case.get("body", "river")
    )
    return {"over": list(over), "not_assessable": list(unsure)}


def _samples(case: Table) -> dict[str, sections.Sample]:
    return {
        name: sections.Sample(Fraction(text.rstrip("L")), text.endswith("L"))
        for name, text in case["values"].items()
    }


def ask_water(case: Table, catalog: Catalog) -> Table:
    """The figure of a section and its verdict under the class of its functional area."""
    request = replace(asks._request(case, catalog), site=case.get("site"))
    figure = summarise(request)
    indicator, period = request.indicator, request.period
    line = lines.line_for(
        catalog, indicator, request.area, period, "standard", klass=case.get("klass")
    )
    row = judge(
        "standard",
        Case(indicator, request.area, "district", figure, period.kind, line, indicator.unit,
             is_open=period.last_day > request.as_of, has_begun=True),
    )  # fmt: skip
    digits = indicator.digits[indicator.unit]
    return vars(row) | {
        "value": _text(figure.value), "shown": water.shown(figure, digits), "note": figure.note,
        "figure_reason": figure.reason, "status": row.status, "n_valid": figure.n_valid,
    }  # fmt: skip


def ask_months(case: Table, catalog: Catalog) -> Table:
    """Months out of cumulative rows: period to value, with the flagged ones."""
    rows = asks._rows({"area": "城关区", **case}, case["indicator"])
    found = cumulative.months_from_cumulative(rows)
    return {
        "months": {value.period.text: decimal_text(value.value) for value in found},
        "negative": [value.period.text for value in found if value.negative],
        "conflict": [value.period.text for value in found if value.conflict],
    }


def ask_noted(case: Table, catalog: Catalog) -> Table:
    """A figure with the note that stands beside it."""
    found = summarise(asks._request(case, catalog))
    return {**vars(found), "value": _text(found.value)}


def ask_score(case: Table, catalog: Catalog) -> Table:
    table = catalog.score_tables[case["table"]]
    values = {item: Fraction(text) for item, text in case.get("values", {}).items()}
    if "all_values" in case:
        full = {i.id: Fraction(i.low if i.direction == "lower" else i.high or 0)
                for i in table.items if i.kind == "quantitative"}  # fmt: skip
        values = full | values
    found = score.score(table, values, case.get("done", {}), case.get("false_data", ()))
    points = {item.id: item for item in found.items}
    return {
        "total": None if found.total is None else publish(found.total, 2),
        "entered": publish(found.entered, 2),
        "missing": len(found.missing),
        "reference_only": table.reference_only,
        "points": {k: publish(v.points, 2) for k, v in points.items() if v.points is not None
                   and k in case.get("expect", {}).get("points", {})},
        "capped": [item.id for item in found.items if item.capped],
    }  # fmt: skip


def _text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


MORE = {
    "composite": ask_composite, "composite_figure": ask_composite_figure,
    "composite_in_force": ask_composite_in_force, "station_level": ask_station_level,
    "compliance": ask_compliance, "noise_rate": ask_noise_rate, "noise_level": ask_noise_level,
    "grade": ask_grade, "section_class": ask_section_class, "against_class": ask_against_class,
    "confidence": ask_confidence, "water": ask_water, "months": ask_months,
    "noted": ask_noted, "score": ask_score,
}  # fmt: skip
