"""Figures of one state of the store: rows fetched once, statistics computed on demand and kept."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chuangmo.assess.aggregate import summarise
from chuangmo.assess.air_index import DayIndex
from chuangmo.assess.daily import DayBook
from chuangmo.assess.lines import percents_tested, standard_in_force
from chuangmo.assess.question import (
    AUTO,
    KEEP,
    CompositeParts,
    FunctionalParts,
    IndexParts,
    LedgerItem,
    Question,
)
from chuangmo.assess.stretches import Stretch, group_by_place, stretches
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import Indicator, ValidityRule
from chuangmo.catalog.tables import CompositeTable, IndexTable
from chuangmo.period import Period
from chuangmo.service.board import Board
from chuangmo.store.rows import Selection

YEARS_BACK = 3
SHARE_OF_GOOD_DAYS, COMPOSITE_INDEX = "share_of_good_days", "composite_index"
ENERGY_MEAN, CUMULATIVE = "energy_mean", "cumulative"
NOISE_RATES = ("day_compliance", "night_compliance")
#: Sand-dust days leave the statistics of particles only (环办监测〔2016〕120号).
PARTICLES = frozenset({"pm10", "pm25", "tsp"})


class Kept:
    """Rows of one selection in one state of the store, and what is made of them once.

    Attributes:
        by_place: rows by (indicator, area).
        books: day books by place; they do not depend on the period asked for.
        indices: daily indices by place; each day has the table in force on it.
    """

    def __init__(self, rows: list[Stretch]) -> None:
        self.by_place = group_by_place(rows)
        self.books: dict[tuple[object, ...], DayBook] = {}
        self.indices: dict[tuple[object, ...], dict[date, DayIndex]] = {}


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
    """

    def __init__(
        self,
        board: Board,
        window: Period,
        as_of: date,
        *,
        dust: str = KEEP,
        standard: str | None = None,
        indicators: Sequence[str] = (),
        years_back: int = YEARS_BACK,
    ) -> None:
        self.catalog = board.catalog
        self.window, self.as_of, self.dust, self.standard = window, as_of, dust, standard
        self._store = board.store
        self._memory: dict[tuple[object, ...], Statistic] = {}
        self._ledgers: dict[tuple[str, date], list[LedgerItem]] = {}
        self._pairs: set[tuple[str, str]] | None = None
        start = window.shifted_years(-years_back).start
        if any(self.catalog.indicator(name).combine == CUMULATIVE for name in indicators):
            start = datetime(start.year, 1, 1)  # a month may be a difference of cumulative rows
        wanted = self._with_components(indicators)
        selection = Selection(indicators=wanted, start=start, end=window.end)
        key = (self._store.generation(), self.catalog.version, selection, dust, standard)
        self._kept = board.remember(key, lambda: Kept(self._fetch(selection)))

    def _with_components(self, indicators: Sequence[str]) -> tuple[str, ...]:
        parts = [part for name in indicators for part in self._made_of(name)]
        return tuple(dict.fromkeys((*indicators, *parts)))

    def _made_of(self, indicator: str) -> tuple[str, ...]:
        """The indicators that a derived one is computed from; none for the others."""
        combine, on = self.catalog.indicator(indicator).combine, self.window.last_day
        if combine == SHARE_OF_GOOD_DAYS:
            index = self.catalog.index_table(on)
            return tuple(points.indicator for points in index.breakpoints) if index else ()
        if combine == COMPOSITE_INDEX:
            composite = self.catalog.composite_table(on)
            return tuple(term.indicator for term in composite.terms) if composite else ()
        return self._combined_by(ENERGY_MEAN) if combine in NOISE_RATES else ()

    def _combined_by(self, word: str) -> tuple[str, ...]:
        return tuple(i.id for i in self.catalog.indicators.values() if i.combine == word)

    def _fetch(self, selection: Selection) -> list[Stretch]:
        """Hours summed over a day have no energy mean: such indicators keep every hour."""
        rows = stretches(self._store.day_sums(selection).to_pydict())
        for name in self._combined_by(ENERGY_MEAN):
            if any(row.indicator == name and row.kind == "hour" for row in rows):
                rows = [row for row in rows if row.indicator != name or row.kind != "hour"]
                hours = replace(selection, indicators=(name,), kinds=("hour",))
                rows += [_hour(row) for row in self._store.current(hours).to_pylist()]
        return rows

    def pairs(self) -> set[tuple[str, str]]:
        """(indicator, area) with data in the window or the years before it."""
        if self._pairs is None:
            self._pairs = self._find_pairs()
        return self._pairs

    def _find_pairs(self) -> set[tuple[str, str]]:
        found = set(self._kept.by_place)
        for indicator in self.catalog.indicators.values():
            if indicator.ledger:
                items = self._ledger(indicator.ledger.kind, self.as_of)
                found |= {(indicator.id, item.area) for item in items}
        found |= self._derived(found)
        city = self.catalog.city.name
        members = {(i, city) for i, a in found if a in self.members(self.catalog.indicators[i])}
        return found | members

    def _derived(self, found: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Indicators computed from others: where any part is, the composite index where all are."""
        areas_of: dict[str, set[str]] = defaultdict(set)
        for indicator, area in found:
            areas_of[indicator].add(area)
        derived: set[tuple[str, str]] = set()
        for indicator_id, entry in self.catalog.indicators.items():
            parts = [areas_of[part] for part in self._made_of(indicator_id)]
            if parts:
                join = set.intersection if entry.combine == COMPOSITE_INDEX else set.union
                derived |= {(indicator_id, area) for area in join(*parts)}
        return derived

    def members(self, indicator: Indicator) -> tuple[str, ...]:
        """Districts that make up the city's figure: all for tasks, else those in 城区 scope."""
        return tuple(
            district.name
            for district in self.catalog.city.districts
            if indicator.group == "task" or district.in_city_mean
        )

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
        """The statistic of one place and period; kept, since comparisons ask again."""
        key = (indicator, period, area, site, grain, as_of)
        if key not in self._memory:
            self._memory[key] = summarise(
                self.question(indicator, period, area=area, site=site, grain=grain, as_of=as_of)
            )
        return self._memory[key]

    def question(
        self,
        indicator: str,
        period: Period,
        *,
        area: str = "",
        site: str | None = None,
        grain: str = AUTO,
        as_of: date | None = None,
        percents: tuple[int, ...] | None = None,
    ) -> Question:
        """The question behind ``figure``, with rows, rule, sites and ledger in place.

        ``percents`` are wanted beside (``None``: those that the standard in force tests).
        """
        found = self.catalog.indicator(indicator)
        cut = as_of or self.as_of
        is_city = area == self.catalog.city.name and not self.catalog.city.open_places
        members = self.members(found) if is_city else ()
        asked = Question(
            index=self._index_parts(found, period, area, site, as_of),
            composite=self._composite_parts(found, period, area, site, as_of),
            functional=self._functional_parts(found, period, area, site, as_of),
            indicator=found,
            area=area,
            site=site,
            period=period,
            as_of=cut,
            rows=self._rows_of(indicator, (area, *members)),
            members=members,
            listed_sites=self._listed_sites(indicator, area, members),
            rule=self.rule(indicator, period),
            grain=grain,
            dust=self.dust,
            dust_days=self.catalog.dust_days() if indicator in PARTICLES else frozenset(),
            ledger=self._ledger_for(found, period, cut),
            percents=percents_tested(self.catalog, found, period.last_day, self.standard)
            if percents is None
            else percents,
        )
        hours = asked.rule.hours_per_day if asked.rule else 0
        key = (indicator, area, site, hours)
        return replace(asked, book=self._kept.books.setdefault(key, DayBook(asked)))

    def _rows_of(self, indicator: str, places: tuple[str, ...]) -> tuple[Stretch, ...]:
        held = self._kept.by_place
        return tuple(row for place in places for row in held.get((indicator, place), ()))

    def _index_parts(
        self, indicator: Indicator, period: Period, area: str, site: str | None, as_of: date | None
    ) -> IndexParts | None:
        if indicator.combine != SHARE_OF_GOOD_DAYS:
            return None
        table = self.catalog.index_table(period.last_day)
        if table is None:
            return None
        parts = tuple(
            self.question(points.indicator, period, area=area, site=site, as_of=as_of)
            for points in table.breakpoints
        )
        known = self._kept.indices.setdefault((area, site), {})
        found = IndexParts(table, parts, self.catalog.index_table, known)
        return found if any(part.rows for part in parts) else None

    def _composite_parts(
        self, indicator: Indicator, period: Period, area: str, site: str | None, as_of: date | None
    ) -> CompositeParts | None:
        if indicator.combine != COMPOSITE_INDEX:
            return None
        table = self.catalog.composite_table(period.last_day)
        if table is None:
            return None
        parts = tuple(
            self.question(
                term.indicator,
                period,
                area=area,
                site=site,
                as_of=as_of,
                percents=(term.percent,) if term.percent else (),
            )
            for term in table.terms
        )
        return CompositeParts(table, parts)

    def _functional_parts(
        self, indicator: Indicator, period: Period, area: str, site: str | None, as_of: date | None
    ) -> FunctionalParts | None:
        if indicator.combine not in NOISE_RATES:
            return None
        levels = self._combined_by(ENERGY_MEAN)[0]
        question = self.question(levels, period, area=area, site=site, as_of=as_of)
        classes = {found.id: found.klass for found in self.catalog.sites() if found.klass}
        days = {row.last_day for row in question.rows}
        entry = self.catalog.indicator(levels)
        in_force = {
            day: standard_in_force(self.catalog, entry, day, self._noise_standard()) for day in days
        }
        standards = {day: standard for day, standard in in_force.items() if standard is not None}
        return FunctionalParts(question, classes, standards)

    def _noise_standard(self) -> str | None:
        """The standard asked for by id, where it is one of noise."""
        chosen = self.catalog.standards.get(self.standard or "")
        return chosen.id if chosen is not None and chosen.family == "noise" else None

    def rule(self, indicator: str, period: Period) -> ValidityRule | None:
        """The validity rule of the standard in force on the period's last day, or of that asked."""
        entry = self.catalog.indicator(indicator)
        found = standard_in_force(self.catalog, entry, period.last_day, self.standard)
        rules = found.validity if found else ()
        return next((rule for rule in rules if indicator in rule.indicators), None)

    def _listed_sites(self, indicator: str, area: str, members: tuple[str, ...]) -> tuple[str, ...]:
        if not members:
            return tuple(site.id for site in self.catalog.sites(area, indicator))
        return tuple(
            site.id
            for site in self.catalog.sites(None, indicator)
            if site.in_city_mean and site.district in members
        )

    def comparable(self, indicator: Indicator, period: Period, other: Period) -> bool:
        """Whether figures of two periods are made by the same index tables all through."""
        in_force: dict[str, Callable[[date], IndexTable | CompositeTable | None]] = {
            SHARE_OF_GOOD_DAYS: self.catalog.index_table,
            COMPOSITE_INDEX: self.catalog.composite_table,
        }
        if indicator.combine not in in_force:
            return True
        tables = [in_force[indicator.combine](day) for day in _ends(period, other)]
        return len({table.id if table else None for table in tables}) == 1

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
            self._ledgers[key] = [_item(row) for row in table.to_pylist()]
        return self._ledgers[key]


def _ends(*periods: Period) -> list[date]:
    return [day for one in periods for day in (one.start.date(), one.last_day)]


def _hour(row: dict[str, Any]) -> Stretch:
    """One stored hour as a stretch of its own."""
    counts = row["value"] is not None and row["qualifier"] not in ("missing", "invalid")
    value: Decimal | None = row["value"] if counts else None
    return Stretch(
        row["indicator"], row["area"], row["site"], "hour", row["statistic"], row["dust"],
        row["start"], row["end"], value, int(counts), None, None, None, None, None,
        row["qualifier"] or "", bool(row["demo"]),
    )  # fmt: skip


def _item(row: dict[str, object]) -> LedgerItem:
    return LedgerItem(
        area=str(row["area"]),
        owner=str(row["unit_name"] or ""),
        finished=row["finished"],  # type: ignore[arg-type]
        status=str(row["status"] or ""),
        as_of=row["as_of"],  # type: ignore[arg-type]
        amounts={name: row[name] for name in ("count", "tonnage", "so2_cut", "dust_cut")},
        demo=bool(row.get("demo")),
    )


def clipped(period: Period, as_of: date) -> Period:
    """``period`` up to ``as_of`` (the same kind where nothing is cut)."""
    return replace(period, end=period.until(as_of).end) if period.last_day > as_of else period


def day_after(day: date) -> date:
    """The next day."""
    return day + timedelta(days=1)
