"""What stands behind a figure: districts of a city, sites of a mean, parts of a derived one."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from chuangmo.assess.zone_classes import WATER_REPORTED
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.tables import CompositeTable, IndexTable
from chuangmo.period import Period

SHARE_OF_GOOD_DAYS, COMPOSITE_INDEX = "share_of_good_days", "composite_index"
ENERGY_MEAN = "energy_mean"
NOISE_RATES = ("day_compliance", "night_compliance")
OF_SAMPLES, ZONE_RATES = "mean_of_samples", "mean_of_zone_rates"


def made_of(catalog: Catalog, indicator: str, on: date) -> tuple[str, ...]:
    """The indicators that a derived one is computed from on a day; none for the others."""
    combine = catalog.indicator(indicator).combine
    if combine == SHARE_OF_GOOD_DAYS:
        index = catalog.index_table(on)
        return tuple(points.indicator for points in index.breakpoints) if index else ()
    if combine == COMPOSITE_INDEX:
        composite = catalog.composite_table(on)
        return tuple(term.indicator for term in composite.terms) if composite else ()
    if combine == ZONE_RATES:
        return (*combined_by(catalog, OF_SAMPLES), WATER_REPORTED)
    return combined_by(catalog, ENERGY_MEAN) if combine in NOISE_RATES else ()


def names_behind(catalog: Catalog, indicator: str, on: date) -> tuple[str, ...]:
    """The list of its ledger, the indicator itself, and what it is made of on a day."""
    ledger = catalog.indicator(indicator).ledger
    return (*((ledger.kind,) if ledger else ()), indicator, *made_of(catalog, indicator, on))


def same_tables(catalog: Catalog, indicator: Indicator, *periods: Period) -> bool:
    """Whether figures of the periods are made by the same index tables all through."""
    in_force: dict[str, Callable[[date], IndexTable | CompositeTable | None]] = {
        SHARE_OF_GOOD_DAYS: catalog.index_table,
        COMPOSITE_INDEX: catalog.composite_table,
    }
    if indicator.combine not in in_force:
        return True
    days = [day for one in periods for day in (one.start.date(), one.last_day)]
    tables = [in_force[indicator.combine](day) for day in days]
    return len({table.id if table else None for table in tables}) == 1


def combined_by(catalog: Catalog, word: str) -> tuple[str, ...]:
    """The indicators that the catalog combines by a word of ``Combine``."""
    return tuple(one.id for one in catalog.indicators.values() if one.combine == word)


def members_of(
    catalog: Catalog, indicator: Indicator, period: Period | None = None
) -> tuple[str, ...]:
    """Districts that make up the city's figure: all for tasks, else those in 城区 scope.

    Of a period those that are districts on its first day or later.
    """
    since = period.start.date() if period else None
    return tuple(
        district.name
        for district in catalog.city.districts
        if (indicator.group == "task" or district.in_city_mean) and district.stands(since)
    )


def listed_sites(
    catalog: Catalog, indicator: str, area: str, members: tuple[str, ...]
) -> tuple[str, ...]:
    """The sites whose mean is the figure of a district, or of a city by its members (评价点)."""
    return tuple(
        site.id
        for site in catalog.sites(None if members else area, indicator)
        if not catalog.is_background(site.id)
        and (not members or (site.in_city_mean and site.district in members))
    )


def background_sites(catalog: Catalog, sites: Iterable[str]) -> frozenset[str]:
    """Of some sites the 对照点: no mean of a district or city counts them (HJ 664, HJ 663)."""
    return frozenset(site for site in sites if catalog.is_background(site))


def in_scope(
    catalog: Catalog, indicator: str, members: tuple[str, ...], period: Period
) -> tuple[str, ...]:
    """The districts that must stand behind a city's figure: those of city.toml, else all.

    One that ended within the period need not.
    """
    said = (one.areas for one in catalog.city.coverage if indicator in one.indicators)
    ended = {one.name for one in catalog.city.districts if not one.stands(period.last_day)}
    return tuple(name for name in next(said, members) if name not in ended) if members else ()


def share_needed(catalog: Catalog) -> Fraction:
    """The share of them that is enough."""
    return Fraction(catalog.city.coverage_percent, 100)
