"""Our own HTML components; every interpolated text passes ``text`` or ``chem``, nothing else.

Streamlit's sanitiser removes ``<svg>``, so sparklines are flex boxes with heights in per cent.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chuangmo.exhibit import Foot
from chuangmo.status import AT_RISK, SHOWN_JUDGED, STATUS
from chuangmo.ui import which_city

_SUBSCRIPT = re.compile(r"(PM|SO|NO|O|CO)(10|2\.5|1|2|3)(?![\d.])")


class Safe(str):
    """Markup made by this module; everything else is text and gets escaped."""


def text(value: object) -> Safe:
    """The one escape function: any value as text inside markup or an attribute."""
    return value if isinstance(value, Safe) else Safe(html.escape(str(value), quote=True))


def chem(value: object) -> Safe:
    """Escaped text with the digits of PM10, PM2.5, SO2, NO2, O3 set as subscripts."""
    return Safe(_SUBSCRIPT.sub(r"\1<sub>\2</sub>", text(value)))


def wrap(body: str, css: str = "") -> str:
    """A component's outer element; carries the font, figures and colours."""
    return f'<div class="cm {text(css)}">{body}</div>'


def reachable(body: str, css: str, name: str) -> str:
    """A component that the keyboard reaches, so that a window shorter than it can be scrolled."""
    return (
        f'<div class="cm {text(css)}" role="group" aria-label="{text(name)}" tabindex="0">'
        f"{body}</div>"
    )


def stack(*parts: str) -> str:
    """Components under each other, as apart as if each were sent alone; empty ones left out."""
    return wrap("".join(part for part in parts if part), "cm-stack")


def chip(status: str, word: str = "") -> Safe:
    """Glyph and word of a status on its tint."""
    style = STATUS[status]
    return Safe(
        f'<span class="chip cm-s-{style.css}"><span class="g">{style.glyph}</span>'
        f"{text(word or style.word)}</span>"
    )


def status_text(status: str, word: str = "") -> Safe:
    """Glyph and word of a status as coloured text."""
    style = STATUS[status]
    calm = "" if status in SHOWN_JUDGED else " calm"
    return Safe(
        f'<span class="st{calm} cm-s-{style.css}"><span class="g">{style.glyph}</span>'
        f"{text(word or style.word)}</span>"
    )


def unverified(confidence: str | None) -> Safe:
    """The 待核 tag where a limit was not read in an official text (confidence B or C)."""
    return tag("待核" if confidence in ("B", "C") else "")


def tag(word: str) -> Safe:
    """A small tag; nothing for an empty word."""
    return Safe(f'<span class="tag">{text(word)}</span>' if word else "")


def demo_tag(demo: bool) -> Safe:
    """The 演示数据 tag."""
    return Safe('<span class="demo">演示数据</span>' if demo else "")


def code(value: object) -> Safe:
    """A cell address or file name in the mono face."""
    return Safe(f"<code>{text(value)}</code>")


def link(value: object, href: str) -> Safe:
    """Words that lead to another view of the board, in the same window and the same city."""
    there = text(which_city.within(href))
    return Safe(f'<a class="cm-link" href="{there}" target="_self">{chem(value)}</a>')


def bold(value: object) -> Safe:
    """A key word inside a grey sentence."""
    return Safe(f"<b>{chem(value)}</b>")


def verdict_block(
    kicker: Sequence[str], headline: str, second: str = "", tags: Iterable[str] = ()
) -> str:
    """The answer of a page: small line, sentence, grey second sentence.

    Args:
        kicker: parts joined by ``·``; tags (chips) follow it.
    """
    small = " · ".join(chem(part) for part in kicker if part)
    extra = "".join(text(tag) for tag in tags)
    below = f'<p class="second">{chem(second)}</p>' if second else ""
    return wrap(
        f'<p class="kicker"><span>{small}</span>{extra}</p><h1>{chem(headline)}</h1>{below}',
        "cm-verdict",
    )


@dataclass(frozen=True)
class Spark:
    """Twelve bars: shares of the height, ``None`` a month without a value; ``limit`` the line."""

    bars: tuple[float | None, ...]
    limit: float | None = None
    own: int = -1


@dataclass(frozen=True)
class Card:
    """One key figure: name, status, value with unit, and one line of what is needed."""

    name: str
    status: str
    value: str
    unit: str
    say: str
    spark: Spark | None = None
    href: str = ""
    word: str = ""


def cards(items: Sequence[Card]) -> str:
    """Four cards in a row, two by two on narrow screens."""
    return wrap(f'<div class="cm-cards">{"".join(_card(item) for item in items)}</div>')


def _card(card: Card) -> str:
    style = STATUS[card.status]
    body = (
        f'<div class="top"><span class="name">{chem(card.name)}</span>'
        f'{chip(card.status, card.word)}</div><div class="mid"><div class="value">'
        f"{text(card.value)} <small>{text(card.unit)}</small></div>{spark_bars(card.spark)}</div>"
        f'<div class="say">{chem(card.say)}</div>'
    )
    if card.href:
        href = text(card.href)
        return f'<a class="cm-card cm-s-{style.css}" href="{href}" target="_self">{body}</a>'
    return f'<div class="cm-card cm-s-{style.css}">{body}</div>'


