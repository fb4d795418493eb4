"""Boiler retrofits: the units of each district, their boilers, cuts and dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.demo.demo_exact import DISTRICTS, pick, shares, shuffled


@dataclass(frozen=True)
class Plan:
    """A district's list: owners and boilers, of which finished at year end; cuts in 0.01 t."""

    owners: int
    boilers: int
    done_owners: int
    done_boilers: int
    so2: int
    dust: int


@dataclass
class Line:
    """One line of the list: boilers of one model of one unit."""

    district: str
    owner: str
    address: str
    model: str
    count: int
    tonnage: int  # 0.1 蒸吨, all boilers of the line
    purpose: str
    method: str
    finished: date | None
    so2: int = 0  # 0.01 t
    dust: int = 0
    note: str | None = None


#: 2008: 城关区 and 安宁区 (28 boilers, SO2) after the district reports; all else invented.
PLANS = {
    2008: {
        "城关区": Plan(45, 61, 35, 50, 46010, 28740),
        "七里河区": Plan(26, 34, 22, 29, 23164, 14020),
        "西固区": Plan(20, 27, 20, 27, 24830, 15170),
        "安宁区": Plan(24, 31, 21, 28, 18907, 11836),
        "红古区": Plan(9, 12, 7, 9, 6640, 4105),
        "永登县": Plan(8, 10, 5, 6, 3852, 2413),
        "皋兰县": Plan(6, 8, 6, 8, 4790, 2980),
        "榆中县": Plan(7, 9, 4, 5, 3106, 1942),
    },
    2007: {
        "城关区": Plan(38, 52, 33, 44, 40250, 25130),
        "七里河区": Plan(23, 29, 19, 24, 19480, 12060),
        "西固区": Plan(18, 24, 17, 23, 20960, 13240),
        "安宁区": Plan(18, 24, 16, 21, 14260, 8915),
        "红古区": Plan(8, 10, 5, 7, 5120, 3187),
        "永登县": Plan(6, 7, 4, 5, 3035, 1908),
        "皋兰县": Plan(5, 6, 4, 5, 2870, 1795),
        "榆中县": Plan(5, 7, 4, 5, 2964, 1837),
    },
}
_PLACES = {
    "城关区": ("东岗", "雁滩", "盐场堡", "五泉", "段家滩", "草场街", "靖远路"),
    "七里河区": ("小西湖", "敦煌路", "西站", "龚家湾", "土门墩"),
    "西固区": ("福利路", "西固城", "陈坪", "新城"),
    "安宁区": ("培黎", "十里店", "孔家崖", "刘家堡", "安宁堡"),
    "红古区": ("海石湾", "窑街"),
    "永登县": ("城关镇", "中川"),
    "皋兰县": ("石洞", "忠和"),
    "榆中县": ("城关镇", "和平"),
}
_KINDS = (
    "宾馆",
    "浴池",
    "中学",
    "招待所",
    "供热站",
    "印刷厂",
    "食品厂",
    "洗衣房",
    "商场",
    "家属院",
)
_MODELS = (("CLSG0.5-0.4-A", 5), ("DZL1-0.7-A", 10), ("DZL2-1.0-AⅡ", 20), ("DZL4-1.25-AⅡ", 40),
           ("SZL6-1.25-AⅡ", 60))  # fmt: skip
_METHODS = ("煤改气", "煤改气", "煤改电", "拆除", "联片供热")
_ARMY, _ARMY_DONE = (2, 3), 2  # 城关区 2008: 12 units with 16 boilers belong to army and railway


def _counts(rng: Random, owners: int, boilers: int) -> list[int]:
    out = [1] * owners
    for _ in range(boilers - owners):
        out[int(rng.random() * owners)] += 1
    return out


