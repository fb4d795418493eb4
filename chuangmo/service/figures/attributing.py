"""Attribution of a gap to its limit: by month and by district, as exact parts of the whole."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.figures.means import valid_days
from chuangmo.assess.lines import LimitLine, answer_unit, main_line
from chuangmo.assess.verdicts.attribution import GapShare, by_district, by_month
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import Period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.figures import Figures

MEAN_OF_DAYS = "mean_of_valid_days"


@dataclass(frozen=True)
class Attribution:
    """The gap of one figure to one line and its parts, in the stored unit (exact).

    ``districts`` is empty where the figure is not made from sites of several districts. Every
    list of parts sums to ``gap``.
    """

    indicator: str
    area: str
    period: Period
    line: LimitLine | None
    unit: str
    stored_unit: str
    value: Fraction | None
    gap: Fraction | None
    months: tuple[GapShare, ...] = ()
    districts: tuple[GapShare, ...] = ()


def attribute(
    board: Board,
    actor: Actor,
    indicator: str,
    area: str,
    period: Period,
    as_of: date,
    line: str | None = None,
) -> Attribution:
    """Parts of the gap by month and, for a city, by district; the line as in the outlook.

    Raises:
        UnknownId, UnknownPlace: indicator or area do not exist.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    entry, place = catalog.indicator(indicator), catalog.area(area)
    figures = Figures(board, period, as_of, indicators=(entry.id,), years_back=0)
    chosen = main_line(catalog, entry, place, period, line)
    figure = figures.figure(entry.id, period, area=place)
    unit = answer_unit(catalog, entry, period.last_day)
    if entry.combine != MEAN_OF_DAYS or chosen is None or figure.value is None:
        return Attribution(entry.id, place, period, chosen, unit, entry.unit, figure.value, None)
    limit = chosen.value_in(entry.unit)
    request = figures.request(entry.id, period, area=place)
    return Attribution(
        indicator=entry.id,
        area=place,
        period=period,
        line=chosen,
        unit=unit,
        stored_unit=entry.unit,
        value=figure.value,
        gap=figure.value - limit,
        months=tuple(by_month(valid_days(request).values, limit)),
        districts=_districts(catalog, request, limit) if figure.origin == "sites" else (),
    )


def _districts(catalog: Catalog, request: FigureRequest, limit: Fraction) -> tuple[GapShare, ...]:
    """Parts of the districts that a city's figure is made of, the largest first."""
    if not request.members:
        return ()
    book = request.day_book()
    sites = {site: days.within(request.elapsed).values for site, days in book.sites.items()}
    standing = {site.id: site.district for site in catalog.sites()}
    parts = by_district(sites, lambda site: standing.get(site, site), book.listed, limit)
    return tuple(sorted(parts, key=lambda part: -part.gap))
