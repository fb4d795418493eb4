"""The one board of this process and the middleware of its server."""

from functools import lru_cache
from threading import Lock

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from chuangmo.service.board import Board, open_board
from chuangmo.settings import load_settings

_opening = Lock()


@lru_cache(maxsize=1)
def _opened() -> Board:
    return open_board(load_settings())


def board() -> Board:
    """The board, opened on first use; pages and routes share it, for the store has one holder."""
    with _opening:
        return _opened()


#: Streamlit's own middleware leaves static files as they are: 7.5 MB of script on a first visit.
middleware = [Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)]
