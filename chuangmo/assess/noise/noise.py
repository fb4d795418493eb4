"""Noise means: arithmetic over grid points, length-weighted over roads, energy inside a station."""

import math
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.verdict_types import Statistic

GRID_RULE = "各网格昼间等效声级的算术平均（HJ 640）"
ROAD_RULE = "各路段昼间等效声级按路段长度加权平均（HJ 640）"
NIGHT = "night"  # the items of the programmes and the means are those of the daytime


def mean_of_points(request: FigureRequest) -> Statistic:
    """Arithmetic mean of grid Leq, never an energy mean; the place's own report goes first."""
    return _reported(request) or _over_points(request, weighted=False)


def length_weighted_mean(request: FigureRequest) -> Statistic:
    """Sum of Leq times length over sum of lengths; a road without length stops it."""
    return _reported(request) or _over_points(request, weighted=True)


def night_mean(request: FigureRequest) -> Statistic:
    """The mean of the night levels of the same grids or roads, for the night grades of HJ 640."""
    weighted = request.indicator.combine == "length_weighted_mean"
    return _reported(request, night=True) or _over_points(request, weighted=weighted, night=True)


def energy_mean(levels: list[Fraction]) -> float:
    """Energy mean of hourly Leq inside one station: ``10 lg(mean(10^(0.1 L)))``, dB(A)."""
    return 10 * math.log10(sum(10 ** (float(level) / 10) for level in levels) / len(levels))


def _of_part(rows: list[Stretch], night: bool) -> list[Stretch]:
    return [row for row in rows if (row.statistic == NIGHT) == night]


def _reported(request: FigureRequest, night: bool = False) -> Statistic | None:
    rows = [row for row in _of_part(request.own_rows(), night) if row.has_value]
    if not rows:
        return None
    row = max(rows, key=lambda found: (found.end, found.start == request.period.start))
    return request.answer(
        value=row.mean,
        statistic=row.statistic,
        grain=row.kind,
        n_valid=row.n_valid or 1,
        n_expected=row.n_expected or row.n_valid or 1,
        n_unit="point",
        valid=True,
        rule=reasons.REPORTED_RULE.format(period=reasons.period_words(request.period)),
        origin="reported",
        sites=(request.site,) if request.site else (),
        demo=row.demo,
    )


def _over_points(request: FigureRequest, *, weighted: bool, night: bool = False) -> Statistic:
    rows = _of_part(request.part_rows(), night)
    valued = [row for row in rows if row.has_value]
    rule = ROAD_RULE if weighted else GRID_RULE
    rule = rule.replace("昼间", "夜间") if night else rule
    if not valued:
        reason = reasons.sentence(reasons.NO_DATA, period=reasons.period_words(request.period))
        return request.answer(reason_code=reasons.NO_DATA, reason=reason, n_unit="point", rule=rule)
    value, code = _average(valued, weighted)
    words = reasons.period_words(request.period)
    return request.answer(
        value=value,
        statistic=NIGHT if night else "mean",
        grain=valued[0].kind,
        n_valid=len(valued),
        n_expected=len(rows),
        n_unit="point",
        valid=not code,
        reason_code=code,
        reason=reasons.sentence(code, period=words),
        rule=rule,
        origin="sites",
        sites=tuple(row.site or "" for row in valued),
        areas=frozenset(row.area for row in valued),
        demo=any(row.demo for row in valued),
    )


def _average(rows: list[Stretch], weighted: bool) -> tuple[Fraction | None, str]:
    if not weighted:
        return sum((row.mean for row in rows), Fraction(0)) / len(rows), ""
    if any(not row.weight for row in rows):
        return None, reasons.NO_WEIGHT
    lengths = [Fraction(row.weight or 0) for row in rows]
    total = sum((row.mean * w for row, w in zip(rows, lengths, strict=True)), Fraction(0))
    return total / sum(lengths, Fraction(0)), ""
