"""The sender's workbook back: every faulty cell filled and commented, and a list of problems."""

import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from loaders.model.sheet import CellValue, Sheet
from loaders.model.staged import ERROR, ClerkQuestion, Diagnostic
from loaders.opening.guard import inspect
from loaders.opening.workbook import read_workbook
from loaders.returning.package_marks import ListRow, Package

LOG = logging.getLogger(__name__)
LIST_NAME = "问题清单"
_HEADS = ("级别", "工作表", "位置", "原文", "说明")
_LEVELS = {"error": "必须改正", "warning": "请核对", "notice": "提示"}
_RED = PatternFill("solid", fgColor="FFFFC7CE")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


@dataclass(frozen=True)
class MarkedUp:
    """The marked workbook. ``marked`` counts the cells that are filled and commented."""

    data: bytes
    marked: int


def mark_up(
    data: bytes,
    name: str,
    diagnostics: Sequence[Diagnostic],
    questions: Sequence[ClerkQuestion] = (),
) -> MarkedUp:
    """Mark every error, and every warning that asks for a reason, in a copy of the workbook.

    An .xlsx or .xlsm is edited part by part, so that its charts, images and styles survive;
    anything else, or a package without the usual parts, becomes a fresh .xlsx with the cells as
    they were read.

    Raises:
        Refused: the file cannot be read at all.
    """
    accepted = inspect(data, name)
    if accepted.kind == "xlsx":
        try:
            return _in_package(accepted.data, diagnostics, questions)
        except (KeyError, ExpatError):  # a package that lacks a part: readable, not editable
            LOG.warning("package cannot be edited in place, its cells are copied", exc_info=True)
    return _in_fresh_book(read_workbook(data, name), diagnostics, questions)


def faulty_cells(diagnostics: Sequence[Diagnostic]) -> dict[str, dict[str, str]]:
    """Sheet -> cell -> what is wrong: errors and warnings to confirm; "" is a text file's sheet."""
    found: dict[str, dict[str, str]] = {}
    for line in diagnostics:
        if line.cell and (line.severity == ERROR or line.confirm):
            cells = found.setdefault(line.sheet or "", {})
            known = cells.get(line.cell)
            cells[line.cell] = f"{known}\n{line.message}" if known else line.message
    return found


def _in_package(
    data: bytes, diagnostics: Sequence[Diagnostic], questions: Sequence[ClerkQuestion]
) -> MarkedUp:
    package = Package(data)
    cells = faulty_cells(diagnostics)
    marked = 0
    for part in package.sheets:
        if part.name in cells:
            package.mark(part, cells[part.name])
            marked += len(cells[part.name])
    name = _free_name({part.name for part in package.sheets})
    package.add_list(name, _HEADS, _rows(diagnostics, questions))
    return MarkedUp(package.packed(), marked)


def _free_name(taken: set[str]) -> str:
    folded = {name.casefold() for name in taken}
    names = [LIST_NAME, *(f"{LIST_NAME}{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in folded)


def _rows(diagnostics: Sequence[Diagnostic], questions: Sequence[ClerkQuestion]) -> list[ListRow]:
    rows = [
        ListRow(
            (_LEVELS[d.severity], d.sheet or "", d.cell or "", d.found, d.message), d.sheet, d.cell
        )
        for d in diagnostics
    ]
    return [*rows, *(ListRow(("需要回答", "", "", "", q.prompt)) for q in questions)]


# -- files that are no .xlsx ----------------------------------------------------------------------


def _in_fresh_book(
    sheets: list[Sheet], diagnostics: Sequence[Diagnostic], questions: Sequence[ClerkQuestion]
) -> MarkedUp:
    book = Workbook()
    cells = faulty_cells(diagnostics)
    titles: dict[str, str] = {}
    marked = 0
    for number, sheet in enumerate(sheets):
        target = book.worksheets[0] if number == 0 else book.create_sheet()
        target.title = _title(sheet.name, set(titles.values()))
        titles["" if sheet.is_text else sheet.name] = target.title
        _copy(sheet, target)
        marked += _mark(sheet, target, cells.get("" if sheet.is_text else sheet.name, {}))
    listed = book.create_sheet(_free_name(set(titles.values())))
    listed.append(list(_HEADS))
    for row in _rows(diagnostics, questions):
        listed.append([_as_text(text) for text in row.texts])
        if row.cell:
            address = _address(sheets, row.sheet or "", row.cell)
            where = titles[row.sheet or ""].replace("'", "''")
            listed.cell(row=listed.max_row, column=3).hyperlink = f"#'{where}'!{address}"
    for cell in listed[1]:
        cell.font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return MarkedUp(out.getvalue(), marked)


def _title(name: str, taken: set[str]) -> str:
    plain = _FORBIDDEN.sub("_", name).strip("'")[:_LONGEST_NAME] or "表"
    number, title = 2, plain
    while title in taken:
        title, number = f"{plain[: _LONGEST_NAME - 3]}({number})", number + 1
    return title


def _copy(sheet: Sheet, target: Worksheet) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                target.cell(row=number, column=column).value = _as_text(value)
                if code := sheet.formats.get((number - 1, column - 1)):
                    target.cell(row=number, column=column).number_format = code
    for merge in sheet.merges:
        target.merge_cells(
            start_row=merge.top + 1, end_row=merge.bottom + 1,
            start_column=merge.left + 1, end_column=merge.right + 1,
        )  # fmt: skip


def _as_text(value: CellValue) -> CellValue:
    """Texts without the control characters that a workbook cannot hold, never a formula."""
    if not isinstance(value, str):
        return value
    plain = "".join(c for c in str(value) if c >= " " or c in "\t\n")
    return f"'{plain}" if plain.startswith("=") else plain


def _mark(sheet: Sheet, target: Worksheet, cells: dict[str, str]) -> int:
    for address, message in cells.items():
        place = _place(sheet, address)
        cell = target.cell(row=place[0], column=place[1])
        cell.fill = _RED
        cell.comment = Comment(message, "创模看板", width=320, height=110)
    return len(cells)


def _address(sheets: list[Sheet], name: str, cell: str) -> str:
    sheet = next(s for s in sheets if ("" if s.is_text else s.name) == name)
    row, column = _place(sheet, cell)
    return f"{get_column_letter(column)}{row}"


def _place(sheet: Sheet, address: str) -> tuple[int, int]:
    """Row and column in the fresh sheet, from 1; text files name physical lines."""
    if not sheet.is_text:
        return coordinate_to_tuple(address)
    line, column = (int(part) for part in address[1:].split("C"))
    row = sheet.lines.index(line) + 1 if sheet.lines else line
    return row, column
