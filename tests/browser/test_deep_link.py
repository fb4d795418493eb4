"""A deep link opened first on a fresh server gets the framed page, not the bare script."""

from collections.abc import Callable

import pytest

from tests.browser.served import Server, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.long]

TITLES = ("总览", "看数", "办事")


@pytest.mark.parametrize("path", ["/indicator?indicator=pm10&area=安宁区", "/upload"])
def test_the_first_visitor_of_a_deep_link_is_framed(
    path: str, fresh: Server, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(fresh)
    visitor.open(path)
    text = visitor.text()
    assert [title for title in TITLES if title not in text] == []
    assert visitor.page.title().endswith("创模看板")
    assert visitor.page.locator("[data-testid=stSidebarNav]").count() == 0
    visitor.assert_clean()
