"""Air: daily means of every site; the year of a district comes out at its figure exactly."""

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.demo.demo_exact import DISTRICTS, bell, pick, shuffled

INDICATORS = ("pm10", "so2", "no2")
SITES = {
    "城关区": ("市监测站", "铁路设计院", "雁滩", "盐场堡"),
    "七里河区": ("职工医院", "西站"),
    "西固区": ("兰炼宾馆", "西固文化馆"),
    "安宁区": ("安宁东路", "师大"),
    "红古区": ("海石湾", "窑街"),
    "永登县": ("永登县城", "中川"),
    "皋兰县": ("石洞", "忠和"),
    "榆中县": ("榆中县城", "和平"),
}
#: Annual means in 0.0001 mg/m³, in the order of INDICATORS. 城关区, 安宁区 2008: their reports.
ANNUAL = {
    2008: {
        "城关区": (1230, 580, 520),
        "七里河区": (1180, 560, 490),
        "西固区": (1360, 660, 500),
        "安宁区": (1260, 596, 520),
        "红古区": (1090, 520, 350),
        "永登县": (990, 380, 260),
        "皋兰县": (1010, 350, 240),
        "榆中县": (910, 320, 220),
    },
    2007: {
        "城关区": (1270, 600, 530),
        "七里河区": (1220, 580, 500),
        "西固区": (1400, 680, 520),
        "安宁区": (1300, 614, 540),
        "红古区": (1120, 540, 360),
        "永登县": (1020, 390, 270),
        "皋兰县": (1040, 360, 250),
        "榆中县": (940, 330, 230),
    },
}
_SEASON = {
    "pm10": (1.45, 1.25, 1.18, 1.10, 0.95, 0.75, 0.66, 0.63, 0.72, 0.92, 1.26, 1.50),
    "so2": (1.90, 1.60, 1.15, 0.75, 0.56, 0.46, 0.41, 0.43, 0.55, 0.80, 1.45, 1.94),
    "no2": (1.34, 1.20, 1.05, 0.94, 0.85, 0.76, 0.72, 0.76, 0.86, 1.00, 1.20, 1.34),
}
_SPREAD = {"pm10": 0.26, "so2": 0.24, "no2": 0.17}
_STEP = 10  # 0.001 mg/m³
Series = list[int | str]  # a value in 0.0001 mg/m³, or the mark of a missing one


@dataclass(frozen=True)
class AirYear:
    """One year: ``values[district, site, indicator][day]`` with day 0 the first of January."""

    year: int
    values: dict[tuple[str, str, str], Series]

    def day(self, district: str, indicator: str, day: int) -> list[int | str]:
        """The values of the district's sites on one day."""
        return [self.values[district, site, indicator][day] for site in SITES[district]]


def days_of(year: int) -> int:
    """365 or 366."""
    return 366 if isleap(year) else 365


def enough(day: list[int | str]) -> bool:
    """Whether a day counts: at least 75 % of the listed sites have a value."""
    return 4 * sum(isinstance(value, int) for value in day) >= 3 * len(day)


def _season(indicator: str, day: date) -> float:
    table = _SEASON[indicator]
    place = day.month - 1 + (day.day - 0.5) / monthrange(day.year, day.month)[1] - 0.5
    before = int(place // 1)
    part = place - before
    return table[before % 12] * (1 - part) + table[(before + 1) % 12] * part


def _weather(rng: Random, days: int, spread: float) -> list[float]:
    level, out = 0.0, []
    for _ in range(days):
        level = 0.7 * level + 0.7 * bell(rng)
        out.append(min(2.0, max(0.45, 1 + spread * level)))
    return out


def _dust(rng: Random, year: int) -> dict[date, float]:
    spring = [date(year, 3, 5) + timedelta(days=offset) for offset in range(80)]
    return {day: 1.8 + 2.0 * rng.random() for day in shuffled(rng, spring)[:9]}


def _shape(year: int, indicator: str) -> dict[tuple[str, str], list[float]]:
    rng = Random(f"air-{year}-{indicator}")
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(days_of(year))]
    city = _weather(rng, len(days), _SPREAD[indicator])
    dust = _dust(Random(f"dust-{year}"), year) if indicator == "pm10" else {}
    out = {}
    for district, sites in SITES.items():
        local = _weather(rng, len(days), 0.06)
        for site in sites:
            own = 0.94 + 0.12 * rng.random()
            out[district, site] = [
                own * _season(indicator, day) * city[n] * local[n] * dust.get(day, 1.0)
                * (1 + 0.05 * bell(rng))
                for n, day in enumerate(days)
            ]  # fmt: skip
    return out


