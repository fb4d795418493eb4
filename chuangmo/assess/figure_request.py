"""What is asked of the aggregation: one indicator, one place, one period, and the rules for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from chuangmo.assess.air.air_index import DayIndex
from chuangmo.assess.figures.daily import DayBook, DaySource
from chuangmo.assess.figures.days import SomeDays
from chuangmo.assess.stretches import WITH_DUST, WITHOUT_DUST, Stretch
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import ENOUGH_OF_A_CITY, Indicator, Standard, ValidityRule
from chuangmo.catalog.tables import CompositeTable, IndexTable
from chuangmo.period import Period

AUTO = "auto"


@dataclass(frozen=True)
class LedgerItem:
    """One line of a ledger as the tasks count it; ``amounts`` holds the counted fields."""

    area: str
    owner: str
    finished: date | None
    status: str
    as_of: date
    amounts: dict[str, Any]
    demo: bool


@dataclass(frozen=True)
class FigureRequest:
    """One figure wanted.

    Attributes:
        rows: current stretches of the place itself, its sites and, for a city, its members.
        members: districts that make up the place (a city's scope districts), else empty.
        listed_sites: sites the catalog lists for the place; empty where it lists none.
        background: its 对照点, whose rows are left out (of a site asked for none are).
        in_scope: districts that must stand behind a city's figure (empty: its members), and the
            ``share`` of them that is enough.
        rule: the validity rule in force, ``None`` where no standard has one.
        grain: ``auto`` or hour, day, month.
        daily: what a day's value is: its mean, for ozone its largest 8-hour mean (``mda8``) or,
            under the older standards, its largest hour (``max``).
        over: the limit above which a day of ozone counts with too few 8-hour means.
        percents: percentiles of daily values that the standard in force tests (HJ 663).
        book: daily means of the place, shared by all requests about it.
        index: the daily index table and the pollutants' own requests, for good-air days.
        composite: the composite index table and the pollutants' own requests.
        functional: the station levels, classes and standards behind a 点次达标率.
        sections: the samples, targets and plans behind a 水域功能区达标率.
        dust: ``keep`` or ``remove``; ``dust_days`` are the days declared as sand-dust.
    """

    indicator: Indicator
    area: str
    site: str | None
    period: Period
    as_of: date
    rows: tuple[Stretch, ...]
    members: tuple[str, ...] = ()
    listed_sites: tuple[str, ...] = ()
    background: frozenset[str] = frozenset()
    in_scope: tuple[str, ...] = ()
    share: Fraction = Fraction(ENOUGH_OF_A_CITY, 100)
    rule: ValidityRule | None = None
    grain: str = AUTO
    dust: str = WITH_DUST
    dust_days: frozenset[date] = frozenset()
    daily: str = "mean"
    over: Fraction | None = None
    percents: tuple[int, ...] = ()
    ledger: tuple[LedgerItem, ...] = ()
    book: DayBook | None = None
    index: "IndexParts | None" = None
    composite: "CompositeParts | None" = None
    functional: "FunctionalParts | None" = None
    sections: "SectionParts | None" = None

    @property
    def elapsed(self) -> Period:
        """The part of the period that has passed by ``as_of``."""
        return self.period.until(self.as_of)

    @property
    def is_open(self) -> bool:
        """Whether the period still runs at the end of ``as_of``."""
        return self.period.last_day > self.as_of

    @property
    def day_source(self) -> DaySource:
        """What the days of the place are made of."""
        return DaySource(
            self.area, self.site, self.rule, self.daily, self.over, self.dust, self.rows,
            self.members, self.listed_sites,
        )  # fmt: skip

    @property
    def left_out(self) -> frozenset[date]:
        """The days that are left out as sand-dust."""
        return self.dust_days if self.dust == WITHOUT_DUST else frozenset()

    def day_book(self) -> DayBook:
        """The day book of the place: the one handed along, else a fresh one."""
        return self.book or DayBook(self.day_source)

    def own_days(self) -> SomeDays:
        """What the place itself reports of the days asked for."""
        return self.day_book().own_within(self.elapsed, self.left_out)

    def site_days(self) -> SomeDays:
        """The days asked for, from the sites."""
        return self.day_book().combined_within(self.elapsed, self.left_out)

    def own_rows(self) -> list[Stretch]:
        """Rows reported for the place itself (or for the asked site), inside the elapsed part."""
        first, last = self.elapsed.start, self.elapsed.end
        own = (
            self.book.own_rows
            if self.book is not None
            else [row for row in self.rows if (row.area, row.site) == (self.area, self.site)]
        )
        return [row for row in own if first <= row.start and row.end <= last]

    def member_rows(self) -> list[Stretch]:
        """Rows that the members of a city report for themselves, inside the elapsed part."""
        first, last = self.elapsed.start, self.elapsed.end
        told = self.day_book().member_rows if self.members else []
        return [row for row in told if first <= row.start and row.end <= last]

    def part_rows(self) -> list[Stretch]:
        """Rows of sites inside the place (for a city: of its scope districts and of itself).

        What a district says of a site goes before what the city says of it.
        """
        first, last = self.elapsed.start, self.elapsed.end
        areas = {self.area, *self.members}
        found = [
            row
            for row in self.rows
            if row.site is not None and row.area in areas and first <= row.start and row.end <= last
        ]
        told = {(row.site, row.start, row.end) for row in found if row.area != self.area}
        return [r for r in found if r.area != self.area or (r.site, r.start, r.end) not in told]

    def answer(self, **fields: Any) -> Statistic:
        """A ``Statistic`` for this request; absent fields take the values of "no data"."""
        blank: dict[str, Any] = {
            "indicator": self.indicator.id, "area": self.area, "site": self.site,
            "period": self.period, "grain": "", "statistic": "mean", "value": None,
            "unit": self.indicator.unit, "n_valid": 0, "n_expected": 0, "n_required": 0,
            "n_unit": self.indicator.count_unit, "valid": False, "reason_code": "", "reason": "",
            "rule": "", "dust": self.dust, "n_dust": 0, "origin": "", "sites": (), "demo": False,
        }  # fmt: skip
        return Statistic(**{**blank, **fields})


@dataclass(frozen=True)
class IndexParts:
    """What the good-air days are made of.

    Attributes:
        table: the index table in force at the end of the period.
        requests: one a pollutant of it.
        table_on: the table in force on a day: every day is judged by that of its own date.
        known: by day the values that its index was made of, and the index, kept for the next
            request about the same place.
    """

    table: IndexTable
    requests: tuple[FigureRequest, ...]
    table_on: Callable[[date], IndexTable | None]
    known: dict[date, tuple[Mapping[str, Fraction], DayIndex]] = field(default_factory=dict)


@dataclass(frozen=True)
class CompositeParts:
    """What the composite index is made of: the table in force and one request a term."""

    table: CompositeTable
    requests: tuple[FigureRequest, ...]


@dataclass(frozen=True)
class FunctionalParts:
    """What a 点次达标率 is made of.

    Attributes:
        levels: the request for the station levels of the same place and period.
        classes: class of the functional area by station, where the catalog lists it.
        standards: the noise standard in force by day of measurement.
        printed: the request for the classes that sheets print for the stations.
    """

    levels: FigureRequest
    classes: Mapping[str, str]
    standards: Mapping[date, Standard]
    printed: FigureRequest | None = None


@dataclass(frozen=True)
class SectionParts:
    """What a 水域功能区达标率 is made of.

    Attributes:
        items: the requests for the items of the same place and period.
        reported, printed: the requests for the classes that sheets print for the sections: found,
            and to be kept.
        targets: class that a section is to keep, where catalog or sheet say one.
        bodies: ``river`` or ``lake`` by section.
        plans: the items that the catalog lists for a section.
        standards: the standard in force by day of sampling.
    """

    items: tuple[FigureRequest, ...]
    reported: FigureRequest
    printed: FigureRequest
    targets: Mapping[str, str]
    bodies: Mapping[str, str]
    plans: Mapping[str, tuple[str, ...]]
    standards: Mapping[date, Standard]
