"""Tasks counted from the items of a ledger; tables of counts beside it and in its place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import FigureRequest, LedgerItem
from chuangmo.assess.figures.tasks import cumulative, no_data, of_one_place
from chuangmo.assess.rounding import decimal_text
from chuangmo.assess.verdict_types import Statistic
from chuangmo.period import day_words

LEDGER_RULE = "按台账逐条统计：{cut}前实际完成的计入；同一单位全部完成才计一家"
TABLES_NOTE = "没有台账、按报表数计入的区县：{members}"
DIFFERS_NOTE = "{area}报表为 {told}{unit}，台账同期为 {counted}{unit}，按台账计，请核对。"
_DONE_WORDS = ("已完成", "完成", "验收", "已验收", "已拆除")


def from_ledger(request: FigureRequest) -> Statistic:
    """Count or sum of ledger items finished inside the period, in the field's own unit.

    A place without a list counts with what its tables report; where both exist the list counts,
    and a note says where they differ.
    """
    areas = request.members or (request.area,)
    items = [item for item in request.ledger if item.area in areas]
    cut = request.elapsed.last_day
    rule = LEDGER_RULE.format(cut=day_words(cut))
    if not items:
        found = cumulative(request)
        return no_data(request, rule) if found.value is None else found
    found = _with_tables(request, _listed(request, items, rule), items)
    notes = [found.note, *_differences(request, items)]
    return replace(found, note="；".join(note for note in notes if note))


def _listed(request: FigureRequest, items: list[LedgerItem], rule: str) -> Statistic:
    """What the lists give."""
    last = request.elapsed.last_day
    code = reasons.PERIOD_OPEN if request.is_open else ""
    through = max(item.as_of for item in items)
    return request.answer(
        value=_counted(request, items, last),
        statistic="value",
        grain="snapshot",
        n_valid=sum(1 for item in items if is_finished(item, request, last)),
        n_expected=len(items),
        n_unit="sample",
        valid=not code,
        reason_code=code,
        reason=reasons.sentence(
            code,
            period=reasons.period_words(request.period),
            through=day_words(through),
        ),
        rule=rule,
        origin="ledger",
        areas=frozenset(item.area for item in items),
        demo=any(item.demo for item in items),
    )


def _with_tables(request: FigureRequest, listed: Statistic, items: list[LedgerItem]) -> Statistic:
    """With the tables of the districts that have no list."""
    have = {item.area for item in items}
    told = {a: of_one_place(request, a) for a in request.members if a not in have}
    tables = {area: found[0] for area, found in told.items() if found is not None}
    if not tables:
        return listed
    value = sum((t.value for t in tables.values() if t.value is not None), listed.value or 0)
    short = next((t for t in tables.values() if not t.valid), None) if listed.valid else None
    if short:
        listed = replace(listed, valid=False, reason_code=short.reason_code, reason=short.reason)
    return replace(
        listed, value=Fraction(value), areas=frozenset(have | tables.keys()),
        note=TABLES_NOTE.format(members="、".join(tables)),
        demo=listed.demo or any(t.demo for t in tables.values()),
    )  # fmt: skip


def _differences(request: FigureRequest, items: list[LedgerItem]) -> list[str]:
    """Places whose table gives another figure than their list up to the same day."""
    notes = []
    for area in dict.fromkeys((request.area, *request.members)):
        mine = [i for i in items if i.area == area or area == request.area]
        found = of_one_place(request, area) if mine else None
        if found is None or found[0].value is None:
            continue
        counted = _counted(request, mine, min(found[1].last_day, request.elapsed.last_day))
        if counted != found[0].value:
            notes.append(
                DIFFERS_NOTE.format(
                    area=area, told=decimal_text(found[0].value), counted=decimal_text(counted),
                    unit=request.indicator.unit,
                )
            )  # fmt: skip
    return notes


def _counted(request: FigureRequest, items: Sequence[LedgerItem], last: date) -> Fraction:
    """What the items finished from the period's first day to ``last`` amount to."""
    done = [item for item in items if is_finished(item, request, last)]
    field = request.indicator.ledger.field if request.indicator.ledger else "count"
    if field == "owners":
        return _owners_done(items, done)
    return sum((Fraction(item.amounts.get(field) or 0) for item in done), Fraction(0))


def is_finished(item: LedgerItem, request: FigureRequest, last: date) -> bool:
    """Whether an item counts: finished from the period's first day to ``last``, or said to be."""
    if item.finished is not None:
        return request.elapsed.start.date() <= item.finished <= last
    return item.status in _DONE_WORDS and item.as_of <= request.elapsed.last_day


def _owners_done(items: Sequence[LedgerItem], done: Sequence[LedgerItem]) -> Fraction:
    listed = Counter((item.area, item.owner) for item in items)
    finished = Counter((item.area, item.owner) for item in done)
    return Fraction(sum(1 for owner, n in listed.items() if finished.get(owner) == n))
