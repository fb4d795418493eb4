"""Grades, classes and scores of what was measured: HJ 640 noise, GB 3838 sections, 城考 points.

The face for pages and commands::

    noise_grades(board, actor, period, as_of, *, area=None) -> list[NoiseGrade]
    section_grades(board, actor, period, as_of, *, area=None) -> list[SectionGrade]
    score_sheet(board, actor, period, as_of, *, area=None, table=None, done={}, false_data=())
        -> ScoreSheet

All numbers are decimal texts as published; nothing here is a verdict (a grade 级 is no class 类).
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import standard_in_force
from chuangmo.assess.noise.noise import night_mean
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.verdicts.grades import grade
from chuangmo.assess.verdicts.verdict import published, undetected
from chuangmo.assess.water.water_class import (
    Sample,
    SectionClass,
    against_class,
    item_limits,
    plan_of,
    section_class,
)
from chuangmo.assess.zone_classes import WATER_REPORTED, class_name, keeps
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator, Standard
from chuangmo.catalog.tables import GradeKind
from chuangmo.period import Period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.figures import Figures
from chuangmo.service.figures.sections import Section, sections_in, water_items
from chuangmo.service.scoring.score_sheet import ScoreLine, ScoreSheet, score_sheet

DAY, NIGHT = "day", "night"
_SCALES: dict[tuple[str, str], GradeKind] = {
    ("mean_of_points", DAY): "regional_day",
    ("mean_of_points", NIGHT): "regional_night",
    ("length_weighted_mean", DAY): "road_day",
    ("length_weighted_mean", NIGHT): "road_night",
}
NO_SCALE = "当时没有这一项的等级划分。"
NO_ITEMS = "该断面没有标准所列项目的监测值，不能定类。"
FALLS_SHORT = "{names}的数据不足，不能定类。"
TOO_COARSE = "{names}未检出而检出限过高，定不出类别。"
BEST_CASE = "{planned}项测了{measured}项，未测{names}；所列类别是最好情形，实际可能更差。"
NOT_ALL = "{planned}项测了{measured}项，未测{names}。"
AS_PRINTED = "没有逐项监测值，类别是表上所印的。"
OTHERWISE = "表上所印目标类别为{printed}，与点位目录的{klass}不同，按点位目录。"
_NOT_HELD: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


@dataclass(frozen=True)
class NoiseGrade:
    """The grade of one noise figure of one area in one period.

    Attributes:
        part: ``day`` or ``night``.
        published: the mean in dB(A), rounded once to the scale's digits; ``None`` without data.
        name: the grade in the words of its time (好, 轻度污染 until 2011; 一级（好） from 2012);
            empty without a figure or a scale, ``reason`` then says why.
        rank: 1 (best) to 5; 0 without a grade.
        points: grid points or roads behind the figure.
        document, confidence: of the scale.
    """

    indicator: str
    area: str
    part: str
    published: str | None
    unit: str
    name: str
    rank: int
    points: int
    document: str
    confidence: str
    reason: str
    demo: bool


@dataclass(frozen=True)
class SectionItem:
    """One item of a section: published value (``0.004L`` below detection), class, 达标 or not.

    ``found`` is empty where the item is not judged or detection leaves the class open;
    ``complies`` is ``None`` where it cannot be told against the functional class. ``decides`` tells
    the items that make the class of the section from those reported apart (总氮, 粪大肠菌群).
    """

    indicator: str
    published: str | None
    unit: str
    found: str
    complies: bool | None
    samples: int
    decides: bool = True


@dataclass(frozen=True)
class SectionGrade:
    """The single-factor class of a section in a period: as bad as its worst item.

    Attributes:
        klass: the class it is to keep (Ⅲ类), empty where neither catalog nor sheet has one.
        body: ``river`` or ``lake``.
        found: Ⅰ类 to Ⅴ类 or 劣Ⅴ类; empty where none can be told, ``reason`` then says why.
        best_case: whether items of the plan were not measured, so that it may be worse.
        measured, planned: how many of the items were measured.
        unmeasured: ids of those that were not.
        state: 优, 良好 ... of 环办〔2011〕22号; empty without a class, of a best case, or before
            that rule.
        worst: indicator ids that make the class.
        complies: against ``klass``; ``None`` without a class on either side and where a best case
            complies. This is the state of the section's mean, never the 达标率 of the programmes
            (which counts occasions).
        status: the same as the statuses of verdicts have it.
        document, confidence: of the standard.
    """

    site: str
    name: str
    area: str
    klass: str
    body: str
    found: str
    best_case: bool
    measured: int
    planned: int
    unmeasured: tuple[str, ...]
    state: str
    worst: tuple[str, ...]
    complies: bool | None
    status: str
    items: tuple[SectionItem, ...]
    document: str
    confidence: str
    reason: str
    demo: bool


def noise_grades(
    board: Board, actor: Actor, period: Period, as_of: date, *, area: str | None = None
) -> list[NoiseGrade]:
    """Grades of regional and road noise by day and, where measured, by night (HJ 640).

    One entry an area with data: the city first, then districts; the scale is that in force on the
    last day of the period, with the names of its time.

    Raises:
        UnknownPlace: no such area.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    noises = [entry for entry in catalog.indicators.values() if (entry.combine, DAY) in _SCALES]
    ids = tuple(entry.id for entry in noises)
    figures = Figures(board, period, as_of, indicators=ids, years_back=0)
    grades = [
        _noise_grade(catalog, entry, place, part, _level(figures, entry, place, period, part))
        for place in _places(catalog, figures, area)
        for entry in noises
        if (entry.id, place) in figures.pairs()
        for part in (DAY, NIGHT)
    ]
    return [grade for grade in grades if grade.part == DAY or grade.published is not None]


