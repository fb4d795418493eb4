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
    section_class,
)
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
_NOT_HELD: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
_ENOUGH = ("", reasons.PERIOD_OPEN)


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
    ``complies`` is ``None`` where it cannot be told against the functional class.
    """

    indicator: str
    published: str | None
    unit: str
    found: str
    complies: bool | None
    samples: int


@dataclass(frozen=True)
class SectionGrade:
    """The single-factor class of a section in a period: as bad as its worst item.

    Attributes:
        klass: the class of its functional area (Ⅲ类), empty where the catalog has none.
        body: ``river`` or ``lake``.
        found: Ⅰ类 to Ⅴ类 or 劣Ⅴ类; empty where none can be told, ``reason`` then says why.
        state: 优, 良好 ... of 环办〔2011〕22号; empty without a class or before that rule.
        worst: indicator ids that make the class.
        complies: against ``klass``; ``None`` without a class on either side. This is the state of
            the section's mean, never the 达标率 of the programmes (which counts occasions).
        document, confidence: of the standard.
    """

    site: str
    name: str
    area: str
    klass: str
    body: str
    found: str
    state: str
    worst: tuple[str, ...]
    complies: bool | None
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
    figures = Figures(board, period, as_of, indicators=tuple(one.id for one in items), years_back=0)
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

    @property
    def told(self) -> SectionClass | None:
        """The class, where every measured item has enough data."""
        return self.found if self.found.klass and not self.short else None

    @property
    def complies(self) -> bool | None:
        """Against the functional class, where both sides are told."""
        sure = self.told is not None and self.section.klass and not self.unsure
        return not self.over if sure else None


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
        water_class = section_class(samples, law, section.body)
        if section.klass:
            against = against_class(samples, section.klass, law, section.body)
    short = tuple(n for n, statistic in measured.items() if statistic.reason_code not in _ENOUGH)
    return _Standing(section, measured, law, water_class, *against, short)


def _sample(figure: Statistic) -> Sample:
    """A mean of samples; the detection limit itself where all of them are below it."""
    if figure.all_below and figure.detection_limit is not None:
        return Sample(figure.detection_limit, below=True)
    return Sample(figure.value or Fraction(0))


def _section_grade(catalog: Catalog, period: Period, standing: _Standing) -> SectionGrade:
    section, told = standing.section, standing.told
    state = None
    if told is not None:
        state = grade(catalog, Fraction(told.rank or 0), "water_section", period.last_day)
    return SectionGrade(
        site=section.site,
        name=section.name,
        area=section.area,
        klass=section.klass,
        body=section.body,
        found=(told.klass or "") if told else "",
        state=state.name if state else "",
        worst=told.worst if told else (),
        complies=standing.complies,
        items=tuple(_section_item(catalog, standing, name) for name in standing.figures),
        document=standing.law.document if standing.law else "",
        confidence=standing.law.confidence if standing.law else "",
        reason="" if told else _why_no_class(catalog, standing),
        demo=any(figure.demo for figure in standing.figures.values()),
    )


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
