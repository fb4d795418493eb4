"""Exact scaling: values as DECIMAL(30,12) holds them, and the unit that a magnitude betrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import partial
from statistics import median
from typing import TypeVar

import numpy as np

from chuangmo.catalog.models import Indicator
from loaders.extracting.extract import EMPTY, Extract
from loaders.extracting.scope import BlockScope
from loaders.model.answers import LEAVE_CELLS, SLIP_TOPIC
from loaders.model.encoded import Encoded, Mask, Positions
from loaders.model.finding import Finding, at_cell
from loaders.model.readings import Chunk
from loaders.model.sheet import cell_text
from loaders.model.staged import ClerkQuestion
from loaders.model.table import Column, Unit
from loaders.tables.columns import sample
from loaders.words.units import factor, stored_unit, unit_named
from loaders.words.values import BLANK, Parsed, parse_value

T = TypeVar("T")
_CHOICES = ("µg/m³", "mg/m³")
_OTHER = dict(zip(_CHOICES, map(unit_named, reversed(_CHOICES)), strict=True))
_FEWEST = 3  # other values that a slip is told from
_FURTHEST = 10  # times the median of the others
_NAMED = 5
EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)
#: Kinds of cells that are no values, and the code of what is told of them.
FAULTS = {
    "unreadable": "unreadable-value",
    "error": "error-cell",
    "formula": "formula-without-value",
}


def storable(value: Decimal) -> Decimal:
    """The value with at most twelve decimals, as DECIMAL(30,12) holds it."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -12:
        return value.scaleb(12, EXACT).to_integral_value(ROUND_HALF_EVEN).scaleb(-12, EXACT)
    return value


def converted(cell: Parsed, indicator: Indicator, scale: Decimal) -> tuple[Decimal | None, str]:
    """The stored value of a cell and its qualifier, a fault or ``zero`` (which means missing)."""
    if cell.kind in FAULTS or (cell.percent and not indicator.is_rate):
        return None, cell.kind if cell.kind in FAULTS else "unreadable"
    if cell.kind == "missing" or (indicator.zero_means_missing and cell.value == -1):
        return None, "missing"
    if cell.kind == "invalid" and cell.value is not None:
        return storable(EXACT.multiply(cell.value, scale)), "invalid"
    if cell.kind == "number" and cell.value == 0 and indicator.zero_means_missing:
        return None, "zero"
    value = None if cell.value is None else storable(EXACT.multiply(cell.value, scale))
    return value, "below" if cell.kind == "below" else ""


def quotient(over: tuple[Parsed, Parsed]) -> Parsed:
    """Numerator over denominator in per cent."""
    top, bottom = over
    if top.value is None or not bottom.value:
        return top if top.kind in FAULTS else BLANK
    return Parsed("number", EXACT.divide(top.value * 100, bottom.value), top.text)


def part_value(role: str, column: Column) -> Callable[[Parsed], Decimal | None]:
    """The value of a part as it is stored: weights in metres."""
    metres = column.unit.size if role == "weight" and column.unit else Decimal(1)
    return lambda cell: None if cell.value is None else storable(cell.value * metres)


def _fits(band: tuple[Decimal, Decimal], scale: Decimal, value: Decimal) -> bool:
    return band[0] <= value * scale <= band[1]


def unit_shares(indicator: Indicator, numbers: Encoded[Decimal]) -> list[tuple[float, Unit]]:
    """Share of the values that each unit of concentration puts into the plausible band, 0..1."""
    band, stored = indicator.plausible, stored_unit(indicator)
    if band is None or not numbers:
        return []
    low, high = Decimal(band.low), Decimal(band.high)
    shares: list[tuple[float, Unit]] = []
    for name in _CHOICES:
        unit = unit_named(name)
        scale = factor(unit, stored) if unit else None
        if unit and scale:
            fits = numbers.count_where(partial(_fits, (low, high), scale))
            shares.append((fits / len(numbers), unit))
    return shares


def magnitude_unit(indicator: Indicator, numbers: Encoded[Decimal]) -> Unit | None:
    """The unit of concentration that the plausible band allows and the other does not.

    One unit must suit nine tenths of the values and the other less than half; else ``None``.
    """
    shares = sorted(unit_shares(indicator, numbers), key=lambda pair: -pair[0])
    if len(shares) == 2 and shares[0][0] >= 0.9 and shares[1][0] < 0.5:
        return shares[0][1]
    return None


@dataclass(frozen=True)
class Slips:
    """Single values that stand a thousand times off the others of their column.

    Attributes:
        positions: where in the column.
        unit: the unit in which they would be like the others.
        middle: median of the others, in the stored unit.
    """

    positions: Positions
    unit: Unit
    middle: Decimal


@dataclass(frozen=True)
class Scaled:
    """Cells of a column with the factor to the stored unit that holds for each part of them."""

    parts: tuple[tuple[Positions, Decimal], ...]
    extract: Extract = EMPTY