def _places(catalog: Catalog, figures: Figures, area: str | None) -> list[str]:
    if area is not None:
        return [catalog.area(area)]
    if catalog.city.open_places:
        return sorted({place for _, place in figures.pairs()})
    return catalog.areas()


def _level(figures: Figures, entry: Indicator, place: str, period: Period, part: str) -> Statistic:
    if part == DAY:
        return figures.figure(entry.id, period, area=place)
    return night_mean(figures.request(entry.id, period, area=place))


def _noise_grade(
    catalog: Catalog, entry: Indicator, place: str, part: str, figure: Statistic
) -> NoiseGrade:
    got = None
    if figure.value is not None and figure.valid:
        on = figure.period.last_day
        got = grade(catalog, figure.value, _SCALES[entry.combine, part], on)
    shown = published(figure, entry, entry.unit)
    return NoiseGrade(
        indicator=entry.id,
        area=place,
        part=part,
        published=got.shown if got else shown,
        unit=entry.unit,
        name=got.name if got else "",
        rank=got.rank if got else 0,
        points=figure.n_valid,
        document=got.document if got else "",
        confidence=got.confidence if got else "",
        reason="" if got else figure.reason or NO_SCALE,
        demo=figure.demo,
    )


def section_grades(
    board: Board, actor: Actor, period: Period, as_of: date, *, area: str | None = None
) -> list[SectionGrade]:
    """The single-factor class of every section with data (GB 3838 表1, 环办〔2011〕22号).

    Without ``area`` all sections of the city, by district and name.

    Raises:
        UnknownPlace: no such area.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    items = water_items(catalog)
    wanted = (*(one.id for one in items), WATER_REPORTED)
    figures = Figures(board, period, as_of, indicators=wanted, years_back=0)
    open_city = area is None and catalog.city.open_places
    places = _places(catalog, figures, area) if open_city else [area or catalog.city.name]
    return [
        _section_grade(catalog, period, _standing(figures, period, section, items))
        for place in places
        for section in sections_in(figures, catalog.area(place))
    ]


@dataclass(frozen=True)
class _Standing:
    """A section against the standard: figures, class, items over and undecidable, items short."""

    section: Section
    figures: dict[str, Statistic]
    law: Standard | None
    found: SectionClass
    over: tuple[str, ...]
    unsure: tuple[str, ...]
    short: tuple[str, ...]
    printed: str = ""

    @property
    def told(self) -> SectionClass | None:
        """The class, where every measured item has enough data."""
        return self.found if self.found.klass and not self.short else None

    @property
    def complies(self) -> bool | None:
        """Against the functional class, where both sides are told."""
        target = self.section.klass
        if not self.figures and self.printed:
            return keeps(target, self.printed) if target else None
        if self.told is None or not target:
            return None
        open_ones = self.unsure or self.found.unmeasured
        return False if self.over else None if open_ones else True

    @property
    def status(self) -> str:
        """The word of verdicts for it."""
        if not self.section.klass:
            return vt.NO_TARGET
        return {True: vt.MET, False: vt.MISSED, None: vt.INSUFFICIENT}[self.complies]


def _standing(
    figures: Figures, period: Period, section: Section, items: list[Indicator]
) -> _Standing:
    asked = (
        figures.figure(item.id, period, area=section.area, site=section.site) for item in items
    )
    measured = {
        statistic.indicator: statistic for statistic in asked if statistic.value is not None
    }
    day, catalog = period.last_day, figures.catalog
    law = next((s for item in items if (s := standard_in_force(catalog, item, day))), None)
    samples = {name: _sample(figure) for name, figure in measured.items()}
    water_class, against = SectionClass(None, (), (), (), ()), _NOT_HELD
    if law is not None:
        plan = plan_of(section.plan, law)
        water_class = section_class(samples, law, section.body, plan)
        if section.klass:
            against = against_class(samples, section.klass, law, section.body)
    short = tuple(
        n for n, statistic in measured.items() if statistic.reason_code not in reasons.STANDS
    )
    printed = figures.figure(WATER_REPORTED, period, area=section.area, site=section.site)
    known = class_name(printed.value, "water") if printed.value is not None else ""
    return _Standing(section, measured, law, water_class, *against, short, known)


def _sample(figure: Statistic) -> Sample:
    """A mean of samples; the detection limit itself where all of them are below it."""
    if figure.all_below and figure.detection_limit is not None:
        return Sample(figure.detection_limit, below=True)
    return Sample(figure.value or Fraction(0))


def _section_grade(catalog: Catalog, period: Period, standing: _Standing) -> SectionGrade:
    section, told, found = standing.section, standing.told, standing.found
    printed = standing.printed if not standing.figures else ""
    best_case = told is not None and found.is_best_case
    state = None
    if told is not None and not best_case:
        state = grade(catalog, Fraction(told.rank or 0), "water_section", period.last_day)
    return SectionGrade(
        site=section.site,
        name=section.name,
        area=section.area,
        klass=section.klass,
        body=section.body,
        found=(told.klass or "") if told else printed,
        best_case=best_case,
        measured=found.measured,
        planned=found.planned,
        unmeasured=found.unmeasured,
        state=state.name if state else "",
        worst=told.worst if told else (),
        complies=standing.complies,
        status=standing.status,
        items=tuple(_section_item(catalog, standing, name) for name in standing.figures),
        document=standing.law.document if standing.law else "",
        confidence=standing.law.confidence if standing.law else "",
        reason=_said(catalog, standing),
        demo=any(figure.demo for figure in standing.figures.values()),
    )


def _said(catalog: Catalog, standing: _Standing) -> str:
    """Why there is no class, or what must be known beside it."""
    section, found = standing.section, standing.found
    said = []
    if not standing.figures and standing.printed:
        said.append(AS_PRINTED)
    elif standing.told is None:
        said.append(_why_no_class(catalog, standing))
    elif found.unmeasured:
        names = _names(catalog, found.unmeasured)
        count = {"planned": found.planned, "measured": found.measured}
        said.append((BEST_CASE if found.is_best_case else NOT_ALL).format(names=names, **count))
    if section.printed and section.printed != section.klass:
        said.append(OTHERWISE.format(printed=section.printed, klass=section.klass))
    return "".join(said)


def _section_item(catalog: Catalog, standing: _Standing, name: str) -> SectionItem:
    entry, figure, klass = catalog.indicator(name), standing.figures[name], standing.section.klass
    judged = standing.law is not None and bool(
        item_limits(standing.law, name, klass, standing.section.body)
    )
    sure = judged and name not in (*standing.unsure, *standing.short)
    return SectionItem(
        indicator=name,
        published=undetected(figure, entry, entry.unit) or published(figure, entry, entry.unit),
        unit=entry.unit,
        found=dict(standing.found.items).get(name) or "",
        complies=name not in standing.over if sure else None,
        samples=figure.n_valid,
        decides=name not in standing.found.not_judged,
    )


def _why_no_class(catalog: Catalog, one: _Standing) -> str:
    if one.short:
        return FALLS_SHORT.format(names=_names(catalog, one.short))
    if one.found.not_assessable:
        return TOO_COARSE.format(names=_names(catalog, one.found.not_assessable))
    return NO_ITEMS


def _names(catalog: Catalog, ids: tuple[str, ...]) -> str:
    return "、".join(catalog.indicator(name).name for name in ids)


__all__ = [
    "NoiseGrade", "ScoreLine", "ScoreSheet", "SectionGrade", "SectionItem", "noise_grades",
    "score_sheet", "section_grades",
]  # fmt: skip
