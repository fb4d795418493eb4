"""Reads old binary workbooks (.xls, .et) and .ods: values by calamine, the rest by an audit."""

import io
from collections.abc import Iterable

import python_calamine

from loaders.cells import Merge, Sheet
from loaders.fault import ReadFault
from loaders.xls_audit import BinaryAudit, audit_binary
from loaders.xlsx import calamine_rows, hide, put


def read_binary(data: bytes, kind: str) -> Iterable[Sheet]:
    """The worksheets in file order.

    Raises:
        ReadFault: ``file-encrypted``; other damage raises calamine's own errors.
    """
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise ReadFault("file-encrypted") from error
    audits = audit_binary(data) if kind == "xls" else {}
    sheets = []
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        source = workbook.get_sheet_by_index(index)
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        sheet = Sheet(about.name, calamine_rows(source), hidden=hidden)
        for (top, left), (bottom, right) in source.merged_cell_ranges or []:
            sheet.merges.append(Merge(top, left, bottom, right))
        _add_facts(sheet, audits.get(index, BinaryAudit()))
        sheets.append(sheet)
    return sheets


def _add_facts(sheet: Sheet, facts: BinaryAudit) -> None:
    """Errors (blank to calamine), formats and hidden parts put into the sheet."""
    sheet.date1904 = facts.date1904
    for (row, column), error in facts.errors.items():
        put(sheet, row, column, error)
    for (row, column), code in facts.formats.items():
        if sheet.value(row, column) is not None:
            sheet.formats[row, column] = code
    hide(sheet, facts.hidden_rows, facts.hidden_columns)
