"""来源: the observations behind the figures, each with its file, sheet and cell."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.exports.contents import Contents
from chuangmo.exports.looks import DEEP
from chuangmo.exports.xlsx.pages import Book, Header, Page
from chuangmo.exports.xlsx.scope import Scope
from chuangmo.period import Period
from chuangmo.service.board import Board
from chuangmo.service.observations import list_observations
from chuangmo.service.trace import trace

MOST = 10_000
_NAMES = ("指标", "地区", "点位", "时段", "表内原文", "表内单位", "入库值", "单位", "标记", "批次",
          "文件", "工作表", "单元格")  # fmt: skip
_WIDTHS = (14, 14, 16, 14, 13, 11, 12, 10, 9, 7, 46, 14, 9)
_MARKS = {"missing": "缺测", "below": "未检出"}


def origin_page(
    book: Book, board: Board, actor: Actor, contents: Contents, scope: Scope, header: Header
) -> None:
    """One row an observation from January to the month; at most ``MOST``, and said so."""
    page = book.page("来源", header, _WIDTHS)
    rows = list(_observations(board, actor, contents, scope))
    page.sentence("数据来源：逐条监测值与台账", 16, DEEP, bold=True)
    page.quiet(_told(len(rows)))
    top = page.row
    page.heads(_NAMES, repeat=True)
    page.sheet.freeze_panes(page.row, 0)
    catalog = board.catalog
    for row in rows[:MOST]:
        _write(page, catalog, row)
    page.sheet.autofilter(top, 0, max(page.row - 1, top), len(_NAMES) - 1)


def _told(count: int) -> str:
    if count <= MOST:
        return f"共 {count} 条，均为当前有效的数值；可按任一列筛选。"
    return (
        f"共 {count} 条，这里列出前 {MOST} 条；其余请按指标、区县分别导出，或在“批次与溯源”页查看。"
    )


def _observations(
    board: Board, actor: Actor, contents: Contents, scope: Scope
) -> Iterator[dict[str, Any]]:
    month = contents.question.month
    span = Period(month.year_period.start, month.period.end, "season")
    for indicator in scope.indicators:
        if indicator.ledger:
            yield from _ledger(board, actor, indicator, contents, scope)
            continue
        for row in list_observations(board, actor, indicator=indicator.id, period=span):
            if row["area"] in scope.areas:
                yield row


def _ledger(
    board: Board, actor: Actor, indicator: Indicator, contents: Contents, scope: Scope
) -> Iterator[dict[str, Any]]:
    """Finished items of the ledger that the task counts, each once."""
    month = contents.question.month
    area = scope.areas[0]
    found = trace(board, actor, indicator.id, month.year_period, area=area, as_of=month.as_of)
    for cell in found["cells"]:
        if cell["used"]:
            yield {
                **cell, "indicator": indicator.id, "area": area, "site": None,
                "period": month.year_period.text, "printed_value": cell["raw"],
            }  # fmt: skip


def _write(page: Page, catalog: Catalog, row: dict[str, Any]) -> None:
    plain, right = page.book.look(font_size=10), page.book.look(font_size=10, align="right")
    site = catalog.site(row["site"]) if row["site"] else None
    words = (
        catalog.indicators[row["indicator"]].label, row["area"],
        site.name if site else row["site"] or "", row["period"],
        row["printed_value"] or "", row["printed_unit"] or "",
    )  # fmt: skip
    for n, word in enumerate(words):
        page.text(n, str(word), plain)
    if row["value"] is not None:
        page.sheet.write_number(page.row, 6, float(Decimal(row["value"])), right)
    page.text(7, row["unit"], plain)
    page.text(8, _MARKS.get(row["qualifier"], row["qualifier"] or ""), plain)
    page.sheet.write_number(page.row, 9, row["batch"], right)
    for n, word in enumerate((row["file"], row["sheet"], row["cell"])):
        page.text(10 + n, str(word or ""), plain)
    page.row += 1
