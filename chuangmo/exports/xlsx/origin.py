"""来源: the observations behind the figures, each with its file, sheet and cell."""

from decimal import Decimal

from chuangmo.catalog.catalog import Catalog
from chuangmo.exports.contents import Contents
from chuangmo.exports.styles import DEEP
from chuangmo.exports.xlsx.pages import Book, Header, Page
from chuangmo.exports.xlsx.scope import Scope
from chuangmo.service.figures.source_rows import SourceRow
from chuangmo.service.questions import Questions

MOST = 10_000
_NAMES = ("指标", "地区", "点位", "时段", "表内原文", "表内单位", "入库值", "单位", "标记", "批次",
          "文件", "工作表", "单元格")  # fmt: skip
_WIDTHS = (14, 14, 16, 14, 13, 11, 12, 10, 9, 7, 46, 14, 9)
_MARKS = {"missing": "缺测", "below": "未检出"}


def origin_page(
    book: Book, reader: Questions, contents: Contents, scope: Scope, header: Header
) -> None:
    """One row an observation from January to the month; at most ``MOST``, and said so."""
    page = book.page("来源", header, _WIDTHS)
    month = contents.request.month.period
    rows = [row for i in scope.indicators for row in reader.sources(i.id, scope.areas, month)]
    page.sentence("数据来源：逐条监测值与台账", 16, DEEP, bold=True)
    page.quiet(_told(len(rows)))
    top = page.row
    page.heads(_NAMES, repeat=True)
    page.sheet.freeze_panes(page.row, 0)
    for row in rows[:MOST]:
        _write(page, reader.catalog, row)
    page.sheet.autofilter(top, 0, max(page.row - 1, top), len(_NAMES) - 1)


def _told(count: int) -> str:
    if count <= MOST:
        return f"共 {count} 条，均为当前有效的数值；可按任一列筛选。"
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
    page.text(8, _MARKS.get(row.qualifier, row.qualifier), plain)
    page.sheet.write_number(page.row, 9, row.batch, right)
    for n, word in enumerate((row.file, row.sheet, row.cell)):
        page.text(10 + n, word, plain)
    page.row += 1
