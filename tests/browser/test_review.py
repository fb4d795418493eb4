"""A district sends a file, a reviewer lets it in: each at a screen of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.access.serving import people, serving
from tests.browser.served import PATIENCE, Server, Visitor
from tests.browser.walking import english, faults, log_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]
REPORT = "日期,区县,PM10(mg/m³)\n2009-03-01,安宁区,0.101\n2009-03-02,安宁区,0.108\n"


def test_a_file_is_sent_seen_by_the_reviewer_and_counted_after_approval(
    visit: Visit, tmp_path: Path
) -> None:
    people(tmp_path / "home")
    with serving(tmp_path / "home", tmp_path / "log") as served:
        server = Server(f"http://127.0.0.1:{served.port}", served.home, served.process, served.log)
        clerk, reviewer = visit(server), visit(server, 390)
        log_in(clerk, "li")
        clerk.open("/upload")
        chosen = {"name": "三月.csv", "mimeType": "text/csv", "buffer": REPORT.encode()}
        clerk.page.locator("input[type=file]").first.set_input_files(chosen)  # type: ignore[arg-type]
        button = clerk.page.get_by_role("button", name="提交审核")
        expect(button).to_be_enabled(timeout=PATIENCE)
        clerk.settle()
        button.click()
        said = clerk.page.get_by_text("已提交审核为批次 1")
        expect(said.first).to_be_visible(timeout=PATIENCE)
        log_in(reviewer, "qian")
        reviewer.page.get_by_role("link", name="审核 1").click()
        expect(reviewer.page.get_by_text("1 个文件等审核").first).to_be_visible(timeout=PATIENCE)
        reviewer.settle()
        assert "三月.csv" in reviewer.text() and english(reviewer) == set()
        assert faults(reviewer) == []
        reviewer.page.get_by_role("button", name="通过所选").click()
        expect(reviewer.page.get_by_text("批次 1 已通过").first).to_be_visible(timeout=PATIENCE)
        reviewer.assert_clean()
        clerk.open("/")
        expect(clerk.page.get_by_text("2009年1—3月").first).to_be_visible(timeout=PATIENCE)
        clerk.assert_clean()
