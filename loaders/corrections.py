"""Fixes of single cells, kept with a reason beside the untouched workbook, applied at staging."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa
from openpyxl.utils.cell import coordinate_to_tuple

from loaders.diagnostics import diagnose
from loaders.model.sheet import CellValue, Sheet, cell_text
from loaders.model.staged import Correction, Diagnostic
from loaders.words.values import parse_value

_BOOK_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_TEXT_CELL = re.compile(r"R([1-9]\d*)C([1-9]\d*)")


def place_of(sheet: Sheet, address: str) -> tuple[int, int] | None:
    """Zero-based (row, column) of ``B3`` or, in a text file, ``R12C5``; ``None`` if it is none."""
    if sheet.is_text:
        found = _TEXT_CELL.fullmatch(address)
        if not found:
            return None
        line, column = int(found[1]), int(found[2])
        if not sheet.lines:
            return line - 1, column - 1
        return (sheet.lines.index(line), column - 1) if line in sheet.lines else None
    if not _BOOK_CELL.fullmatch(address):
        return None
    row, column = coordinate_to_tuple(address)
    return row - 1, column - 1


def text_at(sheets: Sequence[Sheet], sheet: str, address: str) -> str | None:
    """The text of a cell as a correction's ``expect`` holds it; ``None`` without such a cell."""
    found = _named(sheets, sheet)
    place = place_of(found, address) if found else None
    if found is None or place is None:
        return None
    return cell_text(found.value(*place)).strip()


@dataclass(frozen=True)
class Fixed:
    """Sheets with their corrections in place, and what was done.

    Attributes:
        raws: (sheet name or ``None``, address) -> the text that stands in the workbook.
        diagnostics: ``corrected`` a fix, ``correction-stale`` where the cell holds another text.
    """

    sheets: list[Sheet]
    raws: dict[tuple[str | None, str], str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def with_raw(self, observations: pa.Table) -> pa.Table:
        """Observations (or their parts) whose ``raw`` is what the untouched cell says."""
        if not self.raws or not observations.num_rows:
            return observations
        keys = zip(observations["sheet"].to_pylist(), observations["cell"].to_pylist(), strict=True)
        raws = observations["raw"].to_pylist()
        kept = [self.raws.get(key, raw) for key, raw in zip(keys, raws, strict=True)]
        index = observations.schema.get_field_index("raw")
        return observations.set_column(index, "raw", pa.array(kept, pa.string()))

    def with_raw_cells(self, ledger: pa.Table) -> pa.Table:
        """Ledger items whose cells show what the untouched cells say."""
        if not self.raws or not ledger.num_rows:
            return ledger
        sheets, texts = ledger["sheet"].to_pylist(), ledger["cells"].to_pylist()
        kept = [self._raw_cells(s, text) for s, text in zip(sheets, texts, strict=True)]
        index = ledger.schema.get_field_index("cells")
        return ledger.set_column(index, "cells", pa.array(kept, pa.string()))

    def _raw_cells(self, sheet: str | None, text: str) -> str:
        cells = {
            name: [address, self.raws.get((sheet, address), raw)]
            for name, (address, raw) in json.loads(text).items()
        }
        return json.dumps(cells, ensure_ascii=False)


def corrected(sheets: list[Sheet], corrections: Sequence[Correction]) -> Fixed:
    """Put the corrections of this file in place; the sheets given stay as they are.

    A correction applies only where the cell still holds the text it was written for.
    """
    fixed = Fixed(list(sheets))
    for one in corrections:
        sheet = _named(fixed.sheets, one.sheet)
        place = place_of(sheet, one.cell) if sheet else None
        now = cell_text(sheet.value(*place)).strip() if sheet and place else ""
        name = None if sheet is None or sheet.is_text else sheet.name
        if sheet is None or place is None or now != one.expect.strip():
            shown = name or one.sheet or None
            fixed.diagnostics.append(
                diagnose("correction-stale", shown, one.cell, now, expect=one.expect)
            )
            continue
        fixed.sheets[fixed.sheets.index(sheet)] = _with_value(sheet, place, one.value)
        fixed.raws[name, one.cell] = now
        fixed.diagnostics.append(
            diagnose("corrected", name, one.cell, now, value=one.value, reason=one.reason)
        )
    return fixed


def _named(sheets: Sequence[Sheet], name: str) -> Sheet | None:
    """The sheet of this name; a text file has one and needs none."""
    if len(sheets) == 1 and sheets[0].is_text:
        return sheets[0]
    return next((sheet for sheet in sheets if sheet.name == name), None)


def _with_value(sheet: Sheet, place: tuple[int, int], text: str) -> Sheet:
    row, column = place
    rows = list(sheet.rows)
    rows.extend([] for _ in range(row + 1 - len(rows)))
    cells = list(rows[row])
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = _typed(text)
    rows[row] = cells
    formats = {key: code for key, code in sheet.formats.items() if key != place}
    return replace(sheet, rows=rows, formats=formats, packed=None)


def _typed(text: str) -> CellValue:
    """A plain number as a number (15 digits are exact in a double), anything else as text."""
    found = parse_value(text)
    number = found.value if found.kind == "number" and not found.percent else None
    if number is None or len(number.as_tuple().digits) > 15:
        return text or None
    return int(number) if number == number.to_integral_value() else float(number)
