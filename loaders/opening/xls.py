"""Reads old binary workbooks (.xls, .et): values by calamine, the rest by an audit of records."""

import io
from collections.abc import Iterable

import python_calamine

from loaders.model.sheet import Merge, Sheet
from loaders.opening.fault import ReadFault
from loaders.opening.two_readers import cell_shown
from loaders.opening.xls_audit import BinaryAudit, audit_binary, differing_numbers
from loaders.opening.xlsx import calamine_rows, hide, put


def read(data: bytes, name: str) -> Iterable[Sheet]:
    """The worksheets in file order.

    Raises:
        ReadFault: ``file-encrypted``, ``sheet-duplicate``, ``readers-differ``; other damage raises
            calamine's own errors.
    """
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise ReadFault("file-encrypted") from error
    audits = audit_binary(data)
    sheets: list[Sheet] = []
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if any(about.name.casefold() == sheet.name.casefold() for sheet in sheets):
            raise ReadFault("sheet-duplicate", about.name, None, about.name)
        source = workbook.get_sheet_by_index(index)
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        sheet = Sheet(about.name, calamine_rows(source), hidden=hidden)
        for (top, left), (bottom, right) in source.merged_cell_ranges or []:
            sheet.merges.append(Merge(top, left, bottom, right))
        _add_facts(sheet, audits.get(index, BinaryAudit()))
        sheets.append(sheet)
    return sheets


def _add_facts(sheet: Sheet, facts: BinaryAudit) -> None:
    """Errors (blank to calamine), formulas without a value, notes, formats and hidden parts."""
    sheet.date1904 = facts.date1904
    for row, column, number, value in differing_numbers(facts, sheet.rows):
        found = f"“{cell_shown(value)}”与“{number:.15g}”"
        raise ReadFault("readers-differ", found, sheet.address(row, column), sheet.name)
    for (row, column), special in facts.special.items():
        put(sheet, row, column, special)
    for (row, column), code in facts.formats.items():
        if sheet.value(row, column) is not None:
            sheet.formats[row, column] = code
    sheet.notes = facts.notes
    hide(sheet, facts.hidden_rows, facts.hidden_columns)
