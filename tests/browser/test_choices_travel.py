"""A choice goes along from page to page, also on the first click after a link was opened."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from tests.browser.served import Server, Visitor
from tests.browser.walking import press_title

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]
LINK = "/indicator?month=2008-09&indicator=so2&area=安宁区&dust=扣除沙尘"


def go(visitor: Visitor, title: str) -> str:
    press_title(visitor, title)
    visitor.page.wait_for_timeout(300)
    visitor.settle()
    return unquote(visitor.page.url)


@pytest.mark.parametrize("title", ["总览", "区县", "地图"])
def test_the_first_page_after_a_link_keeps_its_month(
    title: str, board: Server, visit: Visit
) -> None:
    visitor = visit(board)
    visitor.open(LINK)
    address = go(visitor, title)
    assert "month=2008-09" in address and "dust=扣除沙尘" in address
    assert "2008年1—9月" in visitor.page.locator(".cm-verdict .kicker").first.inner_text()
    visitor.assert_clean()


def test_the_map_keeps_its_first_month_in_the_address(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/map?month=2007-01")
    assert "month=2007-01" in unquote(visitor.page.url)
    assert "2007年1月" in visitor.page.locator(".cm-verdict .kicker").first.inner_text()
    visitor.assert_clean()


def test_the_map_opens_on_the_newest_month(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/map")
    assert "2008年" in visitor.page.locator(".cm-verdict .kicker").first.inner_text()
    visitor.assert_clean()


def test_a_link_reopens_the_ranking_by_improvement(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/indicator?month=2008-10&indicator=pm10&order=improvement")
    assert "order=improvement" in unquote(visitor.page.url)
    assert "改善幅度最大" in visitor.page.locator("[data-testid=stMain]").inner_text()
    visitor.assert_clean()
