"""One act is one entry of the browser's history, inside one page that is never loaded anew."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.served import OURS, PATIENCE, Server, Visitor
from tests.browser.walking import log_in

pytestmark = [pytest.mark.browser, pytest.mark.long, OURS]
Visit = Callable[..., Visitor]


def entries(visitor: Visitor) -> int:
    return int(visitor.page.evaluate("history.length"))


def at(visitor: Visitor, path: str, **query: str) -> None:
    """Wait until page and address say this, and nothing of the run before is left."""

    def here(url: str) -> bool:
        parts = urlsplit(url)
        asked = {key: found[0] for key, found in parse_qs(parts.query).items()}
        return parts.path == path and asked.items() >= query.items()

    visitor.page.wait_for_url(here, timeout=PATIENCE)
    visitor.settle()
    assert here(visitor.page.url), visitor.page.url


def kicker(visitor: Visitor) -> str:
    return visitor.page.locator(".cm-verdict .kicker").first.inner_text()


def test_clicks_lead_on_inside_the_page_and_back_gives_what_was_there(
    board: Server, visit: Visit
) -> None:
    visitor = visit(board)
    page = visitor.page
    visitor.open("/?month=2008-09")
    at(visitor, "/", month="2008-09", line="综合", dust="不扣沙尘")
    begun = entries(visitor)
    page.evaluate("window.same = true")
    page.locator("td a[aria-label^='安宁区 PM10']").click()
    at(visitor, "/indicator", month="2008-09", indicator="pm10", area="安宁区")
    assert entries(visitor) == begun + 1
    assert "安宁区" in kicker(visitor) and "2008年1—9月" in kicker(visitor)
    page.go_back()
    at(visitor, "/", month="2008-09")
    page.locator(".cm-matrix tbody th a", has_text="安宁区").click()
    at(visitor, "/district", month="2008-09", area="安宁区")
    page.get_by_label("月份").click()
    page.get_by_role("option", name="2008年8月").click()
    at(visitor, "/district", month="2008-08", area="安宁区")
    assert entries(visitor) == begun + 2
    page.go_back()
    at(visitor, "/district", month="2008-09")
    expect(page.locator(".cm-verdict .kicker").first).to_contain_text("2008年1—9月")
    page.go_forward()
    at(visitor, "/district", month="2008-08")
    expect(page.locator(".cm-verdict .kicker").first).to_contain_text("2008年1—8月")
    visitor.open("/map?month=2008-09&indicator=pm10")
    page.evaluate("window.same = true")
    page.locator(".js-plotly-plot a").first.click()
    at(visitor, "/indicator", month="2008-09", indicator="pm10")
    assert page.evaluate("window.same") is True
    with page.context.expect_page() as opened:
        page.go_back()
        at(visitor, "/map", month="2008-09")
        page.locator(".cm-table a").first.click(modifiers=["Control"])
    assert "/indicator?month=2008-09" in opened.value.url
    opened.value.close()
    visitor.assert_clean()


def test_a_link_opens_what_it_names_after_the_login(guarded: Server, visit: Visit) -> None:
    visitor = visit(guarded)
    page = visitor.page
    page.goto(guarded.url + "/indicator?area=安宁区&month=2008-06", wait_until="domcontentloaded")
    log_in(visitor, "zhao", landing="/indicator")
    assert "安宁区" in kicker(visitor) and "2008年1—6月" in kicker(visitor)
