"""Which unit the values of a column stand in: declared, betrayed by their magnitude, or asked."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from chuangmo.catalog.models import Indicator
from loaders.columns import Column, sample
from loaders.declared_units import declared_unit, stored_unit
from loaders.normalise import label
from loaders.scaling import EXACT, magnitude_unit
from loaders.unit_conflicts import ask_unit, settled_unit
from loaders.units import Unit, factor
from loaders.values import parse_value

if TYPE_CHECKING:
    from loaders.extract import BlockReader

FRACTION, PERCENT = "小数，乘以100", "百分数，照原样"
# Grams a mole of the gases whose mixing ratio is ever printed.
_MOLAR = {"so2": "64.066", "no2": "46.006", "co": "28.010", "o3": "47.998"}
_GASES = ("so2", "no2", "o3")
_PARTICLES = ("pm10", "pm25", "tsp")
# Litres a mole at 101.325 kPa by the state that a text names.
_STATES = (
    (re.compile(r"(?<!\d)25°c|(?<!\d)25度|298(?:\.15)?k|参比状态"), "24.465"),
    (re.compile(r"(?<!\d)20°c|293(?:\.15)?k"), "24.055"),
    (re.compile(r"(?<!\d)0°c|273(?:\.15)?k|标准状态|标准状况|标况"), "22.414"),
)


@dataclass(frozen=True)
class ChosenUnit:
    """The unit that the values of a column are read in.

    Attributes:
        printed: the unit as the file prints it; empty where it prints none.
        other_scale: factor to the values in the unit that their size betrays; ``None`` where the
            printed unit is not in doubt.
    """

    unit: Unit
    printed: str = ""
    other_scale: Decimal | None = None


def chosen_unit(
    reader: "BlockReader",
    column: Column,
    indicator: Indicator,
    row_unit: Unit | None,
    numbers: list[Decimal],
) -> ChosenUnit | None:
    """The unit of a column; asks and gives ``None`` when nothing decides it."""
    stored = stored_unit(indicator)
    declared = (row_unit, "key") if row_unit else None
    declared = declared or declared_unit(indicator, column, reader.block, reader.file)
    if declared and declared[1] == "title":
        unit = settled_unit(reader, indicator, declared[0], numbers)
        if unit is None:
            return None
        declared = (declared[0] if unit.name == declared[0].name else unit, "title")
    if declared:
        unit = declared[0]
        other = _doubted(reader, column, indicator, unit, numbers)
        reader.context.sources.setdefault("unit", declared[1])
        printed = unit.name.removesuffix("³") if unit.damaged else unit.name
        return ChosenUnit(unit, printed, other)
    if stored.dimension != "concentration" or not numbers:
        return ChosenUnit(stored)
    unit = magnitude_unit(indicator, numbers)
    if unit and unit.name == "mg/m³" and indicator.id in _GASES and _in_micrograms(reader):
        ask_unit(reader, indicator, numbers)  # ppm has figures of the same size as mg/m³
        return None
    if unit:
        reader.tally.inferred.setdefault(unit.name, []).append(indicator.label)
        reader.context.sources["unit"] = "magnitude"
        return ChosenUnit(unit)
    ask_unit(reader, indicator, numbers)
    return None


def _in_micrograms(reader: "BlockReader") -> bool:
    """Whether the particulates of the same table are of the size of µg/m³."""
    catalog = reader.file.catalog
    for column in reader.columns:
        if column.role != "value" or column.indicator not in _PARTICLES:
            continue
        values = [parse_value(v).value for v in sample(reader.block, column.index)]
        numbers = [v for v in values if v is not None]
        unit = magnitude_unit(catalog.indicator(column.indicator), numbers)
        if unit is not None and unit.name == "µg/m³":
            return True
    return False


def _doubted(
    reader: "BlockReader", column: Column, indicator: Indicator, unit: Unit, numbers: list[Decimal]
) -> Decimal | None:
    """The factor to the unit that the values betray instead of the declared one, which is told."""
    if unit.damaged:
        reader.tally.report("lost-superscript", None, column.index, unit.name[:-1], unit=unit.name)
    if unit.dimension != "concentration" or not numbers or indicator.plausible is None:
        return None
    other = magnitude_unit(indicator, numbers)
    if other is None or other.name == unit.name:
        return None
    value = reader.block.sheet.value
    rows = (r for r in reader.block.body if parse_value(value(r, column.index)).value == numbers[0])
    reader.tally.report(
        "unit-magnitude", next(rows, None), column.index, format(numbers[0], "f"),
        indicator=indicator.label, unit=unit.name,
    )  # fmt: skip
    return factor(other, unit)


def gas_factor(
    reader: "BlockReader", column: Column, indicator: Indicator, unit: Unit
) -> Decimal | None:
    """ppb or ppm to the stored unit where the sheet states temperature; else ``None``."""
    if unit.dimension != "mixing" or indicator.id not in _MOLAR:
        return None
    for text in (*column.header, *reader.block.titles, *reader.block.notes, *reader.file.help):
        body = label(text)
        for pattern, litres in _STATES:
            if pattern.search(body):
                reader.tally.report(
                    "unit-converted", None, column.index, unit.name,
                    indicator=indicator.label, litres=litres,
                )  # fmt: skip
                grams = Decimal(_MOLAR[indicator.id]) * unit.size
                return EXACT.divide(
                    EXACT.divide(grams, Decimal(litres)), stored_unit(indicator).size
                )
    return None


def percent_scale(
    reader: "BlockReader", column: Column, indicator: Indicator, bare: list[Decimal]
) -> Decimal | None:
    """1 for a rate printed in per cent, 100 for one printed as a fraction; ``None`` when asked.

    Args:
        bare: the values without a per cent sign or format.
    """
    if not indicator.is_rate or not bare or max(bare) > 1 or max(bare) <= 0:
        return Decimal(1)
    said = reader.file.answer(reader.block.sheet, f"rate-{indicator.id}")
    if said in (FRACTION, PERCENT):
        return Decimal(100) if said == FRACTION else Decimal(1)
    shown = "、".join(format(value, "f") for value in bare[:3])
    prompt = f"{indicator.label}写作 {shown}，是小数（1 即 100%）还是百分数？"
    sheet = reader.block.sheet
    options = (FRACTION, PERCENT)
    reader.ask(reader.file.question(sheet, "rate", prompt, options, of=indicator.id))
    return None
