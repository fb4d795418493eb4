"""The one board of this process and the middleware of its server."""

import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NoReturn

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from chuangmo.access.bodies import Bodies
from chuangmo.access.closed import Closed
from chuangmo.access.database import DatabaseFault
from chuangmo.access.entrance import Entrance
from chuangmo.access.error_pages import ErrorPages
from chuangmo.access.gate import Gate
from chuangmo.access.headers import Headers
from chuangmo.access.health import Health
from chuangmo.access.hosts import Hosts
from chuangmo.access.policy import UnfitPolicy, load_policy
from chuangmo.access.promptly import answer_promptly
from chuangmo.access.requests import is_loopback
from chuangmo.access.uploads import UploadLedger, Uploads
from chuangmo.access.windows import Windows
from chuangmo.catalog.faults import CatalogError
from chuangmo.service.board import Board, open_board
from chuangmo.service.handover import Announcement, announce, retract
from chuangmo.service.warming import warming
from chuangmo.service.watching import watching
from chuangmo.settings import UnfitHome, load_settings
from chuangmo.store.errors import StoreFault
from chuangmo.ui.frontend import frontend
from chuangmo.ui.language import InChinese
from chuangmo.ui.shelf import StreamlitShelf, sweeping

_log = logging.getLogger(__name__)
_opening = Lock()
_announced: list[Announcement] = []


@lru_cache(maxsize=1)
def _opened() -> Board:
    return open_board(load_settings())


def board() -> Board:
    """The board, opened on first use; pages and routes share it, for the store has one holder."""
    with _opening:
        return _opened()


def entrance() -> Entrance:
    """The entrance of the home that is served: accounts, sessions, who may come in.

    Raises:
        UnfitPolicy: ``server.toml`` does not do.
    """
    return _entrance(board().settings.home, str(st.get_option("server.address") or ""))


@lru_cache(maxsize=8)
def _entrance(home: Path, listens: str) -> Entrance:
    return Entrance(home, listens, load_policy(home))


def largest_upload() -> int:
    """The longest file in bytes that Streamlit takes."""
    return int(st.get_option("server.maxUploadSize")) * 1024 * 1024


def streamlit_page() -> str:
    """The one page that is sent for every address."""
    return frontend().page


def probe() -> str:
    """Read a little of everything that an answer needs; what cannot be read raises.

    One word for why nothing can be written, empty where it can.
    """
    store = board().store
    store.presence.look()
    if store.presence.closed:
        return store.presence.closed.reason
    store.extent()
    entrance().accounts.any()
    return "closed" if store.writing_closed else ""


uploads = UploadLedger(StreamlitShelf())

#: Outermost first. What stands before the gate answers strangers too; what stands behind it knows
#: the person. Streamlit's own middleware leaves static files as they are.
middleware = [
    Middleware(Headers, entrance=entrance, page=streamlit_page),
    Middleware(ErrorPages),
    Middleware(Hosts, entrance=entrance),
    Middleware(Bodies, entrance=entrance, largest_upload=largest_upload),
    Middleware(Health, probe=probe),
    Middleware(Gate, entrance=entrance),
    Middleware(Closed),
    Middleware(Uploads, entrance=entrance, ledger=uploads),
    Middleware(Windows, entrance=entrance),
    Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
    Middleware(InChinese),
]


def announcement() -> Announcement | None:
    """What ``server.json`` holds while this server lives."""
    return _announced[-1] if _announced else None


def require_door(home: Path, address: str | None) -> None:
    """Open the board to other computers only where somebody can administer it.

    Raises:
        SystemExit: no administrator yet, or the settings of the door do not do.
    """
    try:
        policy = load_policy(home)
    except UnfitPolicy as unfit:
        raise SystemExit(str(unfit)) from unfit
    if is_loopback(address or ""):
        return
    accounts = Entrance(home, address or "", policy).accounts
    try:
        accounts.any()
        administered = accounts.has_admin()
    except DatabaseFault as fault:
        raise SystemExit(str(fault)) from fault
    if not administered:
        raise SystemExit(
            f"监听地址 {address or '0.0.0.0'}：还没有管理员账号，看板只对本机开放。"
            "请先运行 python -m chuangmo user add 用户名 --role admin，再用这个地址启动；"
            "或用 127.0.0.1 启动（./run 就是如此）。"
        )


def _taken(address: str | None) -> Board:
    """The board of this process, its home fit to be served; without, the process ends."""
    try:
        require_door(load_settings().home, address)
        held = board()
        for notice in filter(None, [held.store.writing_closed, *held.store.notices]):
            _log.warning("%s", notice)
    except (SystemExit, CatalogError, UnfitHome, StoreFault) as fault:
        _end(f"看板没有启动。{fault}")
    try:
        entrance().accounts.any()  # known from now on, whatever becomes of the files
    except DatabaseFault as fault:
        _log.error("%s", fault)  # the door is closed, and says so
    return held


def _end(message: str) -> NoReturn:
    """End the process with a sentence; an exception would come out as a page of traceback."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
    os._exit(2)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Take the home at start and say so to the command line; give it back at the end."""
    held = _taken(st.get_option("server.address"))
    answer_promptly(int(st.get_option("server.port")))
    Thread(target=frontend().prepare, name="frontend", daemon=True).start()
    _announced.append(announce(held.settings, int(st.get_option("server.port"))))
    try:
        with watching(held, _announced[-1]), warming(held):
            async with sweeping(uploads, entrance().policy.bounds.page_away_seconds):
                yield
    finally:
        retract(held.settings, _announced.pop())
        held.close()
