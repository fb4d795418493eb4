"""A printed rate of completion beside what is done and what was to be done."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from chuangmo.assess.rounding import publish
from loaders.checking.quotients import bounds, last_digit
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, at_cell
from loaders.model.table import Block
from loaders.words.normalise import label
from loaders.words.values import parse_value

_RATE = re.compile(r"完成(?:率|比例|百分比)")
_TASK = re.compile(r"目标|任务|计划|应完成")
_DONE = re.compile(r"完成|实绩|实际")
_OTHER = re.compile(r"时限|时间|日期|情况|未完成|剩余|单位|差|同比|累计完成率")


def check(staged: Staged) -> Iterator[Finding]:
    """The rate against done and task on its left; told at the rate's own cell, nothing left out."""
    for table in staged.tables:
        for rate, done, task in _triples(table.block):
            for row in table.block.body:
                yield from _compared(table.block, row, rate, done, task)


def _triples(block: Block) -> Iterator[tuple[int, int, int]]:
    """(rate, done, task): columns that stand under one group header, or under none."""
    texts = {i: label(path[-1]) for i, path in block.headers.items() if path}
    for rate, text in texts.items():
        if not _RATE.search(text):
            continue
        left = [i for i in texts if i < rate and _group(block, i) == _group(block, rate)]
        task = [i for i in left if _TASK.search(texts[i]) and not _odd(texts[i])]
        done = [i for i in left if i not in task and _DONE.search(texts[i]) and not _odd(texts[i])]
        if task and done:
            yield rate, max(done), max(task)


def _odd(text: str) -> bool:
    return bool(_OTHER.search(text) or _RATE.search(text))


def _group(block: Block, column: int) -> tuple[str, ...]:
    return block.headers[column][:-1]


def _compared(block: Block, row: int, rate: int, done: int, task: int) -> Iterator[Finding]:
    sheet = block.sheet
    percent = "%" in sheet.formats.get((row, rate), "")
    printed = parse_value(sheet.value(row, rate), percent)
    part, whole = (parse_value(sheet.value(row, column)).value for column in (done, task))
    if printed.value is None or part is None or not whole or whole < 0 or part < 0:
        return
    shown = [printed.value] if printed.percent else [printed.value, printed.value * 100]
    ways = [(part, whole)] + ([(whole, part)] if part else [])
    if any(_agrees(value, *way) for value in shown for way in ways):
        return
    due = publish(Fraction(part) * 100 / Fraction(whole), max(1, -last_digit(printed.value)))
    yield at_cell(
        "completion-differs", sheet, (row, rate), printed.text,
        done=format(part, "f"), task=format(whole, "f"), rate=due,
    )  # fmt: skip


def _agrees(printed: Decimal, part: Decimal, whole: Decimal) -> bool:
    low, high = bounds(printed, part, whole)
    return low <= printed <= high
