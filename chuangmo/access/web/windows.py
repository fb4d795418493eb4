"""Open windows of each user: how many, how often, and how long their messages may be."""

import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chuangmo.access.bounds import Bounds
from chuangmo.access.entrance import Entrance
from chuangmo.access.requests import header
from chuangmo.access.web.answers import Refusal
from chuangmo.access.web.gate import USER_HEADER

_MINUTE = 60.0
_NOT_BINARY, _TOO_BIG = 1003, 1009


class Windows:
    """The middleware behind the gate that counts websockets; every window of the board is one."""

    def __init__(self, app: ASGIApp, entrance: Callable[[], Entrance]) -> None:
        self._app, self._entrance = app, entrance
        self._open: Counter[str] = Counter()
        self._opened: defaultdict[str, deque[float]] = defaultdict(deque)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counted.

        Raises:
            Refusal: too many windows.
        """
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        user, bounds = header(scope, USER_HEADER), self._entrance().policy.bounds
        if scope["type"] == "websocket" or _is_window(scope):
            self._check(user, bounds)
        if scope["type"] == "http":
            await self._app(scope, receive, send)
            return
        self._opened[user].append(time.monotonic())
        self._open[user] += 1
        try:
            await self._app(scope, _measured(receive, send, bounds), send)
        finally:
            self._open[user] -= 1

    def _check(self, user: str, bounds: Bounds) -> None:
        lately, now = self._opened[user], time.monotonic()
        while lately and lately[0] <= now - _MINUTE:
            lately.popleft()
        if self._open[user] >= bounds.windows:
            raise Refusal(
                429, f"您已经打开了 {bounds.windows} 个看板窗口。请关闭几个，再刷新这一个。", 10
            )
        if len(lately) >= bounds.windows_per_minute:
            raise Refusal(429, "打开窗口太频繁。请过一分钟再刷新。", int(_MINUTE))


def _is_window(scope: Scope) -> bool:
    return "text/html" in header(scope, "accept") and scope["method"] == "GET"


def _measured(receive: Receive, send: Send, bounds: Bounds) -> Receive:
    """Messages up to the limit; a longer one, or one of text, ends the connection."""

    async def measured() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        data = message.get("bytes")
        if data is not None and len(data) <= bounds.frame_kilobytes * 1024:
            return message
        code = _NOT_BINARY if data is None else _TOO_BIG
        await send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    return measured
