"""来源: the observations behind the figures, each with its file, sheet and cell."""

from decimal import Decimal

from chuangmo.catalog.catalog import Catalog
from chuangmo.exports.contents import Contents
from chuangmo.exports.styles import DEEP
from chuangmo.exports.xlsx.pages import Book, Header, Page
from chuangmo.exports.xlsx.scope import Scope
from chuangmo.service.figures.source_rows import SourcePart, SourceRow
from chuangmo.service.questions import Questions
from chuangmo.store.rows import DENOMINATOR, NUMERATOR
from chuangmo.wording import PART_WORD

MOST = 200_000
_NAMES = ("指标", "地区", "点位", "时段", "表内原文", "表内单位", "入库值", "单位", "标记", "批次",
          "文件", "工作表", "单元格")  # fmt: skip
_WIDTHS = (14, 14, 16, 14, 13, 11, 12, 10, 9, 7, 46, 14, 9)
_PART_NAMES = ("组成", "组成的数", "组成的单位", "组成的单元格")
_PART_WIDTHS = (26, 12, 11, 13)
_MARKS = {"missing": "缺测", "below": "未检出", "unaudited": "未审核", "audited": "审核后"}


def origin_page(
    book: Book, reader: Questions, contents: Contents, scope: Scope, header: Header
) -> None:
    """One row an observation from January to the month; at most ``MOST``, and said so.

    The rows are for the screen: on paper the sheet is its title and how many they are.

    Numerator, denominator and kinds of a count follow in rows of their own, in columns of their
    own, so that a sum over the values counts none of them.
    """
    month = contents.request.month.period
    rows = [row for i in scope.indicators for row in reader.sources(i.id, scope.areas, month)]
    parts = any(map(_parts, rows[:MOST]))
    names = (*_NAMES, *_PART_NAMES) if parts else _NAMES
    page = book.page("来源", header, (*_WIDTHS, *_PART_WIDTHS) if parts else _WIDTHS)
    page.sentence("数据来源：逐条监测值与台账", 16, DEEP, bold=True)
    page.quiet(_told(len(rows)))
    if parts:
        page.quiet("分子、分母和其中各项列在所属数值的下一行起、右边四列，只供核对，不另计数。")
    top = page.row
    page.heads(names, repeat=True)
    page.sheet.freeze_panes(page.row, 0)
    for row in rows[:MOST]:
        _write(page, reader.catalog, row)
        for part in _parts(row):
            _write_part(page, reader.catalog, row, part)
    page.sheet.autofilter(top, 0, max(page.row - 1, top), len(names) - 1)
    page.print_until(top)


def _parts(row: SourceRow) -> list[SourcePart]:
    """The parts of a row; numerator and denominator also where their cells are not known."""
    known = {part.role for part in row.parts}
    bare = [
        SourcePart(role, "", value, "", "")
        for role, value in ((NUMERATOR, row.numerator), (DENOMINATOR, row.denominator))
        if value is not None and role not in known
    ]
    return [*bare, *row.parts]


def _told(count: int) -> str:
    if count <= MOST:
        return f"共 {count} 条，均为当前有效的数值；可按任一列筛选。逐条明细不在打印范围内。"
    return (
        f"共 {count} 条，这里列出前 {MOST} 条；其余请按指标、区县分别导出，或在“批次与溯源”页查看。"
    )


def _write(page: Page, catalog: Catalog, row: SourceRow) -> None:
    plain, right = page.book.look(font_size=10), page.book.look(font_size=10, align="right")
    words = (
        catalog.indicator(row.indicator).label, row.area, row.site, row.period, row.printed,
        row.printed_unit,
    )  # fmt: skip
    for n, word in enumerate(words):
        page.text(n, word, plain)
    if row.value is not None:
        page.sheet.write_number(page.row, 6, float(Decimal(row.value)), right)
    page.text(7, row.unit, plain)
    marks = (_MARKS.get(mark, mark) for mark in (row.qualifier, row.audit))
    page.text(8, "，".join(mark for mark in marks if mark), plain)
    page.sheet.write_number(page.row, 9, row.batch, right)
    for n, word in enumerate((row.file, row.sheet, row.cell)):
        page.text(10 + n, word, plain)
    page.row += 1


def _write_part(page: Page, catalog: Catalog, row: SourceRow, part: SourcePart) -> None:
    plain, right = page.book.look(font_size=10), page.book.look(font_size=10, align="right")
    for n, word in enumerate(
        (catalog.indicator(row.indicator).label, row.area, row.site, row.period)
    ):
        page.text(n, word, plain)
    page.sheet.write_number(page.row, 9, row.batch, right)
    for n, word in enumerate((row.file, row.sheet)):
        page.text(10 + n, word, plain)
    name = f"：{part.name}" if part.name else ""
    page.text(13, f"{PART_WORD[part.role]}{name}", plain)
    page.sheet.write_number(page.row, 14, float(Decimal(part.value)), right)
    page.text(15, part.unit, plain)
    page.text(16, part.cell, plain)
    page.row += 1
