"""Sheets of a workbook: formats, widths, print set-up; texts are never formulas or links."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from chuangmo.exports.numbers import decimals
from chuangmo.exports.styles import DEEP, FACE, INK, RULE, SECONDARY, TOTAL, WHITE, width

PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ROW, HEAD_ROW = 21, 36
_NARROW, _WIDE = 7.0, 36.0
#: A4 landscape between its margins and the width of a digit, in points; with some slack, for the
#: programs differ in both.
_PAPER_WIDE, _PAPER_HIGH, _DIGIT, _CELL = 755.0, 470.0, 5.25, 3.75
_LONGEST = 32_000  # characters Excel keeps in a cell, with some slack


@dataclass(frozen=True)
class Header:
    """What stands at the top and the foot of every printed page."""

    title: str
    batch: str
    source: str


#: The look of a remark, as ``sentence`` takes it.
_QUIET: dict[str, Any] = {"font_size": 10, "font_color": SECONDARY, "bold": False}


class Book:
    """A workbook with formats made once each."""

    def __init__(self) -> None:
        self._out = BytesIO()
        self.file = Workbook(self._out, PLAIN)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.file.formats[0].set_font_name(FACE)
        self.file.formats[0].set_font_size(11)

    def look(self, **wanted: Any) -> Any:
        """A cell format in the board's face, vertically centred."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            base = {"font_name": FACE, "font_size": 11, "valign": "vcenter", "font_color": INK}
            look = {
                name: f"#{value}" if name.endswith("color") else value
                for name, value in (base | wanted).items()
            }
            self._formats[key] = self.file.add_format(look)
        return self._formats[key]

    def page(self, name: str, header: Header, widths: Sequence[float], *, high: int = 0) -> "Page":
        """A new sheet set up for printing; ``high`` pages at most, 0 for as many as needed."""
        return Page(self, name, header, widths, high)

    def close(self) -> bytes:
        """The bytes of the .xlsx file."""
        self.file.close()
        return self._out.getvalue()


