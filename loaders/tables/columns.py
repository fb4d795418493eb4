"""What each column of a block is: key, value, part, derived or ignored, with its own axes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chuangmo.catalog.catalog import Catalog
from loaders.model.sheet import CellValue
from loaders.model.table import NOTHING, TIME_ROLES, Block, Column, TimeParts
from loaders.tables.header_pieces import (
    header_path,
    named_around,
    target_around,
    with_totals_of_kinds,
)
from loaders.tables.place_columns import names_areas, says_aside, settled_places
from loaders.tables.running_means import without_running
from loaders.tables.sites_across import with_sites_across, with_unlisted_across
from loaders.tables.time_columns import (
    is_date,
    numberless,
    settled_times,
    time_role,
    with_dates,
    with_whole_year,
)
from loaders.tables.units_beside import with_units_beside
from loaders.tables.valid_days import is_valid_days, owned_parts, with_valid_days
from loaders.words import lists
from loaders.words.key_times import key_parts
from loaders.words.labels import TARGET, UNKNOWN_LABEL, VALID_DAYS, Label, meaning
from loaders.words.normalise import label
from loaders.words.periods import merged
from loaders.words.values import parse_value, split_pair, target_in
from loaders.words.vocabulary import Facets, Vocabulary
from loaders.words.zones import zone_of

#: Header words that name a time only where the cells below read as one.
WEAK_TIMES = ("from", "start", "begin", "local", "datum")
_SAMPLE = 200
#: Headers of the mean or the sum over the places beside it.
_WHOLE = ("全市", "全市平均", "全市均值", "市均值", "全区", "全县")
_SUMS = re.compile(r"合\s*计|小\s*计|总\s*计")
#: A device's own channel with its target gas behind it (``PT08.S5(O3)``): no concentration.
_SENSOR = re.compile(r"[a-z]+\d[a-z0-9.]*\([a-z0-9.]+\)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def columns_of(block: Block, vocabulary: Vocabulary) -> list[Column]:
    """The columns of a block, in order, each with exactly one role."""
    found = [header_column(index, block, vocabulary) for index in present(block)]
    found = with_totals_of_kinds(found, block, vocabulary)
    found = [_settled(column, block, vocabulary) for column in found]
    found = settled_times(with_dates(found, lambda i: sample(block, i)), lambda i: sample(block, i))
    found = with_whole_year(_with_zones(owned_parts(found), block))
    found = settled_places(found, lambda i: sample(block, i), vocabulary)
    found = with_sites_across(found, lambda i: sample(block, i), vocabulary)
    found = with_unlisted_across(found, lambda i: sample(block, i))
    found = with_units_beside(found, lambda i: sample(block, i))
    found = without_running(found, vocabulary.named, is_hourly(found, block))
    return serving(found, vocabulary)


def is_hourly(columns: list[Column], block: Block) -> bool:
    """Whether rows or columns are hours: a column of hours, dates with a time, hours across."""
    if any(c.role == "value" and c.period.hour is not None for c in columns):
        return True
    keys = [c for c in columns if c.role == "key"]
    if any(c.key == "hour" for c in keys):
        return True
    dates = [v for c in keys if c.key == "date" for v in sample(block, c.index)[:50]]
    return any((parts := key_parts(v, "date")) and parts.hour is not None for v in dates)


def present(block: Block) -> list[int]:
    """The columns with a header, a number of a run, or any content."""
    return [
        index
        for index in range(block.sheet.width)
        if index in block.headers or index in block.run or _has_content(block, index)
    ]


def serving(columns: list[Column], vocabulary: Vocabulary) -> list[Column]:
    """The columns, those of valid days with the value columns that they count for."""
    return with_valid_days(columns, _counted_in_days(vocabulary))


def _counted_in_days(vocabulary: Vocabulary) -> frozenset[str]:
    known = vocabulary.catalog.indicators.values()
    return frozenset(i.id for i in known if i.count_unit == "day" and not i.is_rate)


def sample(block: Block, index: int) -> list[CellValue]:
    """Values of one column: the first hundred, every k-th, the last fifty rows of the body."""
    rows = block.body
    if len(rows) > _SAMPLE:
        rows = [*rows[:100], *rows[100 :: max(1, len(rows) // 60)], *rows[-50:]]
    values = [block.sheet.value(row, index) for row in rows]
    return [v for v in values if v is not None and (not isinstance(v, str) or v.strip())]


def _has_content(block: Block, index: int) -> bool:
    return bool(sample(block, index)[:1])


def header_column(index: int, block: Block, vocabulary: Vocabulary) -> Column:
    """A column as its header's words alone say."""
    path = header_path(index, block, vocabulary)
    levels = [vocabulary.facets(text) for text in path]
    if len(levels) > 1 and path[0] in _titles(block):
        levels[0] = replace(levels[0], rest="")  # it heads all columns: a title, no label
    if path and not any(f.is_header_word for f in levels) and len(path) > 1:
        joined = vocabulary.facets("".join(path))
        levels = [joined] if joined.is_header_word else levels
    own = Column(index, path, "ignored", reason="unknown")
    if not levels:
        return own
    inner = next((f for f in reversed(levels) if not f.is_unit), levels[-1])
    common = replace(
        own,
        places=_places(levels),
        period=_period(levels),
        statistic=next((f.statistic for f in reversed(levels) if f.statistic), ""),
        unit=next((f.unit for f in reversed(levels) if f.unit), None),
        modifiers=tuple(dict.fromkeys(m for f in reversed(levels) for m in f.modifiers)),
        zone=next((zone for f in reversed(levels) if (zone := zone_of(f.text))), ""),
        quantity=next((f.quantities[-1] for f in reversed(levels) if f.quantities), ""),
    )
    if any(_SENSOR.fullmatch(f.text) for f in levels) and not _named_before(path, vocabulary):
        return own
    column = _by_words(common, inner, levels, vocabulary.catalog)
    if named := named_around(column, inner, block, vocabulary):
        target = column.reason == TARGET
        column = replace(column if target else replace(common, role="value"), indicator=named)
    elif named := target_around(column, inner, block, vocabulary):
        column = replace(column, role="derived", reason=TARGET, indicator=named)
    if column.role == "key" and len(inner.keys) > 1:
        return replace(column, key=_corner_role(inner.keys, sample(block, index)))
    return column


