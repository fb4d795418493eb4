"""Nothing stands between the address and the first chart that need not: seen from the browser."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, WebSocket, expect

from chuangmo.server.frontend.drawing_script import KINDS
from chuangmo.server.frontend.frontend import frontend
from tests.browser.served import OURS, PATIENCE, Server, Visitor, start

pytestmark = OURS
FETCHED = "performance.getEntriesByType('resource').map(one => [one.name, one.transferSize])"
CHARTS = ".js-plotly-plot .main-svg"


def test_the_page_asks_for_everything_once_and_uses_what_it_asked_for_ahead(
    board: Server, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(board)
    asked: Counter[str] = Counter()
    grumbles: list[str] = []
    visitor.page.on("request", lambda request: asked.update([request.url]))
    visitor.page.on("console", lambda said: grumbles.append(f"{said.type} {said.text}"))
    visitor.open("/indicator")
    expect(visitor.page.locator(CHARTS).first).to_be_visible(timeout=PATIENCE)
    visitor.page.wait_for_timeout(5000)  # Chromium complains of unused preloads after some seconds
    assert not [line for line in grumbles if line.startswith(("warning", "error"))]
    scripts = {url: times for url, times in asked.items() if "/static/" in url or "/fonts/" in url}
    assert len(scripts) >= 5 and set(scripts.values()) == {1}
    assert not [url for url in asked if "/indicator/_stcore" in url]


def test_a_second_visit_takes_no_script_and_no_type_over_the_wire(
    board: Server, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(board)
    visitor.page.context.unroute_all()  # a context that intercepts requests keeps nothing
    for _ in range(2):
        visitor.open("/indicator")
        expect(visitor.page.locator(CHARTS).first).to_be_visible(timeout=PATIENCE)
    kept = [
        (name, size)
        for name, size in visitor.page.evaluate(FETCHED)
        if "/static/" in name or "/fonts/" in name
    ]
    assert len(kept) >= 5 and not [name for name, size in kept if size]


def test_only_kinds_that_the_drawing_library_still_knows_are_drawn(
    board: Server, visit: Callable[..., Visitor]
) -> None:
    visitor, drawn = visit(board), set()
    for page in ("/", "/indicator", "/district", "/tasks", "/map", "/outlook"):
        visitor.open(page)
        drawn |= set(
            visitor.page.evaluate(
                "[...document.querySelectorAll('.js-plotly-plot')]"
                ".flatMap(one => one._fullData.map(data => data.type))"
            )
        )
    assert drawn and drawn <= {"scatter", *KINDS}


#: A paragraph in HTML, as the module for it takes it, and back.
RAW = """
    const {default: raw} = await import(at);
    const word = {type: 'raw', value: '<p class="far away">字<svg viewBox="0 0 1 1"></svg></p>'};
    return JSON.stringify(raw()({type: 'root', children: [word]}, {data: {}}));
"""


def test_a_module_outside_shares_what_begins_late(
    board: Server, visit: Callable[..., Visitor]
) -> None:
    """Words and drawings of HTML get their tables of names on first use, in a shared module."""
    visitor = visit(board)
    visitor.open("/indicator")
    name = next(name for name in frontend().names if name.startswith("rehype-raw."))
    at = f"/static/{frontend().digest}/js/{name}"
    tree = json.loads(visitor.page.evaluate(f"(async at => {{{RAW}}})({json.dumps(at)})"))
    word = tree["children"][0]
    assert word["properties"]["className"] == ["far", "away"]
    assert word["children"][1]["properties"] == {"viewBox": "0 0 1 1"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", "/indicator?area=城关区&indicator=so2"])
def test_the_page_opens_one_connection_and_asks_once(
    board: Server, visit: Callable[..., Visitor], address: str, scheme: Literal["light", "dark"]
) -> None:
    """The question that goes out early is the one that Streamlit would put."""
    visitor = visit(board)
    visitor.page.emulate_media(color_scheme=scheme)
    asked: list[bytes | str] = []
    opened: list[WebSocket] = []

    def note(socket: WebSocket) -> None:
        opened.append(socket)
        socket.on("framesent", lambda frame: asked.append(frame))

    visitor.page.on("websocket", note)
    visitor.open(address)
    assert len(opened) == 1 and len(asked) == 1


def test_where_the_early_connection_fails_streamlit_opens_its_own(
    board: Server, browser: Browser
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.add_init_script("Object.defineProperty(self, 'BigInt', {value: undefined})")
    page.goto(f"{board.url}/indicator")
    expect(page.locator(CHARTS).first).to_be_visible(timeout=PATIENCE)
    context.close()


def test_a_connection_that_was_lost_is_opened_again(fresh: Server, browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN")
    visitor = Visitor(context.new_page(), fresh)
    sockets: list[WebSocket] = []
    visitor.page.on("websocket", lambda socket: sockets.append(socket))
    visitor.open("/indicator")
    fresh.stop()
    again = start(fresh.home, fresh.log.with_name("again.log"), port=int(fresh.url.split(":")[-1]))
    try:
        expect(visitor.page.locator("[data-testid=stApp]")).to_have_attribute(
            "data-test-connection-state", "CONNECTED", timeout=PATIENCE
        )
        visitor.settle()
        assert len(sockets) > 1 and visitor.page.locator(CHARTS).count() > 0
    finally:
        again.stop()
        context.close()
