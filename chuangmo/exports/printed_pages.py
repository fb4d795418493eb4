"""A4 pages with real text: verdict, figure, table, method and foot of each exhibit, numbered."""

import re
from collections.abc import Sequence
from datetime import date
from html import escape

import plotly.graph_objects as go

from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Table, marks_line
from chuangmo.exports.drawing import POLICY, faces_css, inline_script
from chuangmo.exports.sentences import foot_line
from chuangmo.exports.styles import DEEP, GRID, INK, RULE, SECONDARY, TOTAL, WHITE
from chuangmo.period import day_words
from chuangmo.status import STATUS

_SUBSCRIPT = re.compile(r"(PM|SO|NO|O|CO)(10|2\.5|1|2|3)(?![\d.])")
_WIDE = 8  # columns; a table with more lies on a page turned sideways
_DRAWN = 680  # pixels; the width of the upright page between its margins
_MAP_HIGH = 430  # pixels
_FOOT = 200.0  # units; a foot line on paper may take two lines

_SHEET = f"""
@page {{ size: A4; margin: 20mm 15mm 18mm;
  @bottom-center {{ content: counter(page) " / " counter(pages);
    font: 9pt 'Noto Sans SC'; color: #{SECONDARY}; }} }}
@page wide {{ size: A4 landscape; margin: 15mm 15mm 16mm; }}
* {{ box-sizing: border-box; -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
body {{ margin: 0; font: 10pt/1.55 'Noto Sans SC','Noto Sans SC Rare',sans-serif; color: #{INK}; }}
header {{ border-bottom: 2pt solid #{DEEP}; margin-bottom: 6mm; padding-bottom: 2mm; }}
h1 {{ font-size: 18pt; line-height: 1.3; margin: 0; color: #{DEEP}; }}
header p {{ margin: 1mm 0 0; color: #{SECONDARY}; }}
section {{ margin-bottom: 8mm; }}
section.wide {{ page: wide; }}
.head {{ break-inside: avoid; break-after: avoid; }}
h2 {{ font-size: 13pt; line-height: 1.4; margin: 0; break-after: avoid; }}
.sub {{ margin: 0.5mm 0 2.5mm; color: #{SECONDARY}; font-size: 9pt; break-after: avoid; }}
.demo {{ font-size: 8pt; font-weight: 400; border: 0.6pt solid #9A5900; color: #9A5900;
  padding: 0 1.2mm; margin-left: 2mm; white-space: nowrap; }}
figure {{ margin: 0 0 3mm; break-inside: avoid; }}
figure svg {{ display: block; margin: 0 auto; max-width: 100%; max-height: 195mm; }}
table {{ border-collapse: collapse; width: 100%; font-size: 8.5pt; line-height: 1.35;
  font-variant-numeric: tabular-nums; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
th {{ background: #{DEEP}; color: #{WHITE}; font-weight: 700; text-align: left;
  padding: 1.2mm 1.6mm; vertical-align: middle; }}
td {{ border-bottom: 0.5pt solid #{RULE}; padding: 1mm 1.6mm; vertical-align: middle; }}
th small, td small {{ display: block; font-size: 7.5pt; font-weight: 400; }}
td small {{ color: #{SECONDARY}; }}
.n {{ text-align: right; }}
td:first-child {{ font-weight: 700; }}
tr.apart td {{ background: #{TOTAL}; border-bottom-color: #{DEEP}; }}
.matrix th, .matrix td {{ text-align: center; }}
.matrix td {{ border: 0.5pt solid #{GRID}; }}
.matrix td:first-child, .matrix th:first-child {{ text-align: left; white-space: nowrap; }}
ul {{ margin: 2mm 0 0; padding-left: 4.5mm; font-size: 8.5pt; color: #{SECONDARY}; }}
.foot {{ margin: 2.5mm 0 0; padding-top: 1mm; border-top: 0.5pt solid #{RULE};
  font-size: 8pt; color: #{SECONDARY}; break-before: avoid; }}
"""


