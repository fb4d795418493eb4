"""设置 in a browser: the workbook out, two cells edited, shown, confirmed, seen on other pages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.served import PATIENCE, Server, Visitor
from tests.browser.walking import english, faults
from tests.service.settings_of_cities import row_of, with_cells

pytestmark = [pytest.mark.browser, pytest.mark.long]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Visit = Callable[..., Visitor]


def choose(visitor: Visitor, data: bytes) -> None:
    visitor.page.locator("input[type=file]").first.set_input_files(
        {"name": "设置.xlsx", "mimeType": XLSX, "buffer": data}
    )
    visitor.page.wait_for_timeout(500)
    visitor.settle()


def test_a_target_and_a_unit_are_changed_by_the_workbook_without_a_restart(
    fresh: Server, visit: Visit
) -> None:
    visitor = visit(fresh)
    visitor.open("/settings")
    with visitor.page.expect_download(timeout=PATIENCE) as taken:
        visitor.page.get_by_role("button", name="下载设置工作簿").click()
    assert taken.value.suggested_filename == "兰州市设置.xlsx"
    data = Path(taken.value.path()).read_bytes()
    row = row_of(data, "目标", "2008", 3)
    edited = with_cells(
        data, {f"目标!F{row}": "0.0987", "责任单位!A4": "市局大气科", "责任单位!E4": "PM10"}
    )
    journal = fresh.home / "journal.jsonl"
    before = journal.read_bytes()

    choose(visitor, with_cells(edited, {"区县!E4": "也许"}))
    expect(visitor.page.get_by_text("有 1 处要改").first).to_be_visible(timeout=PATIENCE)
    assert "区县!E4" in visitor.text()
    expect(visitor.page.get_by_role("button", name="确认改动")).to_be_disabled()

    choose(visitor, edited)
    expect(visitor.page.get_by_text("确认后改动 2 处").first).to_be_visible(timeout=PATIENCE)
    assert journal.read_bytes() == before
    assert english(visitor) == set() and faults(visitor) == []
    visitor.page.get_by_role("button", name="确认改动").click()
    expect(visitor.page.get_by_text("已写入 2 处改动").first).to_be_visible(timeout=PATIENCE)

    visitor.open("/settings?settings_table=责任单位")
    assert "市局大气科" in visitor.text() and "改动过 1 次" in visitor.text()
    visitor.open("/rules?indicator=pm10")
    assert "0.0987" in visitor.text()
    visitor.assert_clean()
