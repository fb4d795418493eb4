"""结论: the sentence of every exhibit and its table; needed values as live formulas."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from chuangmo.assess.rounding import as_fraction, in_unit, publish_safe
from chuangmo.assess.verdicts.evidence import OUT_OF_REACH
from chuangmo.exhibit import Cell, ColumnHead, Exhibit
from chuangmo.exports.contents import Contents
from chuangmo.exports.grid import is_number_column
from chuangmo.exports.numbers import decimals, number_in
from chuangmo.exports.sentences import foot_line
from chuangmo.exports.styles import DEEP, SECONDARY, width
from chuangmo.exports.xlsx.pages import Book, Header, Page, fitted, number_format
from chuangmo.service.figures.assessing import OutlookAnswer
from chuangmo.service.questions import Questions
from chuangmo.status import OVER_STANDARD, STATUS

_PRINTED, _LONG = 5, 25  # pages of the sheet on paper; rows from which a table comes last
#: Kinds whose figures stand on other sheets.
_ELSEWHERE = ("trend", "burnup")
_NEEDED = 3  # column of the needed values
_BEHIND = ("累计（未修约）", "已有日数", "余下日数")


def conclusion_page(book: Book, reader: Questions, contents: Contents, header: Header) -> None:
    """One sheet: title, then sentence and table of every exhibit in order."""
    shown = [one for one in contents.exhibits if one.table is not None]
    tables = [one for one in shown if one.kind not in _ELSEWHERE]
    page = book.page("结论", header, _widths(tables))
    page.sentence(f"{contents.title}（{contents.subtitle}）", 16, DEEP, bold=True)
    first = contents.exhibits[0]
    demo = any(one.demo for one in contents.exhibits)
    told = (page.row, foot_line(first.foot, demo, 200))
    page.quiet(told[1])
    for exhibit in sorted(contents.exhibits, key=_is_long):
        page.row += 1
        page.sentence(_said(exhibit), 13, DEEP, bold=True)
        page.quiet(exhibit.subtitle)
        if exhibit in tables:
            _table(page, reader, contents, exhibit)
    cells = (cell for one in tables for row in _rows(one) for cell in row)
    statuses = {cell.status for cell in cells if cell.status and not cell.word}
    if statuses:
        key = "　".join(f"{STATUS[s].glyph} {STATUS[s].word}" for s in STATUS if s in statuses)
        page.row += 1
        page.quiet(f"状态：{key}")
    page.sheet.freeze_panes(2, 1)
    page.print_pages(_PRINTED, (told[0], f"{told[1]}　"))


def _is_long(exhibit: Exhibit) -> bool:
    """Whether the table is a list to look things up in, after all that is read."""
    return exhibit.kind != "matrix" and len(_rows(exhibit)) > _LONG


def _said(exhibit: Exhibit) -> str:
    place = exhibit.extra.get("place", "")
    return exhibit.verdict if place in exhibit.verdict else f"{place}：{exhibit.verdict}"


def _rows(exhibit: Exhibit) -> Sequence[Sequence[Cell]]:
    return exhibit.table.rows if exhibit.table else ()


def _widths(tables: Sequence[Exhibit]) -> list[float]:
    """One set of widths for all tables of the sheet, at least eight columns for the sentences.

    Where several tables share the sheet no long text of one widens a figure column of another.
    """
    most = 40.0 if len(tables) == 1 else 20.0
    found: list[float] = [12.0] * 8
    for exhibit in tables:
        assert exhibit.table is not None
        heads = [_head(head) for head in exhibit.table.heads]
        heads += _BEHIND if exhibit.kind == "needs" else ()
        texts = [[_text(cell) for cell in row] for row in exhibit.table.rows]
        for place, wide in enumerate(min(need, most) for need in fitted(texts, heads)):
            if place < len(found):
                found[place] = max(found[place], wide)
            else:
                found.append(wide)
    return found


def _head(head: ColumnHead) -> str:
    return f"{head.name}\n{head.small}" if head.small else head.name


def _table(page: Page, reader: Questions, contents: Contents, exhibit: Exhibit) -> None:
    table = exhibit.table
    assert table is not None
    extra = _BEHIND if exhibit.kind == "needs" and "indicator" in exhibit.extra else ()
    page.heads([*(_head(head) for head in table.heads), *extra])
    for n, row in enumerate(table.rows):
        look = page.leading() if n < table.leading else page.body()
        lines = max((_lines(page, k, cell) for k, cell in enumerate(row)), default=1)
        page.set_high(21 if lines == 1 else 17 * lines + 4)
        for place, cell in enumerate(row):
            _cell(page, place, cell, look, figure=is_number_column(exhibit, place))
        if extra:
            _behind(page, reader, contents, exhibit, row, look)
        page.row += 1
    _remarks(page, exhibit)


def _remarks(page: Page, exhibit: Exhibit) -> None:
    if any(OVER_STANDARD in cell.small for row in _rows(exhibit) for cell in row):
        page.quiet("* 同一数值对国家标准未达标。状态按各地区自己的限值。")


def _lines(page: Page, place: int, cell: Cell) -> int:
    return max(1, -(-int(width(_text(cell)) * 2.05) // max(int(page.widths[place]), 1)))


def _text(cell: Cell) -> str:
    """A cell in words: text, shape (with its word where nothing else stands), remark."""
    star = "*" if OVER_STANDARD in cell.small else ""
    small = "" if star or not cell.small else f"（{cell.small}）"
    if not cell.status:
        return f"{cell.text}{small}"
    look = STATUS[cell.status]
    word = cell.word or look.word
    return f"{cell.text} {look.glyph}{star}" if cell.text else f"{look.glyph} {word}{small}"


def _cell(page: Page, place: int, cell: Cell, look: dict[str, Any], *, figure: bool) -> None:
    if cell.status:
        style = STATUS[cell.status]
        look = look | {"font_color": style.paper.ink, "bg_color": style.paper.tint}
    elif cell.shade:
        look = look | {"font_color": f"#{cell.shade_ink}", "bg_color": f"#{cell.shade}"}
    number = number_in(cell.text) if figure else None
    if number is None:
        left = {"align": "left"} if place == 0 or len(cell.text) > 12 else {}
        page.text(place, _text(cell), page.book.look(**(look | left), text_wrap=True))
        return
    after = _text(cell)[len(cell.text) :]
    page.number(place, number, **look, num_format=number_format(number, after))


def _behind(
    page: Page, reader: Questions, contents: Contents, exhibit: Exhibit, row: Sequence[Cell],
    look: dict[str, Any],
) -> None:  # fmt: skip
    """What the needed value is made of, and the value as a formula over it."""
    month = contents.request.month
    found = reader.look_ahead(
        exhibit.extra["indicator"], row[0].text, month.year_period, month.as_of
    )
    ahead = found.ahead
    if found.line is None or ahead is None or found.so_far.value is None:
        return
    value = in_unit(found.so_far.value, found.so_far.unit, found.unit)
    first = len(row)
    quiet = look | {"font_color": SECONDARY}
    book = page.book
    page.sheet.write_number(
        page.row, first, float(value), book.look(**quiet, num_format="0.000000")
    )
    page.sheet.write_number(page.row, first + 1, found.so_far.mean_days, book.look(**quiet))
    page.sheet.write_number(page.row, first + 2, ahead.days_left, book.look(**quiet))
    _formula(page, found, row, value, look)


def _formula(
    page: Page, found: OutlookAnswer, row: Sequence[Cell], value: Fraction, look: dict[str, Any]
) -> None:
    """Replace the needed value by its formula, only where that gives the published number."""
    limit, shown = number_in(row[2].text), number_in(row[_NEEDED].text)
    ahead, line = found.ahead, found.line
    assert ahead is not None and line is not None
    if limit is None or shown is None or ahead.answer == OUT_OF_REACH or not ahead.days_left:
        return
    seen, left, digits = found.so_far.mean_days, ahead.days_left, decimals(shown)
    needed = (as_fraction(limit) * (seen + left) - value * seen) / left
    if publish_safe(needed, digits, line.operator) != str(shown):
        return
    lower = line.operator in ("<=", "<")
    n, at = page.row + 1, len(row)
    so_far, days, rest = (_letter(at + k) for k in range(3))
    ask = f"(C{n}*({days}{n}+{rest}{n})-{so_far}{n}*{days}{n})/{rest}{n}"
    after = _text(row[_NEEDED])[len(row[_NEEDED].text) :]
    wanted = look | {"bold": True, "num_format": number_format(shown, after)}
    formula = f"=ROUND{'DOWN' if lower else 'UP'}(ROUND({ask},9),{digits})"
    page.sheet.write_formula(page.row, _NEEDED, formula, page.book.look(**wanted), float(shown))


def _letter(place: int) -> str:
    return chr(ord("A") + place)
