"""A printed rate of completion beside what is done and what was to be done."""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction

from chuangmo.assess.rounding import publish
from chuangmo.catalog.models import Indicator
from loaders.checking.quotients import bounds, last_digit
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, at_cell
from loaders.model.table import Block
from loaders.words.normalise import label
from loaders.words.values import Parsed, parse_value

_FEWEST = 3  # rows of counts that all say the same
_COUNTED = ("cumulative", "ledger")
_RATE = re.compile(r"完成(?:率|比例|百分比)")
_TASK = re.compile(r"目标|任务|计划|应完成")
_DONE = re.compile(r"完成|实绩|实际")
_OTHER = re.compile(r"时限|时间|日期|情况|未完成|剩余|单位|差|同比|累计完成率")


def check(staged: Staged) -> Iterator[Finding]:
    """The rate against done and task on its left; told at the rate's own cell, nothing left out.

    Where less is better the rate may be task over done. Counts of tasks of which more is done than
    is due in every row are probably those of the other column.
    """
    for table in staged.tables:
        block = table.block
        triples, pairs = list(_triples(block)), list(_pairs(block))
        asked = {done for _, done, _ in triples} | {done for done, _ in pairs}
        if not asked:
            continue
        read, parts = _indicators(staged, block, asked), _parts(staged, block, asked)
        for rate, done, task in triples:
            for row in block.body:
                indicator = read.get((row, done))
                if indicator is not None and (row, done) in parts:
                    yield from _beside_parts(block, (row, rate), indicator, parts[row, done])
                    continue
                upward = indicator is not None and indicator.direction == "higher"
                yield from _compared(block, row, (rate, done, task), upward=upward)
        for done, task in pairs:
            yield from _exchanged(block, done, task, read)


def _indicators(
    staged: Staged, block: Block, columns: Collection[int]
) -> dict[tuple[int, int], Indicator]:
    """(row, column) -> indicator of the readings that stand in these columns of a table."""
    rows = set(block.body)
    return {
        (row, chunk.column): chunk.indicator
        for chunk in staged.chunks_of(block.sheet)
        if chunk.column in columns
        for row in chunk.rows
        if row in rows
    }


def _parts(
    staged: Staged, block: Block, columns: Collection[int]
) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    """(row, column) -> numerator and denominator of rates that no cell prints."""
    found = {}
    for chunk in staged.chunks_of(block.sheet):
        parts, wholes = chunk.parts.get("numerator"), chunk.parts.get("denominator")
        if chunk.column not in columns or parts is None or wholes is None:
            continue
        for row, part, whole in zip(chunk.rows, parts, wholes, strict=True):
            own = any(kind.row == row for kind in chunk.part_rows.get(row, ()))
            if own and part is not None and whole:
                found[row, chunk.column] = (part, whole)
    return found


def _beside_parts(
    block: Block, cell: tuple[int, int], indicator: Indicator, parts: tuple[Decimal, Decimal]
) -> Iterator[Finding]:
    """A printed share beside the row of a numerator, whose rate is made of rows."""
    sheet = block.sheet
    printed = parse_value(sheet.value(*cell), "%" in sheet.formats.get(cell, ""))
    if printed.value is None or any(_agrees(value, *parts) for value in _ways(printed)):
        return
    part, whole = parts
    due = publish(Fraction(part) * 100 / Fraction(whole), max(1, -last_digit(printed.value)))
    yield at_cell(
        "share-differs", sheet, cell, printed.text, indicator=indicator.label,
        part=format(part.normalize(), "f"), whole=format(whole.normalize(), "f"), rate=due,
    )  # fmt: skip


def _ways(printed: Parsed) -> list[Decimal]:
    """A printed rate in per cent, a bare one also taken for a fraction."""
    value = printed.value or Decimal(0)
    return [value] if printed.percent else [value, value * 100]


def _exchanged(
    block: Block, done: int, task: int, read: dict[tuple[int, int], Indicator]
) -> Iterator[Finding]:
    """Done above due in all of three or more rows of counts: each stands under the other's word."""
    rows = [row for row in block.body if (row, done) in read]
    counts = [row for row in rows if read[row, done].combine in _COUNTED]
    cells = [
        [parse_value(block.sheet.value(row, column)) for column in (done, task)] for row in counts
    ]
    both = [(d.value, t.value) for d, t in cells if d.value is not None and t.value is not None]
    if len(both) >= _FEWEST and all(d > t for d, t in both):
        (first, due), name = both[0], read[counts[0], done].label
        yield at_cell(
            "done-over-task", block.sheet, (counts[0], done), format(first, "f"),
            indicator=name, task=format(due, "f"), rows=str(len(both)),
        )  # fmt: skip


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


def _pairs(block: Block) -> Iterator[tuple[int, int]]:
    """(done, task): the only two such columns that stand under one group header, or under none."""
    texts = {i: label(path[-1]) for i, path in block.headers.items() if path}
    groups: dict[tuple[str, ...], list[int]] = {}
    for i in texts:
        groups.setdefault(_group(block, i), []).append(i)
    for columns in groups.values():
        task = [i for i in columns if _TASK.search(texts[i]) and not _odd(texts[i])]
        done = [i for i in columns if i not in task and _DONE.search(texts[i])]
        done = [i for i in done if not _odd(texts[i])]
        if len(task) == len(done) == 1:
            yield done[0], task[0]


def _odd(text: str) -> bool:
    return bool(_OTHER.search(text) or _RATE.search(text))


def _group(block: Block, column: int) -> tuple[str, ...]:
    return block.headers[column][:-1]


def _compared(
    block: Block, row: int, columns: tuple[int, int, int], *, upward: bool
) -> Iterator[Finding]:
    sheet, (rate, done, task) = block.sheet, columns
    percent = "%" in sheet.formats.get((row, rate), "")
    printed = parse_value(sheet.value(row, rate), percent)
    part, whole = (parse_value(sheet.value(row, column)).value for column in (done, task))
    if printed.value is None or part is None or not whole or whole < 0 or part < 0:
        return
    shown = _ways(printed)
    ways = [(part, whole)] + ([(whole, part)] if part and not upward else [])
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
