"""Rates: a ratio of sums, or the mean of zone rates where the named rule says so; never averaged.

Percentages of districts, months or sources are not averaged: their numerators and denominators
are added. A single reported rate without parts stands for its own place and period only.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.figures.daily import dust_choice
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.validity import covered_months
from chuangmo.assess.verdict_types import Statistic, ZoneRate
from chuangmo.period import Period, day_words

SUM_RULE = "分子之和除以分母之和（比率不相互平均）"
ZONE_RULE = "各功能区（断面）达标率的算术平均，达标率为达标次数与监测次数之比"


def ratio_of_sums(request: FigureRequest) -> Statistic:
    """Numerators over denominators of everything inside the place and period, in per cent."""
    rows = chosen_rows(request)
    if not rows:
        return _no_data(request, SUM_RULE)
    if len(rows) == 1 and rows[0].site == request.site and rows[0].total is not None:
        return _single(request, rows[0])
    top, bottom, code = _sums(rows)
    value = top / bottom * 100 if bottom else None
    return finished(request, rows, value, code, SUM_RULE, (top, bottom))


def mean_of_zone_rates(request: FigureRequest) -> Statistic:
    """Mean over sections of (times complied / times monitored), in per cent (2006 scheme)."""
    rows = chosen_rows(request)
    if not rows:
        return _no_data(request, ZONE_RULE)
    if len(rows) == 1 and rows[0].site == request.site and rows[0].total is not None:
        return _single(request, rows[0])
    sites: dict[str, list[Stretch]] = defaultdict(list)
    for row in rows:
        sites[row.site or row.area].append(row)
    zones, code = [], ""
    for zone, found in sites.items():
        top, bottom, missing = _sums(found)
        code = code or missing
        if bottom:
            zones.append(ZoneRate(zone, top, bottom))
    value = mean_rate(zones) if zones and not code else None
    whole = _sums(rows)
    answer = finished(request, rows, value, code, ZONE_RULE, (whole[0], whole[1]))
    return replace(answer, zones=tuple(zones) if value is not None else ())


def mean_rate(zones: Sequence[ZoneRate]) -> Fraction:
    """The mean of the zones' own rates, in per cent."""
    return sum((zone.passed / zone.times * 100 for zone in zones), Fraction(0)) / len(zones)


def chosen_rows(request: FigureRequest) -> list[Stretch]:
    """The rows that make the figure: own report first; months, else the latest cumulative."""
    own = [row for row in request.own_rows() if _usable(row)]
    parts = [row for row in request.part_rows() if _usable(row)] if not request.site else []
    members = [row for row in request.member_rows() if _usable(row)]
    for found in (own, parts, members):
        rows = dust_choice(found, request.dust)
        exact = [r for r in rows if r.start == request.period.start and r.end == request.period.end]
        if exact:
            return exact
        months = [row for row in rows if row.kind == "month"]
        if months:
            return months
        running = [r for r in rows if r.start == request.period.start]
        if running:
            last = max(row.end for row in running)
            return [row for row in running if row.end == last]
    return []


def _usable(row: Stretch) -> bool:
    return row.total is not None or (row.numerator is not None and row.denominator is not None)


def _sums(rows: list[Stretch]) -> tuple[Fraction, Fraction, str]:
    if any(row.numerator is None or row.denominator is None for row in rows):
        return Fraction(0), Fraction(0), reasons.NO_PARTS
    top = sum((Fraction(row.numerator or 0) for row in rows), Fraction(0))
    bottom = sum((Fraction(row.denominator or 0) for row in rows), Fraction(0))
    return top, bottom, "" if bottom else reasons.NO_DATA


def _single(request: FigureRequest, row: Stretch) -> Statistic:
    words = reasons.period_words(request.period)
    parts = (
        Fraction(row.numerator) if row.numerator is not None else None,
        Fraction(row.denominator) if row.denominator is not None else None,
    )
    return finished(request, [row], row.mean, "", reasons.REPORTED_RULE.format(period=words), parts)


def finished(
    request: FigureRequest,
    rows: list[Stretch],
    value: Fraction | None,
    code: str,
    rule: str,
    parts: tuple[Fraction | None, Fraction | None],
) -> Statistic:
    """A rate with its rows: an open period or months that lack make it no verdict's."""
    spans = {(row.start.date(), row.last_day) for row in rows}
    reach = _reach(request, max(span[1] for span in spans))
    months = len(reach.months())
    covered = covered_months(reach, spans) if months > 1 else months
    words = reasons.period_words(request.period)
    if not code and covered < months:
        code = reasons.NOT_COVERED
    elif not code and request.is_open:
        code = reasons.PERIOD_OPEN
    through = max(span[1] for span in spans)
    return request.answer(
        value=value,
        statistic="rate",
        grain=rows[0].kind,
        n_valid=len(rows),
        n_expected=len(rows),
        n_unit=request.indicator.count_unit,
        valid=not code,
        reason_code=code,
        reason=reasons.sentence(
            code, period=words, n=covered, required=months,
            through=day_words(through),
        ),
        rule=f"{rule}；{reasons.COVERAGE_RULE}" if months > 1 else rule,
        origin="sites" if any(row.site for row in rows) and not request.site else "reported",
        sites=tuple(sorted({row.site for row in rows if row.site})),
        areas=_areas(request, rows, reach),
        demo=any(row.demo for row in rows),
        numerator=parts[0],
        denominator=parts[1],
    )  # fmt: skip


def _areas(request: FigureRequest, rows: list[Stretch], reach: Period) -> frozenset[str]:
    """The areas whose own rows reach over the period; the place itself in any case."""
    spans: dict[str, set[tuple[date, date]]] = defaultdict(set)
    for row in rows:
        spans[row.area].add((row.start.date(), row.last_day))
    months = len(reach.months())
    return frozenset(
        area
        for area, own in spans.items()
        if area == request.area or months == 1 or covered_months(reach, own) >= months
    )


def _reach(request: FigureRequest, through: date) -> Period:
    """The months that must be there: all of a closed period, up to the last data of an open one."""
    return request.elapsed.until(through) if request.is_open else request.period


def _no_data(request: FigureRequest, rule: str) -> Statistic:
    words = reasons.period_words(request.period)
    return request.answer(
        statistic="rate",
        reason_code=reasons.NO_DATA,
        reason=reasons.sentence(reasons.NO_DATA, period=words),
        rule=rule,
    )
