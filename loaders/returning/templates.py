"""Blank forms by kind and period: places and time filled in, made so that they import unasked."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.catalog.models import Indicator, Site
from chuangmo.period import (
    CUMULATIVE,
    HALF,
    MONTH,
    QUARTER,
    YEAR,
    Period,
    PeriodError,
    month_period,
    months_period,
)
from loaders.returning.blank_book import FormColumn, FormSheet, drawn
from loaders.words.units import factor, unit_named

KINDS = ("air-daily", "air-monthly", "noise", "water", "boilers", "tasks")
#: Sites that the store knows and the catalog does not: indicator -> (area, site) in order.
KnownSites = Mapping[str, Sequence[tuple[str, str]]]

_SPARE = 60
_TASK_GROUPS = ("task", "build", "noise")
_STATUSES = ("未开工", "已开工", "停用", "断管", "已完成")
_METHODS = ("煤改气", "煤改电", "拆除", "并网", "型煤", "其他")
_NUMERALS = "一二三四"
_DISTRICT_HEADS = ("区县", "所在区县")
_FILLING = (
    "1. 橙色表头必填，灰色表头有则填；灰底单元格（日期、区县、点位）已填好，请勿改动。",
    "2. 没有监测或数据无效的，填“缺测”，不要填 0，也不要空着。",
    "3. 低于检出限的，填“<检出限”，例如 <0.002。",
    "4. 单位以表头所写为准，请勿改动表头；不要插入合计行。",
    "5. 填好后直接在“导入”页上传本文件，不必另存为其他格式。",
)


@dataclass(frozen=True)
class Template:
    """A blank form ready to save. ``sheets`` are the names of the sheets to fill in."""

    kind: str
    period: Period
    name: str
    data: bytes
    sheets: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Fingerprint of the file."""
        return hashlib.sha256(self.data).hexdigest()


def template(
    kind: str,
    period: Period,
    catalog: Catalog,
    known: KnownSites | None = None,
    district: str | None = None,
) -> Template:
    """The blank form of one kind for one period.

    Args:
        known: sites already reported, listed where the catalog has none.
        district: the only one that fills it in, by its name; ``None``: all of the city.

    Raises:
        PeriodError: the period does not suit the kind.
        UnfitEntry: no such kind, or the city has no districts to fill in.
    """
    if kind not in KINDS:
        raise UnfitEntry(f"没有空白表“{kind}”。可用的有：{'、'.join(KINDS)}。")
    if not catalog.city.districts:
        raise UnfitEntry(
            f"城市“{catalog.city.id}”没有区县目录，不能生成空白表。请用 --city 指定城市。"
        )
    title, sheets = _MAKERS[kind](period, catalog, known or {})
    if district is not None:
        city = catalog.city.name
        title = title.replace(city, district)
        sheets = [_of_district(sheet, city, district) for sheet in sheets]
    data = drawn(title, sheets, _FILLING)
    return Template(kind, period, f"{title}.xlsx", data, tuple(sheet.name for sheet in sheets))


def _of_district(sheet: FormSheet, city: str, district: str) -> FormSheet:
    """A sheet of the whole city cut down to the rows of one district, which it names."""
    at = next(n for n, head in enumerate(sheet.heads) if head.text in _DISTRICT_HEADS)
    rows = [row for row in sheet.rows if row[at] == district]
    heads = tuple(
        replace(head, choices=(district,)) if n == at else head
        for n, head in enumerate(sheet.heads)
    )
    spare = sheet.spare or (0 if rows else _SPARE)
    title = sheet.title.replace(city, district)
    return replace(sheet, title=title, heads=heads, rows=rows, spare=spare)


# -- air ------------------------------------------------------------------------------------------


