"""整改事项 as a workbook that the board reads back."""

from collections.abc import Sequence

from chuangmo.exports.styles import DEEP, width
from chuangmo.exports.xlsx.pages import Book, Header
from chuangmo.service.decisions.supervision.book_rows import COLUMNS

_LEAST, _MOST = 9, 22  # widths of columns, in digits
_LINE = 16  # points
_A3 = 8


def items_xlsx(city: str, rows: Sequence[Sequence[str]], through: str) -> bytes:
    """The bytes of the .xlsx file: one sheet, a title, heads, a row an item."""
    heads = [title for _, title, _ in COLUMNS]
    columns = [[head, *(row[n] for row in rows)] for n, head in enumerate(heads)]
    widths = [min(max(max(map(width, texts)) * 2 + 2, _LEAST), _MOST) for texts in columns]
    book = Book()
    page = book.page("整改事项", Header(f"{city}整改事项台账", through, "来源：督办登记"), widths)
    page.sentence(f"{city}整改事项台账", 16, DEEP, bold=True)
    page.quiet("改动已立项的事项请在督办页办理；新的一行一件，编号留空，可用本表导入立项。")
    top = page.row
    page.heads(heads, repeat=True)
    page.sheet.freeze_panes(page.row, 0)
    look = book.look(**page.body(text_wrap=True, align="left", valign="vcenter"))
    page.sheet.set_paper(_A3)
    for row in rows:
        lines = max(page.lines(place, text) for place, text in enumerate(row))
        page.sheet.set_row(page.row, lines * _LINE + 4)
        for place, text in enumerate(row):
            page.text(place, text, look)
        page.row += 1
    page.sheet.autofilter(top, 0, max(page.row - 1, top), len(heads) - 1)
    return book.close()
