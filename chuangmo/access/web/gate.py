"""The gate: one ASGI middleware before everything else that the server answers.

It decides by ``scope["path"]`` only. Who is let in is written into headers of our own, after the
client's copies are dropped; Streamlit takes them as the identity of its session
(``server.trustedUserHeaders``), so that nobody else resumes it. Files that Streamlit serves by
address (/media, uploads) are given only to a login that was told the address on its own websocket.
"""

import logging
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from chuangmo.access.accounts.belonging import AccountsLost
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.entrance import LOCAL, Entrance, Visitor
from chuangmo.access.pace import Pace
from chuangmo.access.requests import (
    COMMAND_ROUTE,
    DATA_ROUTE,
    PASSWORD_ROUTE,
    SECOND_FACTOR_ROUTE,
    SIGN_ON_RETURN,
    SIGN_ON_ROUTE,
    address_of,
    data_token,
    header,
    is_loopback,
    onward_of,
    path_of,
    peer_of,
)

_log = logging.getLogger(__name__)
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]

USER_HEADER, LOGIN_HEADER = "X-Chuangmo-User", "X-Chuangmo-Login"
_OURS = {USER_HEADER.lower().encode(), LOGIN_HEADER.lower().encode()}
LOGIN_ROUTE, LOGOUT_ROUTE = "/login", "/logout"
#: Answered without a login.
OPEN_PATHS = frozenset({LOGIN_ROUTE})
#: Answered without a login where an administrator named a sign-on.
_SIGN_ON_PATHS = frozenset({SIGN_ON_ROUTE, SIGN_ON_RETURN})
#: Answered while the password must be changed, or the second factor turned on, first.
_BEFORE_CHANGE = OPEN_PATHS | {LOGOUT_ROUTE, PASSWORD_ROUTE, SECOND_FACTOR_ROUTE}
_BELOW = ("/_stcore/", "/media/", "/static/", "/component/", "/_chuangmo/")
#: A media file's id (32 hex digits); an upload's session and file (two UUIDs). The lengths are
#: fixed: in a frame the next field may begin with a letter or a digit.
_OWNED = re.compile(rb"/(?:media/[0-9a-f]{32}|_stcore/upload_file/[0-9a-f-]{36}/[0-9a-f-]{36})")
_OWNED_PREFIXES = ("/media/", "/_stcore/upload_file/")
_KNOWN_LOGINS, _KNOWN_FILES = 500, 4000
_REVOKED = 4401
#: Seconds for which one look at a login serves all frames that go out: an answer is fifty of them.
LOOK_AGAIN = 0.1
_NO_ENTRY = "请先登录。"
_NO_TOKEN = (
    "这个数据地址要令牌：用户名填看板的用户名，密码填令牌（不是登录密码）；"
    "程序用 Authorization: Bearer 令牌。令牌在看板的“数据地址”页生成；作废、停用的不再有效。"
)
_CHALLENGE = ((b"www-authenticate", b'Basic realm="chuangmo data", charset="UTF-8"'),)
_UNREADABLE = "账号库读不出来，看板不放行任何人。请管理员检查磁盘，或从备份拷回 accounts.sqlite。"
_LOCAL_ONLY = "还没有账号，看板只对本机开放，请在本机用 127.0.0.1 访问。"