def _named_before(path: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether a header names an indicator in front of its bracket."""
    return any(vocabulary.named(re.split(r"[(（]", text)[0]) for text in path)


def _titles(block: Block) -> frozenset[str]:
    """Texts that stand over every column that has more than one level of header."""
    tops = [path[0] for path in block.headers.values() if len(path) > 1]
    return frozenset(tops[:1]) if len(tops) > 1 and len(set(tops)) == 1 else frozenset()


def _by_words(column: Column, inner: Facets, levels: list[Facets], catalog: Catalog) -> Column:
    outer = [i for f in reversed(levels[:-1]) for i in f.indicators]
    if inner.serial:
        return replace(column, reason="serial")
    if inner.meta:
        return replace(column, reason="meta")
    if _SUMS.search(inner.text) and not inner.indicators and not inner.keys:
        return replace(column, role="derived", reason="sum")
    if inner.text in _WHOLE and len(levels) == 1:
        return replace(column, role="derived", reason="made-from-neighbours")
    if outer and VALID_DAYS in inner.quantities and not inner.rest:
        return replace(column, role="part", part="n_valid", indicator=outer[0])
    if is_valid_days(inner.text) and not inner.parts:
        return replace(column, role="part", part="n_valid")
    if inner.indicators:
        return _named(replace(column, also=inner.also), meaning(levels, catalog))
    made = any(lists.QUANTITIES[kind].computed for kind in inner.derived)
    if inner.derived and not inner.keys and (made or not inner.parts):
        return column if inner.rest else _derived(column, inner.derived[-1], outer)
    if inner.parts:
        owner = _owner(inner, outer)
        also = () if owner else inner.parts
        return replace(column, role="part", part=inner.parts[0][0], indicator=owner, also=also)
    if inner.keys and inner.keys[0] != "unit" or (inner.keys and len(levels) == 1):
        return replace(column, role="key", key=inner.keys[0], period=NOTHING)
    if outer:
        return _named(column, meaning(levels, catalog))
    explained = inner.cover >= 0.8 or inner.is_unit or bool(zone_of(inner.text))
    if group := next((f for f in reversed(levels) if _only_derived(f)), None):
        return _derived(column, group.derived[-1], outer)
    counted = next((f for f in reversed(levels[:-1]) if f.parts), None)
    if counted and explained:
        owner = _owner(counted, [])
        return replace(column, role="part", part=counted.parts[0][0], indicator=owner)
    said = inner.places or inner.periods or inner.statistic or inner.modifiers or column.zone
    if (explained and said) or (inner.generic and not _CHINESE.search(inner.rest)):
        return replace(column, role="value")
    return column


def _corner_role(roles: tuple[str, ...], values: list[CellValue]) -> str:
    """Which of the two words of a corner speaks of the column below it."""
    for role in roles:
        if role in TIME_ROLES:
            readable = sum(key_parts(v, role) is not None for v in values)
            if readable >= 0.8 * max(1, len(values)):
                return role
    return next((role for role in roles if role not in TIME_ROLES), roles[0])


def _named(column: Column, said: Label) -> Column:
    """The column of a header that names an indicator: a value only where all of it is explained."""
    if len(said.indicators) > 1:
        return replace(column, reason="several-indicators")
    indicator = said.indicators[0]
    if said.quantity is not None and said.quantity.id == VALID_DAYS:
        return replace(column, role="part", part="n_valid", indicator=indicator)
    if said.quantity is not None:
        return _derived(column, said.quantity.id, said.indicators)
    if said.rest:
        return replace(column, indicator=indicator, reason=UNKNOWN_LABEL)
    return replace(column, role="value", indicator=indicator)


def _derived(column: Column, reason: str, indicators: Sequence[str]) -> Column:
    """A column of figures that are no monitored values; of a target the indicator is kept."""
    own = indicators[0] if reason == TARGET and len(set(indicators)) == 1 else ""
    return replace(column, role="derived", reason=reason, indicator=own)


def _owner(inner: Facets, outer: list[str]) -> str:
    owners = [indicator for _, indicator in inner.parts]
    return next((i for i in outer if i in owners), owners[0] if len(set(owners)) == 1 else "")


def _only_derived(facets: Facets) -> bool:
    return bool(facets.derived) and not facets.indicators and facets.cover >= 0.8


def _places(levels: list[Facets]) -> tuple[tuple[str, str], ...]:
    return next((f.places for f in reversed(levels) if len(f.places) == 1), ())


def _period(levels: list[Facets]) -> TimeParts:
    """The period of a header path, the inner refined by the outer; of 起 and 止 the first."""
    parts = NOTHING
    for facets in reversed(levels):
        for period in facets.periods[:1]:
            begins = parts.hour is not None and parts.year and period.hour is not None
            parts = period if begins or not parts else merged(parts, period)
    return parts


def _settled(column: Column, block: Block, vocabulary: Vocabulary) -> Column:
    """The role after a look at the content: time keys by what reads, unknown ones by places."""
    values = sample(block, column.index)
    if column.role == "key" and column.key == "unit" and names_areas(values, vocabulary):
        return replace(column, key="district")  # 单位 over 城关区: who reports
    if column.role == "key" and column.key in TIME_ROLES:
        if _statistics(values, vocabulary):
            return replace(column, key="statistic")
        role = time_role(column.key, values, _titled_span(block, vocabulary))
        read = not values or any(is_date(v) for v in values)
        weak = label("".join(column.header[-1:])) in WEAK_TIMES
        if weak and not read:
            return replace(column, role="ignored", key="", reason="unknown")
        return replace(column, key=role)
    if column.role == "derived" and any(map(split_pair, values)):
        bare = label(re.sub(r"[(（][^()（）]*[)）]$", "", column.header[-1].strip()))
        said = meaning([vocabulary.facets(bare)], vocabulary.catalog)
        if said.is_value:  # PM10（同比） over 0.121(-7.6%)
            return replace(column, role="value", indicator=said.indicators[0], reason="")
    if column.reason == TARGET and not column.indicator and _are_tasks(values, vocabulary):
        return replace(column, role="key", key="indicator", reason="")  # 任务 | 单位 | 全年任务
    if column.role == "value" and column.indicator and holds_names(values):
        return replace(column, role="key", key="site", indicator="")
    if column.role != "ignored" or column.reason != "unknown" or not values:
        return column
    if label("".join(column.header[-1:])) in lists.PROGRESS and _figures(values):
        return replace(column, role="value")
    names = column.header and _names_indicators(values, vocabulary)
    if names or (column.header and _names_quantities(values, vocabulary)):
        return replace(column, role="key", key="indicator")
    values = [v for v in values if not (isinstance(v, str) and _SUMS.search(v))] or values
    texts = [v for v in values if isinstance(v, str)]
    known = [vocabulary.place(v) for v in texts]
    if (
        texts
        and not says_aside("".join(column.header[-1:]))
        and sum(k is not None for k in known) >= 0.8 * len(values)
    ):
        kind = "district" if any(k and k[0] == "area" for k in known) else "site"
        return replace(column, role="key", key=kind)
    dates = [v for v in values if not isinstance(v, int | float) and numberless(v)]
    if dates and sum(key_parts(v, "date") is not None for v in dates) >= 0.9 * len(values):
        if column.header and not column.period:
            return column
        return replace(column, role="key", key="date")
    return column


def _statistics(values: list[CellValue], vocabulary: Vocabulary) -> bool:
    """Whether all cells are words like 昼间 and 夜间 and none says a time."""
    said = [vocabulary.facets(v) if isinstance(v, str) else None for v in dict.fromkeys(values)]
    return bool(said) and all(f and f.statistic and not f.periods and not f.rest for f in said)


def _figures(values: list[CellValue]) -> bool:
    """Whether half of the cells or more are figures."""
    return 2 * sum(parse_value(v).is_figure for v in values) >= len(values)


def _names_indicators(values: list[CellValue], vocabulary: Vocabulary) -> bool:
    """Whether a column holds names of indicators and of figures made from them (AQI), two or more.

    A column of main pollutants stands beside its own word and holds places' worst, not a key.
    """
    texts = [v for v in values if isinstance(v, str)]
    if len(texts) < len(values):
        return False
    found = [vocabulary.facets(text) for text in texts]
    named = [f for f in found if len(f.indicators) == 1 or f.derived]
    ids = {i for f in found for i in f.indicators}
    return len(ids) > 1 and len(named) >= 0.9 * len(found)


def _are_tasks(values: list[CellValue], vocabulary: Vocabulary) -> bool:
    """Whether a column under 任务 names what is to be done: texts, half of them indicators."""
    texts = [v for v in values if isinstance(v, str) and target_in(v) is None]
    if len(texts) < len(values) or any(parse_value(v).is_figure for v in texts):
        return False
    return 2 * len({i for v in texts for i in vocabulary.named(v)}) >= max(2, len(texts))


def _names_quantities(values: list[CellValue], vocabulary: Vocabulary) -> bool:
    """Whether a column tells kinds of figures apart: 目标值, 实绩值, 完成率."""
    found = {v: vocabulary.facets(v) for v in values if isinstance(v, str)}
    if len(found) < 2 or not all(isinstance(v, str) for v in values):
        return False
    whole = [f for f in found.values() if not f.rest and not f.indicators]
    told = [f for f in whole if f.derived or f.generic]
    return len(told) == len(found) and any(TARGET in f.derived for f in told)


def _titled_span(block: Block, vocabulary: Vocabulary) -> str:
    """``month`` or ``day`` where title or sheet name state one: bare numbers are parts of it."""
    texts = (*block.titles, block.sheet.name)
    stated = [p for t in texts for p in vocabulary.facets(t).periods[:1] if p.month]
    if stated and all(p.day for p in stated):
        return "day"
    return "month" if any(not p.day for p in stated) else ""


def holds_names(values: list[CellValue]) -> bool:
    """Whether a column holds names: texts without any digit that are no missing marks."""
    named = [
        v
        for v in values
        if isinstance(v, str)
        and not any(c.isdigit() for c in v)
        and parse_value(v).kind == "unreadable"
    ]
    return len(named) > 0.9 * len(values)


def _with_zones(columns: list[Column], block: Block) -> list[Column]:
    """Without a column of sites, the one column of classes (1类区 ...) tells the rows apart."""
    if any(c.role == "key" and c.key in ("site", "place") for c in columns):
        return columns
    open_ones = [c for c in columns if c.reason == "unknown" and _zones(sample(block, c.index))]
    if len(open_ones) != 1:
        return columns
    return [replace(c, role="key", key="site") if c is open_ones[0] else c for c in columns]


def _zones(values: list[CellValue]) -> bool:
    named = sum(isinstance(v, str) and bool(zone_of(v)) for v in values)
    return named > 0.8 * len(values)
