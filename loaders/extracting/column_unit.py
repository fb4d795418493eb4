"""Which unit the values of a column stand in: declared, betrayed by their magnitude, or asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chuangmo.catalog.models import Indicator
from loaders.binding.context import Context
from loaders.binding.declared_units import declared_unit, general_unit
from loaders.extracting.extract import EMPTY, Extract
from loaders.extracting.scaling import EXACT, magnitude_unit, unit_shares
from loaders.extracting.scope import BlockScope
from loaders.model.answers import FRACTION, PERCENT
from loaders.model.encoded import Encoded, encoded
from loaders.model.evidence import (
    Alternative,
    Stated,
    alternatives,
    choice,
    nearest,
    sentence,
    settled,
)
from loaders.model.finding import Finding, at_cell, at_sheet
from loaders.model.staged import ClerkQuestion
from loaders.model.table import Column, Unit
from loaders.tables.columns import sample
from loaders.words.modifiers import DUSTY, dust_state
from loaders.words.normalise import label
from loaders.words.units import factor, fits, stored_unit, unit_named
from loaders.words.values import parse_value

MAGNITUDE = "magnitude"
_ONE_PER_CENT = Decimal(1)
_CHOICES = ("µg/m³", "mg/m³")
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
        extract: where the unit was read and what is told of it.
        unsaid: whether nothing says it of an amount that may as well be in ten thousands (元, 吨).
    """

    unit: Unit
    printed: str = ""
    other_scale: Decimal | None = None
    extract: Extract = EMPTY
    unsaid: bool = False


def chosen_unit(
    scope: BlockScope,
    column: Column,
    indicator: Indicator,
    row_unit: Unit | None,
    numbers: Encoded[Decimal],
) -> ChosenUnit | ClerkQuestion:
    """The unit of a column; a question where nothing decides it."""
    stored = stored_unit(indicator)
    declared = (row_unit, "key") if row_unit else None
    declared = declared or declared_unit(indicator, column, scope.block, scope.file)
    chosen: tuple[str, ...] = ()
    if declared and declared[1] == "title":
        said = settled_unit(scope, indicator, declared[0], numbers)
        if isinstance(said, ClerkQuestion):
            return said
        unit, chosen = said
        declared = (declared[0] if unit.name == declared[0].name else unit, "title")
    if declared:
        unit = declared[0]
        printed = unit.name.removesuffix("³") if unit.damaged else unit.name
        told = Extract(unit_sources=(declared[1],), chosen=chosen)
        if unit.damaged:
            lost = at_sheet("lost-superscript", scope.block.sheet, unit.name[:-1], unit=unit.name)
            told += Extract(findings=(lost,))
        other = _betrayed(indicator, unit, numbers)
        if other is None:
            return ChosenUnit(unit, printed, extract=told)
        answer = scope.file.answer(scope.block.sheet, f"unit-{indicator.id}")
        if answer == other.name:
            return ChosenUnit(other, printed, extract=told)
        doubt = _doubt(scope, column, indicator, (unit, other), numbers[0])
        told += replace(doubt, questions=()) if answer == unit.name else doubt
        return ChosenUnit(unit, printed, factor(other, unit), told)
    if stored.dimension != "concentration" or not numbers:
        return ChosenUnit(stored, unsaid=indicator.is_amount)
    if (foreign := _foreign_unit(scope, indicator)) and not _said_unit(scope, indicator):
        prompt = f"标题写的单位“{foreign}”不是{indicator.label}的单位，不能换算。这些值是什么单位？"
        return scope.file.question(scope.block.sheet, "unit", prompt, _CHOICES, of=indicator.id)
    betrayed = magnitude_unit(indicator, numbers)
    # ppm has figures of the same size as mg/m³
    gas = betrayed and betrayed.name == "mg/m³" and indicator.id in _GASES
    if betrayed is None or (gas and _in_micrograms(scope)):
        return unit_question(scope, indicator, numbers)
    inferred = (betrayed.name, indicator.label)
    return ChosenUnit(betrayed, extract=Extract(inferred=(inferred,), unit_sources=(MAGNITUDE,)))


def _said_unit(scope: BlockScope, indicator: Indicator) -> bool:
    return bool(scope.file.answer(scope.block.sheet, f"unit-{indicator.id}"))