class Page:
    """One sheet, written from the top down; ``row`` is the next free row, from 0."""

    def __init__(
        self, book: Book, name: str, header: Header, widths: Sequence[float], high: int
    ) -> None:
        self.book, self.row, self.widths = book, 0, list(widths)
        self._heights: dict[int, float] = {}
        self.sheet = book.file.add_worksheet(name)
        self.name = name
        self.sheet.set_default_row(ROW)
        self.sheet.hide_gridlines(2)
        for place, wide in enumerate(self.widths):
            self.sheet.set_column(place, place, wide, book.look())
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
        self.sheet.fit_to_pages(1, high)
        edge = f'&"{FACE}"&9'
        self.sheet.set_header(f"&L{edge}{_printed(header.title)}&R{edge}{_printed(header.batch)}")
        self.sheet.set_footer(f"&L{edge}{_printed(header.source)}&R{edge}第&P页 共&N页")

    def sentence(self, text: str, size: float = 11, ink: str = INK, *, bold: bool = False) -> None:
        """A sentence over the whole width, as high as it needs."""
        units = sum(self.widths) / 2 * 11 / size
        lines = max(1, -(-int(width(text) * 1.06) // max(int(units), 1)))
        look = self.book.look(font_size=size, font_color=ink, bold=bold, text_wrap=True)
        self.set_high(max(ROW, lines * size * 1.7 + 3))
        last = len(self.widths) - 1
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", look)
        self.text(0, text, look)
        self.row += 1

    def set_high(self, points: float) -> None:
        """The height of the current row."""
        self.sheet.set_row(self.row, points)
        self._heights[self.row] = points

    def print_until(self, row: int, last: int | None = None) -> None:
        """Only the rows before ``row`` are printed, over all columns or up to ``last``."""
        wide = len(self.widths) - 1 if last is None else last
        self.sheet.print_area(0, 0, max(row - 1, 0), wide)

    def print_pages(self, pages: int, told: tuple[int, str], first: int = 0) -> None:
        """Print no more pages than these; where rows are left out, the sheet says so.

        Args:
            told: a row with a remark and its text; what is left out is added to it.
            first: the row after the heads that are repeated on every page.
        """
        last = self.fits(pages, first)
        self.print_until(last)
        if last < self.row:
            row, text = told
            said = f"{text}打印到第 {last} 行为止，第 {last + 1} 行起不在打印范围内。"
            self.sheet.write_string(row, 0, said, self.book.look(**_QUIET, text_wrap=True))

    def fits(self, pages: int, first: int = 0) -> int:
        """The row before which the sheet must end to print on so many pages.

        Args:
            first: the row after the heads that are repeated on every page.
        """
        wide = sum(size * _DIGIT + _CELL for size in self.widths)
        room = _PAPER_HIGH / min(1.0, _PAPER_WIDE / wide)
        head = self._heights.get(first - 1, 0.0) if first else 0.0
        page, used = 1, 0.0
        for row in range(self.row):
            high = self._heights.get(row, ROW)
            if used + high > room:
                page, used = page + 1, head
            if page > pages:
                return row
            used += high
        return self.row

    def heads(self, names: Sequence[str], *, repeat: bool = False) -> None:
        """A row of column names; repeated at the top of every printed page where asked."""
        look = self.book.look(
            bold=True, font_color=WHITE, bg_color=DEEP, align="center", text_wrap=True
        )
        lines = max((self.lines(place, name) for place, name in enumerate(names)), default=1)
        self.set_high(max(HEAD_ROW, 17 * lines + 4))
        for place, name in enumerate(names):
            self.text(place, name, look)
        if repeat:
            self.sheet.repeat_rows(self.row)
        self.row += 1

    def lines(self, place: int, text: str) -> int:
        """How many lines a text takes in a column, even a bold one."""
        room = max(self.widths[place] if place < len(self.widths) else _NARROW, 1.0)
        return sum(max(1, -(-int(width(part) * 2.2) // int(room))) for part in text.split("\n"))

    def text(self, place: int, text: str, look: Any) -> None:
        """A text in the current row, as text whatever it looks like."""
        self.sheet.write_string(self.row, place, _printable(text)[:_LONGEST], look)

    def number(self, place: int, number: Decimal, **wanted: Any) -> None:
        """A number in the current row with the digits it was published with."""
        look = self.book.look(**({"num_format": number_format(number), **self.body()} | wanted))
        self.sheet.write_number(self.row, place, float(number), look)

    def body(self, **wanted: Any) -> dict[str, Any]:
        """The look of an ordinary cell: a thin rule below."""
        return {"bottom": 1, "bottom_color": RULE, "align": "center", **wanted}

    def leading(self) -> dict[str, Any]:
        """The look of a row that stands apart (全市)."""
        return self.body(bold=True, bg_color=TOTAL)

    def quiet(self, text: str) -> None:
        """A remark in the second colour."""
        self.sentence(text, 10, SECONDARY)


def number_format(number: Decimal, after: str = "") -> str:
    """``0.000`` or ``#,##0`` by the published digits, with words after the number."""
    digits = decimals(number)
    whole = "#,##0" if abs(number) >= 1000 or not digits else "0"
    code = f"{whole}.{'0' * digits}" if digits else whole
    return f'{code}"{after.replace(chr(34), "")}"' if after else code


def fitted(texts: Sequence[Sequence[str]], heads: Sequence[str]) -> list[float]:
    """Column widths in characters: every number fits, long texts wrap."""
    found = []
    for place, head in enumerate(heads):
        need = max((width(row[place]) for row in texts if place < len(row)), default=0.0)
        longest = max((width(part) for part in head.split("\n")), default=0.0)
        found.append(min(max(need * 2.05, longest * 1.15, _NARROW) + 2.2, _WIDE))
    return found


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter >= " " or letter == "\n")


def _printed(text: str) -> str:
    """Words for a header: its own signs doubled, within the length Excel keeps."""
    return _printable(text)[:70].replace("&", "&&")
