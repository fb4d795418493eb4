"""What is at hand everywhere: the search by the key /, the month under the pointer, a page to print."""

import re
from collections.abc import Callable

import pytest

from tests.browser.served import Server, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]
FOCUS = "document.activeElement.textContent"


def test_the_month_under_the_pointer_and_the_search_by_the_keyboard(
    board: Server, visit: Visit
) -> None:
    visitor = visit(board)
    visitor.open("/indicator?month=2008-10&indicator=pm10&area=城关区")
    page = visitor.page
    chart = page.locator(".js-plotly-plot .nsewdrag").first
    chart.hover(position={"x": chart.bounding_box()["width"] * 0.62, "y": 90})  # type: ignore[index]
    page.wait_for_selector(".hoverlayer .hovertext, .hoverlayer .legend")
    said = page.locator(".hoverlayer").first.text_content() or ""
    assert re.search(r"月值 : [\d.]+（2008年\d+月）", said), said
    page.mouse.move(5, 5)
    page.keyboard.press("/")
    page.wait_for_selector(".st-key-q input:focus")
    page.keyboard.type("城关 PM10")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cm-found a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUS) == "城关区 PM10 可吸入颗粒物"
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicator?**")
    visitor.settle()
    page.go_back()
    page.wait_for_selector(".cm-found a")
    assert "q=" in page.url
    visitor.assert_clean()


def test_printed_pages(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    for address, most in (
        ("/?month=2008-10", 1),
        ("/district?month=2008-10&area=城关区", 1),
        ("/indicator?month=2008-10&indicator=pm10&area=城关区", 2),
    ):
        visitor.open(address)
        made = visitor.page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", made)) <= most, address
    visitor.page.emulate_media(media="print")
    buttons = visitor.page.locator("button:visible, [data-testid=stSelectbox]:visible")
    assert buttons.count() == 0
