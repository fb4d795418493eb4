"""Which columns are the kinds of a count (其中) beside it: 298 项, of which 油烟 186, 污水 70."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chuangmo.catalog.catalog import Catalog
from chuangmo.store.rows import DENOMINATOR, NUMERATOR, OF_WHICH, WEIGHT
from loaders.binding.keys import is_total_text
from loaders.model.finding import Finding, at_sheet
from loaders.model.readings import PartColumn
from loaders.model.sheet import Sheet
from loaders.model.table import Block, Column
from loaders.words.labels import UNKNOWN_LABEL
from loaders.words.normalise import OF_WHICH_MARK
from loaders.words.values import parse_value

#: Why a column is no reading of its own: it is a kind of the count that it serves.
SUB_COUNT = "sub-count"
_UNIT = re.compile(r"[（(]([^（）()]{1,6})[）)]\s*$")
SCORE, DEDUCTED = "分", "扣"
#: The full marks of a group in the heading of its column (环境质量（40分）).
_FULL_MARKS = re.compile(r"[（(](?:满分)?(\d+(?:\.\d+)?)分[）)]")
_ONE_THING = frozenset({"家", "户", "个"})
_UNREAD = ("", "unknown", "several-indicators", UNKNOWN_LABEL)


@dataclass(frozen=True)
class CountRow:
    """A row with a count and any of its kinds."""

    row: int
    whole: Decimal
    kinds: tuple[Decimal, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the kinds are the whole count."""
        return self.whole == sum(self.kinds)


def with_sub_counts(
    columns: list[Column], block: Block, catalog: Catalog, indicator: str
) -> list[Column]:
    """The columns, kinds of a count marked with the column that they serve.

    Kinds headed 其中 follow the count; columns of its unit beside it are its kinds where most rows
    add up. Nothing else is read from them.

    Args:
        indicator: of the value columns that name none of their own; may be empty.
    """
    owners: dict[int, int] = {}
    for column in columns:
        named = column.role == "value" and (column.indicator or indicator)
        if not named:
            continue
        own = catalog.indicator(named)
        kinds = _kinds if own.is_task else _scores if own.unit == SCORE else None
        for kind in kinds(column, columns, block) if kinds else ():
            owners.setdefault(kind.index, column.index)
    return [_marked(c, owners[c.index]) if c.index in owners else c for c in columns]


def _marked(column: Column, owner: int) -> Column:
    return replace(column, role="ignored", indicator="", reason=SUB_COUNT, serves=(owner,))


def says_of_which(column: Column) -> bool:
    """Whether a header says 其中."""
    return any(map(OF_WHICH_MARK.match, column.header))


def kinds_told(columns: Sequence[Column], sheet: Sheet) -> Iterator[Finding]:
    """Say which columns are read as the kinds of a count though no header says 其中."""
    kinds = [c for c in columns if c.reason == SUB_COUNT and not says_of_which(c)]
    for owner in dict.fromkeys(c.serves for c in kinds):
        names = "、".join("".join(c.title.split()) for c in kinds if c.serves == owner)
        whole = next(c.title for c in columns if c.index in owner)
        yield at_sheet("sub-counts-read", sheet, names, whole="".join(whole.split()))


def adding_up(rows: Sequence[CountRow]) -> bool:
    """Whether the kinds are the count in half of the rows or more, at least in one."""
    equal = [row for row in rows if row.adds_up]
    return bool(equal) and len(equal) * 2 >= len(rows)


def count_rows(block: Block, column: Column, kinds: Sequence[Column]) -> Iterator[CountRow]:
    """The rows that have the count and any of its kinds; no total rows."""
    sheet = block.sheet
    for row in block.body if kinds else ():
        texts = [v for i in range(3) if isinstance(v := sheet.value(row, i), str)]
        whole = parse_value(sheet.value(row, column.index)).value
        parts = [(k, parse_value(sheet.value(row, k.index)).value) for k in kinds]
        known = tuple(-v if _is_deducted(k) else v for k, v in parts if v is not None)
        if whole is not None and known and not any(map(is_total_text, texts)):
            yield CountRow(row, whole, known)


