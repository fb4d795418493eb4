"""The catalog as one value: what may be asked of indicators, law, programmes and places."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from chuangmo.catalog.city_parts import Office
from chuangmo.catalog.divisions.succession import LandChange, land_changes
from chuangmo.catalog.faults import UnknownId, UnknownPlace, suggestion
from chuangmo.catalog.models import (
    City,
    District,
    Indicator,
    ItemEntry,
    Limit,
    Site,
    Standard,
    ValidityRule,
)
from chuangmo.catalog.programmes import SchemesInForce, schemes_in_force, sequence_of
from chuangmo.catalog.scheme_models import Scheme, SchemeItem, SchemePeriod
from chuangmo.catalog.tables import (
    AssessmentSheet,
    CompositeTable,
    GradeKind,
    GradeScale,
    IndexTable,
    ScoreTable,
)
from chuangmo.catalog.target_models import PLAN, Target
from chuangmo.catalog.words import area_words, exact_word, plain_word, site_words

Dated = TypeVar("Dated", Standard, IndexTable, CompositeTable, GradeScale)
OPEN_SCOPE = "按表内书写的地点，未划定城区口径"
BACKGROUND = "对照点"


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything the bureau decides in files, checked and frozen, as seen by one city.

    Attributes:
        indicators, standards, index_tables, schemes: by id, in the order of the files.
        city: the city with its districts, sites, targets and duties.
        version: SHA-256 (hex) of all bytes read; goes into the journal with every batch.
        composite_tables, grade_scales, score_tables: by id, in the order of the files.
    """

    indicators: dict[str, Indicator]
    standards: dict[str, Standard]
    index_tables: dict[str, IndexTable]
    schemes: dict[str, Scheme]
    city: City
    version: str
    composite_tables: dict[str, CompositeTable] = field(default_factory=dict)
    grade_scales: dict[str, GradeScale] = field(default_factory=dict)
    score_tables: dict[str, ScoreTable] = field(default_factory=dict)

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of this id.

        Raises:
            UnknownId: no such indicator; the message names near ids.
        """
        if found := self.indicators.get(indicator_id):
            return found
        raise UnknownId(f"没有指标“{indicator_id}”。{suggestion(indicator_id, self.indicators)}")

    # -- places -------------------------------------------------------------------------------

    def area(self, text: str) -> str:
        """The canonical area name for a name, alias or adcode; the ``open`` city keeps the text.

        Raises:
            UnknownPlace: no such area; near names are suggested, never chosen.
        """
        if found := self._areas_by_word.get(plain_word(text)):
            return found
        if self.city.open_places and text.strip():
            return text.strip()
        raise UnknownPlace(
            f"{self.city.name}没有“{text}”这个地区。{suggestion(text, self.areas())}"
        )

    def areas(self, since: date | None = None) -> list[str]:
        """The city first, then its districts in catalog order; those that stand since a day."""
        return [self.city.name, *(d.name for d in self.city.districts if d.stands(since))]

    def is_outside(self, area: str) -> bool:
        """Whether a canonical area is another city's, of a board that knows its own places."""
        return bool(area) and not self.city.open_places and area not in self._own_areas

    def area_kind(self, area: str) -> str:
        """``city`` for the city itself, else ``district``."""
        return "city" if area == self.city.name else "district"

    def district(self, name: str) -> District:
        """The district of this canonical name or alias.

        Raises:
            UnknownPlace: no such district, or the name is the city's own.
        """
        area = self.area(name)
        if found := self._districts.get(area):
            return found
        if self.city.open_places:
            return District(name=area, in_city_mean=False, scope_source=OPEN_SCOPE)
        raise UnknownPlace(f"“{name}”不是区县。{suggestion(name, self._districts)}")

    def land_changes(self, area: str) -> tuple[LandChange, ...]:
        """When land of former districts came to a district, as far as the shipped table tells."""
        return self._land_changes.get(area, ())

    def site(self, text: str) -> Site | None:
        """The site of this id, name or alias; ``None`` where the catalog lists no such site."""
        return self._sites_by_word.get(plain_word(text))

    def sites(self, area: str | None = None, indicator: str | None = None) -> list[Site]:
        """The sites of an area (the city: all) that measure an indicator.

        A site that names no indicators measures every one.
        """
        everywhere = area is None or area == self.city.name
        return [
            site
            for site in self.city.sites
            if (everywhere or site.district == area)
            and (indicator is None or not site.indicators or indicator in site.indicators)
        ]

    def is_background(self, site: str) -> bool:
        """Whether a site (by id) is a 对照点, which counts in no mean of a district or city.

        The catalog says so by its role; of a site that nobody lists its name in the sheet does.
        """
        listed = self.site(site)
        return BACKGROUND in (listed.role if listed is not None else site)

    def place_words(self) -> dict[str, tuple[str, str]]:
        """Every word for a place -> ("area", name) or ("site", id).

        Words are NFKC without spaces, each as written and in lower case; adcodes are left out,
        because a number in a cell is a value before it is a place.
        """
        return dict(self._place_words)

    # -- law ----------------------------------------------------------------------------------

    def standard_for(self, indicator_id: str, on: date) -> Standard | None:
        """The standard in force in this city on a day that has a limit for the indicator.

        A city's adoption date replaces the standard's own and ends the one before it on that
        day. ``reference_only`` standards are never the answer.

        Raises:
            UnknownId: no such indicator.
        """
        if (indicator_id, on) not in self._standards_on:
            self._standards_on[indicator_id, on] = self._standard_for(indicator_id, on)
        return self._standards_on[indicator_id, on]

    def _standard_for(self, indicator_id: str, on: date) -> Standard | None:
        self.indicator(indicator_id)
        families = {s.family for s in self.standards.values() if _has_limit(s, indicator_id)}
        in_force = (self._in_force(family, on) for family in sorted(families))
        return next((s for s in in_force if s and _has_limit(s, indicator_id)), None)

    def limits(
        self,
        standard: Standard,
        indicator_id: str,
        averaging: str,
        klass: str | None = None,
        body: str = "",
    ) -> list[Limit]:
        """All limits of a standard for one class: one, or for a range (pH) one each way.

        For air the class is the city's unless one is given; ``body`` ``river`` or ``lake`` leaves
        out the water limits of the other.
        """
        wanted = klass or (self.city.air_class if standard.family == "air" else None)
        return [
            limit
            for limit in standard.limits
            if (limit.indicator, limit.averaging, limit.klass) == (indicator_id, averaging, wanted)
            and (not limit.body or not body or limit.body == body)
        ]

    def limit(
        self,
        standard: Standard,
        indicator_id: str,
        averaging: str,
        klass: str | None = None,
        body: str = "",
    ) -> Limit | None:
        """The first of ``limits``; ``None`` where the standard has none."""
        return next(iter(self.limits(standard, indicator_id, averaging, klass, body)), None)

    def validity(self, indicator_id: str, on: date) -> tuple[Standard, ValidityRule] | None:
        """How much data a mean needs on a day, with the standard that says so."""
        standard = self.standard_for(indicator_id, on)
        for rule in standard.validity if standard else ():
            if standard and indicator_id in rule.indicators:
                return standard, rule
        return None

    def index_table(self, on: date) -> IndexTable | None:
        """The daily index (API, AQI) in force in this city on a day."""
        return _latest(self.index_tables.values(), self.city, on)

    def composite_table(self, on: date) -> CompositeTable | None:
        """The composite index in force on a day; ``reference_only`` tables are never the answer."""
        law = [t for t in self.composite_tables.values() if not t.reference_only]
        return _latest(law, self.city, on)

    def grade_scale(self, kind: GradeKind, on: date) -> GradeScale | None:
        """The grades of a kind of figure with the names of the time."""
        return _latest([s for s in self.grade_scales.values() if s.kind == kind], self.city, on)

    # -- programmes and own lines -------------------------------------------------------------

    def scheme(self, scheme_id: str) -> Scheme:
        """The programme of this id.

        Raises:
            UnknownId: no such programme.
        """
        if found := self.schemes.get(scheme_id):
            return found
        raise UnknownId(f"没有创模体系“{scheme_id}”。{suggestion(scheme_id, self.schemes)}")

    @cached_property
    def scheme_sequence(self) -> tuple[SchemePeriod, ...]:
        """The programmes that the city follows one after another, the earliest first."""
        return sequence_of(self.city, self.schemes)

    def schemes_in_force(self, year: int) -> SchemesInForce:
        """The programme that judges a year, in force on its 31 December by law."""
        if year not in self._in_force_in:
            self._in_force_in[year] = schemes_in_force(self.scheme_sequence, self.schemes, year)
        return self._in_force_in[year]

    def scheme_item(self, scheme: Scheme, indicator_id: str) -> SchemeItem | None:
        """The quantitative item of a programme that judges the indicator."""
        for item in scheme.items:
            if item.kind == "quantitative" and indicator_id in item.indicators:
                return item
        return None

    def target(self, indicator_id: str, area: str, year: int) -> Target | None:
        """The city's own line that judges a year: the year's own, else that of a plan."""
        own = self._targets.get((indicator_id, area, year))
        return own or self.plan(indicator_id, area, year)

    def plan(self, indicator_id: str, area: str, year: int) -> Target | None:
        """The plan over several years that a year lies in; of two the one that ends first."""
        plans = self._plans.get((indicator_id, area), ())
        return next((plan for plan in plans if plan.covers(year)), None)

    def same_target(self, target: Target) -> Target | None:
        """The entry that ``target`` would take the place of."""
        if target.form != PLAN:
            return self._targets.get((target.indicator, target.area, target.year))
        plans = self._plans.get((target.indicator, target.area), ())
        return next((plan for plan in plans if plan.year == target.year), None)

    def item_entry(self, scheme_id: str, item_id: str, year: int) -> ItemEntry | None:
        """The result entered by hand for one scheme item and year."""
        return self._item_entries.get((scheme_id, item_id, year))

    def responsible_office(self, area: str, indicator: str = "") -> Office | None:
        """The 责任单位 of a place (and of an indicator there) that the settings name.

        The one that names both goes before one of the indicator, that before one of the place; one
        that names neither is asked for by name only.
        """
        fitting = [
            (bool(one.indicators), bool(one.areas), one)
            for one in self.city.offices
            if (one.indicators or one.areas)
            and (not one.indicators or indicator in one.indicators)
            and (not one.areas or area in one.areas)
        ]
        return max(fitting, key=lambda found: found[:2])[2] if fitting else None

    def assessment_sheet(self, year: int) -> AssessmentSheet | None:
        """The score sheet by which the city assesses its districts in a year, if it has one."""
        return next((one for one in self.city.assessments if one.covers(year)), None)

    def dust_days(self) -> frozenset[date]:
        """The days declared as sand-dust in this city (环办监测〔2016〕120号)."""
        return self._dust_days

    # -- lookups ------------------------------------------------------------------------------

    def _in_force(self, family: str, on: date) -> Standard | None:
        standards = self.standards.values()
        law = [s for s in standards if s.family == family and not s.reference_only]
        return _latest(law, self.city, on)

    @cached_property
    def _districts(self) -> dict[str, District]:
        return {d.name: d for d in self.city.districts}

    @cached_property
    def _own_areas(self) -> frozenset[str]:
        return frozenset(self.areas())

    @cached_property
    def _areas_by_word(self) -> dict[str, str]:
        words: dict[str, str] = {}
        places: list[City | District] = [*self.city.districts, self.city]
        for place in places:
            words |= {plain_word(word): place.name for word in area_words(place)}
            words |= {str(place.adcode): place.name} if place.adcode else {}
        for one in self.city.districts:
            for code in one.codes:
                words.setdefault(str(code), one.name)
        return words

    @cached_property
    def _sites_by_word(self) -> dict[str, Site]:
        return {plain_word(word): site for site in self.city.sites for word in site_words(site)}

    @cached_property
    def _place_words(self) -> dict[str, tuple[str, str]]:
        places: list[City | District] = [self.city, *self.city.districts]
        named = [("area", p.name, area_words(p)) for p in places]
        named += [("site", s.id, site_words(s)) for s in self.city.sites]
        words: dict[str, tuple[str, str]] = {}
        for kind, key, spellings in named:
            for word in spellings:
                words.setdefault(exact_word(word), (kind, key))
                words.setdefault(plain_word(word), (kind, key))
        return words

    @cached_property
    def _land_changes(self) -> dict[str, tuple[LandChange, ...]]:
        return land_changes(self.city)

    @cached_property
    def _targets(self) -> dict[tuple[str, str, int], Target]:
        yearly = (target for target in self.city.targets if target.form != PLAN)
        return {(t.indicator, t.area, t.year): t for t in yearly}

    @cached_property
    def _plans(self) -> dict[tuple[str, str], list[Target]]:
        found: dict[tuple[str, str], list[Target]] = {}
        for target in sorted(self.city.targets, key=lambda t: t.year):
            if target.form == PLAN:
                found.setdefault((target.indicator, target.area), []).append(target)
        return found

    @cached_property
    def _standards_on(self) -> dict[tuple[str, date], Standard | None]:
        """What ``standard_for`` answered: every day of every figure asks for it several times."""
        return {}

    @cached_property
    def _in_force_in(self) -> dict[int, SchemesInForce]:
        return {}

    @cached_property
    def _item_entries(self) -> dict[tuple[str, str, int], ItemEntry]:
        return {(e.scheme, e.item, e.year): e for e in self.city.items}

    @cached_property
    def _dust_days(self) -> frozenset[date]:
        return frozenset(day for period in self.city.dust for day in period.days)


def _has_limit(standard: Standard, indicator_id: str) -> bool:
    return any(limit.indicator == indicator_id for limit in standard.limits)


def _latest(versions: Iterable[Dated], city: City, on: date) -> Dated | None:
    """The version begun last by a day, by its own date or the city's adoption, if not ended."""
    adopted = {adoption.standard: adoption.from_ for adoption in city.adoptions}
    begun = [(adopted.get(one.id, one.from_), one) for one in versions]
    begun = [pair for pair in begun if pair[0] <= on]
    if not begun:
        return None
    latest = max(begun, key=lambda pair: pair[0])[1]
    return latest if latest.to is None or on <= latest.to else None
