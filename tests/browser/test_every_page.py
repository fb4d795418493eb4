"""Every page by its address, visited once at a width: what holds for all pages is asked there."""

import os
from collections.abc import Iterator

import pytest

from chuangmo.frontend_tricks import PLAIN
from tests.browser.served import Server, Visitor
from tests.browser.test_pages import PATHS
from tests.browser.walking import english, faults
from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.long]

TABS = [
    "/batches?part=溯源", "/batches?part=报送进度", "/rules?rules=指数",
    "/rules?rules=等级与评分", "/rules?rules=修约与比较",
]  # fmt: skip
GROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
OVERHANG = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: What sticks out of the window, unless a frame of its own lets it scroll.
STICKS_OUT = """() => {
  const frames = '.js-plotly-plot, [data-testid=stDataFrame], .cm-scroll, .cm-matrix-wrap, ' +
    '[role=tablist]';
  const found = [];
  for (const e of document.querySelectorAll('[data-testid=stMain] *')) {
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height || e.closest(frames) || !e.innerText) continue;
    if (box.right > innerWidth + 1) found.push(e.innerText.slice(0, 40));
  }
  return found;
}"""
SIDEWAYS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
  .map(e => e.scrollWidth - e.clientWidth)"""
#: Cells in which a sentence runs down the page a word at a time.
CRAMPED = """() => [...document.querySelectorAll('.cm-table td')]
  .map(e => [e.getBoundingClientRect(), e])
  .filter(([box, e]) => box.width && box.width < 90 && box.height > 150 && e.innerText.length > 20)
  .map(([, e]) => e.innerText)"""


@pytest.fixture(scope="module", params=[*PATHS, *TABS])
def desk(request: pytest.FixtureRequest, board: Server, windows: Windows) -> Iterator[Visitor]:
    """A page as it opens at a desk."""
    yield from _visited(windows, board, 1440, request.param)


@pytest.fixture(scope="module", params=[*PATHS, *TABS])
def phone(request: pytest.FixtureRequest, board: Server, windows: Windows) -> Iterator[Visitor]:
    """A page as it opens on a phone."""
    yield from _visited(windows, board, 390, request.param)


def _visited(windows: Windows, board: Server, width: int, path: str) -> Iterator[Visitor]:
    visitor = windows.take(board, width)
    visitor.open(path)
    yield visitor
    windows.give_back(visitor)


def opened_quietly(visitor: Visitor) -> None:
    assert len(visitor.text()) > 60
    lang = visitor.page.locator("html").get_attribute("lang")
    assert lang == ("en" if os.environ.get(PLAIN) else "zh-CN")
    visitor.assert_clean()
    assert visitor.page.evaluate(OVERHANG) <= 1, "something sticks out sideways"


def test_a_page_opens_quietly_and_fits_a_desk(desk: Visitor) -> None:
    opened_quietly(desk)


def test_no_interface_word_is_english(desk: Visitor) -> None:
    assert english(desk) == set()


def test_no_page_has_a_serious_fault_in_light_or_dark(desk: Visitor) -> None:
    light = desk.page.evaluate(GROUND)
    found = [("light", *fault) for fault in faults(desk)]
    desk.page.emulate_media(color_scheme="dark")
    desk.page.wait_for_function(f"light => ({GROUND})() !== light", arg=light)
    desk.settle()
    found += [("dark", *fault) for fault in faults(desk, only_colours=True)]
    assert found == []


def test_a_page_opens_quietly_and_fits_a_phone(phone: Visitor) -> None:
    opened_quietly(phone)


def test_everything_is_readable_on_a_phone(phone: Visitor) -> None:
    assert phone.page.evaluate(SIDEWAYS) == [0, 0]
    assert phone.page.evaluate(STICKS_OUT) == []
    assert phone.page.evaluate(CRAMPED) == []