def _chance_gaps(year: int, gaps: dict[tuple[str, str, str], dict[int, str]]) -> None:
    rng = Random(f"gaps-{year}")
    marks = ("—", "缺测") if year == 2007 else ("—", "缺测", "停电")
    for district, sites in SITES.items():
        for site in sites:
            for _ in range(2 if district in ("城关区", "安宁区") else 6):
                day, mark = int(rng.random() * days_of(year)), pick(rng, marks)
                lost = INDICATORS if mark == "停电" else (pick(rng, INDICATORS),)
                if (year, district) == (2008, "皋兰县") and _month(year, day) == 3:
                    continue
                for indicator in lost:
                    gaps[district, site, indicator].setdefault(day, mark)


def _month(year: int, day: int) -> int:
    return (date(year, 1, 1) + timedelta(days=day)).month


def _gaps(year: int) -> dict[tuple[str, str, str], dict[int, str]]:
    gaps: dict[tuple[str, str, str], dict[int, str]] = {
        (district, site, indicator): {}
        for district, sites in SITES.items()
        for site in sites
        for indicator in INDICATORS
    }
    _chance_gaps(year, gaps)
    if year == 2008:
        first = date(2008, 1, 1)
        for number in range(10, 32):  # 皋兰县: only 9 valid days of SO2 and NO2 in March
            for indicator in ("so2", "no2"):
                gaps["皋兰县", "石洞", indicator][(date(2008, 3, number) - first).days] = "—"
        for number in range(9, 30):  # 红古区: 8 valid days of PM10 in February at most
            gaps["红古区", "窑街", "pm10"][(date(2008, 2, number) - first).days] = "缺测"
    return gaps


def _move(series: Series, day: int, by: int) -> None:
    value = series[day]
    assert isinstance(value, int)
    series[day] = value + by


def _fit(values: list[Series], target: int, rng: Random) -> None:
    """Move values by the last printed decimal until the mean of valid days is the target."""
    sites = range(len(values))
    full, total, valid = [], 0, 0
    for day in range(len(values[0])):
        there = {site: value for site in sites if isinstance(value := values[site][day], int)}
        if 4 * len(there) < 3 * len(values):
            continue
        valid += 1
        if len(there) == len(values):
            full.append(day)
        else:  # the rest of the sites stand for the day: keep their mean a whole number of steps
            first = next(iter(there))
            there[first] += -sum(there.values()) // _STEP % len(there) * _STEP
            values[first][day] = there[first]
        total += sum(there.values()) * len(values) // len(there)
    steps, rest = divmod(target * valid * len(values) - total, _STEP)
    order = shuffled(rng, [(site, day) for day in full for site in sites])
    sign = 1 if steps > 0 else -1
    for turn in range(abs(steps)):
        site, day = order[turn % len(order)]
        _move(values[site], day, sign * _STEP)
    site, day = order[-1]
    _move(values[site], day, rest)


def _district(
    raw: list[list[float]], gaps: list[dict[int, str]], target: int, rng: Random
) -> list[Series]:
    scale = target * len(raw) * len(raw[0]) / sum(map(sum, raw))
    values: list[Series] = [
        [
            lost.get(day, max(3, int(scale * value / _STEP + 0.5)) * _STEP)
            for day, value in enumerate(site)
        ]
        for site, lost in zip(raw, gaps, strict=True)
    ]
    _fit(values, target, rng)
    return values


def air_year(year: int) -> AirYear:
    """All values of a year."""
    gaps, out = _gaps(year), {}
    for place, indicator in enumerate(INDICATORS):
        shape = _shape(year, indicator)
        for district in DISTRICTS:
            sites = SITES[district]
            series = _district(
                [shape[district, site] for site in sites],
                [gaps[district, site, indicator] for site in sites],
                ANNUAL[year][district][place],
                Random(f"fit-{year}-{district}-{indicator}"),
            )
            for site, values in zip(sites, series, strict=True):
                out[district, site, indicator] = values
    return AirYear(year, out)
