"""Draws a blank form: title, coloured heads, prefilled keys, drop-downs, limits, instructions."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | datetime | None
HEAD_ROW, FIRST_ROW = 3, 4
HELP_SHEET = "填表说明"
_STAMP = (2008, 1, 1, 0, 0, 0)
_LONGEST_LIST = 255  # characters of a list inside a validation (Excel)
_EDGE = Side(style="thin", color="FF999999")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_REQUIRED = PatternFill("solid", fgColor="FFFFD966")
_OPTIONAL = PatternFill("solid", fgColor="FFE7E6E6")
_GIVEN = PatternFill("solid", fgColor="FFF2F2F2")


@dataclass(frozen=True)
class FormColumn:
    """One column of a form.

    Attributes:
        required: coloured; the others are grey.
        low, high: limits of a number in the unit printed, as decimal text; ``None``: no number.
        whole: only whole numbers.
        choices: entries of the drop-down; empty: none.
        is_date: holds dates.
        note: a comment on the head, how to fill in.
    """

    text: str
    required: bool = True
    low: str | None = None
    high: str | None = None
    whole: bool = False
    choices: tuple[str, ...] = ()
    is_date: bool = False
    note: str = ""
    width: float = 14


@dataclass(frozen=True)
class FormSheet:
    """One sheet of a form: its columns and the rows as far as they are known.

    Attributes:
        rows: cells from the first column on; the rest of a row stays blank.
        spare: blank rows below them, with drop-downs and limits.
        plain: what stands in the rows may be changed like the rest: texts from the left, no grey.
    """

    name: str
    title: str
    heads: tuple[FormColumn, ...]
    rows: Sequence[Sequence[Value]]
    spare: int = 0
    sender: str = "填报单位（盖章）：          填报人：          审核人：          报送日期："
    plain: bool = False


@dataclass(frozen=True)
class FormNotes:
    """A hidden sheet of plain texts: what the form knows of itself when it comes back."""

    name: str
    rows: Sequence[Sequence[str]]


def drawn(
    title: str,
    sheets: Sequence[FormSheet],
    instructions: Sequence[str],
    choices_sheet: str = "",
    notes: FormNotes | None = None,
) -> bytes:
    """The workbook of a form; the same form gives the same bytes.

    Args:
        choices_sheet: name of a hidden sheet for drop-downs too long for a validation; without
            one they have none.
    """
    book = Workbook()
    book.properties.creator = "创模看板"
    book.properties.title = title
    book.properties.created = datetime(*_STAMP)
    first = book.worksheets[0]
    for number, form in enumerate(sheets):
        sheet = first if number == 0 else book.create_sheet()
        sheet.title = form.name
        _draw(sheet, form)
    if choices_sheet:
        _list_choices(book, choices_sheet, sheets)
    if instructions:
        _explain(book.create_sheet(HELP_SHEET), instructions)
    if notes:
        _keep(book.create_sheet(notes.name), notes)
    return _saved(book)


def _list_choices(book: Workbook, name: str, sheets: Sequence[FormSheet]) -> None:
    """The long drop-downs as columns of a hidden sheet, each once."""
    listed: dict[tuple[str, ...], str] = {}
    hidden = book.create_sheet(name)
    hidden.sheet_state = "hidden"
    for form in sheets:
        for column, head in enumerate(form.heads, start=1):
            last = FIRST_ROW + len(form.rows) + form.spare - 1
            if len(",".join(head.choices)) <= _LONGEST_LIST or last < FIRST_ROW:
                continue
            if head.choices not in listed:
                letter = get_column_letter(len(listed) + 1)
                for row, word in enumerate(head.choices, start=1):
                    hidden[f"{letter}{row}"] = word
                listed[head.choices] = f"'{name}'!${letter}$1:${letter}${len(head.choices)}"
            found = DataValidation(type="list", formula1=listed[head.choices], allow_blank=True)
            found.errorStyle = "warning"
            found.error, found.errorTitle = "下拉列表里没有这一项。", head.text
            letter = get_column_letter(column)
            found.add(f"{letter}{FIRST_ROW}:{letter}{last}")
            book[form.name].add_data_validation(found)


def _draw(sheet: Worksheet, form: FormSheet) -> None:
    width = len(form.heads)
    _line(sheet, 1, width, form.title, Font(name="宋体", size=16, bold=True), "center")
    _line(sheet, 2, width, form.sender, Font(name="宋体", size=10), "left")
    sheet.row_dimensions[1].height = 28
    last = FIRST_ROW + len(form.rows) + form.spare - 1
    for column, head in enumerate(form.heads, start=1):
        _head(sheet, column, head)
        if last >= FIRST_ROW:
            _limit(sheet, column, head, last)
    for row, values in enumerate(form.rows, start=FIRST_ROW):
        _body(sheet, row, values, form)
    for row in range(FIRST_ROW + len(form.rows), last + 1):
        _body(sheet, row, (), form)
    keys = 1 if form.plain else _key_columns(form)
    sheet.freeze_panes = f"{get_column_letter(1 + keys)}{FIRST_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    if form.plain:  # as many columns as there are on one page
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = f"1:{HEAD_ROW}"


def _key_columns(form: FormSheet) -> int:
    return min((len(row) for row in form.rows), default=0)


def _line(sheet: Worksheet, row: int, width: int, text: str, font: Font, across: str) -> None:
    cell = sheet.cell(row=row, column=1, value=text)
    cell.font = font
    cell.alignment = Alignment(horizontal=across, vertical="center")
    if width > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)


def _head(sheet: Worksheet, column: int, head: FormColumn) -> None:
    cell = sheet.cell(row=HEAD_ROW, column=column, value=head.text)
    cell.font = Font(name="宋体", size=10, bold=True)
    cell.fill = _REQUIRED if head.required else _OPTIONAL
    cell.border = _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if head.note:
        cell.comment = Comment(head.note, "创模看板")
    sheet.column_dimensions[get_column_letter(column)].width = head.width


def _body(sheet: Worksheet, row: int, values: Sequence[Value], form: FormSheet) -> None:
    for column, head in enumerate(form.heads, start=1):
        value = values[column - 1] if column <= len(values) else None
        cell = sheet.cell(row=row, column=column, value=value)
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula, whatever it begins with
        cell.border = _BOX
        cell.font = Font(name="宋体", size=10)
        across = "left" if form.plain else "center"
        cell.alignment = Alignment(horizontal=across, vertical="center")
        if form.plain:
            cell.number_format = "@"
        if head.is_date:
            cell.number_format = "yyyy-mm-dd"
        if value is not None and head.low is None and not form.plain:
            cell.fill = _GIVEN


def _limit(sheet: Worksheet, column: int, head: FormColumn, last: int) -> None:
    """Drop-down, number limits or a date check on the cells below a head."""
    found = _validation(head)
    if found is None:
        return
    letter = get_column_letter(column)
    found.add(f"{letter}{FIRST_ROW}:{letter}{last}")
    sheet.add_data_validation(found)


def _validation(head: FormColumn) -> DataValidation | None:
    """Missing marks and detection limits are text, so a number limit warns and does not forbid."""
    listed = ",".join(head.choices)
    if head.choices and len(listed) <= _LONGEST_LIST:
        found = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        found.error, found.errorTitle = "请从下拉列表中选择。", head.text
        return found
    if head.low is not None and head.high is not None:
        found = DataValidation(
            type="whole" if head.whole else "decimal",
            operator="between",
            formula1=head.low,
            formula2=head.high,
            allow_blank=True,
            errorStyle="warning",
        )
        found.error = (
            f"应为 {head.low} 到 {head.high} 的数。缺测请填“缺测”，低于检出限请填“<检出限”。"
        )
        found.errorTitle = "超出范围"
        return found
    if head.is_date:
        found = DataValidation(
            type="date", operator="between", formula1="DATE(1990,1,1)",
            formula2="DATE(2100,12,31)", allow_blank=True, errorStyle="warning",
        )  # fmt: skip
        found.error, found.errorTitle = "请填日期，例如 2008-10-31。", head.text
        return found
    return None


def _explain(sheet: Worksheet, lines: Sequence[str]) -> None:
    for row, text in enumerate([HELP_SHEET, *lines], start=1):
        cell = sheet.cell(row=row, column=1, value=text)
        cell.font = Font(name="宋体", size=14 if row == 1 else 10, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 100


def _keep(sheet: Worksheet, notes: FormNotes) -> None:
    sheet.sheet_state = "hidden"
    for row, texts in enumerate(notes.rows, start=1):
        for column, text in enumerate(texts, start=1):
            sheet.cell(row=row, column=column, value=text).data_type = "s"


def _saved(book: Workbook) -> bytes:
    """The package without the time of writing in it."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.properties.modified = datetime(*_STAMP)
    book.save(raw)
    stamp = f"{datetime(*_STAMP):%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _restamped(data, stamp)
            info = zipfile.ZipInfo(name, date_time=_STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, data)
    return out.getvalue()


def _restamped(data: bytes, stamp: bytes) -> bytes:
    head, _, rest = data.partition(b"<dcterms:modified")
    tag, _, rest = rest.partition(b">")
    _, mark, tail = rest.partition(b"</dcterms:modified>")
    return head + b"<dcterms:modified" + tag + b">" + stamp + mark + tail
