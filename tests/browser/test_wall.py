"""大屏 over an hour by the browser's clock, the server away twice: it turns, keeps and says so."""

from datetime import datetime

import pytest
from playwright.sync_api import Browser, Route

from chuangmo.server.wall import route as wall

pytestmark = pytest.mark.browser

SLIDE = '<section class="slide"><header><h1>{}</h1></header><main></main></section>'


def slides(*names: str) -> str:
    return "".join(SLIDE.format(name) for name in names)


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_an_hour_with_the_server_away_twice(size: tuple[int, int], browser: Browser) -> None:
    """No server: the page and its answers are handed to the browser as the route makes them."""
    state = {"up": True, "version": "a", "slides": slides("甲", "乙", "丙")}
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})

    def answer(request: Route) -> None:
        path = request.request.url.partition("://")[2].partition("/")[2].partition("?")[0]
        if not state["up"]:
            request.abort()
        elif path == "wall/wall.js":
            request.fulfill(body=wall._SCRIPT, content_type="text/javascript")
        elif path == "wall/slides":
            headers = {"X-Wall-Version": str(state["version"]), "X-Wall-Page": wall._BUILD}
            request.fulfill(body=str(state["slides"]), headers=headers, content_type="text/html")
        elif path == "wall":
            body = wall._PAGE.format(
                style=wall._STYLE, version="a", page=wall._BUILD, slides=state["slides"]
            )
            request.fulfill(body=body, content_type="text/html")
        else:
            request.fulfill(status=404)

    page.route("**/*", answer)
    page.clock.install(time=datetime(2026, 12, 1, 8, 0))
    page.goto("http://wall.test/wall")
    shown = page.locator(".slide.on h1")
    lost = page.locator("#lost")
    seen = []
    for _ in range(4):
        seen.append(shown.inner_text())
        page.clock.run_for(20_000)
    assert seen == ["甲", "乙", "丙", "甲"]
    for n in (1, 2):
        state["up"] = False
        page.clock.run_for(10 * 60_000)
        assert lost.is_visible() and "连接中断，自 12月1日 " in lost.inner_text()
        assert "取到的数" in lost.inner_text() and shown.inner_text() in "甲乙丙丁戊"
        state |= {"up": True, "version": f"b{n}", "slides": slides("丁", "戊")}
        page.clock.run_for(4 * 60_000)
        page.wait_for_function("!document.querySelector('#lost').offsetParent")
        page.clock.run_for(4 * 60_000)
        assert shown.inner_text() in "丁戊"
    page.clock.run_for(24 * 60_000)
    assert page.locator(".slide").count() == 2 and page.locator("#dots i.on").count() == 1
    size_of_type = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size_of_type == pytest.approx(28 * size[0] / 1920)
    page.close()
