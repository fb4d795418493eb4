"""Functional-area noise: energy mean inside one station, pooled 点次达标率 over stations.

Day is 06-22, night 22-06 (of one calendar day: its first six and last two hours). A day needs all
16 hours, a night all 8. Every occasion is judged by the GB 3096 version of its own date and the
class of its station; occasions of all classes are pooled, class rates are never averaged.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.figures.rates import ratio_of_sums
from chuangmo.assess.lines import holds
from chuangmo.assess.noise.noise import energy_mean
from chuangmo.assess.rounding import publish
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import Limit, Standard
from chuangmo.period import day_words

DAY, NIGHT = "day", "night"
HOURS = {DAY: frozenset(range(6, 22)), NIGHT: frozenset((*range(6), 22, 23))}
PART_WORDS = {DAY: "昼间", NIGHT: "夜间"}
LEVEL_DIGITS = 1
STATION_RULE = "测点逐时等效声级的能量平均，昼间 16 小时、夜间 8 小时齐全（HJ 640）"
HOURS_RULE = "全部小时等效声级的能量平均，不分昼夜，仅供对照"
POOLED_RULE = "{part}达标点次除以监测点次，各类功能区合并计算（HJ 640、GB 3096 按监测日期的版本）"
NOT_AVERAGED = "功能区噪声按测点和类别评价，见昼间、夜间点次达标率"
_AVERAGING = {DAY: "daytime", NIGHT: "night"}
_NEAREST = {"4类": ("4a类",), "4a类": ("4类",), "4b类": ("4类",)}
_CLASS_IN_NAME = re.compile(r"([0-4])\s*([abAB]?)\s*类")


@dataclass(frozen=True)
class Occasion:
    """One 点次: the level of one station in one daytime or night, dB(A), on its last day."""

    station: str
    part: str
    klass: str
    on: date
    level: Fraction


@dataclass(frozen=True)
class ClassCount:
    """Occasions of one class: how many passed of how many."""

    klass: str
    passes: int
    times: int


@dataclass(frozen=True)
class Compliance:
    """Pooled 点次达标率 with its classes; ``left_out`` are stations without a usable class."""

    classes: tuple[ClassCount, ...]
    left_out: tuple[str, ...]
    stations: frozenset[str]  # those with an occasion that counts

    @property
    def passes(self) -> int:
        """Occasions that passed, all classes."""
        return sum(one.passes for one in self.classes)

    @property
    def times(self) -> int:
        """Occasions judged, all classes."""
        return sum(one.times for one in self.classes)

    @property
    def rate(self) -> Fraction | None:
        """Passes over times in per cent; ``None`` without occasions."""
        return Fraction(100 * self.passes, self.times) if self.times else None


def station_level(levels: Mapping[int, Fraction], part: str) -> Fraction | None:
    """Energy mean of one station's hourly Leq over the hours of ``part``; ``None`` if one lacks.

    Args:
        levels: hour of the day (0-23) to Leq, dB(A).
        part: ``day`` or ``night``.
    """
    if not HOURS[part] <= levels.keys():
        return None
    return Fraction(energy_mean([levels[hour] for hour in sorted(HOURS[part])]))


def class_of(station: str, classes: Mapping[str, str]) -> str:
    """The station's class: as the catalog lists it, else as its own name says it, else ""."""
    if known := classes.get(station):
        return known
    found = _CLASS_IN_NAME.search(station)
    return f"{found.group(1)}{found.group(2).lower()}类" if found else ""


def class_limit(standard: Standard, klass: str, part: str) -> Limit | None:
    """The limit of a class by day or night; 4类 and 4a类/4b类 stand for each other by version."""
    for wanted in (klass, *_NEAREST.get(klass, ())):
        for limit in standard.limits:
            if (limit.averaging, limit.klass) == (_AVERAGING[part], wanted):
                return limit
    return None


