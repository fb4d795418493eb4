"""A printed change (同比) beside this year's figures and those of last year."""

from collections.abc import Iterator
from decimal import Decimal

from loaders.checking.staged import Staged
from loaders.extracting.accounting import Claim
from loaders.model.finding import Finding, at_cell
from loaders.model.table import Block, Column
from loaders.words.modifiers import is_beside
from loaders.words.normalise import label
from loaders.words.values import parse_value

_CHANGE = "change"
_OTHER = ("环比", "上月", "排名", "名次", "位次", "累计")
_DOWNWARD = ("改善", "下降", "降幅", "减")
_LOOKED_AT = 2000
_Three = tuple[Column, Column, Column]


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a column of changes that its own two columns do not give, within rounding.

    A change may be in per cent or in the unit of the figures; of 改善率 a decline is above zero.
    """
    for table in staged.tables:
        for three in _triples(table):
            rows = [row for row in table.block.body[:_LOOKED_AT] if _known(table.block, row, three)]
            odd = [row for row in rows if not _agrees(table.block, row, three)]
            if odd:
                yield _told(table.block, odd, three)


def _triples(table: Claim) -> Iterator[_Three]:
    """(change, this year, last year) under one group header, or under none: one of each."""
    groups: dict[tuple[str, ...], list[Column]] = {}
    for c in table.columns or ():
        if c.header:
            groups.setdefault(c.header[:-1], []).append(c)
    for columns in groups.values():
        change = [c for c in columns if c.role == "derived" and c.reason == _CHANGE]
        change = [c for c in change if not any(word in label(c.header[-1]) for word in _OTHER)]
        values = [c for c in columns if c.role == "value"]
        last = [c for c in values if is_beside(c)]
        if len(change) == len(last) == 1 and len(values) == 2:
            (this,) = [c for c in values if c not in last]
            yield change[0], this, last[0]


def _known(block: Block, row: int, columns: _Three) -> bool:
    cells = [_cell(block, row, c) for c in columns]
    return all(cell is not None for cell in cells) and bool(cells[2])


def _cell(block: Block, row: int, column: Column) -> Decimal | None:
    percent = "%" in block.sheet.formats.get((row, column.index), "")
    parsed = parse_value(block.sheet.value(row, column.index), percent)
    return parsed.value if parsed.kind == "number" else None


def _agrees(block: Block, row: int, columns: _Three) -> bool:
    change, this, last = (_cell(block, row, c) or Decimal(0) for c in columns)
    a, b, slack = _half(this), _half(last), _half(change)
    low, high = (this - a) - (last + b), (this + a) - (last - b)
    bases = (max(abs(last) - b, abs(last) / 2), abs(last) + b)
    rates = [bound * 100 / base for bound in (low, high) for base in bases]
    ways = [(low, high), (min(rates), max(rates)), (min(rates) / 100, max(rates) / 100)]
    down = any(word in label(columns[0].header[-1]) for word in _DOWNWARD)
    signs = (1, -1) if down else (1,)
    return any(
        least - slack <= sign * change <= most + slack for least, most in ways for sign in signs
    )


def _half(value: Decimal) -> Decimal:
    """Half of the last digit as it is written; the printed figure may be rounded."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2


def _told(block: Block, odd: list[int], columns: _Three) -> Finding:
    change, this, last = columns
    row = odd[0]
    text = parse_value(block.sheet.value(row, change.index)).text
    return at_cell(
        "change-differs", block.sheet, (row, change.index), text, count=len(odd),
        this=f"{_cell(block, row, this):f}", last=f"{_cell(block, row, last):f}",
    )  # fmt: skip
