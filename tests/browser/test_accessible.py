"""The keyboard reaches everything, charts say what they show; axe-core: ``test_every_page.py``."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.served import Server, Visitor
from tests.browser.walking import faults

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]


def test_the_keyboard_reaches_filters_help_and_matrix(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/")
    reached = set()
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        reached.add(
            visitor.page.evaluate(
                "() => document.activeElement.getAttribute('aria-label')"
                " || document.activeElement.innerText"
            )
        )
    said = " ".join(str(words) for words in reached)
    for words in ("指标", "说明", "月份", "会议模式", "兰州市 PM10"):
        assert words in said, words


def test_the_help_of_a_page_explains_its_words(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/")
    visitor.page.get_by_role("button", name="说明").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.locator(".cm-words").wait_for()
    said = visitor.page.get_by_test_id("stPopoverBody").inner_text()
    assert "有效天数不明，不判" in said and "未到考核期" in said
    assert faults(visitor) == []
    visitor.page.locator(".cm-words").focus()
    visitor.page.keyboard.press("End")
    expect(visitor.page.locator(".cm-words dd").last).to_be_in_viewport()


def test_every_chart_says_its_finding_and_has_its_table(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    for path in ("/indicator?month=2008-10", "/tasks?month=2008-10", "/outlook?month=2008-10"):
        visitor.open(path)
        figures = visitor.page.locator("[role=figure]")
        said = [figures.nth(n).get_attribute("aria-label") for n in range(figures.count())]
        assert said and all(words and len(words) > 12 for words in said), (path, said)
        assert (
            visitor.page.get_by_text("数据表", exact=True).count()
            + visitor.page.get_by_role("tab", name="表", exact=True).count()
        ), path
