"""Figures of one state of the store: rows fetched once, statistics computed on demand and kept."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from chuangmo.assess.aggregate import summarise
from chuangmo.assess.lines import percents_tested
from chuangmo.assess.question import AUTO, KEEP, IndexParts, LedgerItem, Question
from chuangmo.assess.stretches import Stretch, stretches
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import Indicator, ValidityRule
from chuangmo.period import Period
from chuangmo.service.board import Board
from chuangmo.store.rows import Selection

YEARS_BACK = 3
SHARE_OF_GOOD_DAYS = "share_of_good_days"
#: Sand-dust days leave the statistics of particles only (环办监测〔2016〕120号).
PARTICLES = frozenset({"pm10", "pm25", "tsp"})


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
        start = window.shifted_years(-years_back).start
        wanted = self._with_components(indicators)
        table = self._store.day_sums(Selection(indicators=wanted, start=start, end=window.end))
        self._rows: dict[str, list[Stretch]] = defaultdict(list)
        for row in stretches(table.to_pydict()):
            self._rows[row.indicator].append(row)

    def _with_components(self, indicators: Sequence[str]) -> tuple[str, ...]:
        table = self.catalog.index_table(self.window.last_day)
        derived = any(
            self.catalog.indicator(name).combine == SHARE_OF_GOOD_DAYS for name in indicators
        )
        parts = [points.indicator for points in table.breakpoints] if table and derived else []
        return (*indicators, *parts)

    def pairs(self) -> set[tuple[str, str]]:
        """(indicator, area) with data in the window or the years before it."""
        found = {(row.indicator, row.area) for rows in self._rows.values() for row in rows}
        for indicator in self.catalog.indicators.values():
            if indicator.ledger:
                items = self._ledger(indicator.ledger.kind, self.as_of)
                found |= {(indicator.id, item.area) for item in items}
        found |= self._derived(found)
        city = self.catalog.city.name
        members = {(i, city) for i, a in found if a in self.members(self.catalog.indicators[i])}
        return found | members

    def _derived(self, found: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Indicators computed from others: good-air days where the index's pollutants are."""
        table = self.catalog.index_table(self.window.last_day)
        made_of = {points.indicator for points in table.breakpoints} if table else set()
        areas = {area for indicator, area in found if indicator in made_of}
        names = [i.id for i in self.catalog.indicators.values() if i.combine == SHARE_OF_GOOD_DAYS]
        return {(name, area) for name in names for area in areas}

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
    ) -> Question:
        """The question behind ``figure``, with rows, rule, sites and ledger in place."""
        found = self.catalog.indicator(indicator)
        cut = as_of or self.as_of
        is_city = area == self.catalog.city.name and not self.catalog.city.open_places
        members = self.members(found) if is_city else ()
        places = {area, *members}
        return Question(
            index=self._index_parts(found, period, area, site, as_of),
            indicator=found,
            area=area,
            site=site,
            period=period,
            as_of=cut,
            rows=tuple(row for row in self._rows.get(indicator, ()) if row.area in places),
            members=members,
            listed_sites=self._listed_sites(indicator, area, members),
            rule=self.rule(indicator, period),
            grain=grain,
            dust=self.dust,
            dust_days=self.catalog.dust_days() if indicator in PARTICLES else frozenset(),
            ledger=self._ledger_for(found, period, cut),
            percents=percents_tested(self.catalog, found, period.last_day, self.standard),
        )

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
        return IndexParts(table, parts) if any(part.rows for part in parts) else None

    def rule(self, indicator: str, period: Period) -> ValidityRule | None:
        """The validity rule of the standard in force on the period's last day."""
        if self.standard:
            rules = self.catalog.standards[self.standard].validity
            return next((rule for rule in rules if indicator in rule.indicators), None)
        found = self.catalog.validity(indicator, period.last_day)
        return found[1] if found else None

    def _listed_sites(self, indicator: str, area: str, members: tuple[str, ...]) -> tuple[str, ...]:
        if not members:
            return tuple(site.id for site in self.catalog.sites(area, indicator))
        return tuple(
            site.id
            for site in self.catalog.sites(None, indicator)
            if site.in_city_mean and site.district in members
        )

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