def _owners(rng: Random, year: int, district: str) -> list[str]:
    names = [f"{place}某{kind}" for place in _PLACES[district] for kind in _KINDS]
    half = names[year % 2 :: 2] if district == "城关区" else names
    return shuffled(rng, half if len(half) >= PLANS[year][district].owners else names)


def _line(rng: Random, year: int, district: str, owner: str, count: int, done: bool) -> Line:
    small, large = owner[-2:] in ("浴池", "衣房", "待所", "商场"), owner.endswith("供热站")
    model, tonnes = pick(rng, _MODELS[:3] if small else _MODELS[3:] if large else _MODELS[1:])
    street = f"{pick(rng, _PLACES[district])}{1 + int(rng.random() * 300)}号"
    purpose = "生产" if owner.endswith("厂") else "茶浴炉" if owner.endswith("浴池") else "采暖"
    when = date(year, 2, 20) + timedelta(days=int(278 * rng.random() ** 0.62)) if done else None
    method = pick(rng, _METHODS)
    return Line(district, owner, street, model, count, count * tonnes, purpose, method, when)


def _special(rng: Random, year: int) -> list[Line]:
    """城关区 2008: 12 units of army and railway; two of them (5 boilers) are finished."""
    counts = [*_ARMY, 2, *[1] * 9]
    out = []
    for number, count in enumerate(counts, start=1):
        army = number % 2 == 1
        owner = f"驻兰某部第{number}营区" if army else f"某铁路单位第{number}段"
        line = _line(rng, year, "城关区", owner, count, number <= _ARMY_DONE)
        line.note = "部队单位" if army else "铁路单位"
        out.append(line)
    return out


def _split(rng: Random, lines: list[Line]) -> list[Line]:
    """Two units of two boilers get a line for each of two models."""
    out, left = [], 2
    for line in lines:
        out.append(line)
        if left and line.count == 2 and line.note == "已查封" and line.model != _MODELS[0][0]:
            line.count, line.tonnage = 1, line.tonnage // 2
            model, tonnes = _MODELS[0]
            twin = Line(**{**vars(line), "model": model, "tonnage": tonnes})
            out.append(twin)
            left -= 1
    return out


def _cuts(rng: Random, lines: list[Line], plan: Plan, unit: int) -> None:
    """Share the cuts out over the finished lines; ``unit`` is the last printed decimal."""
    done = [line for line in lines if line.finished]
    weights = [(4 + line.tonnage) * (0.85 + 0.3 * rng.random()) for line in done]
    so2 = shares(plan.so2 // unit, weights)
    dust = shares(plan.dust // unit, [w * (0.95 + 0.1 * rng.random()) for w in weights])
    for line, one, other in zip(done, so2, dust, strict=True):
        line.so2, line.dust = one * unit, other * unit


def _district(year: int, district: str) -> list[Line]:
    rng, plan = Random(f"boilers-{year}-{district}"), PLANS[year][district]
    special = _special(rng, year) if (year, district) == (2008, "城关区") else []
    army_done = [line for line in special if line.finished]
    done = plan.done_owners - len(army_done)
    late = plan.owners - plan.done_owners - (len(special) - len(army_done))
    done_boilers = plan.done_boilers - sum(line.count for line in army_done)
    late_boilers = plan.boilers - done_boilers - sum(line.count for line in special)
    counts = _counts(rng, done, done_boilers) + (_counts(rng, late, late_boilers) if late else [])
    names = _owners(rng, year, district)
    lines = [
        _line(rng, year, district, names[n], count, n < done) for n, count in enumerate(counts)
    ]
    if special:
        for line in lines:
            line.note = "已查封"
        lines = _split(rng, lines)
    lines = shuffled(rng, lines) if not special else lines + special
    _cuts(rng, lines, plan, 10 if (year, district) == (2008, "城关区") else 1)
    return lines


def boilers(year: int) -> list[Line]:
    """The year's whole list, by district, finished dates as known at the end of the year."""
    return [line for district in DISTRICTS for line in _district(year, district)]
