"""Native tables: rules above and below, exact line heights, statuses by shape, word and colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Cm

from chuangmo.exhibit import Cell, ColumnHead, Table
from chuangmo.exports.pptx.text_and_fill import describe, run_body
from chuangmo.exports.styles import (
    DEEP,
    INK,
    RULE,
    SECONDARY,
    TOTAL,
    WHITE,
    fitting,
    level_widths,
    width_cm,
)
from chuangmo.status import STATUS

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_LINE = 1.22  # exact spacing in sizes: a substitute face must not make rows grow
_BOLD = 1.1  # how much wider bold figures are, whatever face stands in for ours
_PAD = 0.2  # cm left and right of a cell's text


@dataclass(frozen=True)
class TableLook:
    """How a table is set.

    Attributes:
        size: of the body in points; names and values, small lines 2.5 below.
        row, head: heights in centimetres.
        grid: whether the cells of statuses carry their tint over the whole cell, centred.
        wordless: whether statuses stand as their shape only, with a key below.
        fit: whether a text too long for its column is set smaller instead of wrapped.
    """

    size: float
    row: float
    head: float
    grid: bool = False
    wordless: bool = False
    fit: bool = False

    @property
    def small(self) -> float:
        """The size of the second line."""
        return max(8.0, min(10.5, self.size - 2.5))

    @property
    def high(self) -> float:
        """What the lines of a cell in a grid take up, in centimetres."""
        points = self.size if self.wordless else self.size + self.small
        return points * _LINE * 0.0353 + 0.04


def place_table(
    shapes: Any,
    table: Table,
    box: tuple[float, float, float],
    look: TableLook,
    name: str,
    sizes: tuple[Sequence[float], Sequence[float]] | None = None,
) -> Any:
    """Draw the table at (left, top) over a width in centimetres; its height follows its rows.

    Args:
        sizes: widths of the columns and heights of the rows; by the look where not given.
    """
    left, top, wide = box
    widths, heights = sizes or (column_widths(table, wide, look), [look.row] * len(table.rows))
    high = look.head + sum(heights)
    frame = shapes.add_table(1, 1, Cm(left), Cm(top), Cm(wide), Cm(high))
    frame.name = name
    describe(frame, f"{name}：{len(table.rows)} 行，列为{'、'.join(h.name for h in table.heads)}")
    old = frame._element.graphic.graphicData.tbl
    old.getparent().replace(old, parse_xml(_grid(table, widths, heights, look)))
    return frame


def _grid(table: Table, widths: Sequence[float], heights: Sequence[float], look: TableLook) -> str:
    """``a:tbl``: columns, head and rows."""
    columns = "".join(f'<a:gridCol w="{int(Cm(size))}"/>' for size in widths)
    head = "".join(_head(one, look, wide) for one, wide in zip(table.heads, widths, strict=True))
    rows = [
        "".join(
            _cell(cell, table.heads[n], look, widths[n], n == 0, number < table.leading)
            for n, cell in enumerate(row)
        )
        for number, row in enumerate(table.rows)
    ]
    body = "".join(
        f'<a:tr h="{int(Cm(high))}">{row}</a:tr>' for high, row in zip(heights, rows, strict=True)
    )
    return (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"><a:tableStyleId>{_NO_STYLE}</a:tableStyleId>'
        f'</a:tblPr><a:tblGrid>{columns}</a:tblGrid><a:tr h="{int(Cm(look.head))}">{head}</a:tr>'
        f"{body}</a:tbl>"
    )


def column_widths(table: Table, wide: float, look: TableLook) -> list[float]:
    """The width of each column: what its longest text asks for, the rest shared evenly.

    Where all together ask for too much, the long ones give way and wrap.
    """
    wanted = [
        max(_wanted(head, [row[n] for row in table.rows], look), 1.3)
        for n, head in enumerate(table.heads)
    ]
    spare = wide - sum(wanted)
    if spare >= 0:
        return [size + spare / len(wanted) for size in wanted]
    return level_widths(wanted, wide)


def _wanted(head: ColumnHead, cells: Sequence[Cell], look: TableLook) -> float:
    share = 2 if look.grid else 1  # heads of a matrix may wrap
    slack = 0.4 if look.grid else 0.2  # heads are bold
    texts = [width_cm(head.small, look.small) / share]
    texts += [width_cm(head.name, look.size) / share + slack]
    for cell in cells:
        first, second = lines_of(cell, look)
        texts += [width_cm(first, look.size), width_cm(second, look.small)]
    return max(texts) + 2 * _PAD


def lines_of(cell: Cell, look: TableLook) -> tuple[str, str]:
    """The one or two lines a cell is set in."""
    if not cell.status:
        return cell.text, cell.small
    mark = status_words(cell, look)
    if not look.grid:
        return " ".join(part for part in (mark, cell.text) if part), cell.small
    if look.wordless:
        return " ".join(part for part in (mark, cell.text) if part), ""
    return cell.text, " ".join(part for part in (mark, cell.small) if part)


def status_words(cell: Cell, look: TableLook) -> str:
    """``▲ 有风险``; the shape alone where a key explains it."""
    style = STATUS[cell.status]
    return style.glyph if look.wordless else f"{style.glyph} {cell.word or style.word}"


def _head(head: ColumnHead, look: TableLook, wide: float) -> str:
    align = "ctr" if look.grid else "r" if head.numeric else "l"
    room = (wide - 2 * _PAD) * (1.7 if look.grid else 1.0)  # two lines in a matrix
    size = fitting(head.name, look.size, room) if look.grid or look.fit else look.size
    lines = [_line(head.name, size, WHITE, True, align)]
    if head.small:
        small = fitting(head.small, look.small, room) if look.grid else look.small
        lines.append(_line(head.small, small, WHITE, False, align))
    return _framed(lines, DEEP, DEEP)


def _cell(
    found: Cell, head: ColumnHead, look: TableLook, wide: float, is_name: bool, apart: bool
) -> str:
    style = STATUS.get(found.status)
    align = "ctr" if look.grid else "r" if head.numeric else "l"
    first, second = lines_of(found, look)
    plain = found.shade_ink or INK
    ink = plain if style is None or (look.grid and not look.wordless) else style.paper.ink
    strong = look.grid or is_name or bool(style)
    room = wide - 2 * _PAD
    room_of = room / (_BOLD if strong else 1.0)
    size = fitting(first, look.size, room_of) if look.grid or look.fit else look.size
    lines = [_line(first, size, ink, strong, align)]
    if second:
        tinted = style is not None and look.grid
        small = fitting(second, look.small, room) if look.grid else look.small
        quiet = style.paper.ink if style is not None and look.grid else SECONDARY
        lines.append(_line(second, small, quiet, tinted, align))
    ground = style.paper.tint if style is not None and look.grid else TOTAL if apart else ""
    ground = found.shade or ground
    return _framed(lines, ground, DEEP if apart else RULE)


def _line(text: str, size: float, ink: str, bold: bool, align: str) -> str:
    """One paragraph at an exact line height."""
    return (
        f'<a:p><a:pPr algn="{align}"><a:lnSpc><a:spcPts val="{int(size * _LINE * 100)}"/></a:lnSpc>'
        f"</a:pPr><a:r>{run_body(text, size, ink, bold=bold)}</a:r></a:p>"
    )


def _framed(lines: Sequence[str], ground: str, rule: str) -> str:
    """A cell with insets, one rule below; rules come before the fill in the schema."""
    pad, thin = int(Cm(_PAD)), int(Cm(0.02))
    none = "".join(f"<a:ln{side}><a:noFill/></a:ln{side}>" for side in "LRT")
    below = f'<a:lnB w="9525"><a:solidFill><a:srgbClr val="{rule}"/></a:solidFill></a:lnB>'
    fill = f'<a:solidFill><a:srgbClr val="{ground}"/></a:solidFill>' if ground else "<a:noFill/>"
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{''.join(lines)}</a:txBody>"
        f'<a:tcPr marL="{pad}" marR="{pad}" marT="{thin}" marB="{thin}" anchor="ctr">'
        f"{none}{below}{fill}</a:tcPr></a:tc>"
    )
