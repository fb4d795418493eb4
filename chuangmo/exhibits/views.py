"""Every view of the board as a list of exhibits: what a file, a snapshot, the export shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from chuangmo.access.actor import Actor
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.catalog.faults import UnknownId, suggestion
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits import district, gap, needs, outlook, overview, tasks
from chuangmo.exhibits import map as maps
from chuangmo.exhibits.beside.definitions import definitions_exhibit
from chuangmo.exhibits.beside.last_year import last_year_exhibit
from chuangmo.exhibits.beside.notes import notes_exhibit
from chuangmo.exhibits.beside.other_cities import other_cities_exhibit
from chuangmo.exhibits.beside.two_districts import two_districts_exhibit
from chuangmo.exhibits.calendar import calendar_exhibit
from chuangmo.exhibits.dust import dust_count, dust_words
from chuangmo.exhibits.improvement import improvement_exhibit
from chuangmo.exhibits.matrix import matrix_exhibit
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.burnup import burnup_exhibit
from chuangmo.exhibits.monthly.years import years_exhibit
from chuangmo.exhibits.place import Place, place_of
from chuangmo.exhibits.ranking import earlier_verdicts, ranking_exhibit
from chuangmo.exhibits.scheme import card_exhibit, cards_of
from chuangmo.exhibits.scoring.assessment import assessment_exhibits
from chuangmo.exhibits.sections import sections_exhibit
from chuangmo.exhibits.sub_counts import sub_counts_exhibit
from chuangmo.exhibits.target_forms import load_plan, plan_exhibit, targets_exhibit
from chuangmo.exhibits.trend import trend_breaks, trend_exhibit, trend_marks
from chuangmo.exhibits.yearly.significance import significance_exhibit
from chuangmo.exhibits.yearly.winters import winters_of
from chuangmo.period import MONTH, Period, month_period
from chuangmo.service.board import Board
from chuangmo.service.questions import Questions

OVERVIEW, INDICATOR, DISTRICT, TASKS = "overview", "indicator", "district", "tasks"
MAP, OUTLOOK, SCHEME, ASSESSMENT = "map", "outlook", "scheme", "assessment"
#: Sets of exhibits made of several views.
BRIEFING, DOSSIER, ONE_PAGE = "briefing", "dossier", "onepage"


@dataclass(frozen=True)
class ViewRequest:
    """What a view is asked about.

    Attributes:
        period: a month, or a longer period, whose last month up to ``as_of`` is taken.
        as_of: the day data time is cut at; ``None`` for the end of the month.
        indicator: an id; ``None`` for the view's usual one (PM10, the boilers).
        area: a place; ``None`` for the whole city, in ``district`` for the first district.
        dust: ``keep`` or ``remove``.
        scheme: a programme's id; ``None`` for the city's own.
        theme: ``light`` or ``dark``, for the figures; files are always light.
        compare: in ``district`` a second district, which is then all that is shown beside it.
        over: in ``indicator`` the months of the year over those of the year before.
    """

    period: Period
    as_of: date | None = None
    indicator: str | None = None
    area: str | None = None
    dust: str = WITH_DUST
    scheme: str | None = None
    theme: str = "light"
    compare: str | None = None
    over: bool = False

    @property
    def month(self) -> Month:
        """The month the view shows: the last of the period that has begun by ``as_of``."""
        if self.period.kind == MONTH and self.as_of is None:
            return Month(self.period)
        last = min(self.as_of or self.period.last_day, self.period.last_day)
        return Month(month_period(last.year, last.month))


Builder = Callable[[Questions, ViewRequest], list[Exhibit]]


def build(view: str, board: Board, actor: Actor, request: ViewRequest) -> list[Exhibit]:
    """The exhibits of one view, in the order they are shown.

    Raises:
        UnknownId: no such view, indicator or scheme.
        UnknownPlace: no such area.
        Forbidden: the person may not look.
    """
    return built(view, Questions(board, actor), request)


def built(view: str, reader: Questions, request: ViewRequest) -> list[Exhibit]:
    """As ``build``, from whatever answers the reads."""
    if view not in VIEWS:
        raise UnknownId(f"没有视图“{view}”。{suggestion(view, VIEWS)}")
    return VIEWS[view](reader, request)


def _overview(reader: Questions, request: ViewRequest) -> list[Exhibit]:
    view = overview.load_overview(reader, request.month, request.dust, COMBINED)
    foot = overview.overview_foot(view)
    return [overview.cards_exhibit(view, foot), matrix_exhibit(view, foot)]


def _place(reader: Questions, request: ViewRequest, indicator: Indicator) -> Place:
    month = request.month
    area = reader.catalog.area(request.area or reader.catalog.city.name)
    assessment = reader.assess(month.year_period, month.as_of, request.dust)
    return place_of(assessment, indicator, area, month, request.dust)


def _usual(reader: Questions, request: ViewRequest, usual: list[Indicator]) -> Indicator:
    """The indicator asked for, else the first of the usual ones."""
    if request.indicator:
        return reader.catalog.indicator(request.indicator)
    return usual[0] if usual else next(iter(reader.catalog.indicators.values()))


def _indicator(reader: Questions, request: ViewRequest) -> list[Exhibit]:
    place = _place(reader, request, _usual(reader, request, []))
    foot = place.foot(reader)
    years = (place.month.year - 1, place.month.year)
    points = reader.monthly(place.indicator.id, place.area, years, place.month.as_of, request.dust)
    steps = reader.limit_steps(place.indicator.id, place.area, years)
    breaks = trend_breaks(reader.catalog, place)
    marks, look = trend_marks(reader, place), request.theme
    trend = trend_exhibit(place, points, steps, foot, look, False, breaks, marks=marks)
    if request.over:
        told = trend_marks(reader, place, 1)
        over = years_exhibit(reader.catalog, place, points, steps, foot, look, told)
        trend = over or trend
    if dust_count(reader.catalog, place.month) and (dust := dust_words(reader, place)):
        trend = replace(trend, notes=(*trend.notes, dust))
    of_water = place.indicator.group == "water"
    sections = sections_exhibit(reader, place.month, place.area, foot) if of_water else None
    plans = _plans(reader, place.month, place.indicator, place.area, foot)
    targets = targets_exhibit(reader, place.month, foot, indicator=place.indicator.id)
    beside = (
        definitions_exhibit(reader, place, foot),
        other_cities_exhibit(reader, place, foot),
    )
    whole = place.area == reader.catalog.city.name
    notes = notes_exhibit(
        reader, place.month, request.dust, foot, area="" if whole else place.area,
        indicator=place.indicator.id,
    )  # fmt: skip
    shown = (
        *_over_time(reader, place, foot, look), *_districts(reader, place, foot, look), sections,
        notes, *beside, *plans, targets,
    )  # fmt: skip
    return [trend, *(one for one in shown if one is not None)]


def _over_time(
    reader: Questions, place: Place, foot: Foot, theme: str
) -> tuple[Exhibit | None, ...]:
    """The trend over years, where there are enough to draw, and the days of the year."""
    years = significance_exhibit(reader, place, foot, theme)
    month = place.month
    days = reader.daily(place.indicator.id, place.area, month.year, month.as_of, place.dust)
    told = trend_marks(reader, place, 1)
    return (
        years if years is not None and years.figure is not None else None,
        None if days is None else calendar_exhibit(place, days, foot, theme, marks=told),
    )


def _districts(
    reader: Questions, place: Place, foot: Foot, theme: str
) -> tuple[Exhibit | None, ...]:
    """The districts by level (and what moved since the month before), improvement, both years."""
    before = earlier_verdicts(reader, place)
    return (
        ranking_exhibit(place, foot, theme, False, before),
        improvement_exhibit(reader, place, foot, theme, False),
        last_year_exhibit(reader, place, foot, theme, False),
    )


def _plans(
    reader: Questions, month: Month, indicator: Indicator, area: str, foot: Foot
) -> list[Exhibit]:
    """The plan of a place year by year; none where it has none."""
    plan = load_plan(reader, month, indicator, area)
    return [plan_exhibit(plan, month, area, foot)] if plan is not None else []


def _district(reader: Questions, request: ViewRequest) -> list[Exhibit]:
    month = request.month
    known = district.districts_of(reader, month, request.dust)
    area = reader.catalog.area(request.area) if request.area else next(iter(known), "")
    view = district.load_district(reader, month, area, request.dust)
    foot = district.district_foot(reader, view)
    if request.compare:
        both = (area, reader.catalog.area(request.compare))
        foot = district.district_foot(reader, view, both[1])
        return [two_districts_exhibit(reader, month, both, request.dust, foot)]
    ahead = district.year_end_exhibit(view, foot)
    sections = sections_exhibit(reader, month, area, foot) if area else None
    targets = targets_exhibit(reader, month, foot, area=area) if area else None
    notes = notes_exhibit(reader, month, request.dust, foot, area=area) if area else None
    more = [one for one in (ahead, notes, targets, sections) if one is not None]
    return [district.stand_exhibit(view, foot), *more]


def _tasks(reader: Questions, request: ViewRequest) -> list[Exhibit]:
    month = request.month
    known = tasks.tasks_of(reader, month)
    if not known and not request.indicator:
        return []
    indicator = _usual(reader, request, known)
    area = reader.catalog.area(request.area or reader.catalog.city.name)
    if not tasks.is_reported(reader, month, indicator, area):
        return []
    view = tasks.load_tasks(reader, month, indicator, area)
    foot = tasks.tasks_foot(reader, view)
    found = (
        tasks.shares_exhibit(view, foot, request.theme),
        burnup_exhibit(view, foot, request.theme),
        winters_of(reader, view, foot, request.theme),
        sub_counts_exhibit(reader, view, foot),
        *_plans(reader, month, indicator, area, foot),
        targets_exhibit(reader, month, foot, area=None if view.own.area_kind == "city" else area),
    )
    return [exhibit for exhibit in found if exhibit is not None]


def _map(reader: Questions, request: ViewRequest) -> list[Exhibit]:
    indicator = _usual(reader, request, [])
    view = maps.load_map(reader, request.month, indicator, request.dust, False)
    return [maps.map_exhibit(reader, view, maps.map_foot(reader, view))]


def _outlook(reader: Questions, request: ViewRequest) -> list[Exhibit]:
    month = request.month
    known = outlook.indicators_ahead(reader, month)
    if not known and not request.indicator:
        return []
    area = reader.catalog.area(request.area or reader.catalog.city.name)
    view = outlook.load_view(reader, month, _usual(reader, request, known), area)
    foot = view.place.foot(reader)
    found = [outlook.needed_exhibit(view, foot), needs.needs_exhibit(reader, view, foot)]
    parts = reader.attribute(view.indicator.id, area, month.year_period, month.as_of)
    if gap.has_parts(parts) and parts.gap is not None:
        lists = [
            (gap.BY_MONTH, gap.month_parts(parts)),
            (gap.BY_DISTRICT, gap.district_parts(parts)),
        ]
        found += [
            gap.gap_exhibit(view, what, listed, parts.gap, foot)
            for what, listed in lists
            if len(listed) > 1
        ]
    return [exhibit for exhibit in found if exhibit is not None]


def _scheme(reader: Questions, request: ViewRequest) -> list[Exhibit]:
    cards = cards_of(reader, request.month, request.scheme)
    return [card_exhibit(reader, request.month, card) for card in cards]


def _assessment(reader: Questions, request: ViewRequest) -> list[Exhibit]:
    area = reader.catalog.area(request.area) if request.area else None
    whole = area in (None, reader.catalog.city.name)
    return assessment_exhibits(reader, request.month.year, None if whole else area)


#: Name of a view, as the command line and the export centre call it, to its builder.
VIEWS: dict[str, Builder] = {
    OVERVIEW: _overview,
    INDICATOR: _indicator,
    DISTRICT: _district,
    TASKS: _tasks,
    MAP: _map,
    OUTLOOK: _outlook,
    SCHEME: _scheme,
    ASSESSMENT: _assessment,
}
