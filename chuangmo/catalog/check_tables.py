"""Faults of the tables for the composite index, grades and scores."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from chuangmo.catalog.faults import Fault
from chuangmo.catalog.read import Common, Located
from chuangmo.catalog.references import foreign_unit, unknown_indicator, unsourced
from chuangmo.catalog.tables import CompositeTable, GradeScale, ScoreItem


def table_faults(common: Common) -> list[Fault]:
    """Faults of composite tables, grade scales and score tables."""
    return [*_composite_faults(common), *_grade_faults(common), *_score_faults(common)]


def _composite_faults(common: Common) -> Iterator[Fault]:
    law = [t for t in common.composite_tables.values() if not t.value.reference_only]
    yield from _overlap(law)
    for located in common.composite_tables.values():
        yield from unsourced(located, "source", located.value.source)
        for number, term in enumerate(located.value.terms, start=1):
            where = f"terms[{number}]"
            yield from unknown_indicator(common, located, f"{where}.indicator", term.indicator)
            yield from foreign_unit(common, located, f"{where}.unit", term.indicator, term.unit)
            if Decimal(term.limit) <= 0:
                yield Fault(located.file, located.entry, f"{where}.limit", "除数必须大于 0。")
            if not 0 <= term.percent <= 100:
                reason = "百分位应在 0 到 100 之间。"
                yield Fault(located.file, located.entry, f"{where}.percent", reason)


def _grade_faults(common: Common) -> Iterator[Fault]:
    scales = list(common.grade_scales.values())
    for kind in sorted({located.value.kind for located in scales}):
        yield from _overlap([located for located in scales if located.value.kind == kind])
    for located in scales:
        scale = located.value
        yield from unsourced(located, "source", scale.source)
        edges = [Decimal(edge) for edge in scale.edges]
        if not all(low < high for low, high in pairwise(edges)):
            yield Fault(located.file, located.entry, "edges", "分级界限应逐级增大。")
        if len(scale.names) != len(edges) + 1:
            yield Fault(located.file, located.entry, "names", "级别名称应比界限多一个。")


def _overlap(
    dated: Sequence[Located[CompositeTable] | Located[GradeScale]],
) -> Iterator[Fault]:
    for earlier, later in pairwise(sorted(dated, key=lambda located: located.value.from_)):
        if (earlier.value.to or date.max) >= later.value.from_:
            reason = f"与“{later.value.id}”（自 {later.value.from_} 起）同时有效。"
            yield Fault(earlier.file, earlier.entry, "to", reason)


def _score_faults(common: Common) -> Iterator[Fault]:
    for located in common.score_tables.values():
        yield from unsourced(located, "source", located.value.source)
        seen: set[str] = set()
        for number, item in enumerate(located.value.items, start=1):
            where = f"items[{number}]"
            if item.id in seen:
                reason = f"项目“{item.id}”写了两次。"
                yield Fault(located.file, located.entry, f"{where}.id", reason)
            seen.add(item.id)
            if item.indicator:
                yield from unknown_indicator(common, located, f"{where}.indicator", item.indicator)
                yield from foreign_unit(common, located, f"{where}.unit", item.indicator, item.unit)
            for field, reason in _item_gaps(item):
                yield Fault(located.file, located.entry, f"{where}.{field}", reason)


def _item_gaps(item: ScoreItem) -> Iterator[tuple[str, str]]:
    if Decimal(item.weight) < 0:
        yield "weight", "分值不能为负；扣分项写扣除的分数。"
    if item.kind == "qualitative":
        return
    if item.low is None or item.high is None:
        yield "low", f"定量项目“{item.name}”要写 low 与 high。"
    elif Decimal(item.low) >= Decimal(item.high):
        yield "low", f"下限 {item.low} 不小于上限 {item.high}。"
    if item.direction == "none":
        yield "direction", "direction 应为 higher 或 lower。"