def _air_daily(period: Period, catalog: Catalog, known: KnownSites) -> tuple[str, list[FormSheet]]:
    _need(period, (MONTH,), "air-daily", "2008-10")
    indicators = _air_indicators(catalog, period)
    heads = (
        FormColumn("日期", is_date=True, width=13),
        FormColumn("区县", choices=_districts(catalog)),
        FormColumn("点位", width=16),
        *(_measured(indicator, catalog, period) for indicator in indicators),
    )
    places = [(s.district, s.id) for s in _by_district(catalog, indicators)]
    rows = [
        (datetime(day.year, day.month, day.day), *place)
        for day in _days(period)
        for place in places
    ]
    title = f"{period_title(period)}{catalog.city.name}环境空气质量监测日报"
    spare = 0 if rows else _SPARE
    return title, [FormSheet(f"{period.start.month}月", title, heads, rows, spare)]


def _air_monthly(
    period: Period, catalog: Catalog, known: KnownSites
) -> tuple[str, list[FormSheet]]:
    _need(period, (MONTH,), "air-monthly", "2008-10")
    heads = [FormColumn("区县", choices=_districts(catalog))]
    for indicator in _air_indicators(catalog, period):
        heads.append(_measured(indicator, catalog, period))
        if indicator.parts.n_valid:
            word = indicator.parts.n_valid[0]
            heads.append(FormColumn(word, low="0", high=str(period.days), whole=True))
    title = f"{period_title(period)}{catalog.city.name}环境空气质量月报"
    rows = [(name,) for name in _districts(catalog)]
    return title, [FormSheet(f"{period.start.month}月", title, tuple(heads), rows)]


def _air_indicators(catalog: Catalog, period: Period) -> list[Indicator]:
    """What the city's sites measure; without sites, what the standard in force limits by year."""
    measured = {name for site in catalog.sites() for name in site.indicators}
    air = [i for i in catalog.indicators.values() if i.combine == "mean_of_valid_days"]
    listed = [i for i in air if i.id in measured]
    if listed:
        return listed
    found = []
    for indicator in air:
        standard = catalog.standard_for(indicator.id, period.last_day)
        if standard and catalog.limit(standard, indicator.id, "year"):
            found.append(indicator)
    return found


def _by_district(catalog: Catalog, indicators: list[Indicator]) -> list[Site]:
    order = {district.name: n for n, district in enumerate(catalog.city.districts)}
    wanted = {indicator.id for indicator in indicators}
    sites = [s for s in catalog.sites() if not s.indicators or wanted & set(s.indicators)]
    return sorted(sites, key=lambda site: order.get(site.district, len(order)))


# -- noise and water ------------------------------------------------------------------------------


def _noise(period: Period, catalog: Catalog, known: KnownSites) -> tuple[str, list[FormSheet]]:
    _need(period, (YEAR,), "noise", "2008")
    title = f"{period_title(period)}{catalog.city.name}声环境质量监测结果"
    level = FormColumn("昼间等效声级Leq dB(A)", low="20", high="120", width=18)
    areas = _districts(catalog)
    grid = (FormColumn("网格编号", width=16), FormColumn("区县", choices=areas), level)
    roads = (
        FormColumn("路段名称", width=24), FormColumn("区县", choices=areas),
        FormColumn("路段长度(m)", low="1", high="100000"), level,
    )  # fmt: skip
    sheets = [
        _sited(
            "区域环境噪声", f"{period_title(period)}区域环境噪声监测结果", grid, "noise_regional"
        ),
        _sited(
            "道路交通噪声", f"{period_title(period)}道路交通噪声监测结果", roads, "noise_traffic"
        ),
    ]
    return title, [sheet(catalog, known) for sheet in sheets]


def _water(period: Period, catalog: Catalog, known: KnownSites) -> tuple[str, list[FormSheet]]:
    _need(period, (MONTH,), "water", "2008-10")
    city, areas = catalog.city.name, _districts(catalog)
    title = f"{period_title(period)}{city}饮用水源与断面水质月报"
    sources = (
        FormColumn("水源地", width=22), FormColumn("所在区县", choices=areas),
        _volume("取水量(万吨)"), _volume("达标水量(万吨)"),
    )  # fmt: skip
    sections = (
        FormColumn("断面名称", width=22), FormColumn("所在区县", choices=areas),
        _times("监测次数"), _times("达标次数"),
    )  # fmt: skip
    source_title = f"{period_title(period)}{city}集中式饮用水水源地水质达标情况"
    section_title = f"{period_title(period)}{city}地表水断面水质达标情况"
    sheets = [
        _sited("饮用水源", source_title, sources, "water_source_compliance"),
        _sited("断面水质", section_title, sections, "surface_water_compliance"),
    ]
    return title, [sheet(catalog, known) for sheet in sheets]


