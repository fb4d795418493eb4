"""The matrix of 总览 as HTML: one link a cell, tint on the whole cell, glyphs only on phones."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from chuangmo.assess.verdict_types import TARGET, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import Matrix, MatrixColumn, MatrixRow
from chuangmo.status import BEHIND, LINE, LINE_WORD, STATUS, STATUS_WORD
from chuangmo.ui.parts.html import Safe, chem, text, unverified, wrap
from chuangmo.wording import figure, limit_words, shown_value

#: Stems that say more in two characters than three cut off.
_STEMS = ("污水", "锅炉", "餐饮", "优良", "烟尘")
_TAG = re.compile("<[^>]+>")
_ROOMY = 10  # columns; more are set smaller
Link = Callable[[Indicator, str], str]
Lead = Callable[[str], str]


@dataclass(frozen=True)
class Beside:
    """What stands in the third line of a cell: markup, and the same in words."""

    line: Safe
    words: str


Third = Callable[[Indicator, Verdict], Beside]
_NOTHING = Beside(Safe(), "")


def matrix_head(matrix: Matrix, heading: str, sub: str) -> str:
    """The section title with the legend that is also the count per status, worst first."""
    counts = matrix.counts
    legend = "".join(
        f'<span class="cm-s-{STATUS[s].css}"><span class="g">{STATUS[s].glyph}</span>'
        f"{STATUS[s].word}<b>{counts[s]}</b></span>"
        for s in STATUS
        if counts[s]
    )
    return wrap(
        f'<div><h2>{chem(heading)}</h2><p class="sub">{chem(sub)}</p></div>'
        f'<div class="cm-legend">{legend}</div>',
        "cm-head",
    )


def matrix_table(
    matrix: Matrix, link: Link, lead: Lead, third: Third | None = None, places: str = "区县"
) -> str:
    """The table itself.

    Args:
        link: (indicator, area) to the address of the cell's page.
        lead: district to the address of its page.
        third: (indicator, verdict) to the third line of its cell.
        places: what its rows are.
    """
    heads = "".join(
        _head(column, link(column.indicator, _first(n, matrix)))
        for n, column in enumerate(matrix.columns)
    )
    below = third or (lambda indicator, cell: _NOTHING)
    rows = "".join(_row(row, matrix, link, lead, below) for row in matrix.rows)
    dense = " cm-dense" if len(matrix.columns) > _ROOMY else ""
    return wrap(
        f'<table class="cm-matrix{dense}" style="--columns:{len(matrix.columns)}"><thead><tr>'
        f'<th scope="col" style="width:128px">{text(places)}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>",
        "cm-matrix-wrap",
    )


def _first(column: int, matrix: Matrix) -> str:
    """The first place with a value in a column: the city, where it has one."""
    return next((row.area for row in matrix.rows if row.cells[column]), matrix.rows[0].area)


def _head(column: MatrixColumn, href: str) -> str:
    indicator, row = column.indicator, column.head
    short = _phone_name(indicator)
    return (
        f'<th scope="col" title="{text(indicator.name)}"><a class="n" href="{text(href)}" '
        f'target="_self"><span class="f">{chem(indicator.label)}</span>{short}</a>'
        f'<span class="l">{_head_limit(indicator, row)}</span></th>'
    )


def _head_limit(indicator: Indicator, row: Verdict) -> Safe:
    if indicator.is_task:
        return text(f"完成 / 任务 {row.unit}")
    limit = limit_words(row)
    if not limit:
        return text(row.unit)
    return Safe(
        f"{LINE[row.line].short} {text(limit)} {text(row.unit)} {unverified(row.confidence)}"
    )


def _phone_name(indicator: Indicator) -> str:
    if indicator.symbol:
        return f'<span class="s sym">{chem(indicator.symbol)}</span>'
    name = indicator.short or indicator.name
    return f'<span class="s">{text(_three(name))}</span>'


def _three(name: str) -> str:
    """Three characters that still tell the indicators apart (区域环境噪声 -> 区噪声)."""
    if name.endswith("噪声") and len(name) > 3:
        return f"{name[0]}噪声"
    stem = next((stem for stem in _STEMS if name.startswith(stem)), "")
    return stem or "".join(letter for letter in name if not letter.isascii())[:3]


def _row(row: MatrixRow, matrix: Matrix, link: Link, lead: Lead, third: Third) -> str:
    worst = [f"{STATUS_WORD[status]} {row.count(status)}" for status in BEHIND if row.count(status)]
    name = text("全市")
    if not row.is_city:
        name = Safe(f'<a href="{text(lead(row.area))}" target="_self">{text(row.area)}</a>')
    cells = "".join(
        _cell(row, cell, column, link, over, third)
        for column, cell, over in zip(matrix.columns, row.cells, row.over_standard, strict=True)
    )
    return (
        f'<tr{" class=city" if row.is_city else ""}><th scope="row"><b>{name}</b>'
        f"<small>{text('、'.join(worst) or '没有落后的')}</small></th>{cells}</tr>"
    )


def _cell(
    row: MatrixRow, cell: Verdict | None, column: MatrixColumn, link: Link, over: bool,
    third: Third,
) -> str:  # fmt: skip
    if cell is None:
        return '<td class="cm-s-quiet none" title="没有这一项数据">—</td>'
    indicator, style = column.indicator, STATUS[cell.shown_as]
    value = _value(cell, column)
    below = third(indicator, cell)
    seen = f"{style.word} {_spoken(value)} {_spoken(below.line)}".rstrip()
    label = f"{row.area} {indicator.label}：{seen}"
    label += "；对国家标准未达标" if over else ""
    label += f"；{below.words}" if below.words else ""
    flag = '<i class="x"></i>' if over else ""
    hint = f"{label}。{LINE_WORD[cell.line]} {limit_words(cell)}。{cell.reason}"
    return (
        f'<td class="cm-s-{style.css}"><a href="{text(link(indicator, row.area))}" '
        f'target="_self" aria-label="{text(label)}" title="{text(hint)}">'
        f'<span class="w"><span class="g">{style.glyph}</span><span class="t">{style.word}'
        f'</span></span> <span class="v">{value}</span> {flag}{below.line}</a></td>'
    )


def _spoken(value: str) -> str:
    """What is read on the cell as plain text: a name must hold the words that are seen."""
    return unescape(_TAG.sub("", value))


def _value(cell: Verdict, column: MatrixColumn) -> str:
    if column.indicator.is_task and cell.line == TARGET and cell.quota is not None:
        done = figure(cell.done or cell.published)
        return f"{text(done)} <small>/ {text(figure(cell.quota))}</small>"
    value = text(shown_value(cell, column.indicator))
    head = column.head
    same = (cell.line, cell.operator, cell.limit) == (head.line, head.operator, head.limit)
    own = cell.unit if cell.unit != head.unit and cell.value is not None else ""
    if not same and cell.limit is not None:
        word = "" if cell.line == head.line else LINE[cell.line].short + " "
        own = f"{word}{limit_words(cell)} {own}".rstrip()
    return f"{value} <small>{text(own)}</small>" if own else value