def part_columns(
    columns: Sequence[Column], parts: Mapping[str, Column], column: Column
) -> tuple[PartColumn, ...]:
    """The columns in which the parts of the readings of one column stand.

    Args:
        parts: part role -> column, as of ``parts_of``.
    """
    roles = (NUMERATOR, DENOMINATOR, WEIGHT)
    told = [(role, parts[role]) for role in roles if role in parts]
    kinds = [c for c in columns if c.reason == SUB_COUNT and column.index in c.serves]
    told += [(OF_WHICH, kind) for kind in kinds]
    return tuple(PartColumn(role, _name(c), _unit(c), c.index) for role, c in told)


def _kinds(column: Column, columns: Sequence[Column], block: Block) -> list[Column]:
    after = _beside(column, columns, step=1)
    named = [c for c in after if says_of_which(c)]
    if named:
        return after if adding_up(list(count_rows(block, column, after))) else named
    for run in (after, _beside(column, columns, step=-1)):
        within = [c for c in run if len(c.header) > 1 and c.header[:-1] == column.header[:-1]]
        alike = run if _unit(column) and all(_unit(c) for c in run) else within
        if len(alike) > 1 and adding_up(list(count_rows(block, column, alike))):
            return alike
    return []


def _scores(column: Column, columns: Sequence[Column], block: Block) -> list[Column]:
    """The columns before a total score that make it up, deductions (扣分) taken away."""
    left = [c for c in columns if c.index < column.index and c.role == "ignored"]
    run = [c for c in left if c.reason in _UNREAD and c.header]
    if len(run) < 2:
        return []
    return run if full_marks(run) or adding_up(list(count_rows(block, column, run))) else []


def full_marks(kinds: Sequence[Column]) -> dict[int, Decimal]:
    """Column to the full marks that its heading gives (环境质量（40分）): these make up a total."""
    found = {c.index: _FULL_MARKS.search(c.title) for c in kinds}
    return {index: Decimal(hit[1]) for index, hit in found.items() if hit}


def _is_deducted(kind: Column) -> bool:
    return any(DEDUCTED in text for text in kind.header[-1:])


def _beside(column: Column, columns: Sequence[Column], step: int) -> list[Column]:
    """The columns next to a count, on its right (left: -1), that may be kinds of it."""
    ordered = sorted(columns, key=lambda c: c.index * step)
    found: list[Column] = []
    for c in ordered[ordered.index(column) + 1 :]:
        if c.role == "derived":
            continue
        if not _may_be_kind(c, column):
            break
        found.append(c)
    return found


def _may_be_kind(column: Column, of: Column) -> bool:
    if not same_unit(_unit(column), _unit(of)):
        return False
    if column.role == "ignored":
        return column.reason in _UNREAD
    again = column.role == "value" and column.indicator == of.indicator and says_of_which(column)
    return again and not (column.places or column.period)


def same_unit(unit: str, own: str) -> bool:
    """Whether a kind may be counted in the unit of its count; one may be empty."""
    return not unit or not own or unit == own or {unit, own} <= _ONE_THING


def unit_in(text: str) -> str:
    """The unit in brackets behind a label; empty without one."""
    hit = _UNIT.search(text)
    return hit.group(1) if hit else ""


def part_name(text: str) -> str:
    """The words of a label that tell a part: without 其中 and the unit."""
    return "".join(_UNIT.sub("", OF_WHICH_MARK.sub("", text)).split())


def _unit(column: Column) -> str:
    units = [unit for text in column.header if (unit := unit_in(text))]
    return SCORE if full_marks([column]) else units[-1] if units else ""


def _name(column: Column) -> str:
    names = [name for text in column.header if (name := part_name(text))]
    return names[-1] if names else "".join(column.title.split())
