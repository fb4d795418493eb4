"""The one board of this process and the middleware of its server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from threading import Lock
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from chuangmo.service.board import Board, open_board
from chuangmo.service.handover import Announcement, announce, retract
from chuangmo.settings import load_settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_opening = Lock()
_announced: list[Announcement] = []


@lru_cache(maxsize=1)
def _opened() -> Board:
    return open_board(load_settings())


def board() -> Board:
    """The board, opened on first use; pages and routes share it, for the store has one holder."""
    with _opening:
        return _opened()


#: Streamlit's own middleware leaves static files as they are: 7.5 MB of script on a first visit.
middleware = [Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)]


def announcement() -> Announcement | None:
    """What ``server.json`` holds while this server lives."""
    return _announced[-1] if _announced else None


def require_loopback(address: str | None) -> None:
    """Serve this computer only, until accounts exist.

    Raises:
        SystemExit: the address would let other computers in.
    """
    if address not in LOOPBACK:
        raise SystemExit(
            f"监听地址 {address or '0.0.0.0'}：还没有账号，看板只对本机开放。"
            "请用 127.0.0.1 启动（./run 就是如此）。"
        )


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Take the home at start and say so to the command line; give it back at the end."""
    require_loopback(st.get_option("server.address"))
    held = board()
    _announced.append(announce(held.settings, int(st.get_option("server.port"))))
    try:
        yield
    finally:
        retract(held.settings, _announced.pop())
        held.close()
