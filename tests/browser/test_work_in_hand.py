"""The server goes away under a checked workbook: nothing is imported unseen, nothing is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.served import PATIENCE, Server, Visitor, start
from tests.browser.test_two_people import report

pytestmark = [pytest.mark.browser, pytest.mark.long]

Visit = Callable[..., Visitor]


def test_a_checked_file_outlives_reload_and_restart(fresh: Server, visit: Visit) -> None:
    visitor = visit(fresh)
    visitor.open("/upload")
    chosen = {"name": "三月.csv", "mimeType": "text/csv", "buffer": report(108)}
    page = visitor.page
    page.locator("input[type=file]").first.set_input_files(chosen)  # type: ignore[arg-type]
    expect(page.get_by_text("新增 2").first).to_be_visible(timeout=PATIENCE)
    visitor.settle()
    journal = fresh.home / "journal.jsonl"
    before = journal.read_bytes()

    page.reload()
    visitor.settle()
    expect(page.get_by_text("接着上次的草稿").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("新增 2").first).to_be_visible(timeout=PATIENCE)
    visitor.settle()

    fresh.process.kill()
    fresh.process.wait(15)
    again = start(fresh.home, fresh.log, int(fresh.url.rpartition(":")[2]))
    fresh.process = again.process  # the fixture ends it
    button = page.get_by_role("button", name="确认导入")
    expect(button).to_be_enabled(timeout=PATIENCE)
    button.click()
    expect(page.get_by_text("还没有导入").first).to_be_visible(timeout=PATIENCE)
    visitor.settle()
    assert journal.read_bytes() == before or "已导入为批次" in visitor.text()
    if "已导入为批次" not in visitor.text():
        button.click()
    expect(page.get_by_text("已导入为批次").first).to_be_visible(timeout=PATIENCE)
    assert journal.read_bytes().count(b"\n") == before.count(b"\n") + 1
