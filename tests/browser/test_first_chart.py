"""Nothing stands between the address and the first chart that need not: seen from the browser."""

from collections import Counter
from collections.abc import Callable

from playwright.sync_api import expect

from chuangmo.ui.drawing_script import KINDS
from tests.browser.served import PATIENCE, Server, Visitor

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
    assert len(scripts) > 50 and set(scripts.values()) == {1}
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
    assert len(kept) > 50 and not [name for name, size in kept if size]


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
