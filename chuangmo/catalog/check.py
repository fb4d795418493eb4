"""Does the catalog agree with itself: every mistake at once, with file, entry and field."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from chuangmo.catalog.boundaries import boundary_faults
from chuangmo.catalog.check_city import city_faults
from chuangmo.catalog.check_tables import table_faults
from chuangmo.catalog.faults import Fault
from chuangmo.catalog.layouts import UnfitLayouts, parse_layouts
from chuangmo.catalog.mistakes.strays import stray_faults
from chuangmo.catalog.models import Standard
from chuangmo.catalog.read import CatalogReading, CityDraft, Common, Located, read_city, read_common
from chuangmo.catalog.references import foreign_unit, shared_words, unknown_indicator, unsourced
from chuangmo.catalog.scheme_models import SchemeItem
from chuangmo.catalog.sources import (
    Sources,
    city_files,
    city_ids,
    common_files,
    layout_files,
    shown_path,
    sources_of,
)
from chuangmo.catalog.tables import IndexTable
from chuangmo.catalog.words import indicator_words, part_words, plain_word
from chuangmo.settings import Settings


def check_catalog(settings: Settings) -> list[Fault]:
    """All faults of the shipped catalog and the overlay, of every city; empty when sound."""
    cities = list(dict.fromkeys([settings.city, *city_ids(settings)]))
    sources = sources_of(settings, cities)
    faults, _, drafts = catalog_faults(settings, sources, cities)
    found = [*sources.faults.values(), *faults]
    for draft in drafts:
        found += boundary_faults(settings, draft.assembled()) if draft.city else []
    for path in layout_files(settings, sources.texts.keys()):
        try:
            parse_layouts(sources.texts[path], path.name)
        except UnfitLayouts as error:
            found.append(Fault(shown_path(path), "", "", str(error), error.line))
    return list(dict.fromkeys([*found, *stray_faults(settings)]))


def catalog_faults(
    settings: Settings, sources: Sources, cities: Sequence[str]
) -> tuple[list[Fault], Common, list[CityDraft]]:
    """Everything wrong with these cities and what they share, and what was read of them.

    What refers to a file of which nothing can be read is not looked at.
    """
    reading = CatalogReading(sources)
    reading.broken.update(sources.faults)
    common = read_common(settings, reading)
    drafts = [read_city(settings, city, reading) for city in cities]
    found = [*reading.faults]
    if not common_files(settings, reading.broken):
        found += common_faults(common)
        for city, draft in zip(cities, drafts, strict=True):
            if draft.city is None or not city_files(settings, city, reading.broken):
                found += city_faults(common, draft, settings, city)
    return reading.with_lines(found), common, drafts


def common_faults(common: Common) -> list[Fault]:
    """Faults of indicators, standards and schemes, each and between them."""
    words = (
        (word, located.value.id, located.file, located.entry)
        for located in common.indicators.values()
        for word in indicator_words(located.value)
    )
    return [
        *shared_words(words, "指标"),
        *_shared_as_names(common),
        *_parts_as_names(common),
        *_indicator_faults(common),
        *_standard_faults(common),
        *_overlaps(common),
        *_index_faults(common),
        *_scheme_faults(common),
        *table_faults(common),
    ]


def _shared_as_names(common: Common) -> Iterator[Fault]:
    """A word that several media share cannot be the name of one indicator alone."""
    names = {
        plain_word(word): located.value.id
        for located in common.indicators.values()
        for word in indicator_words(located.value)
    }
    for located in common.indicators.values():
        for word in located.value.shared:
            if owner := names.get(plain_word(word)):
                reason = f"“{word}”已是指标“{owner}”独有的名称；几种介质共有的，各写在 shared。"
                yield Fault(located.file, located.entry, "shared", reason)


def _parts_as_names(common: Common) -> Iterator[Fault]:
    """A header word that names an indicator is a part of another only as a count over a count."""
    names = {
        plain_word(word): located.value
        for located in common.indicators.values()
        for word in indicator_words(located.value)
    }
    for located in common.indicators.values():
        parts = located.value.parts
        counts = {plain_word(word) for word in (*parts.numerator, *parts.denominator)}
        for word in part_words(located.value):
            owner = names.get(plain_word(word))
            if owner and not (plain_word(word) in counts and owner.is_count):
                reason = f"“{word}”已是指标“{owner.id}”的名称，不能再作分项表头。"
                yield Fault(located.file, located.entry, "parts", reason)


def _indicator_faults(common: Common) -> Iterator[Fault]:
    for located in common.indicators.values():
        indicator, file, entry = located.value, located.file, located.entry
        if indicator.unit not in indicator.digits:
            yield Fault(file, entry, "digits", f"没有给出单位“{indicator.unit}”的小数位数。")
        band = indicator.plausible
        if band and Decimal(band.low) > Decimal(band.high):
            yield Fault(file, entry, "plausible", f"下限 {band.low} 大于上限 {band.high}。")
        if (indicator.combine == "ledger") != (indicator.ledger is not None):
            yield Fault(file, entry, "ledger", "combine 为 ledger 时（且仅在此时）要写 ledger。")
        if other := indicator.other_definition:
            yield from unknown_indicator(common, located, "other_definition", other)
        yield from unsourced(located, "source", indicator.source)


def _standard_faults(common: Common) -> Iterator[Fault]:
    for located in common.standards.values():
        standard = located.value
        if standard.to and standard.to < standard.from_:
            yield Fault(located.file, located.entry, "to", "废止日期早于实施日期。")
        for number, limit in enumerate(standard.limits, start=1):
            where = f"limits[{number}]"
            yield from unknown_indicator(common, located, f"{where}.indicator", limit.indicator)
            yield from foreign_unit(common, located, f"{where}.unit", limit.indicator, limit.unit)
            yield from unsourced(located, f"{where}.source", limit.source)
        yield from _repeated_limits(located)
        for number, rule in enumerate(standard.validity, start=1):
            for name in rule.indicators:
                field = f"validity[{number}].indicators"
                yield from unknown_indicator(common, located, field, name)
        for number, test in enumerate(standard.percentiles, start=1):
            field = f"percentiles[{number}].indicator"
            yield from unknown_indicator(common, located, field, test.indicator)


def _repeated_limits(located: Located[Standard]) -> Iterator[Fault]:
    seen: set[tuple[str, ...]] = set()
    for number, limit in enumerate(located.value.limits, start=1):
        key = (limit.indicator, limit.averaging, limit.klass, limit.operator, limit.body)
        if key in seen:
            reason = f"{'、'.join(key[:3])} 的限值写了两次。"
            yield Fault(located.file, located.entry, f"limits[{number}]", reason)
        seen.add(key)


def _overlaps(common: Common) -> Iterator[Fault]:
    """Versions of one family must not be in force nationwide on the same day.

    A city's earlier adoption is no overlap: it ends the version before it in that city only.
    """
    dated = [s for s in common.standards.values() if not s.value.reference_only]
    for family in sorted({s.value.family for s in dated}):
        yield from _overlap([s for s in dated if s.value.family == family])
    yield from _overlap(list(common.index_tables.values()))


def _overlap(dated: Sequence[Located[Standard] | Located[IndexTable]]) -> Iterator[Fault]:
    for earlier, later in pairwise(sorted(dated, key=lambda located: located.value.from_)):
        if (earlier.value.to or date.max) >= later.value.from_:
            day_before = later.value.from_ - timedelta(days=1)
            reason = (
                f"与“{later.value.id}”（自 {later.value.from_} 起）同时有效；"
                f"请把 to 写成 {day_before} 或更早。"
            )
            yield Fault(earlier.file, earlier.entry, "to", reason)


def _index_faults(common: Common) -> Iterator[Fault]:
    for located in common.index_tables.values():
        table = located.value
        yield from unsourced(located, "source", table.source)
        if table.to and table.to < table.from_:
            yield Fault(located.file, located.entry, "to", "废止日期早于实施日期。")
        if not table.grades:
            yield Fault(located.file, located.entry, "grades", "没有写级别。")
        for number, points in enumerate(table.breakpoints, start=1):
            where = f"breakpoints[{number}]"
            named = points.indicator
            yield from unknown_indicator(common, located, f"{where}.indicator", named)
            yield from foreign_unit(common, located, f"{where}.unit", named, points.unit)
            values = [Decimal(value) for value in points.values]
            rising = all(low < high for low, high in pairwise(values))
            if not rising or not 2 <= len(values) <= len(table.index):
                reason = "分级浓度应逐级增大，且不多于指数的级数。"
                yield Fault(located.file, located.entry, f"{where}.values", reason)


def _scheme_faults(common: Common) -> Iterator[Fault]:
    for located in common.schemes.values():
        seen: set[str] = set()
        for number, item in enumerate(located.value.items, start=1):
            where = f"items[{number}]"
            if item.id in seen:
                reason = f"项目“{item.id}”写了两次。"
                yield Fault(located.file, located.entry, f"{where}.id", reason)
            seen.add(item.id)
            for name in item.indicators:
                yield from unknown_indicator(common, located, f"{where}.indicators", name)
                if item.unit:
                    yield from foreign_unit(common, located, f"{where}.unit", name, item.unit)
            yield from unsourced(located, f"{where}.source", item.source)
            for field, reason in _item_gaps(item):
                yield Fault(located.file, located.entry, f"{where}.{field}", reason)


def _item_gaps(item: SchemeItem) -> Iterator[tuple[str, str]]:
    if item.kind == "quantitative" and not item.indicators and not item.missing:
        yield "indicators", f"定量项目“{item.name}”没有写对应的指标。"
    if item.missing:
        if item.threshold is not None or item.limit_from or item.requirement:
            yield "missing", f"项目“{item.name}”写了要求，就不再写 missing。"
    elif item.kind == "quantitative" and (item.threshold is None) == (not item.limit_from):
        yield "threshold", f"定量项目“{item.name}”要写 threshold、limit_from 之一，或 missing。"
    elif item.kind != "quantitative" and not item.requirement:
        yield "requirement", f"项目“{item.name}”没有写要求；查不到的写 missing。"
    if bool(item.group) != bool(item.group_rule):
        yield "group_rule", "group 与 group_rule 要一起写。"