def spark_bars(spark: Spark | None) -> str:
    """The twelve bars with the line of the limit; nothing where no month has a value."""
    if spark is None or not any(bar is not None for bar in spark.bars):
        return ""
    bars = "".join(
        '<i class="none"></i>'
        if bar is None
        else f'<i{" class=own" if n == spark.own else ""} style="height:{bar:.0f}%"></i>'
        for n, bar in enumerate(spark.bars)
    )
    line = f'<u style="bottom:{spark.limit:.0f}%"></u>' if spark.limit is not None else ""
    return f'<div class="cm-spark" aria-hidden="true">{bars}{line}</div>'


def title(heading: str, sub: str = "") -> str:
    """A section title: the finding, then what is drawn and the unit."""
    below = f'<p class="sub">{chem(sub)}</p>' if sub else ""
    return wrap(f"<h2>{chem(heading)}</h2>{below}", "cm-title")


@dataclass(frozen=True)
class HtmlColumn:
    """A table column: head, whether numbers stand right, width as CSS, extra class."""

    head: str
    numeric: bool = False
    width: str = ""
    css: str = ""


def table(
    columns: Sequence[HtmlColumn],
    rows: Sequence[Sequence[object]],
    off: frozenset[int] = frozenset(),
    *,
    fold: bool = False,
) -> str:
    """A table with thin rules; cells are text unless ``Safe``; rows in ``off`` are greyed.

    Args:
        fold: on phones a row becomes a card, every cell with its head before it; for tables of
            many columns or long texts.
    """
    head = "".join(
        f'<th scope="col" class="{_css(c)}"{_width(c)}>{chem(c.head)}</th>' for c in columns
    )
    body = "".join(
        f"<tr{' class=off' if n in off else ''}>"
        + "".join(
            f'<td class="{_css(c)}"{_head(c) if fold else ""}>{text(v)}</td>'
            for c, v in zip(columns, row, strict=True)
        )
        + "</tr>"
        for n, row in enumerate(rows)
    )
    top = f"<thead><tr>{head}</tr></thead>" if any(c.head for c in columns) else ""
    return wrap(
        f'<table class="cm-table">{top}<tbody>{body}</tbody></table>',
        "cm-scroll cm-fold" if fold else "cm-scroll",
    )


def _css(column: HtmlColumn) -> str:
    return f"{'num ' if column.numeric else ''}{column.css}".strip()


def _head(column: HtmlColumn) -> str:
    return f' data-head="{text(column.head)}"'


def _width(column: HtmlColumn) -> str:
    return f' style="width:{text(column.width)}"' if column.width else ""


@dataclass(frozen=True)
class Step:
    """One step of the import with its result; ``state``: done, now or empty."""

    name: str
    result: str
    state: str


def stepper(steps: Sequence[Step]) -> str:
    """The five named steps with the result of each."""
    items = "".join(
        f'<li class="{text(step.state)}"><i>{n}</i>{text(step.name)}'
        f"<small>{text(step.result) or '&nbsp;'}</small></li>"
        for n, step in enumerate(steps, 1)
    )
    return wrap(f'<ol class="cm-steps">{items}</ol>')


def sheet(rows: Sequence[Sequence[str]], marks: dict[tuple[int, int], str]) -> str:
    """The original sheet as found, with marked cells.

    Args:
        rows: texts, first row is row 1.
        marks: (row, column), both from 1, to a status whose tint marks the cell.
    """
    width = max((len(row) for row in rows), default=0)
    head = "".join(f"<th>{column_letter(n)}</th>" for n in range(1, width + 1))
    body = "".join(
        f"<tr><th>{r}</th>"
        + "".join(_sheet_cell(value, marks.get((r, c))) for c, value in enumerate(row, 1))
        + "</tr>"
        for r, row in enumerate(rows, 1)
    )
    return wrap(
        f'<table class="cm-sheet"><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>",
        "cm-scroll",
    )


def _sheet_cell(value: str, mark: str | None) -> str:
    css = ["num"] if re.fullmatch(r"[-−]?[\d.,]+", value) else []
    if mark:
        css += ["mark", f"cm-s-{STATUS[mark].css}"]
    return f'<td class="{" ".join(css)}" title="{text(value)}">{text(value)}</td>'


def column_letter(number: int) -> str:
    """Spreadsheet letters of a column number from 1 (28 is AB)."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def foot(line: Foot, extra: Sequence[str] = ()) -> str:
    """The foot line: source, data through, valid data, standards; one a line on phones."""
    parts = [line.source, line.through, line.valid, line.standard, *extra]
    return wrap("".join(f"<span>{chem(part)}</span>" for part in parts if part), "cm-foot")


def note(parts: Sequence[object]) -> str:
    """A small grey line under a table; parts are text unless ``Safe``."""
    return wrap("　".join(chem(part) for part in parts if part), "cm-note")


def status_line(words: object) -> str:
    """One sentence that must be seen, on the tint of what is at risk."""
    css = STATUS[AT_RISK].css
    return f'<div class="cm cm-told cm-s-{css}" role="status">{text(words)}</div>'


def joined(parts: Sequence[object], separator: str = "") -> Safe:
    """Several pieces, each escaped, as one."""
    return Safe(text(separator).join(text(part) for part in parts))


def use_words(cell: Mapping[str, Any]) -> str:
    """What became of a cell of ``trace``: 采用, whether it is unaudited, or why it is not used."""
    if not cell["used"]:
        return cell["why"] or "未采用"
    return "采用（未审核）" if cell["audit"] == "unaudited" else "采用"