def paper_page(
    exhibits: Sequence[Exhibit], title: str, subtitle: str = "", day: date | None = None
) -> str:
    """The document as HTML for Chromium to print; every text of an exhibit is escaped."""
    drawn = [exhibit for exhibit in exhibits if exhibit.figure is not None]
    places = {id(exhibit): number for number, exhibit in enumerate(drawn)}
    body = "".join(_section(exhibit, places.get(id(exhibit))) for exhibit in exhibits)
    when = day_words(day) if day else ""
    line = "　".join(part for part in (subtitle, when) if part)
    text = f"<header><h1>{chem(title)}</h1><p>{chem(line)}</p></header>{body}"
    script = inline_script([_upright(exhibit) for exhibit in drawn], _DRAWN)
    faces = f'<style id="faces">{faces_css(text)}</style>'
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">{POLICY}'
        f"<title>{escape(title)}</title>{faces}<style>{_SHEET}</style></head>"
        f"<body>{text}{script}</body></html>"
    )


def _upright(exhibit: Exhibit) -> go.Figure:
    """The figure as it stands on an upright page: the two panels of a map are narrow there."""
    if exhibit.kind != "map":
        return exhibit.figure
    return go.Figure(exhibit.figure).update_layout(height=_MAP_HIGH)


def _events(exhibit: Exhibit) -> str:
    """The dated events under a chart; nothing where there are none."""
    said = marks_line(exhibit)
    return f'<p class="sub">{chem(said)}</p>' if said else ""


def _section(exhibit: Exhibit, place: int | None) -> str:
    """One exhibit; what is drawn comes before its table."""
    table = exhibit.table
    wide = table is not None and len(table.heads) > _WIDE
    demo = '<span class="demo">演示数据</span>' if exhibit.demo else ""
    drawn = "" if place is None else f'<figure id="figure-{place}"></figure>'
    notes = "".join(f"<li>{chem(note)}</li>" for note in exhibit.notes if note)
    return (
        f"<section{' class=wide' if wide else ''}><div class=head>"
        f"<h2>{chem(exhibit.verdict)}{demo}</h2>"
        f'<p class="sub">{chem(exhibit.subtitle)}</p>{drawn}{_events(exhibit)}</div>'
        f"{_table(table, exhibit.kind) if table is not None else ''}"
        f"{f'<ul>{notes}</ul>' if notes else ''}"
        f'<p class="foot">{chem(foot_line(exhibit.foot, exhibit.demo, _FOOT))}</p></section>'
    )


def _table(table: Table, kind: str) -> str:
    heads = "".join(_head(head) for head in table.heads)
    rows = "".join(
        f"<tr{' class=apart' if number < table.leading else ''}>"
        + "".join(_cell(cell, table.heads[n], kind) for n, cell in enumerate(row))
        + "</tr>"
        for number, row in enumerate(table.rows)
    )
    grid = ' class="matrix"' if kind == "matrix" else ""
    return f"<table{grid}><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _head(head: ColumnHead) -> str:
    css = ' class="n"' if head.numeric else ""
    return f"<th{css}>{chem(head.name)}{_small(head.small)}</th>"


def _cell(cell: Cell, head: ColumnHead, kind: str) -> str:
    """Text, and the status by shape, word and colour."""
    css = ' class="n"' if head.numeric else ""
    style = STATUS.get(cell.status)
    if style is None:
        return f"<td{css}>{chem(cell.text)}{_small(cell.small)}</td>"
    word = f"{style.glyph} {escape(cell.word or style.word)}"
    mark = f'<span style="color:#{style.paper.ink}">{word}</span>'
    if kind == "matrix":
        inner = f"{chem(cell.text)}<small>{mark} {chem(cell.small)}</small>"
        return f'<td style="background:#{style.paper.tint}">{inner}</td>'
    return f"<td{css}>{mark} {chem(cell.text)}{_small(cell.small)}</td>"


def _small(text: str) -> str:
    return f"<small>{chem(text)}</small>" if text else ""


def chem(text: str) -> str:
    """Escaped text with the digits of PM10, PM2.5, SO2, NO2, O3 set as subscripts."""
    return _SUBSCRIPT.sub(r"\1<sub>\2</sub>", escape(text))
