"""水域功能区达标率 from the samples of sections: occasions that keep the target of the section.

An occasion is what a section was sampled for at one time. It fails when any measured item is over
the limit of the section's target class (GB 3838, the version of its date). With every measured item
inside it passes; where items of the plan are not measured (or detection leaves one open) that is a
best case, and so is the rate: it can show that a line is missed, never that it is met.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import FigureRequest, SectionParts
from chuangmo.assess.figures.rates import finished, mean_of_zone_rates, mean_rate
from chuangmo.assess.rounding import publish
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.verdict_types import Statistic, ZoneRate
from chuangmo.assess.water.water_class import Sample, against_class, plan_of, section_class
from chuangmo.assess.zone_classes import class_name, keeps

SECTION_RULE = (
    "断面每次监测按目标类别判断（GB 3838 按监测日期的版本），达标次数除以监测次数，再对断面求平均"
)
RATE_DIGITS = 1
#: Names of sources of drinking water end so: they have a rate of their own, by volume.
_SOURCES = ("水源地", "水源", "水厂", "取水口", "水源井")


@dataclass(frozen=True)
class Sampling:
    """One sampling of a section.

    Attributes:
        passes: whether every measured item keeps the target.
        open: whether an item of the plan was not measured, or its detection limit is too high.
        measured, planned: how many items.
    """

    site: str
    row: Stretch
    passes: bool
    open: bool
    measured: int
    planned: int


def compliance(request: FigureRequest) -> Statistic:
    """The rate as reported (times complied over times monitored), else from the samples."""
    reported = mean_of_zone_rates(request)
    if reported.reason_code != reasons.NO_DATA or request.sections is None:
        return _by_times(reported)
    found, unclassed = occasions(request, request.sections)
    if found:
        return _by_times(_rate(request, found, unclassed))
    if not unclassed:
        return reported
    words = reasons.period_words(request.period)
    code = reasons.NO_SECTION_CLASS
    names = "、".join(unclassed)
    reason = reasons.sentence(code, period=words, names=names)
    return replace(reported, reason_code=code, reason=reason, rule=SECTION_RULE)


def occasions(
    request: FigureRequest, parts: SectionParts
) -> tuple[list[Sampling], tuple[str, ...]]:
    """Every occasion of the place's sections, and the sections that have no target class."""
    samples = _samples(request, parts)
    printed = _printed(request, parts, {site for site, *_ in samples})
    known = (*(site for site, *_ in samples), *(row.site or "" for row in printed))
    unclassed = {site: None for site in known if not parts.targets.get(site)}
    found = [one for row in printed if (one := _as_printed(row, parts)) is not None]
    for (site, *_), rows in samples.items():
        row = next(iter(rows.values()))
        target, standard = parts.targets.get(site), parts.standards.get(row.last_day)
        if not target or standard is None:
            continue
        body = parts.bodies.get(site, "river")
        values = {item: _sample(one) for item, one in rows.items()}
        plan = plan_of(parts.plans.get(site, ()), standard)
        klass = section_class(values, standard, body, plan)
        if not klass.items:
            continue
        over, unsure = against_class(values, target, standard, body)
        left = bool(klass.unmeasured or unsure)
        found.append(Sampling(site, row, not over, left, klass.measured, klass.planned))
    return found, tuple(unclassed)


def _printed(request: FigureRequest, parts: SectionParts, sampled: set[str]) -> list[Stretch]:
    """Classes that sheets print for sections without any sample in the period."""
    asked = parts.reported
    rows = asked.own_rows() if request.site else asked.part_rows()
    held = [row for row in rows if row.has_value and row.site and row.site not in sampled]
    kinds: dict[str, timedelta] = {}
    for row in held:
        length = row.end - row.start
        kinds[str(row.site)] = min(kinds.get(str(row.site), length), length)
    return [row for row in held if row.end - row.start == kinds[str(row.site)]]


def _as_printed(row: Stretch, parts: SectionParts) -> Sampling | None:
    """An occasion of which only the class is printed, without the items behind it."""
    target, klass = parts.targets.get(str(row.site)), class_name(row.mean, "water")
    if not target or not klass:
        return None
    return Sampling(str(row.site), row, keeps(target, klass), False, 0, 0)


def _samples(
    request: FigureRequest, parts: SectionParts
) -> dict[tuple[str, datetime, datetime], dict[str, Stretch]]:
    """Rows by section and time, the finest kind that a section has: a month stands for its days."""
    rows: dict[str, list[Stretch]] = defaultdict(list)
    for item in parts.items:
        own = item.own_rows() if request.site else item.part_rows()
        for row in own:
            if row.has_value and row.site is not None and not row.site.endswith(_SOURCES):
                rows[row.site].append(row)
    found: dict[tuple[str, datetime, datetime], dict[str, Stretch]] = {}
    for site, held in sorted(rows.items()):
        finest = min(held, key=lambda row: row.end - row.start).kind
        for row in held:
            if row.kind == finest:
                found.setdefault((site, row.start, row.end), {})[row.indicator] = row
    return dict(sorted(found.items(), key=lambda pair: pair[0]))


def _sample(row: Stretch) -> Sample:
    limit = row.limit_of_detection
    below = row.qualifier == "below" and limit is not None
    return Sample(limit if below and limit is not None else row.mean, below)


def _rate(request: FigureRequest, found: list[Sampling], unclassed: tuple[str, ...]) -> Statistic:
    times = Counter(one.site for one in found)
    passed = Counter(one.site for one in found if one.passes)
    zones = tuple(ZoneRate(s, Fraction(passed[s]), Fraction(n)) for s, n in times.items())
    whole = Fraction(passed.total()), Fraction(times.total())
    value = mean_rate(zones)
    rows = [one.row for one in found]
    answer = finished(request, rows, value, "", SECTION_RULE, whole)
    notes = [f"断面{'、'.join(unclassed)}没有目标类别，未计入。"] if unclassed else []
    if printed := [one.site for one in found if not one.planned]:
        sites = "、".join(dict.fromkeys(printed))
        notes.append(f"断面{sites}没有逐项监测值，按表上所印类别与目标类别相比。")
    return replace(
        answer,
        zones=zones,
        sites=tuple(times),
        origin="sites",
        best_case=_best_case(found),
        note=" ".join(notes),
    )


def _best_case(found: list[Sampling]) -> str:
    """Why the rate is the best that may be; empty where every passing occasion is complete."""
    left = [one for one in found if one.passes and one.open]
    if not left:
        return ""
    least = min(left, key=lambda one: one.measured)
    return reasons.sentence(
        reasons.BEST_CASE, n=len(left), measured=least.measured, planned=least.planned
    )


def _by_times(figure: Statistic) -> Statistic:
    """The rate with that by times beside it: 达标次数之和 over 监测次数之和."""
    if figure.value is None or not figure.zones or not figure.denominator:
        return figure
    passed, times = figure.numerator or Fraction(0), figure.denominator
    share = publish(passed / times * 100, RATE_DIGITS)
    told = (
        f"按断面平均，{len(figure.zones)} 个断面；"
        f"按次数计：达标 {passed} 次/监测 {times} 次，{share}%。"
    )
    return replace(
        figure, note=" ".join(part for part in (told, figure.best_case, figure.note) if part)
    )
