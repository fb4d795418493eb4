"""Figures that are no monitored values: told truly what they are; targets among them are kept."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from chuangmo.catalog.models import Indicator
from chuangmo.catalog.target_models import YEARLY_LINE
from chuangmo.period import YEAR, Period
from loaders.binding.class_columns import class_chunk
from loaders.binding.declared_units import declared_unit
from loaders.binding.file_context import FileContext
from loaders.binding.stated_periods import report_date
from loaders.extracting.extract import EMPTY, Extract
from loaders.extracting.scaling import magnitude_unit
from loaders.extracting.scope import BlockScope
from loaders.model.encoded import Encoded, Positions, encoded
from loaders.model.finding import at_cell
from loaders.model.sheet import cell_text
from loaders.model.table import Block, Column, Place, Unit
from loaders.model.target_phrases import TargetPhrase
from loaders.model.targets import FoundTarget
from loaders.tables.columns import sample
from loaders.words import lists
from loaders.words.key_times import key_parts
from loaders.words.labels import TARGET, heads_targets, holds, what_it_is
from loaders.words.normalise import label
from loaders.words.units import number_with_unit, stored_unit, to_stored
from loaders.words.values import Parsed, limit_in, parse_value, target_in

TOPIC = "targets"
_SCORE, _MARKS, _FULL = "score", lists.SCORES["titles"], lists.SCORES["full"]
_CITY_ROWS = ("全市",)
_NO_UNIT = Unit("?", "?", Decimal(1))  # of cells that print different ones
_DOCUMENT = re.compile(
    r"([\u4e00-\u9fff]{1,14})[〔\[(（【]((?:19|20)\d{2})[〕\])）】]第?(\d{1,4})号"
)
_AROUND = re.compile(r"^.*(?:根据|依据|按照|附件|见|据|按)")


def as_targets(columns: list[Column], block: Block, file: FileContext) -> list[Column]:
    """The columns, values as targets where title, sheet or file name say so and no column does.

    Columns whose own headers say results stay what they are.
    """
    if any(c.reason == TARGET for c in columns) or _rows_say(columns, block, file):
        return columns
    if _daily(columns, block):
        return columns
    if not heads_targets((*block.titles, block.sheet.name, file.name), file.vocabulary):
        return columns
    return [
        replace(c, role="derived", part="", reason=TARGET)
        if c.role in ("value", "part") and not _of_results(c)
        else c
        for c in columns
    ]


def as_scores(columns: list[Column], block: Block, file: FileContext) -> list[Column]:
    """The columns, figures of other indicators than scores as such where a table gives marks.

    A title says so (打分表), or the full marks of each row stand beside (分值). A unit of its own,
    or a column of units, makes a column one of measured values.
    """
    if any(c.role == "key" and c.key == "unit" for c in columns):
        return columns
    titled = any(
        w in label(t) for t in (*block.titles, block.sheet.name, file.name) for w in _MARKS
    )
    marked = any(c.reason == _SCORE and _is_full(c) for c in columns)
    rows = any(c.role == "key" and c.key == "indicator" for c in columns)
    if not titled and not (marked and rows):
        return columns

    def measured(column: Column) -> bool:
        own = file.catalog.indicator(column.indicator) if column.indicator else None
        return own.unit in lists.QUANTITIES[_SCORE].of or holds("rank", own) if own else False

    return [
        replace(c, role="derived", part="", indicator="", reason=_SCORE)
        if c.role in ("value", "part") and c.unit is None and not measured(c) and not _of_results(c)
        else c
        for c in columns
    ]


def _is_full(column: Column) -> bool:
    """Whether a header says that the marks are those that can be had (分值, 满分)."""
    return any(word in label(text) for text in column.header for word in _FULL)


def _of_results(column: Column) -> bool:
    """Whether a header itself says that its figures are results (2024年实绩)."""
    words = lists.TARGETS["results"]
    return any(word in label(text) for text in column.header for word in words)


def _daily(columns: list[Column], block: Block) -> bool:
    """Whether the rows are days: targets are of years, at most of months."""
    dates = [c for c in columns if c.role == "key" and c.key == "date"]
    return any(
        (parts := key_parts(value, "date")) is not None and parts.day is not None
        for c in dates
        for value in sample(block, c.index)
    )


def _rows_say(columns: list[Column], block: Block, file: FileContext) -> bool:
    """Whether labels of rows say 目标 themselves."""
    for c in columns:
        if c.role == "key" and c.key == "indicator":
            cells = {cell_text(block.sheet.value(row, c.index)) for row in block.body[:500]}
            return any(TARGET in file.vocabulary.facets(cell).quantities for cell in cells)
    return False


def set_aside_derived(scope: BlockScope, column: Column) -> Extract:
    """Count the figures of a derived column and say what they are."""
    target = column.reason == TARGET
    rows = [
        row
        for row in scope.block.body
        if (parsed := scope.parsed(row, column)).kind == "number"
        or (target and _limit(parsed.text) is not None)
    ]
    return scope.aside("not-an-input", column, rows, column.title, what=what_it_is(column.reason))


def read_classes(
    scope: BlockScope,
    column: Column,
    keys: tuple[Encoded[Place | None], Encoded[Period | None]],
) -> Extract:
    """The classes that a column says of the sites of the rows; what is none says nothing."""
    chunk = class_chunk(column, scope.block, scope.rows.rows, keys, scope.form, scope.file)
    return Extract(chunks=(chunk,)) if len(chunk) else EMPTY


#: Id of an indicator and the unit of the rows; and the positions of the rows.
TargetRows = tuple[tuple[str, Unit | None], Positions]


def set_aside_unknown(
    scope: BlockScope, column: Column, parsed: Encoded[Parsed], positions: Positions
) -> tuple[Extract, list[TargetRows]]:
    """Set aside the values of rows whose label is no monitored indicator; say what it is.

    Returns:
        What is set aside, and the rows that are targets.
    """
    by_name: dict[str, list[int]] = {}
    for p in positions.tolist():
        if parsed[p].kind not in ("blank", "missing"):
            name, row = scope.row_label(scope.rows.rows[p]), scope.rows.rows[p]
            if name not in scope.rows.unexplained and row not in scope.rows.quotients:
                by_name.setdefault(name, []).append(p)
    extract, targets = EMPTY, []
    for name, here in by_name.items():
        reason = scope.keys.labels.reason(name)
        rows = [scope.rows.rows[p] for p in here if _counts(parsed[p], reason)]
        if not reason and (whole := scope.file.vocabulary.facets(name).parts):
            of = scope.file.catalog.indicator(whole[0][1]).label
            what = f"{of}的分子或分母，单独一行"
            extract += scope.aside("not-an-input", column, rows, name, what=what)
            continue
        if not reason:
            extract += scope.aside("unknown-label", column, rows, name)
            continue
        extract += scope.aside("not-an-input", column, rows, name, what=what_it_is(reason))
        unit = scope.rows.units[here[0]] if scope.rows.units else None
        named = scope.keys.labels.meaning(name, unit).indicators or (
            column.indicator or scope.context.indicator,
        )
        if reason == TARGET and len(named) == 1 and named[0]:
            targets.append(((named[0], unit), np.array(here)))
    return extract, targets


def _counts(cell: Parsed, reason: str) -> bool:
    """Whether a cell is a figure: a number, of a target a bound too."""
    return cell.value is not None or (reason == TARGET and _limit(cell.text) is not None)


def kinds_of_rows(scope: BlockScope) -> frozenset[int]:
    """Positions of rows whose label alone says another kind of figure: 目标值, 完成率."""
    if scope.keys.column("indicator") is None:
        return frozenset()
    known: dict[str, bool] = {}
    found = set()
    for p, row in enumerate(scope.rows.rows):
        text = scope.row_label(row)
        if text not in known:
            facets = scope.file.vocabulary.facets(text)
            known[text] = bool(facets.derived) and not (facets.rest or facets.indicators)
        if known[text]:
            found.add(p)
    return frozenset(found)


@dataclass(frozen=True)
class TargetCells:
    """Cells of one column that hold targets of one indicator.

    Attributes:
        rows, places, periods: of each cell; a row of the whole city has the city's place.
        unit: of the rows, where a column of units or the row label says one.
    """

    column: Column
    indicator: Indicator
    rows: Sequence[int]
    places: Sequence[Place | None]
    periods: Sequence[Period | None]
    unit: Unit | None = None


def find_targets(scope: BlockScope, cells: TargetCells) -> Extract:
    """The targets of some cells; those that cannot be registered are told with the reason."""
    column, indicator, sheet = cells.column, cells.indicator, scope.block.sheet
    limits = {row: _limit_of(scope, row, column) for row in cells.rows}
    if not any(limits.values()):
        return EMPTY
    numbers = [Decimal(limit.number) for limit in limits.values() if limit and limit.number]
    for own in {limit.unit for limit in limits.values() if limit and limit.unit}:
        cells = replace(cells, unit=own if cells.unit in (None, own) else _NO_UNIT)
    unit = _unit(scope, cells, numbers) if numbers else ""
    why = _unfit(indicator, unit, [limit for limit in limits.values() if limit])
    found: list[FoundTarget] = []
    day = report_date(scope.layout)
    unfit: dict[str, list[int]] = {}
    for row, place, period in zip(cells.rows, cells.places, cells.periods, strict=True):
        limit = limits[row]
        if limit is None:
            continue
        phrase = limit.phrase
        year = phrase.year if phrase and phrase.year else _year(scope, cells, period, row)
        others = scope.file.catalog.is_outside
        reason = why or _unplaced(place, period, year, others)
        if reason or place is None or year is None or unit is None:
            unfit.setdefault(reason, []).append(row)
            continue
        found.append(
            FoundTarget(
                indicator=indicator.id, area=place[0], year=year,
                operator=limit.operator or (">=" if indicator.direction == "higher" else "<="),
                limit=limit.number, unit=unit, document=document_in(scope),
                said=phrase.in_year(year) if phrase else YEARLY_LINE,
                dated=day.isoformat() if day else "", asked=scope.file.key(sheet, TOPIC),
                sheet=None if sheet.is_text else sheet.name,
                cell=sheet.address(row, column.index),
                answer=scope.file.answer(scope.block.sheet, TOPIC) or "",
            )
        )  # fmt: skip
    told = tuple(
        at_cell(
            "target-unfit", sheet, (rows[0], column.index), column.title,
            count=len(rows), why=reason,
        )
        for reason, rows in unfit.items()
    )  # fmt: skip
    return Extract(targets=tuple(found), findings=told)


def city_rows(scope: BlockScope, column: Column) -> tuple[list[int], Place | None]:
    """Total rows with a target of the whole city (全市), which is no sum; and that city."""
    rows = [
        row
        for row, text in scope.rows.totals.items()
        if text in _CITY_ROWS and _limit_of(scope, row, column)
    ]
    city = scope.file.catalog.city
    name = scope.file.hints.area if city.open_places else city.name
    return rows, (name, None) if name else None


def document_in(scope: BlockScope) -> str:
    """The document as a person says it, else its number in titles, notes, sheet or file name."""
    if scope.file.hints.document:
        return scope.file.hints.document
    block = scope.block
    for text in (*block.titles, *block.notes, block.sheet.name, scope.file.name):
        if found := _DOCUMENT.search("".join(text.split())):
            return f"{_AROUND.sub('', found[1])}〔{found[2]}〕{found[3]}号"
    return ""


class FoundLimit(NamedTuple):
    """What a cell limits: operator, number and unit as written, whether per cent, its words."""

    operator: str
    number: str
    percent: bool
    phrase: TargetPhrase | None = None
    unit: Unit | None = None


def _limit_of(scope: BlockScope, row: int, column: Column) -> FoundLimit | None:
    """The limit that a cell says; ``None`` of any other."""
    parsed = scope.parsed(row, column)
    if parsed.percent and not parsed.from_text and parsed.value is not None:
        return FoundLimit("", format(parsed.value.normalize(), "f"), True)
    return _limit(parsed.text)


def _limit(text: str) -> FoundLimit | None:
    """A printed limit: ``31`` ``≤31`` ``82%以上`` ``逐年下降``; ``None`` where it is none."""
    operator, body = limit_in(text) or ("", text)
    parsed = parse_value(body)
    if parsed.kind == "number" and parsed.value is not None and parsed.value >= 0:
        return FoundLimit(operator, label(body).rstrip("%").replace(",", ""), parsed.percent)
    if counted := number_with_unit(body):  # 10所
        return FoundLimit(operator, label(counted[0]).replace(",", ""), False, unit=counted[1])
    phrase = target_in(text)
    if phrase is None:
        return None
    return FoundLimit(phrase.operator, phrase.number, phrase.percent, phrase)


def _unit(scope: BlockScope, cells: TargetCells, numbers: list[Decimal]) -> str | None:
    """The unit of the limits as the catalog spells it; ``None`` where nothing says one."""
    indicator, stored = cells.indicator, stored_unit(cells.indicator)
    declared = declared_unit(indicator, cells.column, scope.block, scope.file)
    unit = cells.unit or (declared[0] if declared else None)
    if unit is None:
        inferred = stored.dimension == "concentration"
        unit = magnitude_unit(indicator, encoded(numbers)) if inferred else stored
    scale = to_stored(unit, indicator) if unit else None
    if unit and scale is not None and unit.name in indicator.digits:
        return unit.name
    return stored.name if scale == 1 else None


def _unfit(indicator: Indicator, unit: str | None, limits: Iterable[FoundLimit]) -> str:
    """Why none of some limits can be registered; empty where they can."""
    if unit is None:
        return f"看不出单位，或单位不是{indicator.label}的（{'、'.join(indicator.digits)}）"
    bare = [Decimal(one.number) for one in limits if one.number and not one.percent]
    if indicator.is_rate and bare and max(bare) <= 1:
        return "看不出是小数还是百分数"
    band = indicator.plausible
    if indicator.is_rate and bare and band and Decimal(band.high) == 100 < max(bare):
        return "大于 100%，不像是它的目标（是天数或个数的，请另写一列并写明单位）"
    return ""


def _unplaced(
    place: Place | None, period: Period | None, year: int | None, is_outside: Callable[[str], bool]
) -> str:
    if place is None:
        return "看不出是哪个地区的"
    if is_outside(place[0]):
        return "它是外市的，只登记本市的目标"
    if place[1] is not None:
        return "它是点位的，目标按地区登记"
    if period is None and year is None:
        return "看不出是哪一年的"
    return "" if year is not None else "它不是一整年的"


def _year(scope: BlockScope, cells: TargetCells, period: Period | None, row: int) -> int | None:
    """The year that a target is of; ``None`` where it is one of a shorter stretch.

    Quotas of tasks count since January: in a table of one month they are the year's.
    """
    if period is None:
        return None
    column = cells.column
    named = " ".join((*column.header, scope.row_label(row)))
    whole = period.kind == YEAR or any(word in named for word in lists.TARGETS["yearly"])
    since_january = period.start.month == 1 and (period.end - period.start).days > 31
    beside = not column.period and not scope.rows_have_times
    running = beside and (cells.indicator.is_task or since_january)
    return period.start.year if whole or running else None