def _foreign_unit(scope: BlockScope, indicator: Indicator) -> str:
    """A unit that the titles state and that fits no column of the table; else empty.

    Left out, the magnitude of the values would choose a unit against what is printed.
    """
    file = scope.file
    units = [unit for text in scope.block.titles if (unit := file.vocabulary.facets(text).unit)]
    columns = [c.indicator for c in scope.columns if c.role == "value" and c.indicator]
    here = [indicator, *map(file.catalog.indicator, columns)]
    foreign = (u.name for u in units if not any(fits(u, one) for one in here))
    return next(foreign, "")


def _in_micrograms(scope: BlockScope) -> bool:
    """Whether the particulates of the same table are of the size of µg/m³."""
    catalog = scope.file.catalog
    for column in scope.columns:
        if column.role != "value" or column.indicator not in _PARTICLES:
            continue
        values = [parse_value(v).value for v in sample(scope.block, column.index)]
        numbers = encoded(v for v in values if v is not None)
        unit = magnitude_unit(catalog.indicator(column.indicator), numbers)
        if unit is not None and unit.name == "µg/m³":
            return True
    return False


def _betrayed(indicator: Indicator, unit: Unit, numbers: Encoded[Decimal]) -> Unit | None:
    """The unit that the values betray instead of the declared one."""
    if unit.dimension != "concentration" or not numbers or indicator.plausible is None:
        return None
    other = magnitude_unit(indicator, numbers)
    return None if other is None or other.name == unit.name else other


def _doubt(
    scope: BlockScope,
    column: Column,
    indicator: Indicator,
    units: tuple[Unit, Unit],
    first: Decimal,
) -> Extract:
    """Warn of a printed unit that the values contradict, and offer the other one as an answer.

    Args:
        units: the printed one and the one that the values betray.
    """
    sheet, (unit, other) = scope.block.sheet, units
    rows = (r for r in scope.block.body if parse_value(sheet.value(r, column.index)).value == first)
    row, number = next(rows, scope.block.body[0]), format(first, "f")
    told = at_cell(
        "unit-magnitude", sheet, (row, column.index), number,
        indicator=indicator.label, unit=unit.name, other=other.name,
    )  # fmt: skip
    prompt = (
        f"“{sheet.name}”的“{column.title}”印的单位是 {unit.name}，从数值看像是 {other.name}。"
        "以哪个为准？"
    )
    asked = scope.file.question(sheet, "unit", prompt, (other.name, unit.name), of=indicator.id)
    return Extract(findings=(told,), questions=(replace(asked, default=unit.name),))


def gas_factor(
    scope: BlockScope, column: Column, indicator: Indicator, unit: Unit
) -> tuple[Decimal, Finding] | None:
    """ppb or ppm to the stored unit where the sheet states temperature, told; else ``None``."""
    if unit.dimension != "mixing" or indicator.id not in _MOLAR:
        return None
    for text in (*column.header, *scope.block.titles, *scope.block.notes, *scope.file.help):
        body = label(text)
        for pattern, litres in _STATES:
            if pattern.search(body):
                told = at_sheet(
                    "unit-converted", scope.block.sheet, unit.name,
                    indicator=indicator.label, litres=litres,
                )  # fmt: skip
                grams = EXACT.divide(Decimal(_MOLAR[indicator.id]) * unit.size, Decimal(litres))
                return EXACT.divide(grams, stored_unit(indicator).size), told
    return None


def percent_scale(
    scope: BlockScope,
    indicator: Indicator,
    bare: Encoded[Decimal],
    beside: Sequence[tuple[Decimal, Decimal]] = (),
) -> Decimal | ClerkQuestion:
    """1 for a rate printed in per cent, 100 for one printed as a fraction, or the question which.

    Args:
        bare: the values without a per cent sign or format.
        beside: printed rates, each with the per cent that its own parts give.
    """
    if not indicator.is_rate or not bare or max(bare) > 1 or max(bare) <= 0:
        return Decimal(1)
    fitting = [
        scale
        for scale in (Decimal(1), Decimal(100))
        if beside and all(abs(printed * scale - due) <= _ONE_PER_CENT for printed, due in beside)
    ]
    if len(fitting) == 1:
        return fitting[0]
    said = scope.file.answer(scope.block.sheet, f"rate-{indicator.id}")
    if said in (FRACTION, PERCENT):
        return Decimal(100) if said == FRACTION else Decimal(1)
    shown = "、".join(format(value, "f") for value in bare[:3])
    prompt = f"{indicator.label}写作 {shown}，是小数（1 即 100%）还是百分数？"
    sheet = scope.block.sheet
    options = (FRACTION, PERCENT)
    return scope.file.question(sheet, "rate", prompt, options, of=indicator.id)


