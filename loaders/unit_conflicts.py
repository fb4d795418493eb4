"""A unit that title, sheet and file name state differently, or that nothing states: asked."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from chuangmo.catalog.models import Indicator
from loaders.alternatives import Alternative, choice, sentence, settled
from loaders.declared_units import general_unit
from loaders.scaling import unit_shares
from loaders.stated import Stated, alternatives, nearest
from loaders.units import Unit, unit_named

if TYPE_CHECKING:
    from loaders.extract import BlockReader

_CHOICES = ("µg/m³", "mg/m³")


def ask_unit(reader: "BlockReader", indicator: Indicator, numbers: list[Decimal]) -> None:
    """Ask for a unit that nothing states, with the share of values that each would make likely."""
    found = [
        Alternative(unit.name, share, f"{len(numbers)} 个值里 {share:.0%} 在常见范围内")
        for share, unit in unit_shares(indicator, numbers)
    ]
    prompt = f"{indicator.label}没有写单位，从数值看不出是 µg/m³ 还是 mg/m³。请选择单位。"
    if len(found) == len(_CHOICES):
        words = "；".join(one.words for one in found)
        prompt = f"{prompt}{words}。"
    sheet = reader.block.sheet
    reader.ask(reader.file.question(sheet, "unit", prompt, _CHOICES, of=indicator.id))


def settled_unit(
    reader: "BlockReader", indicator: Indicator, first: Unit, numbers: list[Decimal]
) -> Unit | None:
    """The unit that holds where title, sheet and file name state several; ``None`` where asked.

    ``first`` is the nearest. It holds, and is told, where it is clearly better by where it stands
    and by how many values it makes likely; another is never taken in its place, only asked for.
    """
    stated = _stated(reader, indicator)
    if len({one.key for one in stated}) < 2:
        return first
    found = _scored(stated, indicator, numbers)
    said = reader.file.answer(reader.block.sheet, f"unit-{indicator.id}")
    if said in {one.option for one in found}:
        return unit_named(str(said))
    best = settled(found)
    if best and best.option == first.name:
        told = sentence(f"{indicator.label}的单位", best, found)
        if told not in reader.context.chosen:
            reader.context.chosen.append(told)
        return first
    asked = choice(f"{indicator.label}的单位有两种写法，以哪个为准？", found)
    reader.ask(reader.file.question(reader.block.sheet, "unit", *asked, of=indicator.id))
    return None


def _stated(reader: "BlockReader", indicator: Indicator) -> list[Stated]:
    block, file = reader.block, reader.file
    texts = [(text, "title") for text in block.titles]
    texts += [(block.sheet.name, "sheet"), (file.name, "name")]

    def units_in(text: str) -> Sequence[str]:
        unit = general_unit(text, indicator, file)
        return [unit.name] if unit else []

    return nearest(texts, units_in)


def _scored(found: list[Stated], indicator: Indicator, numbers: list[Decimal]) -> list[Alternative]:
    likely = {unit.name: share for share, unit in unit_shares(indicator, numbers)}
    readings = alternatives(found, lambda key: key)
    return [
        Alternative(
            one.option, one.score + likely.get(one.option, 0.0),
            f"{one.reason}，{likely.get(one.option, 0.0):.0%} 的值在常见范围内",
        )
        for one in readings
    ]  # fmt: skip
