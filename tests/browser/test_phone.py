"""At 390 px tables become cards and the matrix glyphs; see also ``test_every_page.py``."""

from collections.abc import Callable

import pytest

from tests.browser.served import Server, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]


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
