"""Valid daily means: hours to days by the rule's minimum, sites to the place, day by day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from chuangmo.assess import exact
from chuangmo.assess.figures.days import Days, Hours, SomeDays
from chuangmo.assess.stretches import WITHOUT_DUST, Stretch
from chuangmo.catalog.models import ValidityRule
from chuangmo.period import Period

SITE_SHARE = Fraction(3, 4)
MDA8, LARGEST_HOUR = "mda8", "max"


@dataclass(frozen=True)
class DaySource:
    """What the days of one place are made of; equal sources give equal days of the same rows.

    Attributes:
        rows, members, listed_sites, rule, daily, over, dust: as in ``FigureRequest``; the rows
            and the sites follow from place and members and are not compared.
    """

    area: str
    site: str | None
    rule: ValidityRule | None
    daily: str
    over: Fraction | None
    dust: str
    rows: tuple[Stretch, ...] = field(compare=False, repr=False)
    members: tuple[str, ...] = ()
    listed_sites: tuple[str, ...] = field(default=(), compare=False, repr=False)


def wanted_statistic(daily: str, rows: Iterable[Stretch]) -> str:
    """Which statistic of the rows is taken as the daily value.

    ``daily`` itself, or the only one that there is; but nothing stands in for the largest hour.
    """
    found = {row.statistic for row in rows}
    if daily in found or len(found) != 1 or daily == LARGEST_HOUR:
        return daily
    return next(iter(found))


def place_days(rows: Iterable[Stretch], source: DaySource) -> Days:
    """Daily values of one place: a day needs the rule's hours; a reported day fills a gap.

    Rows reported as already without dust replace the others when ``dust`` is ``remove``; days
    declared as sand-dust are taken out afterwards by ``Days.without`` (环办监测〔2016〕120号).
    """
    days, kept = Days(), dust_choice(list(rows), source.dust)
    reported: dict[date, Fraction] = {}
    for row in kept:
        if row.kind not in ("hour", "day") or not row.has_value:
            continue
        days.seen.add(row.day)
        days.demo = days.demo or row.demo
        if row.dust == "removed":
            days.clean.add(row.day)
        if row.kind == "day":
            reported[row.day] = row.mean
        elif row.statistic == source.daily and _enough_hours(row, source):
            days.values[row.day] = row.mean
    days.values = {**reported, **days.values}
    days.hourly = lambda: _single_hours(kept)
    return days


def _single_hours(rows: Iterable[Stretch]) -> Hours:
    """Hours summed over the day; never those of a largest 8-hour mean or a largest hour."""
    return {
        row.day: (row.whole, row.n)
        for row in rows
        if row.kind == "hour" and row.has_value and row.statistic not in (LARGEST_HOUR, MDA8)
    }


def _enough_hours(row: Stretch, source: DaySource) -> bool:
    rule = source.rule
    if rule is None:
        return True
    if row.statistic == MDA8:
        above = source.over is not None and row.mean > source.over
        return above or (row.n_valid or 0) >= rule.eight_hour_means_per_day
    return row.statistic == LARGEST_HOUR or row.n >= rule.hours_per_day


def dust_choice(rows: list[Stretch], dust: str) -> list[Stretch]:
    """Of values reported with and without sand-dust days those that are asked for."""
    if dust != WITHOUT_DUST:
        return [row for row in rows if row.dust == ""]
    without = {_where_and_when(row) for row in rows if row.dust == "removed"}
    return [r for r in rows if r.dust == "removed" or _where_and_when(r) not in without]


def _where_and_when(row: Stretch) -> tuple[object, ...]:
    return (row.area, row.site, row.statistic, row.kind, row.start, row.end)


class DayBook:
    """Daily means of one place over all its rows, computed once; periods take their slices.

    Args:
        source: what they are made of.
    """

    def __init__(self, source: DaySource) -> None:
        self._source = source
        self._without_dust: dict[tuple[str, frozenset[date]], Days] = {}

    def own_within(self, span: Period, left_out: frozenset[date]) -> SomeDays:
        """What the place itself reports of the days of a span, but for those left out as dust."""
        return self._asked("own", span, left_out)

    def combined_within(self, span: Period, left_out: frozenset[date]) -> SomeDays:
        """The days of a span from the sites, but for those left out as dust."""
        return self._asked("combined", span, left_out)

    def _asked(self, which: str, span: Period, left_out: frozenset[date]) -> SomeDays:
        days: Days = getattr(self, which)
        if left_out:
            key = (which, left_out)
            if key not in self._without_dust:
                self._without_dust[key] = days.without(left_out)
            days = self._without_dust[key]
        return days.within(span)

    @cached_property
    def member_rows(self) -> list[Stretch]:
        """What the members of a city report for themselves."""
        members = frozenset(self._source.members) - {self._source.area}
        return [row for row in self._source.rows if row.site is None and row.area in members]

    @cached_property
    def below_detection(self) -> bool:
        """Whether anything of any row lies below detection."""
        rows = self._source.rows
        return any(row.qualifier == "below" or row.detection is not None for row in rows)

    @cached_property
    def unaudited(self) -> bool:
        """Whether any row has not been audited yet."""
        return any(row.unaudited for row in self._source.rows)

    @cached_property
    def demo(self) -> bool:
        """Whether any row is of a demonstration."""
        return any(row.demo for row in self._source.rows)

    @cached_property
    def own_rows(self) -> list[Stretch]:
        """What is reported for the place itself (or for the asked site)."""
        asked = self._source
        return [row for row in asked.rows if (row.area, row.site) == (asked.area, asked.site)]

    @cached_property
    def own_statistic(self) -> str:
        """The statistic of the place's own daily values."""
        return wanted_statistic(self._source.daily, self.own_rows)

    @cached_property
    def own(self) -> Days:
        """Days that the place (or the asked site) reports for itself."""
        rows = [row for row in self.own_rows if _of(row, self.own_statistic)]
        return place_days(rows, self._source)

    @cached_property
    def own_stretches(self) -> list[Stretch]:
        """What the place reports for longer than a day, of the main statistic, dust as asked."""
        longer = [row for row in self.own_rows if row.kind not in ("hour", "day")]
        rows = dust_choice(longer, self._source.dust)
        statistic = wanted_statistic(self._source.daily, rows)
        return [row for row in rows if row.statistic == statistic and row.has_value]

    @cached_property
    def _site_rows(self) -> list[Stretch]:
        areas = set(self._source.members) or {self._source.area}
        return [r for r in self._source.rows if r.site is not None and r.area in areas]

    @cached_property
    def site_statistic(self) -> str:
        """The statistic of the sites' daily values."""
        return wanted_statistic(self._source.daily, self._site_rows)

    @cached_property
    def sites(self) -> dict[str, Days]:
        """Days of every listed site of the place (all sites where none is listed)."""
        by_site: dict[str, list[Stretch]] = defaultdict(list)
        for row in self._site_rows:
            if row.site is not None and _of(row, self.site_statistic):
                by_site[row.site].append(row)
        listed = set(self._source.listed_sites) or set(by_site)
        return {s: place_days(rows, self._source) for s, rows in by_site.items() if s in listed}

    @property
    def listed(self) -> int:
        """How many sites a full day has."""
        return len(self._source.listed_sites) or len(self.sites)

    @cached_property
    def combined(self) -> Days:
        """Days from the sites: their mean where 75 % of those listed are valid."""
        return _mean_over_sites(self.sites, self.listed)


def _of(row: Stretch, statistic: str) -> bool:
    """Whether a row is of the statistic; hours are kept whatever it is, for ``--grain hour``."""
    return row.statistic == statistic or row.kind == "hour"


def _mean_over_sites(sites: dict[str, Days], listed: int) -> Days:
    per_day: dict[date, dict[str, Fraction]] = defaultdict(dict)
    demo = any(days.demo for days in sites.values())
    found = Days(hourly=lambda: _hours_of_sites(sites.values()), demo=demo)
    for site, days in sites.items():
        found.seen |= days.seen
        found.clean |= days.clean
        for day, value in days.values.items():
            per_day[day][site] = value
    for day, values in per_day.items():
        if len(values) >= SITE_SHARE * listed:
            found.values[day] = exact.mean(values.values())
            found.givers[day] = tuple(values)
    return found


def _hours_of_sites(sites: Iterable[Days]) -> Hours:
    found: Hours = {}
    for days in sites:
        for day, (total, n) in days.hours.items():
            before = found.get(day, (Fraction(0), 0))
            found[day] = (before[0] + total, before[1] + n)
    return found
