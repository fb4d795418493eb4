"""What rates of compliance are made of: levels or samples, with the class and rule of each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from chuangmo.assess.figure_request import FigureRequest, FunctionalParts, SectionParts
from chuangmo.assess.lines import standard_in_force
from chuangmo.assess.water.water_class import LAKE
from chuangmo.assess.zone_classes import classes_of_sites
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator, Site, Standard
from chuangmo.period import Period


class Where(TypedDict):
    """Place and time of a request, as its parts have them too."""

    period: Period
    area: str
    site: str | None
    as_of: date | None


#: The word in ``role`` of the catalog's site that puts a section on a lake or reservoir.
LAKE_WORD = "湖库"


def functional_parts(
    catalog: Catalog, levels: FigureRequest, printed: FigureRequest, standard: str | None
) -> FunctionalParts:
    """The levels of stations, classes (catalog first, else as printed) and standards by day."""
    classes = _printed(printed, "noise") | _listed(catalog)
    return FunctionalParts(levels, classes, _in_force(catalog, [levels], standard), printed)


def section_parts(
    catalog: Catalog,
    items: Sequence[FigureRequest],
    reported: FigureRequest,
    printed: FigureRequest,
    standard: str | None,
) -> SectionParts | None:
    """The samples of sections, their targets (catalog first, else as printed), bodies and plans."""
    used = tuple(item for item in items if item.rows)
    if not used and not reported.rows:
        return None
    sites = {site.id: site for site in catalog.sites()}
    return SectionParts(
        items=used,
        reported=reported,
        printed=printed,
        targets=_printed(printed, "water") | _listed(catalog),
        bodies={name: LAKE for name, site in sites.items() if is_lake(site)},
        plans={name: site.indicators for name, site in sites.items() if site.indicators},
        standards=_in_force(catalog, used, standard) if used else {},
    )


def is_lake(site: Site) -> bool:
    """Whether a section stands on a lake or reservoir."""
    return LAKE_WORD in site.role


def _printed(request: FigureRequest, group: str) -> dict[str, str]:
    return classes_of_sites(request.rows, group, request.period.end)


def _listed(catalog: Catalog) -> dict[str, str]:
    return {site.id: site.klass for site in catalog.sites() if site.klass}


def _in_force(
    catalog: Catalog, requests: Sequence[FigureRequest], standard: str | None
) -> Mapping[date, Standard]:
    """The standard of each day that has rows, all requests being of one family."""
    entry: Indicator = requests[0].indicator
    days = {row.last_day for request in requests for row in request.rows}
    found = {day: standard_in_force(catalog, entry, day, standard) for day in days}
    return {day: law for day, law in found.items() if law is not None}
