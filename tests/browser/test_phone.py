"""At 390 px nothing is cut off: no sideways page, no clipped button, no column of single words."""

from collections.abc import Callable

import pytest

from tests.browser.served import Server, Visitor
from tests.browser.test_pages import PATHS

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]

TABS = [
    "/batches?part=溯源", "/batches?part=报送进度", "/rules?rules=指数",
    "/rules?rules=等级与评分", "/rules?rules=修约与比较",
]  # fmt: skip
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


@pytest.mark.parametrize("path", [*PATHS, *TABS])
def test_everything_is_readable_on_a_phone(path: str, board: Server, visit: Visit) -> None:
    visitor = visit(board, 390)
    visitor.open(path)
    assert visitor.page.evaluate(SIDEWAYS) == [0, 0]
    assert visitor.page.evaluate(STICKS_OUT) == []
    assert visitor.page.evaluate(CRAMPED) == []


def test_a_wide_table_becomes_cards_that_name_every_cell(board: Server, visit: Visit) -> None:
    visitor = visit(board, 390)
    visitor.open("/rules?indicator=pm10")
    cell = visitor.page.locator(".cm-fold td[data-head='本市适用']").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"本市适用"'
    assert visitor.page.locator(".cm-fold thead").first.is_hidden()


def test_a_wide_table_stays_a_table_on_a_desk(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/rules?indicator=pm10")
    assert visitor.page.locator(".cm-fold thead").first.is_visible()
    cell = visitor.page.locator(".cm-fold td").first
    assert cell.evaluate("e => getComputedStyle(e).display") == "table-cell"


def test_the_matrix_shows_a_glyph_in_every_cell(board: Server, visit: Visit) -> None:
    visitor = visit(board, 390)
    visitor.open("/?month=2008-12")
    cells = visitor.page.locator(".cm-matrix td")
    assert cells.count() > 90
    assert all(len(said.strip()) == 1 for said in cells.all_inner_texts())
