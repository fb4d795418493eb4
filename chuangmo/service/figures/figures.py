"""Figures of one state of the store: rows fetched once, statistics computed on demand, cached."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from chuangmo.assess.aggregate import summarise
from chuangmo.assess.air.air_index import DayIndex
from chuangmo.assess.figure_request import (
    AUTO,
    CompositeParts,
    FigureRequest,
    FunctionalParts,
    IndexParts,
    LedgerItem,
    SectionParts,
)
from chuangmo.assess.figures.daily import MDA8, DayBook
from chuangmo.assess.lines import (
    daily_statistic,
    limit_of_eight_hours,
    percents_tested,
    standard_in_force,
)
from chuangmo.assess.reference_states import break_mark
from chuangmo.assess.stretches import WITH_DUST, Stretch
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.zone_classes import NOISE_ZONE, WATER_REPORTED, WATER_TARGET, ZONE_CLASS
from chuangmo.catalog.models import Indicator, ValidityRule
from chuangmo.period import HOUR, Period
from chuangmo.service import figure_scope as scope
from chuangmo.service.board import Board
from chuangmo.service.figure_rows import RowSource, fetch, ledger_item
from chuangmo.service.figure_scope import (
    COMPOSITE_INDEX,
    ENERGY_MEAN,
    NOISE_RATES,
    OF_SAMPLES,
    SHARE_OF_GOOD_DAYS,
    ZONE_RATES,
)
from chuangmo.service.figures.parts import Where, functional_parts, section_parts
from chuangmo.service.held_rows import HeldRows, RowCache
from chuangmo.service.memo import FIGURES
from chuangmo.store.rows import Selection

YEARS_BACK = 3
#: Sand-dust days leave the statistics of particles only (环办监测〔2016〕120号).
PARTICLES = frozenset({"pm10", "pm25", "tsp"})


_Indices = dict[tuple[str, str | None], dict[date, tuple[Mapping[str, Fraction], DayIndex]]]


class Figures:
    """Statistics over the rows of ``window`` and the years before it that comparisons need.

    Args:
        board: the board.
        window: the period of interest.
        as_of: data time; nothing ending later is used.
        dust: ``keep`` or ``remove``.
        standard: id of a standard to judge by instead of that in force.
        indicators: only these ids (empty: all).
        years_back: how many earlier years to fetch for comparisons.
        source: rows other than those that hold now (a view of the store).
    """

    def __init__(
        self,
        board: Board,
        window: Period,
        as_of: date,
        *,
        dust: str = WITH_DUST,
        standard: str | None = None,
        indicators: Sequence[str] = (),
        years_back: int = YEARS_BACK,
        source: RowSource | None = None,
    ) -> None:
        self._version = board.data_version()  # asked before the catalog is taken
        self.catalog = board.catalog
        self.window, self.as_of, self.dust, self.standard = window, as_of, dust, standard
        self._store: RowSource = source or board.store
        self.board, self.source, self.years_back = board, source, years_back
        self._memory: dict[tuple[object, ...], Statistic] = {}
        #: What ``comparing.alike`` found for an indicator and two periods.
        self.known_alike: dict[tuple[str, Period, Period], bool] = {}
        self._ledgers: dict[tuple[str, date], list[LedgerItem]] = {}
        self._pairs: set[tuple[str, str]] | None = None
        self._backgrounds: dict[str, frozenset[str]] = {}
        start = window.shifted_years(-years_back).start
        if any(self.catalog.indicator(name).is_task for name in indicators):
            start = datetime(start.year, 1, 1)  # a month may be a difference of cumulative rows
        wanted = self._with_components(indicators)
        running = self._running_hours()
        self._selection = Selection(
            indicators=wanted,
            start=start,
            end=window.end,
            running=tuple(running),
            running_hours=max(running.values(), default=0),
        )
        self._alone = source is not None or window.kind == HOUR  # such rows are nobody else's
        self._about = replace(self._selection, indicators=())
        #: Daily indices by place, made once; each day has the table in force on it.
        self._indices: _Indices = {}
        if not self._alone:
            shared: _Indices = board.memo.answer(dict, "day indices", standard)
            if board.data_version() == self._version:  # else they are those of another catalog
                self._indices = shared

    @property
    def asked(self) -> Hashable:
        """What figures depend on beside place and indicator; ``None``: nobody else asks them."""
        if self._alone or self.standard is not None:
            return None
        return self._version.of(FIGURES), self.window, self.years_back, self.as_of, self.dust

    @cached_property
    def _held(self) -> dict[str, HeldRows]:
        """The rows by indicator, fetched when the first figure is asked for."""
        names = self._selection.indicators or tuple(self.catalog.indicators)
        if self._alone:
            return RowCache().rows(self._about, names, self._rows)
        return self.board.memo.rows(self._version, self._about, names, self._rows)

    def _with_components(self, indicators: Sequence[str]) -> tuple[str, ...]:
        parts = [part for name in indicators for part in self.made_of(name)]
        wanted = (*indicators, *parts)
        groups = {self.catalog.indicator(name).group for name in wanted} & {"water", "noise"}
        classes = self._combined_by(ZONE_CLASS) if groups else ()
        return tuple(dict.fromkeys((*wanted, *classes)))

    def made_of(self, indicator: str) -> tuple[str, ...]:
        """The indicators that a derived one is computed from; none for the others."""
        return scope.made_of(self.catalog, indicator, self.window.last_day)

    def _running_hours(self) -> dict[str, int]:
        """Indicators judged by 8-hour means, and how many hours each of these needs."""
        rules = [rule for standard in self.catalog.standards.values() for rule in standard.validity]
        return {
            name: rule.hours_per_eight_hour_mean
            for rule in rules
            for name in rule.indicators
            if rule.hours_per_eight_hour_mean
        }

    def _rows(self, names: Sequence[str]) -> list[Stretch]:
        whole = len(names) == len(self.catalog.indicators)
        asked = replace(self._selection, indicators=() if whole else tuple(names))
        return fetch(self._store, asked, self.window, self._combined_by(ENERGY_MEAN))

    def _combined_by(self, word: str) -> tuple[str, ...]:
        return scope.combined_by(self.catalog, word)

    def pairs(self) -> set[tuple[str, str]]:
        """(indicator, area) with data in the window or the years before it."""
        if self._pairs is None:
            self._pairs = self._find_pairs()
        return self._pairs

    def concerns(self, indicator: str, area: str, year: int) -> bool:
        """Whether a place has a row on the indicator: figures of its own, or a target."""
        return (indicator, area) in self.pairs() or bool(self.catalog.target(indicator, area, year))

    def _find_pairs(self) -> set[tuple[str, str]]:
        found = self._pairs_with_rows()
        for indicator in self.catalog.indicators.values():
            if indicator.ledger:
                items = self._ledger(indicator.ledger.kind, self.as_of)
                found |= {(indicator.id, item.area) for item in items}
        found |= self._derived(found)
        city = self.catalog.city.name
        members = {(i, city) for i, a in found if a in self.members(self.catalog.indicators[i])}
        return found | members

    def _pairs_with_rows(self) -> set[tuple[str, str]]:
        if not self._alone and "_held" not in vars(self):
            asked = self._selection
            known = self.board.memo.answer(lambda: self.board.store.pairs(asked), "pairs", asked)
            if known is not None:
                return {pair for pair in known if pair[0] in self.catalog.indicators}
        return {(name, area) for name, held in self._held.items() for area in held.by_area}

    def _derived(self, found: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Indicators computed from others: where any part is, the composite index where all are."""
        areas_of: dict[str, set[str]] = defaultdict(set)
        for indicator, area in found:
            areas_of[indicator].add(area)
        derived: set[tuple[str, str]] = set()
        for indicator_id, entry in self.catalog.indicators.items():
            parts = [areas_of[part] for part in self.made_of(indicator_id)]
            if parts:
                join = set.intersection if entry.combine == COMPOSITE_INDEX else set.union
                derived |= {(indicator_id, area) for area in join(*parts)}
        return derived

    def sites_with(self, indicator: str, area: str) -> list[str]:
        """The sites standing in ``area`` itself that have rows of the indicator, in order."""
        rows = self._rows_of(indicator, (area,))
        return sorted({row.site for row in rows if row.site is not None})

    def members(self, indicator: Indicator, period: Period | None = None) -> tuple[str, ...]:
        """Districts that make up the city's figure (of a period), see ``members_of``."""
        return scope.members_of(self.catalog, indicator, period)

    def figure(
        self,
        indicator: str,
        period: Period,
        *,
        area: str = "",
        site: str | None = None,
        grain: str = AUTO,
        as_of: date | None = None,
    ) -> Statistic:
        """The statistic of one place and period; cached, since comparisons ask again."""
        key = (indicator, period, area, site, grain, as_of)
        if key not in self._memory:
            found = summarise(
                self.request(indicator, period, area=area, site=site, grain=grain, as_of=as_of)
            )
            self._memory[key] = self._marked(found)
        return self._memory[key]

    def _marked(self, figure: Statistic) -> Statistic:
        """The figure with a remark where the reference state changes inside its period."""
        entry, span = self.catalog.indicator(figure.indicator), figure.period
        law = standard_in_force(self.catalog, entry, span.last_day)
        mark = break_mark(entry, law, span) if figure.value is not None else ""
        return replace(figure, note=f"{figure.note} {mark}".strip()) if mark else figure

    def request(
        self,
        indicator: str,
        period: Period,
        *,
        area: str = "",
        site: str | None = None,
        grain: str = AUTO,
        as_of: date | None = None,
        percents: tuple[int, ...] | None = None,
        daily: str | None = None,
    ) -> FigureRequest:
        """The request behind ``figure``, with rows, rule, sites and ledger in place.

        ``percents`` are wanted beside, ``daily`` is the statistic of a day (``None``: those of
        the standard in force).
        """
        entry = self.catalog.indicator(indicator)
        cut = as_of or self.as_of
        is_city = area == self.catalog.city.name and not self.catalog.city.open_places
        members = self.members(entry, period) if is_city else ()
        left_out = frozenset() if site is not None else self._background(indicator)
        law = (self.catalog, entry, period.last_day, self.standard)
        where = Where(period=period, area=area, site=site, as_of=as_of)
        request = FigureRequest(
            index=self._index_parts(entry, where),
            composite=self._composite_parts(entry, where),
            functional=self._functional_parts(entry, where),
            sections=self._section_parts(entry, where),
            indicator=entry,
            area=area,
            site=site,
            period=period,
            as_of=cut,
            rows=self._rows_of(indicator, (area, *members), left_out),
            members=members,
            background=left_out,
            in_scope=scope.in_scope(self.catalog, indicator, members, period),
            share=scope.share_needed(self.catalog),
            listed_sites=scope.listed_sites(self.catalog, indicator, area, members),
            rule=self.rule(indicator, period),
            grain=grain,
            dust=self.dust,
            dust_days=self.catalog.dust_days() if indicator in PARTICLES else frozenset(),
            ledger=self._ledger_for(entry, period, cut),
            daily=daily or daily_statistic(*law),
            over=limit_of_eight_hours(*law),
            percents=percents_tested(*law) if percents is None else percents,
        )
        return self._with_book(request)

    def _with_book(self, asked: FigureRequest) -> FigureRequest:
        """The request with the day book shared by all requests of its place and rule."""
        held = self._held.get(asked.indicator.id)
        if held is None:
            return asked
        source = asked.day_source
        if source.dust != WITH_DUST and not held.without_dust_too:
            source = replace(source, dust=WITH_DUST)
        return replace(asked, book=held.books.setdefault(source, DayBook(source)))

    def _rows_of(
        self, indicator: str, places: tuple[str, ...], without: frozenset[str] = frozenset()
    ) -> tuple[Stretch, ...]:
        held = self._held.get(indicator)
        return held.of(places, without) if held is not None else ()

    def _background(self, indicator: str) -> frozenset[str]:
        """The 对照点 that have rows: what is asked of an area leaves them out."""
        if indicator not in self._backgrounds:
            held = self._held.get(indicator)
            sites = held.sites if held is not None else frozenset()
            self._backgrounds[indicator] = scope.background_sites(self.catalog, sites)
        return self._backgrounds[indicator]

    def _index_parts(self, indicator: Indicator, where: Where) -> IndexParts | None:
        if indicator.combine != SHARE_OF_GOOD_DAYS:
            return None
        table = self.catalog.index_table(where["period"].last_day)
        if table is None:
            return None
        parts = tuple(
            self.request(p.indicator, **where, daily=MDA8 if p.averaging == MDA8 else None)
            for p in table.breakpoints
        )
        known = self._indices.setdefault((where["area"], where["site"]), {})
        found = IndexParts(table, parts, self.catalog.index_table, known)
        return found if any(part.rows for part in parts) else None

    def _composite_parts(self, indicator: Indicator, where: Where) -> CompositeParts | None:
        if indicator.combine != COMPOSITE_INDEX:
            return None
        table = self.catalog.composite_table(where["period"].last_day)
        if table is None:
            return None
        parts = tuple(
            self.request(
                term.indicator,
                **where,
                percents=(term.percent,) if term.percent else (),
                daily=MDA8 if term.averaging == MDA8 else None,
            )
            for term in table.terms
        )
        return CompositeParts(table, parts)

    def _functional_parts(self, indicator: Indicator, where: Where) -> FunctionalParts | None:
        if indicator.combine not in NOISE_RATES:
            return None
        levels = self._combined_by(ENERGY_MEAN)[0]
        request = self.request(levels, **where)
        printed = self.request(NOISE_ZONE, **where)
        return functional_parts(self.catalog, request, printed, self._asked("noise"))

    def _section_parts(self, indicator: Indicator, where: Where) -> SectionParts | None:
        if indicator.combine != ZONE_RATES:
            return None
        items = [self.request(item, **where) for item in self._combined_by(OF_SAMPLES)]
        printed, reported = (self.request(i, **where) for i in (WATER_TARGET, WATER_REPORTED))
        return section_parts(self.catalog, items, reported, printed, self._asked("water"))

    def _asked(self, family: str) -> str | None:
        """The standard asked for by id, where it is one of a family."""
        chosen = self.catalog.standards.get(self.standard or "")
        return chosen.id if chosen is not None and chosen.family == family else None

    def rule(self, indicator: str, period: Period) -> ValidityRule | None:
        """The validity rule of the standard in force on the period's last day, or of that asked."""
        entry = self.catalog.indicator(indicator)
        found = standard_in_force(self.catalog, entry, period.last_day, self.standard)
        rules = found.validity if found else ()
        return next((rule for rule in rules if indicator in rule.indicators), None)

    def comparable(self, indicator: Indicator, period: Period, other: Period) -> bool:
        """Whether figures of two periods are made by the same index tables all through."""
        return scope.same_tables(self.catalog, indicator, period, other)

    def _ledger_for(
        self, indicator: Indicator, period: Period, cut: date
    ) -> tuple[LedgerItem, ...]:
        if indicator.ledger is None:
            return ()
        last = min(cut, period.last_day)
        items = self._ledger(indicator.ledger.kind, last)
        return tuple(item for item in items if item.as_of.year == period.start.year)

    def _ledger(self, kind: str, as_of: date) -> list[LedgerItem]:
        key = (kind, as_of)
        if key not in self._ledgers:
            table = self._store.ledger(kind, as_of)
            self._ledgers[key] = [ledger_item(row) for row in table.to_pylist()]
        return self._ledgers[key]
