"""一页纸 as a Word page: tables of exact heights, a native chart, nothing that flows over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from chuangmo.exhibit import Cell, Table
from chuangmo.exports.contents import Contents
from chuangmo.exports.docx.charts import place_chart
from chuangmo.exports.docx.own_template import edges
from chuangmo.exports.docx.page_setup import (
    BODY_FACE,
    CENTRE,
    HEAD_FACE,
    LEFT,
    finished,
    new_document,
)
from chuangmo.exports.docx.writing import off_grid, put, rule
from chuangmo.exports.native import chart_of
from chuangmo.exports.onepage.plan import (
    CARDS,
    HEAD,
    MARGIN,
    NAME,
    REMARK,
    SIZE,
    SMALL,
    WIDE,
    PagePlan,
    plan_of,
    sentence_size,
    title_of,
)
from chuangmo.exports.pptx.tables import TableLook, column_widths, lines_of
from chuangmo.exports.styles import CARD, DEEP, SECONDARY, TOTAL, WHITE, fitting
from chuangmo.status import STATUS

_PT = 28.35  # points of a centimetre
_SPARE = 1.2  # cm that the gaps between the parts of a slide leave to the chart here
Line = tuple[str, float, str, bool]  # text, size, ink, bold


def page_docx(contents: Contents, template: bytes | None = None) -> bytes:
    """The bytes of the .docx file: one page, A4 upright.

    Args:
        template: the office's own .docx; what its header and footer take, the page gives up.
    """
    title, day = title_of(contents), contents.request.month.as_of
    start = datetime.combine(day, datetime.min.time())
    made = new_document(title, start, numbered=False, template=template)
    section = made.sections[0]
    section.left_margin = section.right_margin = Cm(MARGIN)
    section.footer_distance = section.header_distance = Cm(0.5)
    edge = MARGIN - 0.4
    top, bottom = (max(edge, size) for size in edges(section)) if template else (edge, edge)
    section.top_margin, section.bottom_margin = Cm(top), Cm(bottom)
    plan = plan_of(contents, top + bottom - 2 * edge)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    rule(_line(made, plan.title, 16, 0.85, DEEP, bold=True), 12, DEEP)
    size = sentence_size(plan.sentence)
    _line(made, plan.sentence, size, size * 1.3 / _PT, bold=True)
    _cards(made, plan)
    _named(made, plan.table_name)
    grid = plan.is_matrix
    look = TableLook(SIZE, plan.row, plan.head, grid=grid, wordless=grid, fit=True)
    _table(made, plan.table, look, plan.widths)
    _line(made, plan.below, SMALL, REMARK / 2, SECONDARY)
    if plan.drawn is not None and (chart := chart_of(plan.drawn)) is not None:
        _named(made, plan.drawn.verdict)
        said = f"{plan.drawn.verdict}。{plan.drawn.subtitle}"
        place_chart(made, chart, said, plan.chart + _SPARE, WIDE)
    _named(made, plan.matters_name)
    look = TableLook(SIZE, plan.matter, HEAD)
    _table(made, plan.matters, look, column_widths(plan.matters, WIDE, look))
    _line(made, plan.notes, SMALL, 0.38, SECONDARY)
    _line(made, plan.foot, SMALL, 0.38, SECONDARY)
    return finished(made)


def _line(
    made: Any, text: str, size: float, high: float, ink: str = "", *, bold: bool = False
) -> Any:
    """A paragraph whose lines are exactly so many centimetres high."""
    paragraph = made.add_paragraph()
    paragraph.alignment = LEFT
    put(paragraph, text, HEAD_FACE if bold else BODY_FACE, size, ink, bold=bold)
    off_grid(paragraph)
    paragraph.paragraph_format.line_spacing = Pt(high * _PT)
    return paragraph


def _named(made: Any, words: str) -> None:
    size = fitting(words, 11, WIDE)
    _line(made, words, size, NAME - 0.1, DEEP, bold=True).paragraph_format.keep_with_next = True


def _cards(made: Any, plan: PagePlan) -> None:
    """Four cells beside each other: name, figure, status, what is said."""
    placed = _empty(made, 1, max(len(plan.cards), 1), [WIDE / max(len(plan.cards), 1)])
    _high(placed.rows[0], CARDS)
    for cell, row in zip(placed.rows[0].cells, plan.cards, strict=True):
        label, value, unit, status, say = row
        look = STATUS[status.status]
        room = WIDE / len(plan.cards) - 0.5
        lines: list[Line] = [(label.text, 10, "", False)]
        lines.append((value.text, fitting(value.text, 20, room - 1.2), DEEP, True))
        lines.append((f"{look.glyph} {status.word or look.word}", 10, look.paper.ink, True))
        said = say.text.split("；")[:2]
        lines += [(part, fitting(part, SMALL, room), SECONDARY, False) for part in said]
        _write(cell, lines, LEFT)
        put(cell.paragraphs[1], f" {unit.text}", BODY_FACE, SMALL, SECONDARY)
        _shade(cell, CARD)


def _table(made: Any, table: Table, look: TableLook, widths: Sequence[float]) -> None:
    placed = _empty(made, 1 + len(table.rows), len(table.heads), widths)
    _high(placed.rows[0], look.head)
    placed.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for n, cell in enumerate(placed.rows[0].cells):
        one = table.heads[n]
        room = (widths[n] - 0.2) * 1.8
        lines: list[Line] = [(one.name, fitting(one.name, look.size, room), WHITE, True)]
        if one.small:
            lines.append((one.small, fitting(one.small, SMALL, room), WHITE, False))
        _write(cell, lines, CENTRE if look.grid else LEFT)
        _shade(cell, DEEP)
    for number, row in enumerate(table.rows):
        _high(placed.rows[number + 1], look.row)
        for n, cell in enumerate(row):
            place = placed.rows[number + 1].cells[n]
            _write(place, _texts(cell, look, widths[n], n == 0), CENTRE if look.grid else LEFT)
            style = STATUS.get(cell.status)
            if style is not None and look.grid:
                _shade(place, style.paper.tint)
            elif number < table.leading:
                _shade(place, TOTAL)


def _texts(cell: Cell, look: TableLook, wide: float, is_name: bool) -> list[Line]:
    first, second = lines_of(cell, look)
    style = STATUS.get(cell.status)
    ink = style.paper.ink if style else ""
    size = fitting(first, look.size, (wide - 0.2) / 1.1) if look.fit else look.size
    found: list[Line] = [(first, size, ink, is_name or bool(style))]
    return [*found, (second, SMALL, SECONDARY, False)] if second else found


def _empty(made: Any, rows: int, columns: int, widths: Sequence[float]) -> Any:
    placed = made.add_table(rows=rows, cols=columns)
    placed.alignment, placed.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    wide = list(widths) * columns if len(widths) == 1 else list(widths)
    for row in placed.rows:
        for n, cell in enumerate(row.cells):
            cell.width = Cm(wide[n])
    for n, column in enumerate(placed._tbl.tblGrid.findall(qn("w:gridCol"))):
        column.set(qn("w:w"), str(int(wide[n] * 567)))
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C5D3D6"/>'
        for side in ("bottom", "insideH")
    )
    margins = "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("left", "right"))
    properties = placed._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    layout.addprevious(borders)
    layout.addnext(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    return placed


def _high(row: Any, high: float) -> None:
    row.height, row.height_rule = Cm(high), WD_ROW_HEIGHT_RULE.EXACTLY
    row._tr.get_or_add_trPr().insert(0, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def _write(place: Any, lines: Sequence[Line], align: Any) -> None:
    place.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for n, (text, size, ink, bold) in enumerate(lines):
        paragraph = place.paragraphs[0] if n == 0 else place.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.line_spacing = Pt(size * 1.2)
        off_grid(paragraph)
        put(paragraph, text, HEAD_FACE if bold else BODY_FACE, size, ink, bold=bold)


def _shade(place: Any, fill: str) -> None:
    told = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'
    properties = place._tc.get_or_add_tcPr()
    anchor = properties.find(qn("w:vAlign"))
    if anchor is None:
        properties.append(parse_xml(told))
    else:
        anchor.addprevious(parse_xml(told))
