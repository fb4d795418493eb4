"""One function for each kind of case: it reads the case's table and gives what is to be expected."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chuangmo.assess import compare, lines, verdict_types
from chuangmo.assess.aggregate import summarise
from chuangmo.assess.air import air_index
from chuangmo.assess.figure_request import FigureRequest, LedgerItem
from chuangmo.assess.figures.percentile import percentile
from chuangmo.assess.rounding import decimal_text, in_unit, publish
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.verdicts.outlook import outlook
from chuangmo.assess.verdicts.verdict import Case, discrepancy, judge, published
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import Period, day_period, month_period, parse_period

Table = dict[str, Any]


def ask_round(case: Table, catalog: Catalog) -> Table:
    return {"text": publish(Fraction(case["value"]), case["digits"], case.get("mode", "half_even"))}


def ask_percentile(case: Table, catalog: Catalog) -> Table:
    values = [Fraction(v) for v in case["values"]]
    return {"value": decimal_text(percentile(values, case["percent"]))}


def ask_change(case: Table, catalog: Catalog) -> Table:
    found = compare.change(case["now"], case["before"], catalog.indicator(case["indicator"]))
    return found or {"value": ""}


def ask_rank(case: Table, catalog: Catalog) -> Table:
    ranks = compare.competition_ranks(case["published"], case["direction"])
    return {"ranks": {place: rank for place, (rank, _) in ranks.items()}}


def ask_holds(case: Table, catalog: Catalog) -> Table:
    return {
        "holds": lines.holds(Fraction(case["value"]), case["operator"], Fraction(case["limit"]))
    }


def ask_index(case: Table, catalog: Catalog) -> Table:
    table = catalog.index_tables[case["table"]]
    values = {
        name: in_unit(Fraction(text), case["unit"], catalog.indicator(name).unit)
        for name, text in case["values"].items()
    }
    found = air_index.day_index(date(2008, 1, 1), values, table, catalog.indicators)
    return {"value": found.value, "grade": found.grade, "primary": list(found.primary),
            "good": found.good}  # fmt: skip


def ask_limit(case: Table, catalog: Catalog) -> Table:
    """The line in force for an indicator, area and period."""
    line = lines.line_for(
        catalog,
        catalog.indicator(case["indicator"]),
        case["area"],
        parse_period(case["period"]),
        case["line"],
        scheme=case.get("scheme"),
        standard=case.get("standard"),
    )
    if line is None:
        return {"limit": ""}
    return {"limit": line.text, "unit": line.unit, "id": line.id, "operator": line.operator,
            "confidence": line.confidence, "in_scope": line.in_scope, "mark": line.mark}  # fmt: skip


def ask_figure(case: Table, catalog: Catalog) -> Table:
    """The statistic of a place and period from the rows of the case."""
    request = _request(case, catalog)
    found = summarise(request)
    unit = case.get("unit", found.unit)
    value = None if found.value is None else in_unit(found.value, found.unit, unit)
    return {
        "value": None if value is None else decimal_text(value),
        "published": published(found, request.indicator, unit),
        "n_valid": found.n_valid,
        "n_required": found.n_required,
        "valid": found.valid,
        "reason_code": found.reason_code,
        "reason": found.reason,
        "origin": found.origin,
        "note": found.note,
        "unaudited": found.unaudited,
        "grain": found.grain,
        "rule": found.rule,
        "remark": discrepancy(found, request.indicator, unit),
    }


def ask_verdict(case: Table, catalog: Catalog) -> Table:
    """The verdict of one line on the figure of the case."""
    request = _request(case, catalog)
    figure = summarise(request)
    indicator, period = request.indicator, request.period
    line = lines.line_for(
        catalog, indicator, request.area, period, case["line"],
        scheme=case.get("scheme"), standard=case.get("standard"),
    )  # fmt: skip
    is_open = period.last_day > request.as_of
    ahead = None
    if is_open and line is not None:
        end = datetime.combine(request.as_of + timedelta(days=1), datetime.min.time())
        ahead = outlook(
            indicator, figure, line, period, end, lambda rest: _past(case, catalog, rest)
        )
    row = judge(
        case["line"],
        Case(
            indicator=indicator,
            area=request.area,
            area_kind=catalog.area_kind(request.area),
            figure=figure,
            period_kind=period.kind,
            line=line,
            unit=lines.answer_unit(catalog, indicator, period.last_day, case.get("standard")),
            is_open=is_open,
            has_begun=period.start.date() <= request.as_of,
            ahead=ahead,
        ),
    )
    return vars(row) | {
        "needed": decimal_text(ahead.needed) if ahead and ahead.needed is not None else None,
        "answer": ahead.answer if ahead else None,
        "by_calendar": ahead.by_calendar if ahead else None,
    }


def _past(case: Table, catalog: Catalog, rest: Period) -> verdict_types.Statistic:
    request = _request(case, catalog)
    as_of = rest.last_day
    rows = tuple(_rows({**case, "days": case.get("past", {})}, request.indicator.id))
    fresh = FigureRequest(
        indicator=request.indicator, area=request.area, site=None, period=rest, as_of=as_of,
        rows=rows, rule=request.rule,
    )  # fmt: skip
    return summarise(fresh)


def _request(case: Table, catalog: Catalog) -> FigureRequest:
    indicator = catalog.indicator(case["indicator"])
    period = parse_period(case["period"])
    validity = catalog.validity(indicator.id, period.last_day)
    as_of = parse_period(case["as_of"]).last_day if "as_of" in case else date(2100, 1, 1)
    return FigureRequest(
        indicator=indicator,
        area=case["area"],
        site=None,
        period=period,
        as_of=as_of,
        rows=tuple(_rows(case, indicator.id)),
        members=tuple(case.get("members", ())),
        listed_sites=tuple(case.get("listed_sites", ())),
        rule=validity[1] if validity else None,
        grain=case.get("grain", "auto"),
        dust=case.get("dust", "keep"),
        dust_days=frozenset(date.fromisoformat(day) for day in case.get("dust_days", ())),
        ledger=tuple(_ledger(case)),
        daily=lines.daily_statistic(catalog, indicator, period.last_day, case.get("standard")),
        over=lines.limit_of_eight_hours(catalog, indicator, period.last_day, case.get("standard")),
        percents=lines.percents_tested(catalog, indicator, period.last_day, case.get("standard")),
    )


def _rows(case: Table, indicator: str) -> list[Stretch]:
    stored = "mg/m³" if indicator == "co" else "µg/m³"
    unit = case.get("unit", stored)
    factor = Decimal(1000) if (unit, stored) == ("mg/m³", "µg/m³") else Decimal(1)
    rows: list[Stretch] = []
    for month, (count, text) in case.get("days", {}).items():
        first = parse_period(month).start
        for n in range(count):
            span = day_period((first + timedelta(days=n)).date())
            rows.append(_stretch(indicator, case["area"], None, span, Decimal(text) * factor))
    for entry in case.get("rows", ()):
        span = parse_period(entry["period"])
        value = Decimal(entry["value"]) * factor if "value" in entry else None
        rows.append(
            _stretch(indicator, entry.get("area", case["area"]), entry.get("site"), span, value)
            ._replace(**_extra(entry))
        )  # fmt: skip
    return rows


def _extra(entry: Table) -> Table:
    parts = {k: Decimal(entry[k]) for k in ("numerator", "denominator", "weight") if k in entry}
    plain = {k: entry[k] for k in ("n_valid", "n_expected", "qualifier", "dust", "n") if k in entry}
    plain |= {"unaudited": entry["unaudited"]} if "unaudited" in entry else {}
    return parts | plain


def _stretch(
    indicator: str, area: str, site: str | None, span: Period, value: Decimal | None
) -> Stretch:
    return Stretch(
        indicator, area, site, span.kind, "mean", "", span.start, span.end, value,
        0 if value is None else 1, None, None, None, None, None, "", False,
    )  # fmt: skip


def _ledger(case: Table) -> list[LedgerItem]:
    return [
        LedgerItem(
            area=entry.get("area", case["area"]),
            owner=entry.get("owner", ""),
            finished=date.fromisoformat(entry["finished"]) if "finished" in entry else None,
            status=entry.get("status", ""),
            as_of=date.fromisoformat(entry.get("as_of", "2008-12-31")),
            amounts={k: entry.get(k) for k in ("count", "tonnage", "so2_cut", "dust_cut")},
            demo=False,
        )
        for entry in case.get("ledger", ())
    ]


def months_of(year: int) -> list[Period]:
    """Twelve months, for cases that need a whole year."""
    return [month_period(year, m) for m in range(1, 13)]


ASKS = {
    "round": ask_round, "percentile": ask_percentile, "change": ask_change, "rank": ask_rank,
    "holds": ask_holds, "index": ask_index, "limit": ask_limit, "figure": ask_figure,
    "verdict": ask_verdict,
}  # fmt: skip