def compliance(
    occasions: Iterable[Occasion], standard_on: Callable[[date], Standard | None]
) -> Compliance:
    """Passes and times by class; each occasion under the standard of its date (GB 3096)."""
    counts: dict[str, list[bool]] = defaultdict(list)
    left_out: dict[str, None] = {}
    stations = set()
    for occasion in occasions:
        standard = standard_on(occasion.on)
        limit = class_limit(standard, occasion.klass, occasion.part) if standard else None
        if standard is None or limit is None:
            left_out[occasion.station] = None
            continue
        level = occasion.level
        if standard.comparison == "rounded":
            level = Fraction(publish(level, LEVEL_DIGITS))
        counts[occasion.klass].append(holds(level, limit.operator, Fraction(limit.value)))
        stations.add(occasion.station)
    classes = tuple(ClassCount(k, sum(passes), len(passes)) for k, passes in sorted(counts.items()))
    return Compliance(classes, tuple(left_out), frozenset(stations))


def occasions(
    rows: Iterable[Stretch], part: str, classes: Mapping[str, str] | None = None
) -> list[Occasion]:
    """Every occasion of ``part`` in rows of stations: from whole days of hours, else reported.

    Of a station's reported levels only those of the shortest period count, so that a year's
    figure does not stand beside its own quarters.
    """
    stations: dict[str, list[Stretch]] = defaultdict(list)
    for row in rows:
        if row.has_value:
            stations[row.site or row.area].append(row)
    found: list[Occasion] = []
    for station, own in stations.items():
        klass = class_of(station, classes or {})
        levels = _levels_from_hours(own, part) or _levels_reported(own, part)
        found += [Occasion(station, part, klass, day, level) for day, level in levels]
    return found


def _levels_from_hours(rows: Iterable[Stretch], part: str) -> list[tuple[date, Fraction]]:
    days: dict[date, dict[int, Fraction]] = defaultdict(dict)
    for row in rows:
        if row.kind == "hour" and row.end - row.start == timedelta(hours=1):
            days[row.day][row.start.hour] = row.mean
    found = ((day, station_level(levels, part)) for day, levels in sorted(days.items()))
    return [(day, level) for day, level in found if level is not None]


def _levels_reported(rows: Iterable[Stretch], part: str) -> list[tuple[date, Fraction]]:
    said = [row for row in rows if row.statistic == part and row.kind != "hour"]
    if not said:
        return []
    kind = min(said, key=lambda row: row.end - row.start).kind
    return [(row.last_day, row.mean) for row in said if row.kind == kind]


def station_figure(request: FigureRequest) -> Statistic:
    """The daytime level of one station (energy mean); an area has none but its own report.

    A place that reports hours of its own is a station. ``grain`` hour takes all hours together.
    """
    rows = [row for row in request.own_rows() if row.has_value]
    hours = [row for row in rows if row.kind == "hour"]
    if request.site is None and not hours:
        return _area_level(request, rows)
    if hours and request.grain == "hour":
        return _over_hours(request, hours)
    levels = [one.level for one in occasions(rows, DAY)]
    nights = [one.level for one in occasions(rows, NIGHT)]
    if not levels and not nights:
        return _no_level(request, reasons.NO_DATA, bool(rows))
    part, chosen = (DAY, levels) if levels else (NIGHT, nights)
    return request.answer(
        value=Fraction(energy_mean(chosen)),
        statistic=part,
        grain=rows[0].kind,
        n_valid=len(chosen),
        n_expected=len(chosen),
        n_unit="point",
        valid=True,
        rule=STATION_RULE,
        origin="sites",
        sites=(request.site,) if request.site else (),
        demo=any(row.demo for row in rows),
        note=_night_note(nights) if levels else "",
    )


def _over_hours(request: FigureRequest, rows: list[Stretch]) -> Statistic:
    levels = [row.mean for row in rows]
    plain = publish(sum(levels, Fraction(0)) / len(levels), LEVEL_DIGITS)
    return request.answer(
        value=Fraction(energy_mean(levels)),
        grain="hour",
        n_valid=len(levels),
        n_expected=request.period.days * 24 if request.period.kind != "hour" else 1,
        n_unit="hour",
        valid=True,
        rule=HOURS_RULE,
        origin="sites" if request.site else "reported",
        sites=(request.site,) if request.site else (),
        demo=any(row.demo for row in rows),
        note=f"同一批小时值的算术平均为 {plain} dB(A)，仅供对照。",
    )


