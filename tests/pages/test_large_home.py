"""Every page found in ``pages/`` opens over ten million observations, without a fault."""

import threading
import time
from collections.abc import Iterator

import pytest

from benchmarks.large import OBSERVATIONS, large_home
from chuangmo.service.board import Board, open_board
from chuangmo.service.warming import warm
from chuangmo.ui import serve
from tests.pages.conftest import opened, words
from tests.pages.test_pages import FIGURE_PAGES

#: Seconds for a page that nobody has opened before; the machine may be busy with other tests.
PATIENCE = 120.0

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board = open_board(large_home(tmp_path_factory.mktemp("large") / "home"))
    warm(board, threading.Event())  # as the server does after its start
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serve, "board", lambda: board)
        yield board
    board.close()


def test_the_home_holds_as_much_as_it_should(large: Board) -> None:
    assert sum(info.counts["added"] for info in large.store.batches()) >= OBSERVATIONS


@pytest.mark.parametrize("page", FIGURE_PAGES)
def test_a_page_opens_over_ten_million_observations(page: str, large: Board) -> None:
    began = time.monotonic()
    text = words(opened(page))
    assert "<h1>" in text
    assert "还没有导入" not in text
    assert time.monotonic() - began < PATIENCE
