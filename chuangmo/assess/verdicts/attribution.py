"""Which months and which districts make the gap: exact parts that sum to it.

The figure is a mean of valid days, and a day the mean of its valid sites, so every site value has
a known weight: ``1 / (sites that day x days)``. A part is the sum of ``weight x (value - limit)``
over its own values; all parts add up to ``figure - limit`` without remainder.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.assess.figures.daily import SITE_SHARE


@dataclass(frozen=True)
class GapShare:
    """The share of one month or district: ``gap`` in the figure's unit, its weight, its mean."""

    name: str
    gap: Fraction
    weight: Fraction
    mean: Fraction


def by_month(days: Mapping[date, Fraction], limit: Fraction) -> list[GapShare]:
    """Parts of the months, in order, from valid daily means of a place."""
    return _parts(
        [(f"{day:%Y-%m}", Fraction(1, len(days)), value) for day, value in sorted(days.items())],
        limit,
    )


def by_district(
    sites: Mapping[str, Mapping[date, Fraction]],
    district_of: Callable[[str], str],
    listed: int,
    limit: Fraction,
) -> list[GapShare]:
    """Parts of the districts, from valid daily means of each site of a city.

    Args:
        sites: site to its valid daily means.
        district_of: the district a site stands in.
        listed: how many sites the catalog lists; days below 75 % of them do not count.
        limit: the line, in the values' unit.
    """
    per_day: dict[date, list[tuple[str, Fraction]]] = defaultdict(list)
    for site, days in sites.items():
        for day, value in days.items():
            per_day[day].append((district_of(site), value))
    counted = {d: found for d, found in per_day.items() if len(found) >= SITE_SHARE * listed}
    weighted = [
        (district, Fraction(1, len(found) * len(counted)), value)
        for found in counted.values()
        for district, value in found
    ]
    return _parts(weighted, limit)


def _parts(weighted: list[tuple[str, Fraction, Fraction]], limit: Fraction) -> list[GapShare]:
    gaps: dict[str, Fraction] = defaultdict(Fraction)
    weights: dict[str, Fraction] = defaultdict(Fraction)
    for name, weight, value in weighted:
        gaps[name] += weight * (value - limit)
        weights[name] += weight
    return [
        GapShare(name, gap, weights[name], limit + gap / weights[name])
        for name, gap in gaps.items()
    ]
