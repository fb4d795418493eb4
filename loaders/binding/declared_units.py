"""The unit that header, title, note, sheet name or an answer declare for an indicator."""

from chuangmo.catalog.models import Indicator
from loaders.binding.file_context import FileContext
from loaders.model.table import Block, Column, Unit
from loaders.words.units import fits, unit_named


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


def own_unit(text: str, indicator: Indicator, file: FileContext) -> Unit | None:
    """The unit that a text states for this indicator by name (``CO为mg/m³``)."""
    rule = file.vocabulary.facets(text).unit_rule
    return rule.units(file.vocabulary.named)[0].get(indicator.id) if rule else None


def general_unit(text: str, indicator: Indicator, file: FileContext) -> Unit | None:
    """The unit that a text states for whatever it does not name, if it fits the indicator."""
    facets = file.vocabulary.facets(text)
    unit = facets.unit_rule.units(file.vocabulary.named)[1] if facets.unit_rule else facets.unit
    return unit if fits(unit, indicator) else None
