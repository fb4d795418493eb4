"""Tasks counted from the items of a ledger; tables of counts beside it and in its place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figures.tasks import cumulative, no_data, of_one_place
from chuangmo.assess.question import LedgerItem, Question
from chuangmo.assess.rounding import decimal_text
from chuangmo.assess.verdict_types import Statistic

LEDGER_RULE = "按台账逐条统计：{cut}前实际完成的计入；同一单位全部完成才计一家"
TABLES_NOTE = "没有台账、按报表数计入的区县：{members}"
DIFFERS_NOTE = "{area}报表为 {told}{unit}，台账同期为 {counted}{unit}，按台账计，请核对。"
_DONE_WORDS = ("已完成", "完成", "验收", "已验收", "已拆除")


def from_ledger(question: Question) -> Statistic:
    """Count or sum of ledger items finished inside the period, in the field's own unit.

    A place without a list counts with what its tables report; where both exist the list counts,
    and a note says where they differ.
    """
    areas = question.members or (question.area,)
    items = [item for item in question.ledger if item.area in areas]
    cut = question.elapsed.last_day
    rule = LEDGER_RULE.format(cut=f"{cut.year}年{cut.month}月{cut.day}日")
    if not items:
        found = cumulative(question)
        return no_data(question, rule) if found.value is None else found
    found = _with_tables(question, _listed(question, items, rule), items)
    notes = [found.note, *_differences(question, items)]
    return replace(found, note="；".join(note for note in notes if note))


def _listed(question: Question, items: list[LedgerItem], rule: str) -> Statistic:
    """What the lists give."""
    last = question.elapsed.last_day
    code = reasons.PERIOD_OPEN if question.is_open else ""
    through = max(item.as_of for item in items)
    return question.answer(
        value=_counted(question, items, last),
        statistic="value",
        grain="snapshot",
        n_valid=sum(1 for item in items if is_finished(item, question, last)),
        n_expected=len(items),
        n_unit="sample",
        valid=not code,
        reason_code=code,
        reason=reasons.sentence(
            code,
            period=reasons.period_words(question.period),
            through=f"{through.year}年{through.month}月{through.day}日",
        ),
        rule=rule,
        origin="ledger",
        demo=any(item.demo for item in items),
    )


def _with_tables(question: Question, listed: Statistic, items: list[LedgerItem]) -> Statistic:
    """With the tables of the districts that have no list."""
    have = {item.area for item in items}
    told = {a: of_one_place(question, a) for a in question.members if a not in have}
    tables = {area: found[0] for area, found in told.items() if found is not None}
    if not tables:
        return listed
    value = sum((t.value for t in tables.values() if t.value is not None), listed.value or 0)
    short = next((t for t in tables.values() if not t.valid), None) if listed.valid else None
    if short:
        listed = replace(listed, valid=False, reason_code=short.reason_code, reason=short.reason)
    return replace(
        listed, value=Fraction(value), note=TABLES_NOTE.format(members="、".join(tables)),
        demo=listed.demo or any(t.demo for t in tables.values()),
    )  # fmt: skip


def _differences(question: Question, items: list[LedgerItem]) -> list[str]:
    """Places whose table gives another figure than their list up to the same day."""
    notes = []
    for area in dict.fromkeys((question.area, *question.members)):
        mine = [i for i in items if i.area == area or area == question.area]
        found = of_one_place(question, area) if mine else None
        if found is None or found[0].value is None:
            continue
        counted = _counted(question, mine, min(found[1].last_day, question.elapsed.last_day))
        if counted != found[0].value:
            notes.append(
                DIFFERS_NOTE.format(
                    area=area, told=decimal_text(found[0].value), counted=decimal_text(counted),
                    unit=question.indicator.unit,
                )
            )  # fmt: skip
    return notes


def _counted(question: Question, items: Sequence[LedgerItem], last: date) -> Fraction:
    """What the items finished from the period's first day to ``last`` amount to."""
    done = [item for item in items if is_finished(item, question, last)]
    field = question.indicator.ledger.field if question.indicator.ledger else "count"
    if field == "owners":
        return _owners_done(items, done)
    return sum((Fraction(item.amounts.get(field) or 0) for item in done), Fraction(0))


def is_finished(item: LedgerItem, question: Question, last: date) -> bool:
    """Whether an item counts: finished from the period's first day to ``last``, or said to be."""
    if item.finished is not None:
        return question.elapsed.start.date() <= item.finished <= last
    return item.status in _DONE_WORDS and item.as_of <= question.elapsed.last_day


def _owners_done(items: Sequence[LedgerItem], done: Sequence[LedgerItem]) -> Fraction:
    listed = Counter((item.area, item.owner) for item in items)
    finished = Counter((item.area, item.owner) for item in done)
    return Fraction(sum(1 for owner, n in listed.items() if finished.get(owner) == n))
