"""A real file goes in on the 上传 page and the figure on the 指标 page changes."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.served import PATIENCE, Server, Visitor, command
from tests.demo_store import corrected_report

pytestmark = [pytest.mark.browser, pytest.mark.long]

NAME = "2008年12月兰州市环境空气质量监测日报.xlsx"
NOVEMBER = "2008年11月兰州市环境空气质量监测日报.xlsx"
TREND = "/indicator?month=2008-12&area=安宁区"
Visit = Callable[..., Visitor]


def foreign_report() -> bytes:
    """A table that has nothing to do with the environment."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["主要城市人口"], ["城市", "年末人口(万人)"], ["北京", 2188], ["天津", 1386]):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def choose(visitor: Visitor, name: str, data: bytes) -> None:
    """Put a file into the uploader and wait for the preview."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    visitor.page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )
    taken = visitor.page.get_by_role("button", name=f"移除“{name}”")
    expect(taken).to_be_visible(timeout=PATIENCE)
    visitor.settle()


def remove(visitor: Visitor, name: str) -> None:
    """Throw the draft away, so that it waits for nobody else on this server."""
    taken = visitor.page.get_by_role("button", name=f"移除“{name}”")
    taken.click()
    expect(taken).to_have_count(0, timeout=PATIENCE)
    visitor.settle()


def test_a_corrected_month_changes_the_chart(altered: Server, visit: Visit) -> None:
    visitor = visit(altered)
    visitor.open(TREND)
    before = visitor.plotted()

    visitor.open("/upload")
    choose(visitor, NAME, corrected_report(NAME))
    assert "确认前不写入任何数据" in visitor.text()
    reason = visitor.page.get_by_label("提醒的理由")
    if reason.count():
        reason.fill("监测站更正")
        reason.press("Enter")
        visitor.settle()
    confirm = visitor.page.get_by_role("button", name="确认导入")
    expect(confirm).to_be_enabled(timeout=PATIENCE)
    confirm.click()
    expect(visitor.page.get_by_text("已导入为批次").first).to_be_visible(timeout=PATIENCE)

    visitor.open(TREND)
    assert visitor.plotted() != before
    visitor.assert_clean()


def test_a_preview_writes_nothing(board: Server, visit: Visit) -> None:
    journal = board.home / "journal.jsonl"
    before = journal.read_bytes()
    visitor = visit(board)
    visitor.open("/upload")
    choose(visitor, NAME, corrected_report(NAME))
    assert journal.read_bytes() == before
    remove(visitor, NAME)
    visitor.assert_clean()


def test_a_foreign_table_cannot_be_confirmed(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/upload")
    choose(visitor, "人口.xlsx", foreign_report())
    confirm = visitor.page.get_by_role("button", name="确认导入")
    assert confirm.count() == 0 or confirm.is_disabled()
    remove(visitor, "人口.xlsx")
    visitor.assert_clean()


def test_the_command_line_works_beside_the_board(
    tmp_path: Path, altered: Server, visit: Visit
) -> None:
    visitor = visit(altered)
    visitor.open(TREND)
    before = visitor.plotted()
    report = tmp_path / NOVEMBER
    report.write_bytes(corrected_report(NOVEMBER))
    command(altered.home, "import", str(report), "--reason", "监测站更正")
    visitor.open(TREND)
    assert visitor.plotted() != before
