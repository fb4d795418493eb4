"""The unit that header, title, note, sheet name or an answer declare for an indicator."""

from collections.abc import Sequence
from dataclasses import replace

from chuangmo.catalog.models import Indicator
from loaders.binding.file_context import FileContext
from loaders.model.table import Block, Column, Unit
from loaders.words.labels import TARGET
from loaders.words.units import fits, unit_named

#: Dimensions that a person may say instead of what a title prints.
_ASKED = ("concentration", "mixing", "dissolved")
#: What figures of a pollutant are in a unit of another dimension.
_TOLD = {"天": "days"}


def declared_unit(
    indicator: Indicator, column: Column, block: Block, file: FileContext
) -> tuple[Unit, str] | None:
    """(unit, source) that header, rule, title, note, sheet name or answer declare, if it fits.

    Source ``title`` stands for note, sheet name and file name too.
    """
    if column.unit:
        return column.unit, "header"
    texts = (*block.titles, *block.notes, block.sheet.name, file.name, *file.help)
    for text in texts:
        if unit := own_unit(text, indicator, file):
            return unit, "rule"
    for text in texts:
        if unit := general_unit(text, indicator, file):
            rule = file.vocabulary.facets(text).unit_rule
            return unit, "rule" if rule and len(rule.clauses) > 1 else "title"
    said = file.answer(block.sheet, f"unit-{indicator.id}") or file.hints.unit
    if said and (unit := unit_named(said)) and fits(unit, indicator):
        return unit, "answer"
    return None


def without_foreign(columns: Sequence[Column], block: Block, file: FileContext) -> list[Column]:
    """The columns, those whose indicator is never printed in the unit of the title told apart.

    Under ``减排情况（吨）`` COD is the reduction of COD; where no name fits, a target
    is none of the indicator, and figures in days are days. Other units are asked.
    """
    units = [unit for text in block.titles if (unit := file.vocabulary.facets(text).unit)]
    if len({u.name for u in units}) != 1 or units[0].dimension in _ASKED:
        return list(columns)
    unit, keys = units[0], {c.key for c in columns if c.role == "key"}
    ours = [c for c in columns if c.indicator and (c.role == "value" or c.reason == TARGET)]
    ids = {c.indicator for c in ours} or _named_in_rows(columns, block, file)
    known = {i: file.catalog.indicator(i) for i in ids}
    apart = unit.dimension.startswith("?") or any(fits(unit, one) for one in known.values())
    if "unit" in keys or not known or apart:
        return list(columns)
    if not ours:
        told = _TOLD.get(unit.dimension, "")
        return [_as(c, told) if told and c.role == "value" and not c.unit else c for c in columns]
    around = (*block.titles, block.sheet.name)
    return [_told(c, known[c.indicator], unit, around, file) if c in ours else c for c in columns]


def _named_in_rows(columns: Sequence[Column], block: Block, file: FileContext) -> set[str]:
    """The indicators that labels of rows name; none where one of them tells its own unit."""
    index = next((c.index for c in columns if c.role == "key" and c.key == "indicator"), None)
    cells = [block.sheet.value(row, index) for row in block.body[:500]] if index is not None else []
    said = [file.vocabulary.facets(text) for text in cells if isinstance(text, str)]
    return set() if any(f.unit for f in said) else {i for f in said for i in f.indicators}


def _as(column: Column, reason: str) -> Column:
    return replace(column, role="derived", indicator="", reason=reason)


def _told(
    column: Column, own: Indicator, unit: Unit, around: Sequence[str], file: FileContext
) -> Column:
    if column.unit is not None:
        return column
    text = next(t for t in reversed(column.header) if own.id in file.vocabulary.named(t))
    named = file.vocabulary.in_unit(text, unit) or file.vocabulary.composed(text, around)
    if named and fits(unit, file.catalog.indicator(named)):
        return replace(column, indicator=named)
    if column.role != "value":
        return replace(column, indicator="")
    told = _TOLD.get(unit.dimension)
    return _as(column, told) if told else column


def own_unit(text: str, indicator: Indicator, file: FileContext) -> Unit | None:
    """The unit that a text states for this indicator by name (``CO为mg/m³``)."""
    rule = file.vocabulary.facets(text).unit_rule
    return rule.units(file.vocabulary.named)[0].get(indicator.id) if rule else None


def general_unit(text: str, indicator: Indicator, file: FileContext) -> Unit | None:
    """The unit that a text states for whatever it does not name, if it fits the indicator."""
    facets = file.vocabulary.facets(text)
    unit = facets.unit_rule.units(file.vocabulary.named)[1] if facets.unit_rule else facets.unit
    return unit if fits(unit, indicator) else None
