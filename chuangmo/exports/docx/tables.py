"""Tables of a document: three rules, a head that repeats, rows that do not split."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from chuangmo.exhibit import Cell, Exhibit, Head, Table
from chuangmo.exports.docx.paper import BODY_FACE, CENTRE, HEAD_FACE, LEFT, TEXT_WIDE
from chuangmo.exports.docx.writing import caption, put, small
from chuangmo.exports.looks import STATUS, width_cm
from chuangmo.exports.pptx.matrix import said_columns

_MOST = 9  # columns a page holds; more become several tables
_TOGETHER = 6  # rows of a table that is not broken over two pages
_LEAST, _FIGURES = 1.2, 2.8  # cm: the narrowest column, the widest of figures and short names


@dataclass
class Counter:
    """Running numbers of tables and figures."""

    tables: int = 0
    figures: int = 0

    def table(self) -> str:
        """``表 1``."""
        self.tables += 1
        return f"表{self.tables}"

    def figure(self) -> str:
        """``图 1``."""
        self.figures += 1
        return f"图{self.figures}"


def exhibit_table(made: Any, exhibit: Exhibit, counter: Counter) -> None:
    """The table of an exhibit with its caption and the key of its states."""
    if exhibit.table is None or not exhibit.table.rows:
        return
    table, unsaid = said_columns(exhibit.table) if exhibit.kind == "matrix" else (exhibit.table, "")
    pieces = _pieces(table)
    for n, piece in enumerate(pieces):
        more = f"（{n + 1}/{len(pieces)}）" if len(pieces) > 1 else ""
        caption(made, f"{counter.table()}　{exhibit.subtitle}{more}", above=True)
        place_table(made, piece)
    told = _key(table, unsaid)
    if told:
        small(made, f"注：{told}。")


def _pieces(table: Table) -> list[Table]:
    """Tables of at most nine columns, the first column in each."""
    count = len(table.heads)
    if count <= _MOST:
        return [table]
    parts = -(-(count - 1) // (_MOST - 1))
    size = -(-(count - 1) // parts)
    found = []
    for first in range(1, count, size):
        kept = [0, *range(first, min(first + size, count))]
        heads = tuple(table.heads[n] for n in kept)
        rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
        found.append(replace(table, heads=heads, rows=rows))
    return found


def _key(table: Table, unsaid: str) -> str:
    cells = [cell for row in table.rows for cell in row]
    shown = {cell.status for cell in cells if cell.status and cell.text}
    key = "、".join(f"{STATUS[s].glyph} {STATUS[s].word}" for s in STATUS if s in shown)
    law = "* 另对国家标准未达标" if any("国标" in cell.small for cell in cells) else ""
    return "；".join(part for part in (key, law, unsaid) if part)


def place_table(made: Any, table: Table, size: float = 0) -> Any:
    """A table over the width of the text; smaller type where the columns are many."""
    size = size or (12 if len(table.heads) <= 6 else 10.5)
    placed = made.add_table(rows=1 + len(table.rows), cols=len(table.heads))
    placed.alignment = WD_TABLE_ALIGNMENT.CENTER
    placed.autofit = False
    widths = _widths(table, size)
    _borders(placed)
    for n, head in enumerate(table.heads):
        text = f"{head.name}\n{head.small}" if head.small else head.name
        _write(placed.rows[0].cells[n], text, size, HEAD_FACE, CENTRE)
    _row(placed.rows[0], head=True)
    for m, row in enumerate(table.rows, 1):
        _row(placed.rows[m], head=False)
        for n, cell in enumerate(row):
            _cell(placed.rows[m].cells[n], cell, size, n, bold=m <= table.leading)
    for row in placed.rows:
        for n, cell in enumerate(row.cells):
            cell.width = Cm(widths[n])
    if len(table.rows) <= _TOGETHER:
        for row in placed.rows[:-1]:
            for paragraph in (p for cell in row.cells for p in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True
    for n, column in enumerate(placed._tbl.tblGrid.findall(qn("w:gridCol"))):
        column.set(qn("w:w"), str(int(widths[n] * 567)))
    return placed


def shown_text(cell: Cell) -> str:
    """A cell in words: figure with shape, or shape and word; a remark below."""
    star = "*" if "国标" in cell.small else ""
    small_print = "" if star or not cell.small else f"\n{cell.small}"
    if not cell.status:
        return f"{cell.text}{small_print}"
    look = STATUS[cell.status]
    if cell.word or not cell.text:
        return f"{look.glyph} {cell.word or look.word}\n{cell.text}{small_print}".strip()
    return f"{cell.text} {look.glyph}{star}{small_print if not star else ''}"


def _widths(table: Table, size: float) -> list[float]:
    """Columns by what they hold, scaled to the width of the text; heads wrap before figures do."""
    needs, bodies = [], []
    for n, head in enumerate(table.heads):
        texts = [shown_text(row[n]) for row in table.rows]
        longest = max((width_cm(part, size) for t in texts for part in t.split("\n")), default=0)
        named = max(width_cm(head.name, size), width_cm(head.small, size) * 0.55)
        needs.append(max(_LEAST, min(max(longest, named) + 0.6, 6.5)))
        bodies.append(max(_LEAST, min(longest + 0.6, 6.5)))
    crowded = sum(min(need, _FIGURES) for need in needs) > TEXT_WIDE
    return _shared(bodies if crowded else needs)


def _shared(needs: list[float]) -> list[float]:
    """The width of the text shared out: only columns of long texts give way, figures do not."""
    kept = [min(need, _FIGURES) for need in needs]
    room, over = TEXT_WIDE - sum(kept), sum(needs) - sum(kept)
    if sum(needs) <= TEXT_WIDE or room <= 0:
        return [need * TEXT_WIDE / sum(needs) for need in needs]
    return [base + (need - base) * room / over for need, base in zip(needs, kept, strict=True)]


def _borders(placed: Any) -> None:
    sides = {"top": 12, "bottom": 12, "insideH": 4}
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
        for side, eighths in sides.items()
    )
    properties = placed._tbl.tblPr
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{rules}</w:tblBorders>")
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)
    else:
        properties.append(borders)


def _row(row: Any, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if head:
        properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _cell(place: Any, cell: Cell, size: float, column: int, *, bold: bool) -> None:
    text = shown_text(cell)
    align = LEFT if max(len(line) for line in text.split("\n")) > 14 else CENTRE
    ink = STATUS[cell.status].ink if cell.status else ""
    _write(place, text, size, BODY_FACE, align, bold=bold, ink=ink)


def _write(
    place: Any, text: str, size: float, face: str, align: Any, *, bold: bool = False, ink: str = ""
) -> None:
    place.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for n, line in enumerate(text.split("\n")):
        paragraph = place.paragraphs[0] if n == 0 else place.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.line_spacing = Pt(size * 1.5)
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'))
        put(paragraph, line, face, size, ink, bold=bold)


def columns(rows: Sequence[Sequence[str]], *names: str) -> Table:
    """A table of plain texts."""
    return Table(
        tuple(Head(name) for name in names), tuple(tuple(Cell(t) for t in row) for row in rows)
    )
