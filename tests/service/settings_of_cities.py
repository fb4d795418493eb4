"""Homes of several cities, and their settings workbook edited cell by cell."""

import io
from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chuangmo.access.actor import ADMIN, Actor
from chuangmo.service.board import Board, open_board
from chuangmo.service.city.changing_settings import apply_settings, preview_settings_book
from chuangmo.service.city.stamps import STAMP_SHEET
from chuangmo.service.city.values import SettingsPreview
from chuangmo.service.decisions.own_city import set_own_city
from chuangmo.settings import Settings, load_settings

BOSS = Actor("王局", ADMIN, "page")
#: Shipped cities by name, others by code: a prefecture, an autonomous one, a municipality.
CITIES = ("lanzhou", "beijing", "321200", "622900", "500000")


def board_of(home: Path, city: str) -> Board:
    """An open board of a city, set up first where it does not ship."""
    if not city.isdecimal():
        return open_board(Settings(home, city))
    first = open_board(Settings(home, "lanzhou"))
    try:
        set_own_city(first, BOSS, city)
    finally:
        first.close()
    return open_board(load_settings(home))


def with_cells(data: bytes, cells: Mapping[str, object]) -> bytes:
    """The workbook with other cells, ``区县!C4`` to what it shall hold."""
    book = load_workbook(io.BytesIO(data))
    for address, value in cells.items():
        sheet, _, cell = address.partition("!")
        book[sheet][cell].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts_of(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of a workbook but the moment at which it was made."""
    book = load_workbook(io.BytesIO(data))
    found = {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}
    found[STAMP_SHEET] = found[STAMP_SHEET][1:]
    return found


def renamed(data: bytes, names: Mapping[str, str]) -> bytes:
    """The workbook with other names of sheets; a sheet that shall have none is taken out."""
    book = load_workbook(io.BytesIO(data))
    for old, new in names.items():
        if new:
            book[old].title = new
        else:
            book.remove(book[old])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(data: bytes, sheet: str, text: str, column: int = 1) -> int:
    """The row of a sheet whose cell in a column holds a text."""
    page: Worksheet = load_workbook(io.BytesIO(data))[sheet]
    return next(r for r in range(4, page.max_row + 1) if page.cell(r, column).value == text)


def without_row(data: bytes, sheet: str, row: int) -> bytes:
    """The workbook without a row of a sheet."""
    book = load_workbook(io.BytesIO(data))
    book[sheet].delete_rows(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken(board: Board, data: bytes) -> SettingsPreview:
    """A workbook previewed and, without problems, taken in."""
    seen = preview_settings_book(board, BOSS, data, "设置.xlsx")
    assert seen.problems == ()
    apply_settings(board, BOSS, seen)
    return seen
