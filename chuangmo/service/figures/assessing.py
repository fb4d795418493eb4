"""Read-only queries: means, verdicts, outlooks, monthly series, limits, extent of the data."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.figure_request import AUTO
from chuangmo.assess.lines import LimitLine, answer_unit, judging_scheme, line_for, main_line
from chuangmo.assess.rounding import decimal_text
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.assess.verdicts.outlook import Outlook, not_alike, outlook
from chuangmo.assess.verdicts.scheme_silence import scheme_silence
from chuangmo.assess.verdicts.verdict import Case, judge
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnknownId, UnknownPlace, suggestion
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.target_models import PLAN
from chuangmo.period import (
    YEAR,
    Period,
    days_period,
    month_period,
    months_period,
    today,
    year_period,
)
from chuangmo.service.board import Board, require
from chuangmo.service.figures.answers import (
    Assessment,
    Extent,
    LimitStep,
    MonthPoint,
    OutlookAnswer,
)
from chuangmo.service.figures.comparing import alike
from chuangmo.service.figures.figures import YEARS_BACK, Figures
from chuangmo.service.figures.sections import section_verdicts
from chuangmo.service.formed_targets import line_ahead, target_verdict
from chuangmo.service.row_additions import earlier_standard, with_changes
from chuangmo.store.rows import Selection


def mean(
    board: Board,
    actor: Actor,
    indicator: str,
    period: Period,
    *,
    area: str | None = None,
    site: str | None = None,
    grain: str = AUTO,
    dust: str = WITH_DUST,
    as_of: date | None = None,
) -> Statistic:
    """The figure of one indicator, place and period, with valid days and the rule."""
    require(actor, VIEWER)
    place, key = resolve_place(board, area, site)
    figures = Figures(
        board, period, as_of or today(), dust=dust, indicators=(indicator,), years_back=0
    )
    return figures.figure(indicator, period, area=place, site=key, grain=grain)


def resolve_place(board: Board, area: str | None, site: str | None) -> tuple[str, str | None]:
    """(area, site) keys for what was asked: a site stands in its district.

    A site that the catalog does not list (a grid, a road, a source) is looked up in the data.

    Raises:
        UnknownPlace: no such area or site, or the site's name stands in several areas.
    """
    catalog = board.catalog
    if site is None:
        return catalog.area(area or catalog.city.name), None
    found = catalog.site(site)
    if found is not None:
        return found.district, found.id
    places = (catalog.area(area),) if area else ()
    rows = board.store.current(Selection(site=site, areas=places))
    standing = sorted(set(rows.column("area").to_pylist()))
    if not standing:
        raise UnknownPlace(f"{catalog.city.name}没有“{site}”这个点位。请核对写法。")
    if len(standing) > 1:
        raise UnknownPlace(f"点位“{site}”在{'、'.join(standing)}都有，请用 --area 指明。")
    return standing[0], site


def assess(
    board: Board,
    actor: Actor,
    period: Period,
    as_of: date,
    *,
    scheme: str | None = None,
    standard: str | None = None,
    dust: str = WITH_DUST,
    area: str | None = None,
    indicator: str | None = None,
) -> Assessment:
    """Verdicts on every indicator and place with data or a target, against all three lines.

    Raises:
        UnknownId, UnknownPlace: scheme, standard, indicator or area do not exist.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    judging, generation = judging_scheme(catalog, period, scheme), board.store.journal_seq()
    wanted = (catalog.indicator(indicator).id,) if indicator else ()
    figures = Figures(
        board, period, as_of, dust=dust, standard=_standard(catalog, standard), indicators=wanted
    )
    places = [catalog.area(area)] if area else areas_judged(catalog, figures)
    rows = tuple(verdict_rows(figures, places, period, wanted, scheme))
    counts = {status: sum(1 for row in rows if row.status == status) for status in vt.STATUSES}
    sections = tuple(
        row
        for place in ([catalog.area(area)] if area else _standing(catalog, figures))
        for row in section_verdicts(figures, period, place, wanted)
    )
    named = judging.id if judging else None
    return Assessment(period, as_of, named, dust, generation, counts, rows, sections)


def _standing(catalog: Catalog, figures: Figures) -> list[str]:
    """Where all sections are found once: the city stands for its districts."""
    return areas_judged(catalog, figures) if catalog.city.open_places else [catalog.city.name]


def verdict_rows(
    figures: Figures,
    areas: list[str],
    period: Period,
    indicators: tuple[str, ...],
    scheme: str | None = None,
) -> list[Verdict]:
    """Verdicts of the places against all three lines, over the rows that ``figures`` holds.

    Args:
        indicators: only these ids (empty: all with data or a target).
        scheme: judge by this programme instead of the one in force in the year.
    """
    return [
        verdict
        for place in areas
        for found in _indicators(figures.catalog, figures, place, period, indicators)
        for verdict in _kept_verdicts(figures, found, place, period, scheme)
    ]


