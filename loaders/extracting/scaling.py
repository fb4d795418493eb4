"""Exact scaling: values as DECIMAL(30,12) holds them, and the unit that a magnitude betrays."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import partial
from typing import TypeVar

from chuangmo.catalog.models import Indicator
from loaders.binding.declared_units import stored_unit
from loaders.model.encoded import Encoded, Mask, Positions
from loaders.model.finding import Finding, at_cell
from loaders.model.readings import Chunk
from loaders.model.sheet import cell_text
from loaders.model.table import Column, Unit
from loaders.words.units import factor, unit_named
from loaders.words.values import BLANK, Parsed

T = TypeVar("T")
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
    for name in ("µg/m³", "mg/m³"):
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
