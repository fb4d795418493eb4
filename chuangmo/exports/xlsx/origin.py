"""来源: the observations behind the figures, each with its file, sheet and cell."""

from collections.abc import Iterator
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

#: Lines of one sheet; where there are more rows than this, all of them go into a second file.
MOST = 200_000
#: What the name of the second file ends with.
BESIDE = "来源"
_NAMES = ("指标", "地区", "点位", "时段", "表内原文", "表内单位", "入库值", "单位", "标记", "批次",
          "文件", "工作表", "单元格")  # fmt: skip
_WIDTHS = (14, 14, 16, 14, 13, 11, 12, 10, 9, 7, 46, 14, 9)
_PART_NAMES = ("组成", "组成的数", "组成的单位", "组成的单元格")
_PART_WIDTHS = (26, 12, 11, 13)
_MARKS = {"missing": "缺测", "below": "未检出", "unaudited": "未审核", "audited": "审核后"}


def origin_page(
    book: Book, reader: Questions, contents: Contents, scope: Scope, header: Header
) -> None:
    """One row an observation from January to the month; above ``MOST`` where they are instead.

    The rows are for the screen: on paper the sheet is its title and how many they are.

    Numerator, denominator and kinds of a count follow in rows of their own, in columns of their
    own, so that a sum over the values counts none of them.
    """
    rows = _rows(reader, contents, scope)
    if len(rows) <= MOST:
        said = f"共 {len(rows)} 条，均为当前有效的数值；可按任一列筛选。逐条明细不在打印范围内。"
        _list(book, reader.catalog, "来源", rows, header, said)
        return
    page = book.page("来源", header, _WIDTHS)
    page.sentence("数据来源：逐条监测值与台账", 16, DEEP, bold=True)
    page.quiet(
        f"共 {len(rows)} 条，多于 {MOST} 条，全部列在随附的另一个文件里（文件名末尾为“{BESIDE}”），"
        "这个文件不再列。"
    )
    page.print_until(page.row)


def has_second_file(reader: Questions, contents: Contents, scope: Scope) -> bool:
    """Whether the rows behind the figures are too many for a sheet of the workbook."""
    return len(_rows(reader, contents, scope)) > MOST


def origin_pages(
    book: Book, reader: Questions, contents: Contents, scope: Scope, header: Header
) -> None:
    """Every row on as many sheets as they need: the second file."""
    rows = _rows(reader, contents, scope)
    parts = list(_sheets(rows))
    for n, part in enumerate(parts, 1):
        said = (
            f"共 {len(rows)} 条，均为当前有效的数值，分 {len(parts)} 张表；这是第 {n} 张，"
            f"{len(part)} 条。可按任一列筛选。"
        )
        _list(book, reader.catalog, f"来源{n}", part, header, said)


def _rows(reader: Questions, contents: Contents, scope: Scope) -> list[SourceRow]:
    month = contents.request.month.period
    return [row for i in scope.indicators for row in reader.sources(i.id, scope.areas, month)]


def _sheets(rows: list[SourceRow]) -> Iterator[list[SourceRow]]:
    """Parts of at most ``MOST`` lines; a row and what it is made of stay together."""
    part: list[SourceRow] = []
    lines = 0
    for row in rows:
        need = 1 + len(_parts(row))
        if part and lines + need > MOST:
            yield part
            part, lines = [], 0
        part.append(row)
        lines += need
    yield part


def _list(
    book: Book, catalog: Catalog, name: str, rows: list[SourceRow], header: Header, said: str
) -> None:
    """A sheet of rows under its heads."""
    parts = any(map(_parts, rows))
    names = (*_NAMES, *_PART_NAMES) if parts else _NAMES
    page = book.page(name, header, (*_WIDTHS, *_PART_WIDTHS) if parts else _WIDTHS)
    page.sentence("数据来源：逐条监测值与台账", 16, DEEP, bold=True)
    page.quiet(said)
    if parts:
        page.quiet("分子、分母和其中各项列在所属数值的下一行起、右边四列，只供核对，不另计数。")
    top = page.row
    page.heads(names, repeat=True)
    page.sheet.freeze_panes(page.row, 0)
    for row in rows:
        _write(page, catalog, row)
        for part in _parts(row):
            _write_part(page, catalog, row, part)
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
