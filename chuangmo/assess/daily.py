"""Valid daily means: hours to days by the rule's minimum, sites to the place, day by day."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from chuangmo.assess import exact
from chuangmo.assess.question import REMOVE, Question
from chuangmo.assess.stretches import Stretch
from chuangmo.period import Period

SITE_SHARE = Fraction(3, 4)
MDA8, LARGEST_HOUR = "mda8", "max"


@dataclass
class Days:
    """Valid daily means of one place and what was left out.

    Attributes:
        values: day to exact mean.
        seen: days with any value at all.
        hours: day to (exact sum, number) of its single hours, for ``--grain hour``.
        dust: valid days left out as sand-dust; they still count as monitored.
        clean: days reported with dust already removed.
        givers: sites whose values made a day.
    """

    values: dict[date, Fraction] = field(default_factory=dict)
    seen: set[date] = field(default_factory=set)
    hours: dict[date, tuple[Fraction, int]] = field(default_factory=dict)
    dust: set[date] = field(default_factory=set)
    clean: set[date] = field(default_factory=set)
    givers: dict[date, tuple[str, ...]] = field(default_factory=dict)
    demo: bool = False

    @property
    def sites(self) -> tuple[str, ...]:
        """Sites that gave at least one valid day."""
        return tuple(sorted({site for sites in self.givers.values() for site in sites}))

    @property
    def monitored(self) -> set[date]:
        """Days that count towards validity: valid ones, dust days among them."""
        return self.values.keys() | self.dust

    @property
    def hour_total(self) -> Fraction:
        """Exact sum of all single hours outside dust days."""
        return sum((t for d, (t, _) in self.hours.items() if d not in self.dust), Fraction(0))

    @property
    def hour_count(self) -> int:
        """Number of single hours outside dust days."""
        return sum(n for d, (_, n) in self.hours.items() if d not in self.dust)

    def within(self, span: Period) -> "Days":
        """Only the days of ``span``."""
        first, last = span.start.date(), span.last_day
        inside = self._seen[bisect_left(self._seen, first) : bisect_right(self._seen, last)]
        return Days(
            values={d: self.values[d] for d in inside if d in self.values},
            seen=set(inside),
            hours={d: self.hours[d] for d in inside if d in self.hours},
            clean=self.clean.intersection(inside),
            givers={d: self.givers[d] for d in inside if d in self.givers},
            demo=self.demo,
        )

    @cached_property
    def _seen(self) -> list[date]:
        """Every day that there is anything about, in order."""
        return sorted(self.seen)

    def without_dust(self, question: Question) -> "Days":
        """These days with the declared sand-dust days taken out, if 扣沙 is asked for."""
        if question.dust == REMOVE:
            self.dust = (self.monitored & question.dust_days) - self.clean
            for day in self.dust:
                self.values.pop(day, None)
        return self


def wanted_statistic(daily: str, rows: Iterable[Stretch]) -> str:
    """Which statistic of the rows is taken as the daily value.

    ``daily`` itself, or the only one that there is; but nothing stands in for the largest hour.
    """
    found = {row.statistic for row in rows}
    if daily in found or len(found) != 1 or daily == LARGEST_HOUR:
        return daily
    return next(iter(found))


def place_days(rows: Iterable[Stretch], question: Question) -> Days:
    """Daily values of one place: a day needs the rule's hours; a reported day fills a gap.

    Rows reported as already without dust replace the others when ``dust`` is ``remove``; days
    declared as sand-dust are taken out afterwards by ``without_dust`` (环办监测〔2016〕120号).
    """
    found = Days()
    reported: dict[date, Fraction] = {}
    for row in dust_choice(list(rows), question):
        if row.kind not in ("hour", "day") or not row.has_value:
            continue
        found.seen.add(row.day)
        found.demo = found.demo or row.demo
        if row.dust == "removed":
            found.clean.add(row.day)
        if row.kind == "day":
            reported[row.day] = row.mean
        else:
            _add_hours(found, row, question)
    found.values = {**reported, **found.values}
    return found


def _add_hours(found: Days, row: Stretch, question: Question) -> None:
    """Hours summed over the day, or those of its largest 8-hour mean.

    A mean of all hours never stands in for the largest 8-hour mean or the largest hour.
    """
    if row.statistic not in (LARGEST_HOUR, MDA8):
        found.hours[row.day] = (row.whole, row.n)
    if _enough_hours(row, question) and row.statistic == question.daily:
        found.values[row.day] = row.mean


def _enough_hours(row: Stretch, question: Question) -> bool:
    rule = question.rule
    if rule is None:
        return True
    if row.statistic == MDA8:
        above = question.over is not None and row.mean > question.over
        return above or (row.n_valid or 0) >= rule.eight_hour_means_per_day
    return row.statistic == LARGEST_HOUR or row.n >= rule.hours_per_day


def dust_choice(rows: list[Stretch], question: Question) -> list[Stretch]:
    """Of values reported with and without sand-dust days those that the question asks for."""
    if question.dust != REMOVE:
        return [row for row in rows if row.dust == ""]
    without = {_where_and_when(row) for row in rows if row.dust == "removed"}
    return [r for r in rows if r.dust == "removed" or _where_and_when(r) not in without]


def _where_and_when(row: Stretch) -> tuple[object, ...]:
    return (row.area, row.site, row.statistic, row.kind, row.start, row.end)


class DayBook:
    """Daily means of one place over all its rows, computed once; periods take their slices.

    Args:
        question: any question about the place; its period and ``as_of`` do not matter.
    """

    def __init__(self, question: Question) -> None:
        self._question = question

    @cached_property
    def below_detection(self) -> bool:
        """Whether anything of any row lies below detection."""
        rows = self._question.rows
        return any(row.qualifier == "below" or row.detection is not None for row in rows)

    @cached_property
    def own_rows(self) -> list[Stretch]:
        """What is reported for the place itself (or for the asked site)."""
        asked = self._question
        return [row for row in asked.rows if (row.area, row.site) == (asked.area, asked.site)]

    @cached_property
    def own_statistic(self) -> str:
        """The statistic of the place's own daily values."""
        return wanted_statistic(self._question.daily, self.own_rows)

    @cached_property
    def own(self) -> Days:
        """Days that the place (or the asked site) reports for itself."""
        rows = [row for row in self.own_rows if _of(row, self.own_statistic)]
        return place_days(rows, self._question)

    @cached_property
    def own_stretches(self) -> list[Stretch]:
        """What the place reports for longer than a day, of the main statistic, dust as asked."""
        longer = [row for row in self.own_rows if row.kind not in ("hour", "day")]
        rows = dust_choice(longer, self._question)
        statistic = wanted_statistic(self._question.daily, rows)
        return [row for row in rows if row.statistic == statistic and row.has_value]

    @cached_property
    def _site_rows(self) -> list[Stretch]:
        areas = set(self._question.members) or {self._question.area}
        return [r for r in self._question.rows if r.site is not None and r.area in areas]

    @cached_property
    def site_statistic(self) -> str:
        """The statistic of the sites' daily values."""
        return wanted_statistic(self._question.daily, self._site_rows)

    @cached_property
    def sites(self) -> dict[str, Days]:
        """Days of every listed site of the place (all sites where none is listed)."""
        by_site: dict[str, list[Stretch]] = defaultdict(list)
        for row in self._site_rows:
            if row.site is not None and _of(row, self.site_statistic):
                by_site[row.site].append(row)
        listed = set(self._question.listed_sites) or set(by_site)
        return {s: place_days(rows, self._question) for s, rows in by_site.items() if s in listed}

    @property
    def listed(self) -> int:
        """How many sites a full day has."""
        return len(self._question.listed_sites) or len(self.sites)

    @cached_property
    def combined(self) -> Days:
        """Days from the sites: their mean where 75 % of those listed are valid."""
        return _mean_over_sites(self.sites, self.listed)


def _of(row: Stretch, statistic: str) -> bool:
    """Whether a row is of the statistic; hours are kept whatever it is, for ``--grain hour``."""
    return row.statistic == statistic or row.kind == "hour"


def book_of(question: Question) -> DayBook:
    """The day book of the question's place: the one handed along, else a fresh one."""
    return question.book or DayBook(question)


def _mean_over_sites(sites: dict[str, Days], listed: int) -> Days:
    per_day: dict[date, dict[str, Fraction]] = defaultdict(dict)
    found = Days(demo=any(days.demo for days in sites.values()))
    for site, days in sites.items():
        found.seen |= days.seen
        found.clean |= days.clean
        _add_site_hours(found, days)
        for day, value in days.values.items():
            per_day[day][site] = value
    for day, values in per_day.items():
        if len(values) >= SITE_SHARE * listed:
            found.values[day] = exact.total(values.values()) / len(values)
            found.givers[day] = tuple(values)
    return found


def _add_site_hours(found: Days, days: Days) -> None:
    for day, (total, n) in days.hours.items():
        before = found.hours.get(day, (Fraction(0), 0))
        found.hours[day] = (before[0] + total, before[1] + n)
