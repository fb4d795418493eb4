"""一页纸 as HTML for the PDF: the parts where the plan puts them, real text, one A4 page."""

from collections.abc import Sequence
from html import escape

from chuangmo.exhibit import Cell, ColumnHead, Table
from chuangmo.exports.contents import Contents
from chuangmo.exports.drawing import POLICY, faces_css, inline_script
from chuangmo.exports.onepage.plan import (
    CARDS,
    GAP,
    HEAD,
    MARGIN,
    NAME,
    NOTES,
    PAGE_HIGH,
    REMARK,
    SENTENCE,
    SIZE,
    SMALL,
    TITLE,
    WIDE,
    PagePlan,
    plan_of,
    sentence_size,
)
from chuangmo.exports.pptx.tables import TableLook, column_widths, lines_of
from chuangmo.exports.printed_pages import chem
from chuangmo.exports.styles import CARD, DEEP, INK, RULE, SECONDARY, TOTAL, WHITE, fitting
from chuangmo.status import STATUS

_PIXELS = 96 / 2.54
_SHEET = f"""
@page {{ size: A4; margin: 0; }}
* {{ box-sizing: border-box; -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
body {{ margin: 0; font: {SIZE}pt/1.25 'Noto Sans SC','Noto Sans SC Rare',sans-serif;
  color: #{INK}; width: 21cm; height: {PAGE_HIGH - 0.1}cm; position: relative; overflow: hidden; }}
body > * {{ position: absolute; left: {MARGIN}cm; width: {WIDE}cm; margin: 0; overflow: hidden; }}
h1 {{ font-size: 16pt; color: #{DEEP}; }}
h2 {{ font-size: 11pt; color: #{DEEP}; white-space: nowrap; }}
sub {{ line-height: 0; font-size: 75%; }}
small, .quiet {{ font-size: {SMALL}pt; color: #{SECONDARY}; }}
.card {{ background: #{CARD}; padding: 0.12cm 0.2cm; border-top: 0.08cm solid; }}
.card b {{ font-size: 20pt; line-height: 1.15; color: #{DEEP}; }}
.card p {{ margin: 0; white-space: nowrap; }}
table {{ border-collapse: collapse; table-layout: fixed; }}
th {{ background: #{DEEP}; color: #{WHITE}; line-height: 1.15; }}
th small {{ color: #{WHITE}; display: block; font-weight: 400; }}
td {{ border-bottom: 0.5pt solid #{RULE}; }}
th, td {{ padding: 0 0.1cm; text-align: left; vertical-align: middle; overflow: hidden; }}
.grid th, .grid td {{ text-align: center; white-space: nowrap; }}
.grid th {{ white-space: normal; }}
td:first-child {{ font-weight: 700; }}
"""


def one_page_html(contents: Contents) -> str:
    """The page; every text of an exhibit is escaped."""
    plan = plan_of(contents)
    top = MARGIN - 0.3
    parts = [_at(top, TITLE, "h1", chem(plan.title))]
    top += TITLE
    size = sentence_size(plan.sentence)
    sentence = f'<span style="font-size:{size}pt;font-weight:700">{chem(plan.sentence)}</span>'
    parts.append(_at(top, SENTENCE, "div", sentence))
    top += SENTENCE + GAP
    parts += _cards(plan, top)
    top += CARDS + GAP
    parts.append(_name(top, plan.table_name))
    grid = plan.is_matrix
    look = TableLook(SIZE, plan.row, plan.head, grid=grid, wordless=grid, fit=True)
    parts.append(_table(plan.table, look, top + NAME, plan.widths))
    top += NAME + plan.head + len(plan.table.rows) * plan.row
    parts.append(_at(top + 0.05, REMARK, "div class=quiet", chem(plan.below)))
    top += REMARK
    script = ""
    if plan.drawn is not None and plan.drawn.figure is not None:
        parts.append(_name(top, plan.drawn.verdict))
        parts.append(_at(top + NAME, plan.chart, 'figure id="figure-0"', ""))
        figure = type(plan.drawn.figure)(plan.drawn.figure)
        figure.update_layout(height=int((plan.chart - 0.1) * _PIXELS))
        script = inline_script([figure], int(WIDE * _PIXELS))
        top += NAME + plan.chart
    parts.append(_name(top, plan.matters_name))
    look = TableLook(SIZE, plan.matter, HEAD)
    widths = column_widths(plan.matters, WIDE, look)
    parts.append(_table(plan.matters, look, top + NAME, widths))
    bottom = PAGE_HIGH - MARGIN - 0.3
    parts.append(_at(bottom - NOTES, NOTES, "div class=quiet", chem(plan.notes)))
    parts.append(_at(bottom + 0.1, 0.5, "div class=quiet", chem(plan.foot)))
    text = "".join(parts)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">{POLICY}'
        f'<title>{escape(plan.title)}</title><style id="faces">{faces_css(text)}</style>'
        f"<style>{_SHEET}</style></head><body>{text}{script}</body></html>"
    )