def _kept_verdicts(
    figures: Figures, indicator: Indicator, area: str, period: Period, scheme: str | None
) -> Sequence[Verdict]:
    """The three verdicts on a place, judged once for all pages and files that ask for them."""
    make = partial(_verdicts, figures, indicator, area, period, scheme)
    if scheme is not None or figures.asked is None:
        return make()
    asked = (indicator.id, area, period, figures.asked)
    return figures.board.memo.answer(make, "verdicts on a place", *asked)


def _standard(catalog: Catalog, standard: str | None) -> str | None:
    if standard is not None and standard not in catalog.standards:
        raise UnknownId(f"没有标准“{standard}”。{suggestion(standard, catalog.standards)}")
    return standard


def areas_judged(catalog: Catalog, figures: Figures) -> list[str]:
    """The city and the districts of the period; where places are open, those with data."""
    if not catalog.city.open_places:
        return catalog.areas(figures.window.start.date())
    return sorted({place for _, place in figures.pairs()})


def _indicators(
    catalog: Catalog, figures: Figures, area: str, period: Period, wanted: tuple[str, ...]
) -> list[Indicator]:
    if wanted:
        return [catalog.indicator(name) for name in wanted]
    year = period.last_day.year
    figured = (one for one in catalog.indicators.values() if not one.is_class)
    return [one for one in figured if figures.concerns(one.id, area, year)]


def _verdicts(
    figures: Figures, indicator: Indicator, area: str, period: Period, scheme: str | None
) -> tuple[Verdict, ...]:
    catalog = figures.catalog
    figure = figures.figure(indicator.id, period, area=area)
    unit = answer_unit(catalog, indicator, period.last_day, figures.standard)
    verdicts = []
    for kind in vt.LINES:
        tasks_only = indicator.is_task and kind != vt.TARGET
        line = (
            None
            if tasks_only
            else line_for(
                catalog, indicator, area, period, kind, scheme=scheme, standard=figures.standard
            )
        )
        case = _case(figures, indicator, area, period, figure, line, unit)
        if kind == vt.SCHEME and line is None:
            case = replace(case, silence=scheme_silence(catalog, indicator, area, period, scheme))
        row = _judged(figures, kind, case, period)
        verdicts.append(with_changes(figures, indicator, period, row, line))
    return tuple(verdicts)


def _judged(figures: Figures, kind: str, case: Case, period: Period) -> Verdict:
    """The row of one line; of a target with a form by its form."""
    catalog, indicator, area = figures.catalog, case.indicator, case.area
    ahead = partial(_ahead, figures, indicator, area, period, case.figure)
    target = catalog.target(indicator.id, area, period.last_day.year) if kind == vt.TARGET else None
    if target is not None and target.form:
        return target_verdict(figures, case, target, ahead)
    row = judge(kind, case)
    if kind != vt.STANDARD:
        return row
    return replace(row, other=earlier_standard(figures, case, period, ahead))


def _case(
    figures: Figures,
    indicator: Indicator,
    area: str,
    period: Period,
    figure: Statistic,
    line: LimitLine | None,
    unit: str,
) -> Case:
    is_open = period.last_day > figures.as_of
    return Case(
        indicator=indicator,
        area=area,
        area_kind=figures.catalog.area_kind(area),
        figure=figure,
        period_kind=period.kind,
        line=line,
        unit=unit,
        is_open=is_open,
        has_begun=period.start.date() <= figures.as_of,
        ahead=_ahead(figures, indicator, area, period, figure, line) if is_open else None,
    )


def _ahead(
    figures: Figures,
    indicator: Indicator,
    area: str,
    period: Period,
    figure: Statistic,
    line: LimitLine | None,
) -> Outlook | None:
    if line is None or period.kind != line.period_kind or line.period_kind != YEAR:
        return None
    if line.form == PLAN and line.exact is not None:
        return None  # a year on the way is judged by the plan's own line, not by what is left of it
    end = datetime.combine(figures.as_of + timedelta(days=1), datetime.min.time())
    span = days_period(period.start.date(), line.due) if line.due else period

    def history(rest: Period) -> Statistic:
        found = figures.figure(indicator.id, rest, area=area)
        return found if alike(figures, indicator, period, rest) else not_alike(found)

    return outlook(indicator, figure, line, span, end, history)