def scaled(
    scope: BlockScope,
    column: Column,
    indicator: Indicator,
    unit: Unit,
    parsed: Encoded[Parsed],
    positions: Positions,
) -> Scaled:
    """The cells at these positions by ``unit``, single ones that contradict it as a person says.

    Without an answer it is asked, so that nothing is loaded.
    """
    stored = stored_unit(indicator)
    scale = factor(unit, stored) or Decimal(1)
    found = slips(scope, column, indicator, unit, parsed, positions)
    if found is None:
        return Scaled(((positions, scale),))
    at = [(scope.rows.rows[p], parsed[p].text) for p in found.positions.tolist()]
    asked = _slip_question(scope, column, indicator, found, at)
    said = scope.file.hints.answers.get(asked.key)
    if said is None:
        return Scaled(((positions, scale),), Extract(questions=(asked,)))
    rest = (np.setdiff1d(positions, found.positions), scale)
    if said == LEAVE_CELLS:
        rows, name = [row for row, _ in at], indicator.label
        told = scope.aside("left-out-cell", column, rows, at[0][1], indicator=name)
        return Scaled((rest,), told)
    return Scaled((rest, (found.positions, factor(found.unit, stored) or scale)))


def slips(
    scope: BlockScope,
    column: Column,
    indicator: Indicator,
    unit: Unit,
    parsed: Encoded[Parsed],
    positions: Positions,
) -> Slips | None:
    """Values that the plausible band excludes in the unit of the column but not in the other one.

    Only where at least three others of the indicator lie in the band, and the value in the other
    unit would be among them; any other impossible value is an error of its cell.
    """
    band, stored, other = indicator.plausible, stored_unit(indicator), _OTHER.get(unit.name)
    if band is None or other is None:
        return None
    scale, second = factor(unit, stored), factor(other, stored)
    if scale is None or second is None:
        return None
    low, high = Decimal(band.low), Decimal(band.high)

    def is_beyond(cell: Parsed) -> bool:
        value = cell.value if cell.kind == "number" else None
        return bool(value) and not low <= (value or 0) * scale <= high

    own = parsed.taken(positions)
    odd = positions[own.where(is_beyond)]
    if not len(odd):
        return None
    usual = [v * scale for v in _alike(scope, column, indicator, own) if low <= v * scale <= high]
    if len(usual) < _FEWEST:
        return None
    middle = Decimal(median(usual))
    least = max(min(usual) / 2, middle / _FURTHEST, low)
    most = min(max(usual) * 2, middle * _FURTHEST, high)
    fits = parsed.taken(odd).where(lambda cell: least <= (cell.value or 0) * second <= most)
    return Slips(odd[fits], other, middle) if fits.any() else None


def _alike(
    scope: BlockScope, column: Column, indicator: Indicator, own: Encoded[Parsed]
) -> list[Decimal]:
    """The values of a column, where they are few with those of the indicator's other columns."""
    others = [
        c for c in scope.columns
        if c.index != column.index and c.role == "value" and c.statistic == column.statistic
        and c.unit == column.unit and (c.indicator or scope.context.indicator) == indicator.id
    ]  # fmt: skip
    found = [cell.value for cell in own if cell.value and cell.kind == "number"]
    for c in others if len(found) <= _FEWEST else ():
        cells = map(parse_value, sample(scope.block, c.index))
        found += [cell.value for cell in cells if cell.value and cell.kind == "number"]
    return found


def _slip_question(
    scope: BlockScope,
    column: Column,
    indicator: Indicator,
    found: Slips,
    at: Sequence[tuple[int, str]],
) -> ClerkQuestion:
    """Whether values a thousand times off are read in the other unit; ``at`` row and text."""
    sheet, unit = scope.block.sheet, found.unit.name
    cells = [f"{sheet.address(row, column.index)}（{text}）" for row, text in at]
    shown = "、".join(cells[:_NAMED]) + ("等" if len(cells) > _NAMED else "")
    prompt = (
        f"“{sheet.name}”的{indicator.label}有 {len(cells)} 个值 {shown}，与同类其他值"
        f"（中位数 {format(found.middle.normalize(), 'f')} {indicator.unit}）差 1000 倍，"
        f"像是 {unit} 的数。按 {unit} 读，还是不读？"
    )
    of = f"{indicator.id}-{sheet.address(at[0][0], column.index)}"
    return scope.file.question(sheet, SLIP_TOPIC, prompt, (unit, LEAVE_CELLS), of=of)


def marks_told(chunk: Chunk, said: Encoded[str]) -> tuple[Finding, ...]:
    """One line for values with an invalid mark, one for zeros that mean missing."""
    findings: list[Finding] = []
    marked = said.positions(lambda mark: mark == "invalid")
    zeros = said.positions(lambda mark: mark == "zero")
    if marked:
        cell = chunk.rows[marked[0]], chunk.column
        found = cell_text(chunk.sheet.value(*cell))
        findings.append(at_cell("marked-value", chunk.sheet, cell, found, count=len(marked)))
    if zeros:
        cell, label = (chunk.rows[zeros[0]], chunk.column), chunk.indicator.label
        findings.append(
            at_cell("zero-is-missing", chunk.sheet, cell, "0", count=len(zeros), indicator=label)
        )
    return tuple(findings)


def numbers_of(cells: Encoded[Parsed], mask: Mask) -> Encoded[Decimal]:
    """The values of the cells of a mask, none of which is absent."""
    return cells.taken(mask).map(lambda cell: cell.value or Decimal(0))


def among(column: Encoded[T], positions: Positions) -> Encoded[T]:
    """The entries at positions in their order; the column itself where these are all of it."""
    return column if len(positions) == len(column) else column.taken(positions)