def unit_question(
    scope: BlockScope, indicator: Indicator, numbers: Encoded[Decimal]
) -> ClerkQuestion:
    """The question for a unit that nothing states, with the share of values that each suits."""
    found = [
        Alternative(unit.name, share, f"{len(numbers)} 个值里 {share:.0%} 在常见范围内")
        for share, unit in unit_shares(indicator, numbers)
    ]
    prompt = f"{indicator.label}没有写单位，从数值看不出是 µg/m³ 还是 mg/m³。请选择单位。"
    if len(found) == len(_CHOICES):
        words = "；".join(one.words for one in found)
        prompt = f"{prompt}{words}。"
    sheet = scope.block.sheet
    return scope.file.question(sheet, "unit", prompt, _CHOICES, of=indicator.id)


def settled_unit(
    scope: BlockScope, indicator: Indicator, first: Unit, numbers: Encoded[Decimal]
) -> tuple[Unit, tuple[str, ...]] | ClerkQuestion:
    """The unit that holds where title, sheet and file name state several, and why; or a question.

    ``first`` is the nearest. It holds, and is told, where it is clearly better by where it stands
    and by how many values it makes likely; another is never taken in its place, only asked for.
    """
    stated = _stated(scope, indicator)
    if len({one.key for one in stated}) < 2:
        return first, ()
    found = _scored(stated, indicator, numbers)
    said = scope.file.answer(scope.block.sheet, f"unit-{indicator.id}")
    if said in {one.option for one in found}:
        return unit_named(str(said)) or first, ()
    best = settled(found)
    if best and best.option == first.name:
        return first, (sentence(f"{indicator.label}的单位", best, found),)
    asked = choice(f"{indicator.label}的单位有两种写法，以哪个为准？", found)
    return scope.file.question(scope.block.sheet, "unit", *asked, of=indicator.id)


def _stated(scope: BlockScope, indicator: Indicator) -> list[Stated]:
    block, file = scope.block, scope.file
    texts = [(text, "title") for text in block.titles]
    texts += [(block.sheet.name, "sheet"), (file.name, "name")]

    def units_in(text: str) -> Sequence[str]:
        unit = general_unit(text, indicator, file)
        return [unit.name] if unit else []

    return nearest(texts, units_in)


def _scored(
    found: list[Stated], indicator: Indicator, numbers: Encoded[Decimal]
) -> list[Alternative]:
    likely = {unit.name: share for share, unit in unit_shares(indicator, numbers)}
    readings = alternatives(found, lambda key: key)
    return [
        Alternative(
            one.option, one.score + likely.get(one.option, 0.0),
            f"{one.reason}，{likely.get(one.option, 0.0):.0%} 的值在常见范围内",
        )
        for one in readings
    ]  # fmt: skip


def with_stated_statistic(scope: BlockScope, column: Column, indicator: Indicator) -> Column:
    """A column without a statistic of its own, with the one that title or note state by name."""
    stated = "" if column.statistic else scope.stated_statistics.get(indicator.id, "")
    return replace(column, statistic=stated) if stated else column


def statistic_of(column: Column, indicator: Indicator) -> str:
    """The statistic that the values of a column are stored as."""
    if indicator.is_rate:
        return "rate"
    if stored_unit(indicator).dimension in ("concentration", "sound", "fall"):
        return column.statistic or "mean"
    return "value"


def dust_of(context: Context, column: Column, indicator: Indicator) -> str:
    """``removed`` where header or title say that sand-dust is taken out of a particulate."""
    if indicator.id not in DUSTY:
        return ""
    own = dust_state(column.modifiers)
    return context.dust if own is None else own


def clashing(
    scope: BlockScope, column: Column, indicator: Indicator, unit: Unit, rows: list[int]
) -> Extract:
    """Values whose unit does not convert into the indicator's."""
    mixing = unit.dimension == "mixing"
    told = {"indicator": indicator.label, "stored": indicator.unit}
    code = "unit-mixing" if mixing else "unit-conflict"
    extract = scope.aside(code, column, rows, unit.name, **told)
    return extract if mixing else replace(extract, clashing=len(rows))
