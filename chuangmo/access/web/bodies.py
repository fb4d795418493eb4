"""Bodies of requests: how long they may be on each route, and how slow."""

import asyncio
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chuangmo.access.bounds import Bounds
from chuangmo.access.entrance import Entrance
from chuangmo.access.requests import COMMAND_ROUTE, header, path_of
from chuangmo.access.web.answers import Refusal

UPLOAD_ROUTE = "/_stcore/upload_file/"
_FRAME_OF_A_FORM = 64 * 1024  # bytes of a multipart body around its file
_COMMAND_BYTES = 1024 * 1024
_TOO_SLOW = "发送得太慢，已经中断。请检查网络后重试。"


class Bodies:
    """Counts and times every body while it arrives.

    Args:
        app: everything behind it.
        entrance: gives the entrance of the home that is served.
        largest_upload: gives the longest file in bytes.
    """

    def __init__(
        self, app: ASGIApp, entrance: Callable[[], Entrance], largest_upload: Callable[[], int]
    ) -> None:
        self._app, self._entrance, self._largest_upload = app, entrance, largest_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with a body that is watched.

        Raises:
            Refusal: the body is announced as too long; later, when it turns out too long or slow.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        bounds = self._entrance().policy.bounds
        body = _Body(receive, self._most(path_of(scope), bounds), bounds)
        announced = header(scope, "content-length")
        if announced.isdigit() and int(announced) > body.most:
            raise body.too_long()
        await self._app(scope, body.receive, send)

    def _most(self, path: str, bounds: Bounds) -> int:
        if path.startswith(UPLOAD_ROUTE):
            return self._largest_upload() + _FRAME_OF_A_FORM
        return _COMMAND_BYTES if path == COMMAND_ROUTE else bounds.form_kilobytes * 1024


class _Body:
    """One body: what arrived of it, and by when the next piece must be here."""

    def __init__(self, receive: Receive, most: int, bounds: Bounds) -> None:
        self.most = most
        self._receive, self._bounds = receive, bounds
        self._begun, self._bytes, self._whole = time.monotonic(), 0, False

    async def receive(self) -> Message:
        """The next piece.

        Raises:
            Refusal: too long (413) or too slow (408).
        """
        if self._whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._patience())
        except TimeoutError as late:
            raise Refusal(408, _TOO_SLOW) from late
        self._bytes += len(message.get("body", b""))
        if self._bytes > self.most:
            raise self.too_long()
        self._whole = not message.get("more_body", False)
        return message

    def _patience(self) -> float:
        """Seconds until the next piece must be here: the pace is an average since the beginning."""
        bounds = self._bounds
        allowed = bounds.body_grace_seconds + self._bytes / bounds.body_bytes_per_second
        return max(0.0, min(allowed, bounds.body_seconds) - (time.monotonic() - self._begun))

    def too_long(self) -> Refusal:
        """The refusal that names the limit."""
        if self.most >= 2 * 1024 * 1024:
            size = f"{self.most // (1024 * 1024)} MB"
        else:
            size = f"{self.most // 1024} KB"
        return Refusal(413, f"发送的内容超过 {size} 的上限，没有接收。请拆开后分别上传。")
