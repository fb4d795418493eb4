"""Every page found in ``pages/`` opens over millions of observations, without a fault.

Ten million in the long form, one in the short one: one year instead of ten.
"""

import threading
import time
from collections.abc import Iterator

import pytest

from benchmarks.large import OBSERVATIONS, large_home
from chuangmo.server.warming import warm
from chuangmo.service import process
from chuangmo.service.board import Board, open_board
from tests.pages.conftest import opened, words
from tests.pages.test_pages import FIGURE_PAGES
from tests.two_forms import examples

#: Seconds for a page that nobody has opened before; the machine may be busy with other tests.
PATIENCE = 120.0
MANY = examples(1_000_000, OBSERVATIONS)

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board = open_board(large_home(tmp_path_factory.mktemp("large") / "home", MANY))
    warm(board, threading.Event())  # as the server does after its start
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "board", lambda: board)
        yield board
    board.close()


def test_the_home_holds_as_much_as_it_should(large: Board) -> None:
    assert sum(info.counts["added"] for info in large.store.batches()) >= MANY


@pytest.mark.parametrize("page", FIGURE_PAGES)
def test_a_page_opens_over_millions_of_observations(page: str, large: Board) -> None:
    began = time.monotonic()
    text = words(opened(page))
    assert "<h1>" in text
    assert "还没有导入" not in text
    assert time.monotonic() - began < PATIENCE
