"""Faults of the tables for the composite index, grades and scores, and of score sheets."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from chuangmo.catalog.faults import Fault
from chuangmo.catalog.read import Common, Located
from chuangmo.catalog.references import foreign_unit, unknown_indicator, unsourced
from chuangmo.catalog.tables import (
    AssessmentItem,
    AssessmentSheet,
    CompositeTable,
    GradeScale,
    HandMark,
    ScoreItem,
)

#: What a rule of a score sheet of districts asks for beside its indicator.
_NEEDED = {"step": ("unit", "step", "points"), "linear": ("unit", "low", "high")}
_SIZES = ("unit", "step", "points", "low", "high")


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


def assessment_faults(
    common: Common, located: Located[AssessmentSheet], districts: Sequence[str]
) -> Iterator[Fault]:
    """Faults of one score sheet of districts: marks that do not add up, rules without numbers."""
    sheet = located.value

    def fault(field: str, reason: str) -> Fault:
        return Fault(located.file, located.entry, field, reason)

    yield from unsourced(located, "source", sheet.source)
    for area in sheet.areas:
        if area not in districts:
            yield fault("areas", f"没有区县“{area}”（请写全名）。")
    ids = [*(item.id for item in sheet.items), *(extra.id for extra in sheet.extras)]
    for name in dict.fromkeys(name for name in ids if ids.count(name) > 1):
        yield fault("items", f"项目“{name}”写了两次。")
    groups = {group.name: Decimal(group.full) for group in sheet.groups}
    for name, full in groups.items():
        sum_of = sum(Decimal(item.full) for item in sheet.items if item.group == name)
        if sum_of != full:
            yield fault("groups", f"“{name}”满分 {full} 分，各项满分之和是 {sum_of} 分。")
    for number, item in enumerate(sheet.items, start=1):
        where = f"items[{number}]"
        if item.group not in groups:
            yield fault(f"{where}.group", f"没有“{item.group}”这一组。")
        if item.indicator:
            yield from unknown_indicator(common, located, f"{where}.indicator", item.indicator)
        if item.indicator and item.unit:
            unit = f"{where}.unit"
            yield from foreign_unit(common, located, unit, item.indicator, item.unit)
        for field, reason in _rule_faults(common, item):
            yield fault(f"{where}.{field}", reason)
    for field, reason in _grade_order(sheet):
        yield fault(field, reason)


def _rule_faults(common: Common, item: AssessmentItem) -> Iterator[tuple[str, str]]:
    if Decimal(item.full) <= 0:
        yield "full", "满分应大于 0。"
    if (item.rule == "hand") == bool(item.indicator):
        wrong = "人工评分的项目不写 indicator。" if item.indicator else "没有写按哪个指标评分。"
        yield "indicator", wrong
    needed = _NEEDED.get(item.rule, ())
    for name in _SIZES:
        given = getattr(item, name)
        if name in needed and not given:
            yield name, f"按 {item.rule} 评分要写 {name}。"
        elif given and name not in needed:
            yield name, f"按 {item.rule} 评分不用 {name}，请去掉。"
    if item.step and Decimal(item.step) <= 0:
        yield "step", "step 应大于 0。"
    if item.points and Decimal(item.points) <= 0:
        yield "points", "每步扣分应大于 0。"
    if item.low and item.high and Decimal(item.low) >= Decimal(item.high):
        yield "low", f"下限 {item.low} 不小于上限 {item.high}。"
    known = common.indicators.get(item.indicator)
    if item.rule == "completion" and known and not known.value.is_task:
        yield "rule", f"“{known.value.name}”不是任务，不能按完成率计分。"


def _grade_order(sheet: AssessmentSheet) -> Iterator[tuple[str, str]]:
    least = [grade.least for grade in sheet.grades]
    edges = [Decimal(edge) for edge in least if edge is not None]
    if not least or least[-1] is not None or None in least[:-1]:
        yield "grades", "等次由高到低写，除最低一等外都写 least。"
    elif not all(high > low for high, low in pairwise(edges)):
        yield "grades", "各等次的 least 应逐等减小。"
    if sheet.veto_grade not in {grade.name for grade in sheet.grades}:
        yield "veto_grade", f"等次里没有“{sheet.veto_grade}”。"


def sheets_at_once(sheets: Sequence[Located[AssessmentSheet]]) -> Iterator[Fault]:
    """Score sheets that assess one year twice."""
    for number, later in enumerate(sheets):
        for earlier in sheets[:number]:
            first = max(later.value.from_year, earlier.value.from_year)
            if later.value.covers(first) and earlier.value.covers(first):
                reason = f"与“{earlier.value.id}”都适用于 {first} 年。"
                yield Fault(later.file, later.entry, "from_year", reason)


def hand_mark_unfit(sheet: AssessmentSheet, mark: HandMark) -> tuple[str, str] | None:
    """(field, why) a mark given by hand does not fit its score sheet; ``None`` where it does."""
    if not sheet.covers(mark.year):
        return "year", f"“{sheet.name}”不适用于 {mark.year} 年。"
    if sheet.areas and mark.area not in sheet.areas:
        return "area", f"“{sheet.name}”不考核{mark.area}。"
    points = None if mark.points is None else Decimal(mark.points)
    item = next((one for one in sheet.items if one.id == mark.item), None)
    extra = next((one for one in sheet.extras if one.id == mark.item), None)
    if item is None and extra is None:
        known = [*(i.id for i in sheet.items if i.rule == "hand"), *(e.id for e in sheet.extras)]
        return "item", f"“{sheet.name}”没有项目“{mark.item}”。可写 {'、'.join(known)}。"
    if item is not None and item.rule != "hand":
        return "item", f"“{item.name}”由监测数据评分，不能手工写分。"
    if extra is not None and extra.kind == "veto":
        return None if points is None else ("points", f"“{extra.name}”是一票否决，不写分数。")
    if points is None:
        return "points", "没有写分数。"
    exponent = points.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > sheet.digits:
        return "points", f"分数 {mark.points} 多于 {sheet.digits} 位小数。"
    most = item.full if item is not None else extra.most if extra is not None else None
    if points < 0 or (most is not None and points > Decimal(most)):
        return "points", f"分数应在 0 到 {most or '…'} 之间，不能是 {mark.points}。"
    return None
