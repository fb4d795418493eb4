"""Valid daily means: hours to days by the rule's minimum, sites to the place, day by day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from chuangmo.assess.question import REMOVE, Question
from chuangmo.assess.stretches import Stretch

SITE_SHARE = Fraction(3, 4)
_PREFERRED_STATISTIC = {"o3": "mda8"}


@dataclass
class Days:
    """Valid daily means of one place and what was left out.

    Attributes:
        values: day to exact mean.
        seen: days with any value at all.
        hour_total, hour_count: exact sum and number of single hours, for ``--grain hour``.
        sites: sites that gave at least one valid day.
    """

    values: dict[date, Fraction] = field(default_factory=dict)
    seen: set[date] = field(default_factory=set)
    hour_total: Fraction = Fraction(0)
    hour_count: int = 0
    dust: set[date] = field(default_factory=set)
    sites: tuple[str, ...] = ()
    demo: bool = False


def wanted_statistic(indicator: str, rows: Iterable[Stretch]) -> str:
    """Which statistic of the rows is the indicator's daily value (MDA8 for ozone, else mean)."""
    found = {row.statistic for row in rows}
    preferred = _PREFERRED_STATISTIC.get(indicator, "mean")
    return preferred if preferred in found or len(found) != 1 else next(iter(found))


def place_days(rows: Iterable[Stretch], question: Question) -> Days:
    """Daily means of one place: a day needs the rule's hours; a reported day fills a gap.

    Days declared as sand-dust leave the particle statistics when ``dust`` is ``remove``
    (环办监测〔2016〕120号); rows reported as already without dust replace the others then.
    """
    hours_needed = question.rule.hours_per_day if question.rule else 0
    found = Days()
    reported: dict[date, Fraction] = {}
    for row in _dust_choice(list(rows), question):
        if row.kind not in ("hour", "day") or not row.has_value:
            continue
        found.seen.add(row.day)
        found.demo = found.demo or row.demo
        if question.dust == REMOVE and row.day in question.dust_days and row.dust == "":
            found.dust.add(row.day)
        elif row.kind == "day":
            reported[row.day] = row.mean
        else:
            _add_hours(found, row, hours_needed)
    found.values = {**reported, **found.values}
    return found


def _add_hours(found: Days, row: Stretch, hours_needed: int) -> None:
    assert row.total is not None
    found.hour_total += Fraction(row.total)
    found.hour_count += row.n
    if row.n >= hours_needed:
        found.values[row.day] = row.mean


def _dust_choice(rows: list[Stretch], question: Question) -> list[Stretch]:
    if question.dust != REMOVE:
        return [row for row in rows if row.dust == ""]
    without = {(row.kind, row.start) for row in rows if row.dust == "removed"}
    return [r for r in rows if r.dust == "removed" or (r.kind, r.start) not in without]


def combined_days(question: Question) -> Days:
    """Days of a place from its sites: mean of valid sites where 75 % of those listed are valid."""
    rows = question.part_rows()
    statistic = wanted_statistic(question.indicator.id, rows)
    by_site: dict[str, list[Stretch]] = defaultdict(list)
    for row in rows:
        if row.statistic == statistic and row.site is not None:
            by_site[row.site].append(row)
    listed = set(question.listed_sites) or set(by_site)
    sites = {site: place_days(found, question) for site, found in by_site.items() if site in listed}
    return _mean_over_sites(sites, len(listed))


def _mean_over_sites(sites: dict[str, Days], listed: int) -> Days:
    per_day: dict[date, list[Fraction]] = defaultdict(list)
    found = Days(demo=any(days.demo for days in sites.values()))
    for days in sites.values():
        found.seen |= days.seen
        found.dust |= days.dust
        found.hour_total += days.hour_total
        found.hour_count += days.hour_count
        for day, value in days.values.items():
            per_day[day].append(value)
    for day, values in per_day.items():
        if len(values) >= SITE_SHARE * listed:
            found.values[day] = sum(values, Fraction(0)) / len(values)
    found.sites = tuple(sorted(site for site, days in sites.items() if days.values))
    return found
