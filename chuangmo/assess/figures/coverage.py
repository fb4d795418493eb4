"""A city is not one district: how many of those in scope a city's figure is made from.

Rates, noise, water and tasks of a city are put together from what its districts report, or from
the functional zones (sections, stations) that the catalog lists. Where fewer than the city's
share of them (75 % unless city.toml says otherwise) stand behind the figure, it is not published
and not judged. A figure that the city reports itself needs none; where it is made of zones that the
catalog lists, these are counted whoever reports them.
"""

from dataclasses import replace
from math import ceil

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.verdict_types import Coverage, Statistic

_DISTRICTS, _ZONES = "区县", "点位（断面）"


def with_coverage(request: FigureRequest, found: Statistic) -> Statistic:
    """The figure with its coverage; below what is required it says who is missing."""
    coverage = coverage_of(request, found)
    if coverage is None:
        return found
    found = replace(found, coverage=coverage)
    if coverage.reported >= coverage.required:
        return found
    return replace(
        found, valid=False, reason_code=reasons.TOO_FEW_DISTRICTS, reason=_sentence(found, coverage)
    )


def coverage_of(request: FigureRequest, found: Statistic) -> Coverage | None:
    """Who stands behind a city's figure; ``None`` where it is nobody's sum or mean."""
    if not request.members or found.areas is None:
        return None
    of_zones = bool(set(found.sites) & set(request.listed_sites))
    if request.area in found.areas and not of_zones:
        return None
    expected = request.listed_sites if of_zones else request.in_scope or request.members
    there = frozenset(found.sites) if of_zones else found.areas
    missing = tuple(one for one in expected if one not in there)
    return Coverage(
        reported=len(expected) - len(missing),
        expected=len(expected),
        required=ceil(request.share * len(expected)),
        missing=missing,
        of=_ZONES if of_zones else _DISTRICTS,
    )


def _sentence(found: Statistic, coverage: Coverage) -> str:
    return reasons.sentence(
        reasons.TOO_FEW_DISTRICTS, period=reasons.period_words(found.period), of=coverage.of,
        n=coverage.reported, expected=coverage.expected, required=coverage.required,
        missing="、".join(coverage.missing),
    )  # fmt: skip
