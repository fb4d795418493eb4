"""Water sections one by one: where they stand, their functional class, the verdict on each item."""

from dataclasses import dataclass, replace

from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import line_for
from chuangmo.assess.reasons import NO_CLASS
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts.verdict import Case, judge
from chuangmo.assess.water.water_class import LAKE, RIVER
from chuangmo.assess.zone_classes import WATER_REPORTED, WATER_TARGET, classes_of_sites
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from chuangmo.service.figures.figures import Figures
from chuangmo.service.figures.parts import is_lake

OF_SAMPLES = "mean_of_samples"
NOT_CLASSED = (
    "断面“{name}”在点位目录和表里都没有功能区类别或水质目标，不能对照 GB 3838 的限值；请补上类别。"
)
NOT_JUDGED = "断面“{name}”的功能区类别为{klass}，标准对该项目没有限值，不作评价。"


@dataclass(frozen=True)
class Section:
    """A section with data: key in the observations, shown name, district, class, water body.

    ``klass`` is the class of its functional area in the catalog, else as a sheet prints it beside
    the figures; empty where neither says one. ``printed`` is what the sheet prints, ``plan`` the
    items that the catalog lists for it.
    """

    site: str
    name: str
    area: str
    klass: str
    body: str
    printed: str = ""
    plan: tuple[str, ...] = ()


def sections_in(figures: Figures, area: str) -> list[Section]:
    """The sections inside ``area`` (the city: all of them) with water items or a printed class."""
    catalog = figures.catalog
    places = _places(catalog, figures) if area == catalog.city.name else [area]
    named = [*(item.id for item in water_items(catalog)), WATER_REPORTED]
    found: list[Section] = []
    for place in places:
        sites = sorted({site for name in named for site in figures.sites_with(name, place)})
        printed = _printed(figures, place) if sites else {}
        found += [_section(catalog, site, place, printed) for site in sites]
    return found


def _places(catalog: Catalog, figures: Figures) -> list[str]:
    if catalog.city.open_places:
        return sorted({place for _, place in figures.pairs()})
    return [*catalog.areas()[1:], catalog.city.name]


def water_items(catalog: Catalog) -> list[Indicator]:
    """The items of GB 3838 that the catalog knows, in its order."""
    return [one for one in catalog.indicators.values() if one.combine == OF_SAMPLES]


def _printed(figures: Figures, place: str) -> dict[str, str]:
    asked = figures.request(WATER_TARGET, figures.window, area=place)
    return classes_of_sites(asked.rows, "water", figures.window.end)


def _section(catalog: Catalog, site: str, area: str, printed: dict[str, str]) -> Section:
    listed, own = catalog.site(site), printed.get(site, "")
    if listed is None:
        return Section(site, site, area, own, RIVER, own)
    body = LAKE if is_lake(listed) else RIVER
    klass = listed.klass or own
    return Section(site, listed.name, area, klass, body, own, listed.indicators)


def section_verdicts(
    figures: Figures, period: Period, area: str, wanted: tuple[str, ...] = ()
) -> list[Verdict]:
    """The verdict on every measured item of every section inside ``area``, by its class's limit.

    Args:
        wanted: only these indicators (empty: all).
    """
    items = [one for one in water_items(figures.catalog) if not wanted or one.id in wanted]
    return [
        _verdict(figures, period, section, item)
        for section in (sections_in(figures, area) if items else ())
        for item in items
        if section.site in figures.sites_with(item.id, section.area)
    ]


def _verdict(figures: Figures, period: Period, section: Section, item: Indicator) -> Verdict:
    figure = figures.figure(item.id, period, area=section.area, site=section.site)
    line = line_for(
        figures.catalog,
        item,
        section.area,
        period,
        vt.STANDARD,
        standard=figures.standard,
        klass=section.klass or None,
        body=section.body,
    )
    case = Case(
        indicator=item,
        area=section.area,
        area_kind=figures.catalog.area_kind(section.area),
        figure=figure,
        period_kind=period.kind,
        line=line,
        unit=item.unit,
        is_open=period.last_day > figures.as_of,
        has_begun=period.start.date() <= figures.as_of,
    )
    verdict = replace(judge(vt.STANDARD, case), site=section.site)
    if line is not None:
        return verdict
    if section.klass:
        return replace(verdict, reason=NOT_JUDGED.format(name=section.name, klass=section.klass))
    return replace(verdict, reason=NOT_CLASSED.format(name=section.name), reason_code=NO_CLASS)