def look_ahead(
    board: Board,
    actor: Actor,
    indicator: str,
    area: str,
    period: Period,
    as_of: date,
    line: str | None = None,
    *,
    dust: str = WITH_DUST,
) -> OutlookAnswer:
    """What the rest of the year must average; the line is target, else scheme, else standard."""
    require(actor, VIEWER)
    catalog = board.catalog
    entry, place = catalog.indicator(indicator), catalog.area(area)
    figures = Figures(board, period, as_of, dust=dust, indicators=(entry.id,))
    so_far = figures.figure(entry.id, period, area=place)
    unit = answer_unit(catalog, entry, period.last_day)
    chosen = main_line(catalog, entry, place, period, line)
    target = catalog.target(entry.id, place, period.last_day.year)
    if target is not None and line in (None, vt.TARGET):
        case = _case(figures, entry, place, period, so_far, None, unit)
        chosen = line_ahead(figures, case, target) or chosen
    ahead = _ahead(figures, entry, place, period, so_far, chosen)
    return OutlookAnswer(entry, place, period, as_of, chosen, unit, so_far, ahead)


def monthly(
    board: Board,
    actor: Actor,
    indicator: str,
    area: str,
    years: tuple[int, ...],
    as_of: date,
    dust: str = WITH_DUST,
) -> list[MonthPoint]:
    """Months of ``years`` up to ``as_of``: each month alone, and January to it."""
    require(actor, VIEWER)
    window = Period(year_period(min(years)).start, year_period(max(years)).end, "season")
    back = max(0, YEARS_BACK - (max(years) - min(years)))  # the rows that the verdicts hold already
    figures = Figures(board, window, as_of, dust=dust, indicators=(indicator,), years_back=back)
    place = board.catalog.area(area)
    ledger = board.catalog.indicator(indicator).is_task  # read as it stood on ``as_of``
    points: list[MonthPoint] = []
    for month in (month_period(year, n) for year in sorted(years) for n in range(1, 13)):
        if month.start.date() > as_of:
            continue
        make = partial(_month_points, figures, indicator, place, month)
        if ledger or month.last_day > as_of:
            points += make()
        else:
            points += board.memo.answer(make, "month", indicator, place, years, dust, month)
    return points


def _month_points(
    figures: Figures, indicator: str, place: str, month: Period
) -> tuple[MonthPoint, ...]:
    """A month alone, and from January to it; the same on every day after the month."""
    running = months_period((month.start.year, 1), (month.start.year, month.start.month))
    single = figures.figure(indicator, month, area=place)
    return (MonthPoint(month, single, figures.figure(indicator, running, area=place)),)


def limit_steps(
    board: Board, actor: Actor, indicator: str, area: str, years: tuple[int, ...]
) -> list[LimitStep]:
    """The annual lines year by year, for stepped limits; in the unit answers are given in."""
    require(actor, VIEWER)
    catalog = board.catalog
    found, place = catalog.indicator(indicator), catalog.area(area)
    unit = answer_unit(catalog, found, year_period(max(years)).last_day)
    steps = []
    for year in sorted(years):
        period = year_period(year)
        for kind in vt.LINES:
            line = (
                None
                if found.is_task and kind != vt.TARGET
                else line_for(catalog, found, place, period, kind)
            )
            if line is not None and line.in_scope:
                steps.append(_step(line, unit, period))
    return steps


def _step(line: LimitLine, unit: str, period: Period) -> LimitStep:
    value = Decimal(decimal_text(line.value_in(unit)))
    return LimitStep(
        line=line.line,
        name=line.name,
        value=value,
        text=line.text_in(unit),
        unit=unit,
        start=period.start.date(),
        end=period.last_day,
        operator=line.operator,
        source=line.source,
        document=line.document,
        confidence=line.confidence,
        mark=line.mark,
    )


def extent(board: Board, actor: Actor) -> Extent:
    """How far the data reach, for the month filter and the foot line."""
    require(actor, VIEWER)
    found = board.store.extent()
    batches = [batch for batch in board.store.batches() if batch.state == "active"]
    first, last = found.get("first"), found.get("last")
    last_day = (last - timedelta(microseconds=1)).date() if last else None
    first_day = first.date() if first else None
    months = _months_between(first_day, last_day)
    demo = any(batch.demo for batch in batches)
    return Extent(first_day, last_day, months, demo, batches[-1].batch if batches else None)


def _months_between(first: date | None, last: date | None) -> tuple[Period, ...]:
    if first is None or last is None:
        return ()
    span = months_period((first.year, first.month), (last.year, last.month))
    return tuple(reversed(span.months()))


__all__ = [
    "Assessment", "Extent", "LimitStep", "MonthPoint", "OutlookAnswer", "assess", "extent",
    "limit_steps", "look_ahead", "mean", "monthly", "resolve_place",
]  # fmt: skip