def _night_note(nights: Sequence[Fraction]) -> str:
    if not nights:
        return ""
    level = publish(Fraction(energy_mean(list(nights))), LEVEL_DIGITS)
    return f"夜间等效声级 {level} dB(A)（{len(nights)} 次）。"


def _area_level(request: FigureRequest, rows: list[Stretch]) -> Statistic:
    said = [row for row in rows if row.kind != "hour" and row.statistic != NIGHT]
    if not said:
        return _no_level(request, reasons.NOT_AVERAGED, False)
    row = max(said, key=lambda found: (found.end, found.start == request.period.start))
    return request.answer(
        value=row.mean,
        statistic=row.statistic,
        grain=row.kind,
        n_valid=row.n_valid or 1,
        n_expected=row.n_expected or row.n_valid or 1,
        n_unit="point",
        valid=True,
        rule=reasons.REPORTED_RULE.format(period=reasons.period_words(request.period)),
        origin="reported",
        demo=row.demo,
    )


def _no_level(request: FigureRequest, code: str, incomplete: bool) -> Statistic:
    words = reasons.period_words(request.period)
    return request.answer(
        statistic=DAY,
        reason_code=code,
        reason=reasons.sentence(code, period=words, what=NOT_AVERAGED),
        n_unit="point",
        rule=STATION_RULE,
        note="有小时值，但没有一天的昼间或夜间小时齐全。" if incomplete else "",
    )


def day_compliance(request: FigureRequest) -> Statistic:
    """昼间点次达标率 of a place, in per cent with passes and times."""
    return _pooled(request, DAY)


def night_compliance(request: FigureRequest) -> Statistic:
    """夜间点次达标率 of a place, in per cent with passes and times."""
    return _pooled(request, NIGHT)


def _pooled(request: FigureRequest, part: str) -> Statistic:
    reported = ratio_of_sums(request)
    parts = request.functional
    if reported.value is not None or parts is None:
        return reported
    rows = parts.levels.own_rows() if request.site else parts.levels.part_rows()
    found = occasions(rows, part, parts.classes)
    counted = compliance(found, parts.standards.get)
    if counted.rate is None:
        return _not_counted(request, part, bool(found))
    return _rate(request, part, found, counted, [row for row in rows if _used(row, part, counted)])


def _used(row: Stretch, part: str, counted: Compliance) -> bool:
    """Whether a row is behind an occasion that counts."""
    of_part = row.kind == "hour" or row.statistic == part
    return of_part and (row.site or row.area) in counted.stations


def _not_counted(request: FigureRequest, part: str, measured: bool) -> Statistic:
    code = reasons.NO_CLASS if measured else reasons.NO_DATA
    return request.answer(
        statistic=part,
        reason_code=code,
        reason=reasons.sentence(code, period=reasons.period_words(request.period)),
        n_unit="point",
        rule=POOLED_RULE.format(part=PART_WORDS[part]),
    )


def _rate(
    request: FigureRequest,
    part: str,
    occasions: list[Occasion],
    counted: Compliance,
    used: list[Stretch],
) -> Statistic:
    """The rate of what was counted; ``used`` are the rows of the stations that were."""
    through = max(occasion.on for occasion in occasions)
    code = reasons.PERIOD_OPEN if request.is_open else ""
    return request.answer(
        value=counted.rate,
        statistic=part,
        grain="point",
        n_valid=counted.times,
        n_expected=len(occasions),
        n_unit="point",
        valid=not code,
        reason_code=code,
        reason=reasons.sentence(
            code,
            period=reasons.period_words(request.period),
            through=day_words(through),
        ),
        rule=POOLED_RULE.format(part=PART_WORDS[part]),
        origin="sites",
        sites=tuple(sorted({row.site for row in used if row.site})),
        areas=frozenset(row.area for row in used),
        demo=any(row.demo for row in used),
        numerator=Fraction(counted.passes),
        denominator=Fraction(counted.times),
        note=_classes_note(part, counted),
    )


def _classes_note(part: str, counted: Compliance) -> str:
    shown = "、".join(f"{one.klass} {one.passes}/{one.times}" for one in counted.classes)
    note = f"{PART_WORDS[part]}达标点次/监测点次：{shown}。"
    if counted.left_out:
        note += f"未写明功能区类别的测点 {len(counted.left_out)} 个未计入。"
    return note
