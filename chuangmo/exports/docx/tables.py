"""Tables of a document: three rules, a head that repeats, rows that do not split."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Table
from chuangmo.exports.docx.page_setup import BODY_FACE, CENTRE, HEAD_FACE, LEFT, TEXT_WIDE
from chuangmo.exports.docx.writing import caption, off_grid, put, small
from chuangmo.exports.pptx.matrix import said_columns
from chuangmo.exports.styles import level_widths, width_cm
from chuangmo.status import OVER_STANDARD, STATUS

_MOST = 9  # columns a page holds; more, or wider figures than it holds, become several tables
_FEW = 6  # columns that may stand in larger type
_SIZES = (12, 10.5, 9)  # points of a table
_NAMES = 4.5  # cm: the first column may wrap from there on
_TOGETHER = 6  # rows of a table that is not broken over two pages
_LEAST, _WIDEST, _AIR = 1.2, 6.5, 0.5  # cm: the narrowest and the widest column, air in a cell


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
    if exhibit.kind == "cards":
        table = _clauses_below(table)
    pieces = _pieces(table)
    for n, piece in enumerate(pieces):
        more = f"（{n + 1}/{len(pieces)}）" if len(pieces) > 1 else ""
        caption(made, f"{counter.table()}　{_told(exhibit)}{more}", above=True)
        place_table(made, piece)
    told = _key(table, unsaid)
    if told:
        small(made, f"注：{told}。")


def _clauses_below(table: Table) -> Table:
    """The table with the clauses of its sentences on lines of their own."""
    rows = (tuple(replace(c, text=c.text.replace("；", "\n")) for c in row) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _told(exhibit: Exhibit) -> str:
    """The subtitle; of a map without what it says of colours and borders."""
    first = exhibit.subtitle.partition("；")[0]
    return f"各区县{first}" if exhibit.kind == "map" else exhibit.subtitle


def _pieces(table: Table) -> list[Table]:
    """Tables of at most nine columns, the first column in each; of fewer where figures are wide."""
    count = len(table.heads)
    parts = -(-(count - 1) // (_MOST - 1)) if count > _MOST else 1
    pieces = _cut(table, parts)
    while parts < count - 1 and any(_squeezed(piece) for piece in pieces):
        parts += 1
        pieces = _cut(table, parts)
    return pieces


def _cut(table: Table, parts: int) -> list[Table]:
    """The columns after the first in so many tables, the first column in each."""
    count = len(table.heads)
    size = max(1, -(-(count - 1) // parts))
    found = []
    for first in range(1, max(count, 2), size):
        kept = [0, *range(first, min(first + size, count))]
        heads = tuple(table.heads[n] for n in kept)
        rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
        found.append(replace(table, heads=heads, rows=rows))
    return found


def _squeezed(table: Table) -> bool:
    """Whether figures would break over lines even in the smallest type; sentences may wrap."""
    bodies = _needs(table, _SIZES[-1])[1]
    return max(bodies[1:], default=0) < _NAMES and _least(bodies) > TEXT_WIDE


def _key(table: Table, unsaid: str) -> str:
    cells = [cell for row in table.rows for cell in row]
    shown = {cell.status for cell in cells if cell.status and cell.text}
    key = "、".join(f"{STATUS[s].glyph} {STATUS[s].word}" for s in STATUS if s in shown)
    law = "* 另对国家标准未达标" if any(OVER_STANDARD in cell.small for cell in cells) else ""
    return "；".join(part for part in (key, law, unsaid) if part)


def place_table(made: Any, table: Table, size: float = 0) -> Any:
    """A table over the width of the text; smaller type where the columns are many."""
    size = size or _size(table)
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
    star = "*" if OVER_STANDARD in cell.small else ""
    small_print = "" if star or not cell.small else f"\n{cell.small}"
    if not cell.status:
        return f"{cell.text}{small_print}"
    look = STATUS[cell.status]
    if cell.word or not cell.text:
        return f"{look.glyph} {cell.word or look.word}\n{cell.text}{small_print}".strip()
    return f"{_unbroken(cell.text)} {look.glyph}{star}{small_print if not star else ''}"


def _unbroken(text: str) -> str:
    """A figure that stays on one line: ``100 / 190`` without its gaps."""
    return text.replace(" / ", "/")


def _widths(table: Table, size: float) -> list[float]:
    """Columns by what they hold, scaled to the width of the text; heads wrap before figures do."""
    needs, bodies = _needs(table, size)
    if sum(needs) <= TEXT_WIDE:
        return [need * TEXT_WIDE / sum(needs) for need in needs]
    short = sum(bodies)
    if short <= TEXT_WIDE:  # the room left goes to the heads that would wrap most
        wish = [need - body for need, body in zip(needs, bodies, strict=True)]
        share = (TEXT_WIDE - short) / sum(wish)
        return [body + more * share for body, more in zip(bodies, wish, strict=True)]
    names = max(bodies[0] / 2 + _AIR, level_widths(bodies, TEXT_WIDE)[0])
    names = min(names, bodies[0], TEXT_WIDE / 3)  # a long name takes two lines, not three
    return [names, *level_widths(bodies[1:], TEXT_WIDE - names)]


def _needs(table: Table, size: float) -> tuple[list[float], list[float]]:
    """What each column asks for, with its head on one line and without."""
    needs, bodies = [], []
    for n, head in enumerate(table.heads):
        texts = [shown_text(row[n]) for row in table.rows]
        longest = max((width_cm(part, size) for t in texts for part in t.split("\n")), default=0)
        named = max(width_cm(head.name, size), width_cm(head.small, size) * 0.55)
        needs.append(max(_LEAST, min(max(longest, named) + _AIR, _WIDEST)))
        bodies.append(max(_LEAST, min(longest + _AIR, _WIDEST)))
    return needs, bodies


def _size(table: Table) -> float:
    """The largest type at which no line of the body wraps but those of names."""
    few = len(table.heads) <= _FEW
    for size in _SIZES if few else _SIZES[1:]:
        bodies = _needs(table, size)[1]
        if _least(bodies) <= TEXT_WIDE:
            return size
    return _SIZES[1] if few else _SIZES[-1]


def _least(bodies: Sequence[float]) -> float:
    """The width of columns in which no line wraps but those of long names."""
    names = bodies[0] / 2 + _AIR if bodies[0] > _NAMES else bodies[0]
    return names + sum(bodies[1:])


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
    ink = STATUS[cell.status].paper.ink if cell.status else cell.shade_ink
    if cell.shade:
        shading = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{cell.shade}"/>'
        place._tc.get_or_add_tcPr().append(parse_xml(shading))
    _write(place, text, size, BODY_FACE, align, bold=bold, ink=ink)


def _write(
    place: Any, text: str, size: float, face: str, align: Any, *, bold: bool = False, ink: str = ""
) -> None:
    place.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for n, line in enumerate(text.split("\n")):
        paragraph = place.paragraphs[0] if n == 0 else place.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.line_spacing = Pt(size * 1.5)
        off_grid(paragraph)
        put(paragraph, line, face, size, ink, bold=bold)


def columns(rows: Sequence[Sequence[str]], *names: str) -> Table:
    """A table of plain texts."""
    return Table(
        tuple(ColumnHead(name) for name in names),
        tuple(tuple(Cell(t) for t in row) for row in rows),
    )