def _at(top: float, high: float, tag: str, inner: str) -> str:
    name = tag.partition(" ")[0]
    return f'<{tag} style="top:{top:.2f}cm;height:{high:.2f}cm">{inner}</{name}>'


def _cards(plan: PagePlan, top: float) -> list[str]:
    wide, found = (WIDE - 3 * GAP) / 4, []
    for n, (label, value, unit, status, say) in enumerate(plan.cards):
        look = STATUS[status.status]
        said = "<br>".join(chem(part) for part in say.text.split("；")[:2])
        place = f"top:{top:.2f}cm;height:{CARDS}cm;left:{MARGIN + n * (wide + GAP):.2f}cm;"
        place += f"width:{wide:.2f}cm;border-color:#{look.paper.ink}"
        size = fitting(value.text, 20, wide - 1.6)
        found.append(
            f'<div class="card" style="{place}"><p>{chem(label.text)}</p>'
            f'<p><b style="font-size:{size}pt">{escape(value.text)}</b>'
            f" <small>{escape(unit.text)}</small></p>"
            f'<p style="color:#{look.paper.ink}"><strong>{look.glyph} '
            f"{escape(status.word or look.word)}</strong></p><p><small>{said}</small></p></div>"
        )
    return found


def _name(top: float, words: str) -> str:
    inner = f'<span style="font-size:{fitting(words, 11, WIDE)}pt">{chem(words)}</span>'
    return _at(top, NAME, "h2", inner)


def _table(table: Table, look: TableLook, top: float, widths: Sequence[float]) -> str:
    columns = "".join(f'<col style="width:{size:.2f}cm">' for size in widths)
    heads = "".join(_head(one, look, size) for one, size in zip(table.heads, widths, strict=True))
    rows = "".join(
        f'<tr style="height:{look.row:.3f}cm{_ground(number < table.leading)}">'
        + "".join(_cell(cell, look, widths[n]) for n, cell in enumerate(row))
        + "</tr>"
        for number, row in enumerate(table.rows)
    )
    grid = ' class="grid"' if look.grid else ""
    return (
        f'<table{grid} style="top:{top:.2f}cm"><colgroup>{columns}</colgroup>'
        f'<tr style="height:{look.head:.2f}cm">{heads}</tr>{rows}</table>'
    )


def _ground(apart: bool) -> str:
    return f";background:#{TOTAL}" if apart else ""


def _head(head: ColumnHead, look: TableLook, wide: float) -> str:
    size = fitting(head.name, look.size, wide * 1.7)
    small = f"<small>{chem(head.small)}</small>" if head.small else ""
    return f'<th style="font-size:{size}pt">{chem(head.name)}{small}</th>'


def _cell(cell: Cell, look: TableLook, wide: float) -> str:
    first, second = lines_of(cell, look)
    style = STATUS.get(cell.status)
    size = fitting(first, look.size, (wide - 0.2) / 1.1) if look.fit else look.size
    css = f"font-size:{size}pt"
    if style is not None:
        css += f";color:#{style.paper.ink};font-weight:700"
        css += f";background:#{style.paper.tint}" if look.grid else ""
    small = f"<br><small>{chem(second)}</small>" if second else ""
    return f'<td style="{css}">{chem(first)}{small}</td>'