def _volume(text: str) -> FormColumn:
    return FormColumn(text, low="0", high="1000000")


def _times(text: str) -> FormColumn:
    return FormColumn(text, low="0", high="1000", whole=True)


def _cut(text: str) -> FormColumn:
    return FormColumn(text, required=False, low="0", high="100000", note="已完成的填写。")


def _sited(
    name: str, title: str, heads: tuple[FormColumn, ...], indicator: str
) -> Callable[[Catalog, KnownSites], FormSheet]:
    """A sheet with a row a site: those of the catalog, else those reported before."""

    def made(catalog: Catalog, known: KnownSites) -> FormSheet:
        listed = [(s.district, s.id) for s in catalog.sites() if indicator in s.indicators]
        order = {area: n for n, area in enumerate(catalog.areas())}
        places = listed or sorted(known.get(indicator, ()), key=lambda p: order.get(p[0], 99))
        rows = [(site, area) for area, site in places]
        return FormSheet(name, title, heads, rows, spare=20 if rows else _SPARE)

    return made


# -- tasks ----------------------------------------------------------------------------------------


def _boilers(period: Period, catalog: Catalog, known: KnownSites) -> tuple[str, list[FormSheet]]:
    day = period.last_day
    upto = f"截至{day.year}年{day.month}月{day.day}日"
    title = f"{catalog.city.name}{day.year}年锅炉改造台账（{upto}）"
    heads = (
        FormColumn("序号", required=False, width=7),
        FormColumn("区县", choices=_districts(catalog)),
        FormColumn("使用单位", width=24),
        FormColumn("地址", required=False, width=20),
        FormColumn("锅炉型号", width=18),
        FormColumn("台数", low="1", high="1000", whole=True, width=8),
        FormColumn("吨位(蒸吨)", low="0", high="10000"),
        FormColumn("改造方式", choices=_METHODS),
        FormColumn("计划完成时限", is_date=True),
        FormColumn("实际完成时间", required=False, is_date=True, note="没有完成的不填。"),
        FormColumn("完成情况", choices=_STATUSES),
        _cut("削减SO2(吨)"),
        _cut("削减烟尘(吨)"),
        FormColumn("备注", required=False, width=20),
    )
    return title, [FormSheet("锅炉改造台账", title, heads, [], spare=200)]


def _tasks(period: Period, catalog: Catalog, known: KnownSites) -> tuple[str, list[FormSheet]]:
    span = _since_january(period)
    heads = [FormColumn("区县", choices=_districts(catalog))]
    for indicator in _task_indicators(catalog):
        heads += task_heads(indicator)
    words = period_title(span)
    title = f"{words}{catalog.city.name}创建环保模范城市任务进展情况表"
    rows = [(name,) for name in _districts(catalog)]
    return title, [FormSheet("任务进展", title, tuple(heads), rows)]


def _task_indicators(catalog: Catalog) -> list[Indicator]:
    """What the city's duties ask for by quarter; without duties, every cumulative task."""
    owed = [n for d in catalog.city.duties if d.every == "quarter" for n in d.indicators]
    listed = [catalog.indicators[name] for name in dict.fromkeys(owed)]
    found = [i for i in listed if not i.ledger and i.group in _TASK_GROUPS]
    return found or [i for i in catalog.indicators.values() if i.combine == "cumulative"]


