"""Two people correct one cell of one month: the slower one is told before anything is replaced."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.served import PATIENCE, Server, Visitor, command

pytestmark = [pytest.mark.browser, pytest.mark.long]

Visit = Callable[..., Visitor]


def report(second: int) -> bytes:
    lines = ["日期,区县,PM10(mg/m³)", "2009-03-01,安宁区,0.101", f"2009-03-02,安宁区,0.{second}"]
    return "\n".join([*lines, ""]).encode()


def previewed(visitor: Visitor, name: str, data: bytes) -> Visitor:
    visitor.open("/upload")
    chosen = {"name": name, "mimeType": "text/csv", "buffer": data}
    visitor.page.locator("input[type=file]").first.set_input_files(chosen)  # type: ignore[arg-type]
    taken = visitor.page.get_by_role("button", name=f"移除“{name}”")
    expect(taken).to_be_visible(timeout=PATIENCE)
    expect(visitor.page.get_by_text("替换 1").first).to_be_visible(timeout=PATIENCE)
    visitor.settle()
    return visitor


def confirm(visitor: Visitor, answer: str) -> None:
    visitor.page.get_by_role("button", name="确认导入").click()
    expect(visitor.page.get_by_text(answer).first).to_be_visible(timeout=PATIENCE)
    visitor.settle()


def test_the_slower_of_two_sees_what_the_quicker_wrote_and_is_asked_again(
    altered: Server, visit: Visit, tmp_path: Path
) -> None:
    first = tmp_path / "三月.csv"
    first.write_bytes(report(108))
    command(altered.home, "import", str(first), "--reason", "月报")
    quick = previewed(visit(altered), "甲.csv", report(121))
    slow = previewed(visit(altered), "乙.csv", report(212))
    confirm(quick, "已导入为批次")
    journal = (altered.home / "journal.jsonl").read_bytes()
    confirm(slow, "没有导入：核对之后")
    assert "导入了“甲.csv”" in slow.text() and "121" in slow.text()
    assert (altered.home / "journal.jsonl").read_bytes() == journal
    confirm(slow, "已导入为批次")
    slow.assert_clean()
