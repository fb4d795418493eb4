"""The ASGI server around the board: middleware, startup, shutdown."""

import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.entrance import Entrance
from chuangmo.access.policy import UnfitPolicy, load_policy
from chuangmo.access.requests import is_loopback
from chuangmo.access.web.bodies import Bodies
from chuangmo.access.web.closed import ClosedRoutes
from chuangmo.access.web.error_pages import ErrorPages
from chuangmo.access.web.gate import Gate
from chuangmo.access.web.headers import Headers
from chuangmo.access.web.health import POSTGRES_AWAY, Health
from chuangmo.access.web.hosts import Hosts
from chuangmo.access.web.tcp_nodelay import answer_promptly
from chuangmo.access.web.uploads import UploadLedger, Uploads
from chuangmo.access.web.windows import Windows
from chuangmo.catalog.faults import CatalogError
from chuangmo.frontend_tricks import UnknownTrick
from chuangmo.operating_system import keep_private
from chuangmo.server.frontend.frontend import Frontend, frontend
from chuangmo.server.frontend.language import InChinese
from chuangmo.server.mailing import mailing
from chuangmo.server.uploaded_files import StreamlitUploadStore, sweeping
from chuangmo.server.warming import warming
from chuangmo.service import process
from chuangmo.service.board import Board
from chuangmo.service.handover import Announcement, announce, retract
from chuangmo.service.watching import watching
from chuangmo.settings import UnfitHome, load_settings
from chuangmo.store.errors import StoreFault
from chuangmo.store.store import Store

_log = logging.getLogger(__name__)
_announced: list[Announcement] = []


def largest_upload() -> int:
    """The longest file in bytes that Streamlit takes."""
    return int(st.get_option("server.maxUploadSize")) * 1024 * 1024


def streamlit_frontend() -> Frontend:
    """Streamlit's page and scripts as they are sent; a switch that is not known ends all."""
    try:
        return frontend()
    except UnknownTrick as unknown:
        _end(f"看板没有启动。{unknown}")


def streamlit_page() -> str:
    """The one page that is sent for every address."""
    return streamlit_frontend().page


def probe() -> str:
    """A health probe: read a little of everything that an answer needs; what cannot be read raises.

    One word for why nothing can be written, empty where it can; of several cities for the first
    of which that is so.
    """
    process.entrance().accounts.any()
    return next(filter(None, (_probed(one.store) for one in process.boards())), "")


def _probed(store: Store) -> str:
    store.presence.look()
    if store.presence.closed:
        return store.presence.closed.reason
    try:
        store.extent()
    except StoreFault:
        if store.unreached:  # the tables are in a lake, whose catalog is in PostgreSQL
            return "lake-away"
        raise
    if store.unreached:
        return POSTGRES_AWAY
    return "closed" if store.writing_closed else ""


uploads = UploadLedger(StreamlitUploadStore())

#: Outermost first. What stands before the gate answers strangers too; what stands behind it knows
#: the person. Streamlit's own middleware leaves static files as they are.
middleware = [
    Middleware(Headers, entrance=process.entrance, page=streamlit_page),
    Middleware(ErrorPages),
    Middleware(Hosts, entrance=process.entrance),
    Middleware(Bodies, entrance=process.entrance, largest_upload=largest_upload),
    Middleware(Health, probe=probe),
    Middleware(Gate, entrance=process.entrance),
    Middleware(ClosedRoutes),
    Middleware(Uploads, entrance=process.entrance, ledger=uploads),
    Middleware(Windows, entrance=process.entrance),
    Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
    Middleware(InChinese, finished=streamlit_frontend),
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


def _taken(address: str | None) -> tuple[Board, ...]:
    """The boards of this process, their homes fit to be served; without, the process ends."""
    keep_private()
    process.listen_on(str(address or ""))
    try:
        require_door(load_settings().home, address)
        held = process.boards()
        for one in held:
            for notice in filter(None, [one.store.writing_closed, *one.store.notices]):
                _log.warning("%s", notice)
    except (SystemExit, CatalogError, UnfitHome, StoreFault) as fault:
        _end(f"看板没有启动。{fault}")
    try:
        process.entrance().accounts.any()  # known from now on, whatever becomes of the files
    except DatabaseFault as fault:
        _log.error("%s", fault)  # the door is closed, and says so
    return held


def _end(message: str) -> NoReturn:
    """End the process with a sentence; an exception would come out as a page of traceback."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
    os._exit(2)


def _numbered(number: int) -> Board:
    """A board by its place in ``CHUANGMO_CITIES``; it may have been replaced meanwhile."""
    return process.boards()[number]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Take the home at start and say so to the command line; give it back at the end."""
    held = _taken(st.get_option("server.address"))
    answer_promptly(int(st.get_option("server.port")))
    Thread(target=frontend().prepare, name="frontend", daemon=True).start()
    port, homes = int(st.get_option("server.port")), [one.settings for one in held]
    _announced.append(announce(homes[0], port, *homes[1:]))
    try:
        with ExitStack() as threads:
            for number in range(len(held)):
                seen = partial(_numbered, number)
                threads.enter_context(watching(seen, _announced[-1]))
            threads.enter_context(warming(process.boards))
            threads.enter_context(mailing(process.board))  # accounts are those of the first city
            async with sweeping(uploads, process.entrance().policy.bounds.page_away_seconds):
                yield
    finally:
        announced = _announced.pop()
        for home in homes:
            retract(home, announced)
        process.close()