def task_heads(indicator: Indicator) -> list[FormColumn]:
    """The column of an indicator that carries its own unit, and its parts where it has them."""
    band = indicator.plausible
    low, high = ("0", band.high) if band else ("0", "1000000000")
    heads = [
        FormColumn(
            f"{words[0]}({unit})" if unit else words[0], low="0", high="1000000000", width=18
        )
        for words in (indicator.parts.numerator, indicator.parts.denominator)
        if words
        for unit in [indicator.rate_part_unit]
    ]
    whole = indicator.unit in ("台", "家", "户", "项")
    return [*heads, FormColumn(f"{indicator.name}({indicator.unit})", low=low, high=high,
                         whole=whole, width=18)]  # fmt: skip


def _since_january(period: Period) -> Period:
    if period.kind not in (MONTH, QUARTER, HALF, YEAR, CUMULATIVE):
        raise PeriodError(f"任务表按当年 1 月起累计，“{period.text}”不是这样的时段。可写 2008-09。")
    last = period.last_day
    if last.month == 1:
        return month_period(last.year, 1)
    return months_period((last.year, 1), (last.year, last.month))


# -- words and limits -----------------------------------------------------------------------------


def _need(period: Period, kinds: tuple[str, ...], form: str, example: str) -> None:
    if period.kind not in kinds:
        raise PeriodError(f"空白表 {form} 的时段应写成 {example} 这样，不能是“{period.text}”。")


def _days(period: Period) -> list[date]:
    return [period.start.date() + timedelta(days=n) for n in range(period.days)]


def _districts(catalog: Catalog) -> tuple[str, ...]:
    return tuple(district.name for district in catalog.city.districts)


def period_title(period: Period) -> str:
    """The period as a title says it, read back by the loaders as the same period.

    Raises:
        PeriodError: a kind that titles do not name (hour, week, a season over two years).
    """
    s, last = period.start, period.last_day
    match period.kind:
        case "year":
            return f"{s.year}年"
        case "half":
            return f"{s.year}年{'上' if s.month == 1 else '下'}半年"
        case "quarter":
            return f"{s.year}年第{_NUMERALS[(s.month - 1) // 3]}季度"
        case "month":
            return f"{s.year}年{s.month}月"
        case "day":
            return f"{s.year}年{s.month}月{s.day}日"
        case "cumulative":
            return f"{s.year}年{s.month}—{last.month}月"
        case _:
            raise PeriodError(
                f"表题写不出时段“{period.text}”。请用年、半年、季、月、日或累计月份。"
            )


def _measured(indicator: Indicator, catalog: Catalog, period: Period) -> FormColumn:
    """A concentration in the unit of the standard in force, limited by the plausible band."""
    unit = printed_unit(indicator, catalog, period.last_day)
    low, high = printed_band(indicator, unit)
    return FormColumn(f"{indicator.label}({unit})", low=low, high=high)


def printed_unit(indicator: Indicator, catalog: Catalog, on: date) -> str:
    """The unit that the standard in force prints its limits in, else the stored unit."""
    standard = catalog.standard_for(indicator.id, on)
    limits = standard.limits if standard else ()
    units = [limit.unit for limit in limits if limit.indicator == indicator.id]
    usable = [unit for unit in units if unit in indicator.digits]
    return usable[0] if usable else indicator.unit


def printed_band(indicator: Indicator, unit: str) -> tuple[str, str]:
    """Lower and upper limit of a form's cell: from 0 to the plausible maximum, in ``unit``."""
    if indicator.plausible is None:
        return "0", "1000000000"
    printed, stored = unit_named(unit), unit_named(indicator.unit)
    scale = factor(printed, stored) if printed and stored else None
    high = Decimal(indicator.plausible.high) / (scale or Decimal(1))
    return "0", format(high.normalize(), "f")


_MAKERS: dict[str, Callable[[Period, Catalog, KnownSites], tuple[str, list[FormSheet]]]] = {
    "air-daily": _air_daily,
    "air-monthly": _air_monthly,
    "noise": _noise,
    "water": _water,
    "boilers": _boilers,
    "tasks": _tasks,
}
