"""Changes to a workbook that change no reading, and changes that must not go unnoticed."""

from collections.abc import Callable
from datetime import date, datetime

from loaders.model.sheet import CellValue, Merge, Sheet

Change = Callable[[list[Sheet]], list[Sheet]]
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _cells(sheets: list[Sheet], change: Callable[[CellValue], CellValue]) -> list[Sheet]:
    return [
        Sheet(s.name, [[change(v) for v in r] for r in s.rows], merges=s.merges) for s in sheets
    ]


def blank_row_above(sheets: list[Sheet]) -> list[Sheet]:
    """Everything stands a row lower."""
    down = [[Merge(m.top + 1, m.left, m.bottom + 1, m.right) for m in s.merges] for s in sheets]
    return [Sheet(s.name, [[], *s.rows], merges=m) for s, m in zip(sheets, down, strict=True)]


def blank_column_left(sheets: list[Sheet]) -> list[Sheet]:
    """Everything stands a column further right."""
    return [Sheet(s.name, [[None, *r] for r in s.rows]) for s in sheets]


def full_width_numbers(sheets: list[Sheet]) -> list[Sheet]:
    """Values below one typed with full-width digits."""
    return _cells(
        sheets,
        lambda v: str(v).translate(_WIDE) if isinstance(v, float) and v < 1 else v,
    )


def numbers_as_text(sheets: list[Sheet]) -> list[Sheet]:
    """Decimal numbers stored as text with a blank behind."""
    return _cells(sheets, lambda v: f"{v} " if isinstance(v, float) and v < 1 else v)


def spaces_in_names(sheets: list[Sheet]) -> list[Sheet]:
    """District names set wide."""
    names = ("城关区", "安宁区", "西固区", "红古区")
    return _cells(sheets, lambda v: "　".join(v) if v in names else v)


def line_breaks_in_headers(sheets: list[Sheet]) -> list[Sheet]:
    """A header broken before its unit."""
    return _cells(sheets, lambda v: v.replace("(mg", "\n(mg") if isinstance(v, str) else v)


def note_below(sheets: list[Sheet]) -> list[Sheet]:
    """A note with another year, a blank row and a signature with a foreign date."""
    lines: list[list[CellValue]] = [
        ["注：2005年数据另行统计，单位见表头。"], [],
        ["审核人：李某", "填表日期：2009年1月8日"],
    ]  # fmt: skip
    return [Sheet(s.name, [*s.rows, *lines], merges=s.merges) for s in sheets]


def remark_column(sheets: list[Sheet]) -> list[Sheet]:
    """An empty column headed 备注 at the end of the first header row."""
    found = []
    for s in sheets:
        rows = [list(r) for r in s.rows]
        head = next((r for r in rows if any(str(v).startswith("区县") for v in r)), None)
        if head is not None and len(head) == s.width and sum(v == "区县" for v in head) == 1:
            head.append("备注")
        found.append(Sheet(s.name, rows, merges=s.merges))
    return found


def sheets_reversed(sheets: list[Sheet]) -> list[Sheet]:
    """The last sheet first."""
    return sheets[::-1]


def dates_as_text(sheets: list[Sheet]) -> list[Sheet]:
    """Real dates written out as 2008年10月1日."""

    def spelled(v: CellValue) -> CellValue:
        return f"{v.year}年{v.month}月{v.day}日" if isinstance(v, datetime | date) else v

    return _cells(sheets, spelled)


HARMLESS: dict[str, Change] = {
    change.__name__: change
    for change in (
        blank_row_above, blank_column_left, full_width_numbers, numbers_as_text, spaces_in_names,
        line_breaks_in_headers, note_below, remark_column, sheets_reversed, dates_as_text,
    )
}  # fmt: skip


def transposed(found: Sheet, top: int, bottom: int) -> Sheet:
    """The table in rows ``top`` to ``bottom`` turned on its side, lines around it left alone."""
    table = found.rows[top:bottom]
    width = max(map(len, table))
    across: list[list[CellValue]] = [
        [row[c] if c < len(row) else None for row in table] for c in range(width)
    ]
    merges = [
        Merge(m.left + top, m.top - top, m.right + top, m.bottom - top)
        for m in found.merges
        if m.top >= top
    ]
    return Sheet(found.name, [*found.rows[:top], *across, *found.rows[bottom:]], merges=merges)
