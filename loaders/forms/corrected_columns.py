"""What a person says of single columns: this one is NO2, that one is not read."""

from collections.abc import Mapping
from dataclasses import replace

from chuangmo.catalog.catalog import Catalog
from loaders.binding.file_context import FileContext, labels_said
from loaders.model.form import CORRECTED
from loaders.model.sheet import Sheet
from loaders.model.table import Column
from loaders.words.normalise import label

SAID_OUT = "left-out"


def corrections_said(file: FileContext, sheet: Sheet) -> dict[str, str]:
    """The answer ``columns``: 表头=indicator id, several by ;; an empty right side leaves out.

    Answers to questions ``label`` count too. Keys are normalised headers, levels joined by ``/``.
    """
    said = (file.answer(sheet, CORRECTED) or "").replace("；", ";")
    pairs = [part.rsplit("=", 1) for part in said.split(";") if "=" in part]
    return labels_said(file, sheet) | {label(title): text.strip() for title, text in pairs}


def with_corrections(
    columns: list[Column], said: Mapping[str, str], catalog: Catalog
) -> list[Column]:
    """The columns, those under a corrected header with the indicator that was said.

    Raises:
        UnknownId: the catalog has no such indicator.
    """
    return [_corrected(c, said.get(label(c.title)), catalog) for c in columns] if said else columns


def _corrected(column: Column, said: str | None, catalog: Catalog) -> Column:
    if said is None:
        return column
    if not said:
        return replace(column, role="ignored", key="", indicator="", part="", reason=SAID_OUT)
    indicator = catalog.indicator(said).id
    return replace(column, role="value", key="", indicator=indicator, part="", reason="")
