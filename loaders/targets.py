"""Targets that a file prints, beside those that are registered; asked about once a sheet."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.target_models import PLAN
from chuangmo.status import SIGN
from loaders.diagnostics import diagnose
from loaders.model.answers import LEAVE_OUT, REGISTER
from loaders.model.staged import ClerkQuestion, Diagnostic
from loaders.model.targets import CHANGED, NEW, UNCHANGED, FoundTarget
from loaders.words.units import unit_named

TOPIC = "targets"


def settled_targets(
    found: Iterable[FoundTarget], catalog: Catalog
) -> tuple[tuple[FoundTarget, ...], list[Diagnostic]]:
    """Each target once, with its status; two limits for one area and year are told, none kept."""
    by_key: dict[tuple[str, str, int, bool], list[FoundTarget]] = {}
    for one in found:
        key = (one.indicator, one.area, one.year, one.said.form == PLAN)
        by_key.setdefault(key, []).append(one)
    kept, told = [], []
    for same in by_key.values():
        first = same[0]
        other = next((o for o in same[1:] if not _equal(o, first)), None)
        if other is None:
            kept.append(replace(first, status=status(first, catalog)))
            continue
        name = catalog.indicator(first.indicator).label
        told.append(
            diagnose(
                "target-twice", first.sheet, first.cell, first.limit, other=other.cell,
                value=other.limit, what=f"{first.area}{first.year}年{name}",
            )
        )  # fmt: skip
    return tuple(kept), told


def status(target: FoundTarget, catalog: Catalog) -> str:
    """``new``, or beside the registered one of the year ``changed`` or ``unchanged``.

    A file that names no document agrees with any.
    """
    plan, place = target.said.form == PLAN, (target.indicator, target.area, target.year)
    known = catalog.plan(*place) if plan else catalog.target(*place)
    if known is None or (known.form == PLAN) != plan or known.year != target.year:
        return NEW  # a plan and what a year is given stand side by side
    of_known = replace(
        target, operator=known.operator, limit=known.limit, unit=known.unit,
        document=target.document and known.document,
    )  # fmt: skip
    alike = _equal(of_known, target) and of_known.document == target.document
    return UNCHANGED if alike and known.said == target.said and not known.mark else CHANGED


def _equal(one: FoundTarget, other: FoundTarget) -> bool:
    """Whether two targets bound the same way at the same figure, whatever their units."""
    alike = one.operator == other.operator and one.said == other.said
    return alike and _stored(one) == _stored(other)


def _stored(target: FoundTarget) -> tuple[str, Decimal]:
    if not target.limit:
        return "", Decimal(0)
    unit, number = unit_named(target.unit), Decimal(target.limit)
    return (unit.dimension, number * unit.size) if unit else (target.unit, number)


def target_questions(targets: Iterable[FoundTarget], catalog: Catalog) -> tuple[ClerkQuestion, ...]:
    """One question a sheet with targets that differ from the registered ones and are undecided."""
    by_key: dict[str, list[FoundTarget]] = {}
    for one in targets:
        if one.status != UNCHANGED and not one.answer:
            by_key.setdefault(one.asked, []).append(one)
    return tuple(
        ClerkQuestion(key, _prompt(some, catalog), (REGISTER, LEAVE_OUT), topic=TOPIC)
        for key, some in by_key.items()
    )


def _prompt(some: list[FoundTarget], catalog: Catalog) -> str:
    first, sheet = some[0], some[0].sheet
    name = catalog.indicator(first.indicator).label
    asked = f"{SIGN[first.operator]} {first.limit} {first.unit}".replace(" %", "%")
    asked = first.words if first.said.form else asked
    shown = f"{first.cell} 是{first.area}{first.year}年{name} {asked}"
    where = f"“{sheet}”里有" if sheet else "表里有"
    return f"{where} {len(some)} 个目标值（如 {shown}），不是监测结果。要登记为目标吗？"
