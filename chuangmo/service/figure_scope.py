"""What stands for a place: the districts that make up a city, the sites that count in a mean."""

from collections.abc import Iterable
from fractions import Fraction

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator


def members_of(catalog: Catalog, indicator: Indicator) -> tuple[str, ...]:
    """Districts that make up the city's figure: all for tasks, else those in 城区 scope."""
    return tuple(
        district.name
        for district in catalog.city.districts
        if indicator.group == "task" or district.in_city_mean
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


def in_scope(catalog: Catalog, indicator: str, members: tuple[str, ...]) -> tuple[str, ...]:
    """The districts that must stand behind a city's figure: those of city.toml, else all."""
    said = (one.areas for one in catalog.city.coverage if indicator in one.indicators)
    return next(said, members) if members else ()


def share_needed(catalog: Catalog) -> Fraction:
    """The share of them that is enough."""
    return Fraction(catalog.city.coverage_percent, 100)