class Gate:
    """The middleware.

    Args:
        app: everything behind the gate.
        entrance: gives the entrance of the home that is served.
    """

    def __init__(self, app: App, entrance: Callable[[], Entrance]) -> None:
        self._app, self._entrance = app, entrance
        self._told: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()
        self._wrong = Pace(1)  # a wrong token is told to the audit once a minute

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Let through, or answer ourselves."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if path_of(scope) == COMMAND_ROUTE:
            await self._command(scope, receive, send)
            return
        try:
            visitor = self._entrance().visitor(scope)
        except AccountsLost as lost:
            await _refuse(scope, receive, send, 503, str(lost))
            return
        except DatabaseFault:
            await _refuse(scope, receive, send, 503, _UNREADABLE)
            return
        if visitor is None and not self._is_open(scope):
            await self._outside(scope, receive, send)
        elif visitor and visitor.due and path_of(scope) not in _BEFORE_CHANGE:
            if _is_navigation(scope):
                await _redirect(send, visitor.due_at)
            else:
                await _refuse(scope, receive, send, 403, visitor.due)
        elif visitor and not self._owns(visitor, path_of(scope)):
            await _refuse(scope, receive, send, 403, "这个文件不是给您的。")
        else:
            await self._inside(_identified(scope, visitor), visitor, receive, send)

    def _is_open(self, scope: Any) -> bool:
        if scope["type"] != "http":
            return False
        reads = scope["method"] in ("GET", "HEAD")
        path, entrance = path_of(scope), self._entrance()
        if path in _SIGN_ON_PATHS:
            return entrance.policy.sign_on is not None and not entrance.standalone()
        return path in OPEN_PATHS or (reads and entrance.opens_wall(scope))

    async def _command(self, scope: Any, receive: Receive, send: Send) -> None:
        """The command line's route has its own token; other computers do not even see it."""
        if is_loopback(peer_of(scope)) and not header(scope, "x-forwarded-for"):
            await self._app(_identified(scope, None), receive, send)
        else:
            await _refuse(scope, receive, send, 404, "没有这个页面。")

    async def _outside(self, scope: Any, receive: Receive, send: Send) -> None:
        if self._entrance().standalone():
            await _refuse(scope, receive, send, 403, _LOCAL_ONLY)
        elif path_of(scope).startswith(DATA_ROUTE) and scope["type"] == "http":
            self._note_wrong_token(scope)
            await _refuse(scope, receive, send, 401, _NO_TOKEN, _CHALLENGE)
        elif _is_navigation(scope):
            await _redirect(send, f"{LOGIN_ROUTE}?next={quote(onward_of(scope))}")
        else:
            await _refuse(scope, receive, send, 401, _NO_ENTRY)

    def _note_wrong_token(self, scope: Any) -> None:
        name, text = data_token(scope)
        address = address_of(scope, self._entrance().policy)
        if not text or not self._wrong.allows(address):
            return
        try:
            self._entrance().refused(name[:64], scope, "数据地址的令牌不对，或已作废")
        except DatabaseFault as fault:  # the refusal stands
            _log.warning("a refusal cannot be written to the audit: %s", fault)

    async def _inside(
        self, scope: Any, visitor: Visitor | None, receive: Receive, send: Send
    ) -> None:
        if scope["type"] == "websocket" and visitor is not None:
            line = _Line(self._entrance, visitor, receive, send, self._learn)
            await self._app(scope, line.receive, line.send)
        else:
            await self._app(scope, receive, send)

    def _owns(self, visitor: Visitor, path: str) -> bool:
        if visitor.login == LOCAL or not path.startswith(_OWNED_PREFIXES):
            return True
        found = _OWNED.match(path.encode())
        return found is not None and found[0].decode() in self._told.get(visitor.login, ())

    def _learn(self, visitor: Visitor, frame: bytes) -> None:
        """Remember the files whose addresses go out to this login."""
        if visitor.login == LOCAL or not any(p.encode() in frame for p in _OWNED_PREFIXES):
            return
        known = self._told.setdefault(visitor.login, OrderedDict())
        self._told.move_to_end(visitor.login)
        for found in _OWNED.findall(frame):
            known[found.decode()] = None
            known.move_to_end(found.decode())
        while len(known) > _KNOWN_FILES:
            known.popitem(last=False)
        while len(self._told) > _KNOWN_LOGINS:
            self._told.popitem(last=False)


class _Line:
    """One websocket of one visitor: a login that has ended does nothing and is told nothing more.

    Every frame that comes in asks again whether the login holds; of those that go out the first in
    ``LOOK_AGAIN`` seconds does.
    """

    def __init__(
        self,
        entrance: Callable[[], Entrance],
        visitor: Visitor,
        receive: Receive,
        send: Send,
        learn: Callable[[Visitor, bytes], None],
    ) -> None:
        self._entrance, self._visitor = entrance, visitor
        self._receive, self._send, self._learn = receive, send, learn
        self._cut = False
        self._looked = 0.0

    async def receive(self) -> Message:
        """The next message; a disconnect where the login has ended."""
        message = await self._receive()
        if message["type"] == "websocket.receive" and not self._holds():
            await self._hang_up()
            return {"type": "websocket.disconnect", "code": _REVOKED}
        return message

    async def send(self, message: Message) -> None:
        """Pass a message on to the browser, unless the login has ended."""
        if self._cut:
            return
        if message["type"] == "websocket.send":
            if time.monotonic() - self._looked >= LOOK_AGAIN and not self._holds():
                await self._hang_up()
                return
            self._learn(self._visitor, message.get("bytes") or b"")
        await self._send(message)

    def _holds(self) -> bool:
        self._looked = time.monotonic()
        try:
            return not self._cut and self._entrance().holds(self._visitor)
        except DatabaseFault:
            return False

    async def _hang_up(self) -> None:
        if not self._cut:
            self._cut = True
            await self._send({"type": "websocket.close", "code": _REVOKED})


def _identified(scope: Any, visitor: Visitor | None) -> Any:
    """The scope with our identity headers, whatever the client sent under these names dropped."""
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in _OURS]
    if visitor is not None and visitor.login != LOCAL:
        kept.append((USER_HEADER.lower().encode(), quote(visitor.name).encode()))
        kept.append((LOGIN_HEADER.lower().encode(), quote(visitor.login).encode()))
    return {**scope, "headers": kept}


def _is_navigation(scope: Any) -> bool:
    wanted = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
    page = wanted and not path_of(scope).startswith(_BELOW)
    return page and "text/html" in header(scope, "accept")


async def _refuse(
    scope: Any,
    receive: Receive,
    send: Send,
    status: int,
    words: str,
    more: tuple[tuple[bytes, bytes], ...] = (),
) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    headers += more
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": (words + "\n").encode()})


async def _redirect(send: Send, to: str) -> None:
    headers = [(b"location", to.encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
