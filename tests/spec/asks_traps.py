"""Kinds of cases for the traps: good days over two tables, outlooks, sentences, other years' days."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from chuangmo import wording
from chuangmo.assess import lines
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.aggregate import summarise
from chuangmo.assess.figure_request import IndexParts
from chuangmo.assess.lines import LimitLine
from chuangmo.assess.rounding import decimal_text, publish, publish_safe
from chuangmo.assess.verdicts.evidence import STATUS_OF
from chuangmo.assess.verdicts.evidence_words import evidence_sentence, evidence_words
from chuangmo.assess.verdicts.outlook import not_alike, outlook
from chuangmo.assess.verdicts.verdict import Case, judge, published
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import parse_period, shifted_day
from tests.spec import asks

Table = dict[str, Any]


def whole_year(case: Table) -> Table:
    """``daily``: the same value on every day of the year, up to ``through`` (a month number)."""
    year = int(case["period"])
    months = range(1, case.get("through", 12) + 1)
    days = {f"{year}-{m:02d}": [monthrange(year, m)[1], case["daily"]] for m in months}
    return {**case, "days": days | case.get("days", {})}


def ask_year_verdict(case: Table, catalog: Catalog) -> Table:
    return asks.ask_verdict(whole_year(case), catalog)


def ask_good_days(case: Table, catalog: Catalog) -> Table:
    """优良天数 from daily values ``days.<indicator>``; ``hours``: those made of hours (n a day)."""
    plain = {k: v for k, v in case.items() if k != "days"}
    if "dust_from" in case:
        first = date.fromisoformat(case["dust_from"])
        days = [(first + timedelta(days=n)).isoformat() for n in range(case["dust_count"])]
        plain["dust_days"] = days
    question = asks._request({**plain, "indicator": "good_air_days"}, catalog)
    table = catalog.index_table(question.period.last_day)
    assert table is not None
    parts = []
    for points in table.breakpoints:
        own = {**plain, "indicator": points.indicator}
        days = case.get("days", {}).get(points.indicator, {})
        own |= {"days": days, "rows": [], "daily": case["daily"][points.indicator]}
        if points.indicator not in ("pm10", "pm25"):
            own["dust_days"] = []
        part = asks._request(whole_year(own), catalog)
        if points.indicator in case.get("hours", ()):
            part = replace(part, rows=tuple(
                row._replace(kind="hour", total=row.total * 24, n=24) for row in part.rows
            ))  # fmt: skip
        if points.indicator == "o3" and points.indicator not in case.get("hours", ()):
            part = replace(part, rows=tuple(r._replace(statistic="mda8") for r in part.rows))
        parts.append(part)
    index = IndexParts(table, tuple(parts), catalog.index_table)
    found = summarise(replace(question, index=index))
    return {**vars(found), "numerator": asks.decimal_text(found.numerator or Fraction(0)),
            "published": published(found, question.indicator, "%")}  # fmt: skip


def ask_outlook(case: Table, catalog: Catalog) -> Table:
    """The outlook of a figure given by its value (or parts) and number of valid days."""
    indicator, period = catalog.indicator(case["indicator"]), parse_period(case["period"])
    as_of = date.fromisoformat(case["as_of"])
    so_far = asks.summarise(asks._request({**case, "area": "城关区"}, catalog))
    so_far = replace(
        so_far,
        value=Fraction(case["value"]), n_valid=case.get("n_valid", 0),
        n_unit=case.get("n_unit", "day"), percentiles=_percentiles(case.get("now", {})),
        calendar_days=case.get("calendar_days", 0),
        reason_code=case.get("figure_reason", "period_open"),
        numerator=Fraction(case["numerator"]) if "numerator" in case else None,
        denominator=Fraction(case["denominator"]) if "denominator" in case else None,
        zones=tuple(vt.ZoneRate(zone, Fraction(top), Fraction(times))
                    for zone, (top, times) in case.get("zones", {}).items()),
    )  # fmt: skip
    line = _line(case, case["limit"], case.get("percent"))
    if "second" in case:
        line = replace(line, second=_line(case, *case["second"]))
    end = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
    found = outlook(indicator, so_far, line, period, end, _history(case, so_far))
    needed = found.needed
    return vars(found) | {
        "needed": None if needed is None else decimal_text(needed),
        "safe": None if needed is None else publish_safe(needed, case["digits"], line.operator),
        "still_needed": None if found.still_needed is None else decimal_text(found.still_needed),
        "status": STATUS_OF.get(found.answer or "", ""),
        "basis": evidence_words(indicator, found),
        "unlike": list(found.unlike),
        "said": evidence_sentence(indicator, found),
        "elapsed": None if found.elapsed_share is None else publish(found.elapsed_share * 100, 1),
        "sentence": wording.needed_sentence(
            found, line, indicator, case.get("unit", indicator.unit), as_of.month
        ),
    }


def _history(case: Table, so_far: vt.Statistic) -> Callable[[Any], vt.Statistic]:
    past = case.get("past", {})

    def history(rest: Any) -> vt.Statistic:
        told = past.get(str(rest.last_day.year), {})
        value = Fraction(told["value"]) if "value" in told else None
        valid = bool(told) and told.get("valid", True)
        found = replace(so_far, value=value, valid=valid, percentiles=_percentiles(told))
        return found if told.get("alike", True) else not_alike(found)

    return history


def _percentiles(told: Table) -> tuple[tuple[int, Fraction], ...]:
    return tuple((int(p[1:]), Fraction(v)) for p, v in told.items() if p.startswith("p"))


def _line(case: Table, text: str, percent: int | None) -> LimitLine:
    unit = case.get("unit", "µg/m³")
    return LimitLine("target", "", "", case.get("operator", "<="), text, unit, "year", False, True,
                "", "", "A", percent=percent)  # fmt: skip


def ask_sentence(case: Table, catalog: Catalog) -> Table:
    """The sentence of a page over the lines of the case, from the same rows."""
    full = whole_year(case) if "daily" in case else case
    rows = [
        _as_row(asks.ask_verdict({**full, "line": line}, catalog)) for line in case["lines"]
    ]  # fmt: skip
    entry = catalog.indicator(case["indicator"])
    return {"sentence": wording.indicator_sentence(rows, entry, case["span"])}


def _as_row(found: Table) -> vt.Verdict:
    return vt.Verdict(**{name: found[name] for name in vt.Verdict.__dataclass_fields__})


def ask_stated(case: Table, catalog: Catalog) -> Table:
    """A figure from rows that name their ``statistic`` (night) or ``stretch`` (snapshot)."""
    question = asks._request(case, catalog)
    rows = tuple(
        row._replace(
            statistic=entry.get("statistic", row.statistic), kind=entry.get("stretch", row.kind)
        )
        for row, entry in zip(question.rows, case["rows"], strict=True)
    )
    found = summarise(replace(question, rows=rows))
    value = None if found.value is None else decimal_text(found.value)
    return {**vars(found), "value": value}


def ask_ozone_hours(case: Table, catalog: Catalog) -> Table:
    """The annual verdict on ozone from full days of hours."""
    question = asks._request(whole_year({**case, "indicator": "o3"}), catalog)
    hours = tuple(r._replace(kind="hour", total=r.total * 24, n=24) for r in question.rows)
    figure = summarise(replace(question, rows=hours))
    line = lines.line_for(catalog, question.indicator, question.area, figure.period, vt.STANDARD)
    row = judge(vt.STANDARD, Case(question.indicator, question.area, "city", figure, "year", line,
                                  "µg/m³", is_open=False, has_begun=True))  # fmt: skip
    return vars(row)


def ask_zero_quota(case: Table, catalog: Catalog) -> Table:
    """A verdict against a target of nothing."""
    figure = summarise(asks._request(case, catalog))
    entry = catalog.indicator(case["indicator"])
    line = _line({"unit": entry.unit, "operator": ">="}, "0", None)
    row = judge(vt.TARGET, Case(entry, case["area"], "district", figure, "year", line, entry.unit,
                                is_open=False, has_begun=True))  # fmt: skip
    return vars(row)


def ask_same_day(case: Table, catalog: Catalog) -> Table:
    """The day of another year that a comparison runs up to."""
    return {"day": shifted_day(date.fromisoformat(case["day"]), case["years"]).isoformat()}


TRAPS = {
    "year_verdict": ask_year_verdict, "good_days": ask_good_days, "outlook": ask_outlook,
    "sentence": ask_sentence, "same_day": ask_same_day, "stated": ask_stated,
    "ozone_hours": ask_ozone_hours, "zero_quota": ask_zero_quota,
}  # fmt: skip
