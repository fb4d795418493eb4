"""Pages lead to each other, and no request goes to another host; see ``test_every_page.py``."""

from collections.abc import Callable

import pytest

from tests.architecture.tree import python_files
from tests.browser.served import Server, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.long]

PATHS = ["/"] + [
    f"/{path.stem}"
    for path in python_files("pages")
    if path.stem not in ("frame", "overview", "__init__")
]
Visit = Callable[..., Visitor]


def test_the_overview_begins_with_the_answer(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/")
    text = visitor.text()
    assert "未达标" in text
    assert "演示" in text
    assert "安宁区" in text
    visitor.assert_clean()


def test_a_click_leads_from_the_overview_to_the_indicator(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/")
    visitor.page.locator("td a[aria-label^='安宁区 PM10']").click()
    visitor.page.wait_for_url("**/indicator?**")
    visitor.settle()
    assert "安宁区" in visitor.text()
    assert visitor.plotted()
    visitor.assert_clean()


def test_another_host_is_written_down_and_not_reached(board: Server, visit: Visit) -> None:
    """On a page without the board's content policy; or all the clean pages would prove nothing."""
    visitor = visit(board)
    visitor.page.goto("about:blank")
    wanted = ["http://beacon.example/a", "http://198.51.100.1/b"]
    ask = "all => Promise.all(all.map(url => fetch(url, {mode: 'no-cors'}).catch(() => 'nobody')))"
    assert visitor.page.evaluate(ask, wanted) == ["nobody", "nobody"]
    assert visitor.foreign == wanted
    visitor.page.goto(f"{board.url}/_stcore/health")
