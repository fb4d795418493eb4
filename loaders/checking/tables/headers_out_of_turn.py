"""Headers that stand in another order than their neighbours tell: exchanged, by the file itself.

Times across that would rise but for two of them; the same headers under several groups, or over
the tables of a sheet, in another order once; ranks with decimals, values that number the rows.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import combinations, pairwise

from loaders.checking.staged import Staged
from loaders.extracting.accounting import Claim
from loaders.model.finding import Finding, at_cell
from loaders.model.table import Block, Column, TimeParts
from loaders.words.normalise import label
from loaders.words.periods import to_period
from loaders.words.values import parse_value

_FEWEST = 3  # times across
_ROWS = 5  # numbers of rows, beside a column 序号 that is none
_YEAR, _MONTH, _DAY = 2008, 1, 1  # where headers lack them
_SERIAL, _RANK = "serial", "rank"
_LOOKED_AT = 50


def check(staged: Staged) -> Iterator[Finding]:
    """At most one warning a table, at the header that is out of turn."""
    for table in staged.tables:
        if table.columns:
            found = [*_times(table), *_groups(table), *_whole(table)]
            yield from found[:1]
    yield from _pages(staged.tables)


def _times(table: Claim) -> Iterator[Finding]:
    """Times of one indicator and place that rise, or fall, once two of them are exchanged."""
    lines: dict[Hashable, list[tuple[Column, datetime]]] = defaultdict(list)
    for c in _values(table):
        period = to_period(_whole_time(c.period))
        if period is not None:
            own = (c.indicator, c.places, c.modifiers, c.statistic, c.header[:-1], period.kind)
            lines[own].append((c, period.start))
    for line in lines.values():
        starts = [start for _, start in line]
        if len(starts) < _FEWEST or _in_turn(starts):
            continue
        for one, other in combinations(range(len(starts)), 2):
            if _in_turn(_exchanged(starts, one, other)):
                yield _told(table.block, line[one][0], line[other][0], "按时间先后")
                break


def _values(table: Claim) -> list[Column]:
    return [c for c in table.columns or () if c.role == "value" and c.header]


def _whole_time(parts: TimeParts) -> TimeParts:
    """The time of a header with what it lacks made up."""
    if not parts:
        return parts
    if parts.hour is not None or parts.day:
        return parts._replace(
            year=parts.year or _YEAR, month=parts.month or _MONTH, day=parts.day or _DAY
        )
    return parts._replace(year=parts.year or _YEAR)


def _in_turn(starts: Sequence[datetime]) -> bool:
    steps = list(pairwise(starts))
    return all(a < b for a, b in steps) or all(a > b for a, b in steps)


def _exchanged(starts: Sequence[datetime], one: int, other: int) -> list[datetime]:
    found = list(starts)
    found[one], found[other] = found[other], found[one]
    return found


def _groups(table: Claim) -> Iterator[Finding]:
    """Under several groups the same headers, in one of them in another order."""
    groups: dict[tuple[str, ...], list[Column]] = defaultdict(list)
    for c in table.columns or ():
        if len(c.header) > 1:
            groups[c.header[:-1]].append(c)
    yield from _other_orders(table.block, groups.values())


def _other_orders(block: Block, groups: Iterable[list[Column]]) -> Iterator[Finding]:
    orders: dict[frozenset[str], list[list[Column]]] = defaultdict(list)
    for columns in groups:
        texts = [label(c.header[-1]) for c in columns]
        if len(set(texts)) == len(texts) > 1 and any(c.role == "value" for c in columns):
            orders[frozenset(texts)].append(columns)
    for alike in orders.values():
        first = [label(c.header[-1]) for c in alike[0]]
        for columns in alike[1:]:
            texts = [label(c.header[-1]) for c in columns]
            odd = [c for c, text, usual in zip(columns, texts, first, strict=True) if text != usual]
            if len(odd) == 2:
                yield _told(block, odd[0], odd[1], "照其他各组的次序")


def _pages(tables: Sequence[Claim]) -> Iterator[Finding]:
    """Of the tables of a sheet with the same headers one that has them in another order."""
    sheets: dict[int, list[Claim]] = defaultdict(list)
    for table in tables:
        if table.columns:
            sheets[id(table.block.sheet)].append(table)
    for claims in sheets.values():
        for table in claims[1:]:
            both = [[c for c in one.columns or () if c.header] for one in (claims[0], table)]
            firsts = [c.index for c in both[0]]
            if firsts == [c.index for c in both[1]]:
                yield from _other_orders(table.block, both)


def _whole(table: Claim) -> Iterator[Finding]:
    """Ranks with decimals; numbers of rows that stand under the header of a value."""
    block, columns = table.block, table.columns or ()
    for c in columns:
        odd = _fraction(block, c) if c.reason == _RANK and c.header else None
        if odd is not None:
            text = str(block.sheet.value(odd, c.index))
            yield at_cell("whole-numbers", block.sheet, (odd, c.index), text, header=c.title)
    serial = [c for c in columns if c.reason == _SERIAL and c.header]
    if not serial or any(_counts_rows(block, c, 1) for c in serial):
        return
    fewest = _ROWS if _fraction(block, serial[0]) is None else 2
    for c in _values(table):
        if _counts_rows(block, c, fewest):
            yield _told(block, serial[0], c, "从 1 起逐行加 1 的应是序号")


def _fraction(block: Block, column: Column) -> int | None:
    """The first row in which a column has decimals."""
    cells = ((row, block.sheet.value(row, column.index)) for row in block.body[:_LOOKED_AT])
    read = ((row, parse_value(cell).value) for row, cell in cells)
    return next((row for row, value in read if value is not None and value % 1 != 0), None)


def _counts_rows(block: Block, column: Column, fewest: int) -> bool:
    cells = (block.sheet.value(row, column.index) for row in block.body[:_LOOKED_AT])
    numbers = [value for cell in cells if (value := parse_value(cell).value) is not None]
    return len(numbers) >= fewest and numbers == list(range(1, len(numbers) + 1))


def _told(block: Block, one: Column, other: Column, why: str) -> Finding:
    row = block.header_rows[-1] if block.header_rows else block.body[0]
    names = f"“{_name(one)}”与“{_name(other)}”"
    return at_cell("headers-exchanged", block.sheet, (row, one.index), names, why=why)


def _name(column: Column) -> str:
    return "".join(column.title.split())
