"""Uploads of each user: how many files wait in memory, how large together, how fast they come."""

import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chuangmo.access.actor import UPLOADER
from chuangmo.access.bounds import Bounds
from chuangmo.access.entrance import Entrance
from chuangmo.access.requests import header, path_of
from chuangmo.access.web.answers import Refusal
from chuangmo.access.web.gate import LOGIN_HEADER, USER_HEADER

_FILE = re.compile(r"/_stcore/upload_file/([^/]{1,64})/([^/]{1,64})")
_MINUTE = 60.0
_MEGABYTE = 1024 * 1024


class UploadStore(Protocol):
    """Where the frame keeps uploaded files until they are read."""

    def is_open(self, session: str) -> bool:
        """Whether a page is connected to the session."""

    def clear(self, session: str) -> None:
        """Forget the files of a session."""

    def holds(self, session: str, file: str) -> bool:
        """Whether a file is still in memory; a page lets go of what it has kept on disk."""


@dataclass
class _Share:
    """What one user has in the store."""

    stored: dict[tuple[str, str], int] = field(default_factory=dict)
    coming: dict[object, int] = field(default_factory=dict)
    begun: deque[float] = field(default_factory=deque)

    def bytes(self) -> int:
        return sum(self.stored.values()) + sum(self.coming.values())


class UploadLedger:
    """Counts the files in the store by user; used in the server's event loop only.

    Args:
        store: where the files are.
        clock: gives seconds of a clock that never goes back.
    """

    def __init__(self, store: UploadStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._clock = store, clock
        self._shares: defaultdict[str, _Share] = defaultdict(_Share)
        self._away: dict[str, float] = {}

    def begin(self, user: str, announced: int, bounds: Bounds) -> "Coming":
        """A file begins to arrive.

        Raises:
            Refusal: too many or too much in memory, or too many in this minute.
        """
        self.sweep(bounds.page_away_seconds)
        share, now = self._shares[user], self._clock()
        while share.begun and share.begun[0] <= now - _MINUTE:
            share.begun.popleft()
        if len(share.begun) >= bounds.uploads_per_minute:
            words = f"一分钟内最多上传 {bounds.uploads_per_minute} 个文件。请过一分钟再继续。"
            raise Refusal(429, words, int(_MINUTE))
        if len(share.stored) + len(share.coming) >= bounds.upload_files:
            raise Refusal(
                429, f"已有 {bounds.upload_files} 个文件等待处理。请先入库或移除一些，再继续上传。"
            )
        coming = Coming(share, bounds.upload_megabytes * _MEGABYTE)
        coming.check(announced)
        share.begun.append(now)
        share.coming[coming] = 0
        return coming

    def forget(self, user: str, session: str, file: str) -> None:
        """A file was taken out of the store."""
        self._shares[user].stored.pop((session, file), None)

    def sweep(self, patience: float) -> None:
        """Give up the files of pages that have been away for so many seconds.

        Files that a page let go of no longer count.
        """
        now = self._clock()
        for share in self._shares.values():
            for key in [key for key in share.stored if not self._store.holds(*key)]:
                del share.stored[key]
        sessions = {session for share in self._shares.values() for session, _ in share.stored}
        away = {session for session in sessions if not self._store.is_open(session)}
        self._away = {session: self._away.get(session, now) for session in away}
        for session in [s for s, since in self._away.items() if now - since >= patience]:
            self._store.clear(session)
            for share in self._shares.values():
                for key in [key for key in share.stored if key[0] == session]:
                    del share.stored[key]


class Coming:
    """One file that is arriving."""

    def __init__(self, share: _Share, most: int) -> None:
        self._share, self._most = share, most

    def check(self, more: int) -> None:
        """Whether so many bytes more still fit.

        Raises:
            Refusal: they do not.
        """
        if self._share.bytes() + more > self._most:
            words = f"等待处理的文件合计超过 {self._most // _MEGABYTE} MB。"
            raise Refusal(429, words + "请先入库或移除一些，再继续上传。")

    def grow(self, more: int) -> None:
        """Bytes have arrived.

        Raises:
            Refusal: they do not fit.
        """
        self.check(more)
        self._share.coming[self] += more

    def arrived(self, session: str, file: str) -> None:
        """It is in the store."""
        self._share.stored[session, file] = self._share.coming[self]

    def end(self) -> None:
        """It no longer arrives."""
        self._share.coming.pop(self, None)


class Uploads:
    """The middleware behind the gate: who may upload at all, and how much."""

    def __init__(
        self, app: ASGIApp, entrance: Callable[[], Entrance], ledger: UploadLedger
    ) -> None:
        self._app, self._entrance, self._ledger = app, entrance, ledger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counted.

        Raises:
            Refusal: the person may not upload, or not now.
        """
        place = _FILE.fullmatch(path_of(scope)) if scope["type"] == "http" else None
        if place is None or scope["method"] not in ("PUT", "DELETE"):
            await self._app(scope, receive, send)
            return
        status = _Status(send)
        user = header(scope, USER_HEADER)
        if scope["method"] == "DELETE":
            await self._app(scope, receive, status.send)
            if status.good:
                self._ledger.forget(user, place[1], place[2])
            return
        self._require_uploader(header(scope, LOGIN_HEADER))
        announced = header(scope, "content-length")
        bounds = self._entrance().policy.bounds
        length = int(announced) if announced.isdigit() else 0
        try:
            coming = self._ledger.begin(user, length, bounds)
        except Refusal:
            await _read_out(receive)
            raise
        try:
            await self._app(scope, _counted(receive, coming), status.send)
            if status.good:
                coming.arrived(place[1], place[2])
        finally:
            coming.end()

    def _require_uploader(self, login: str) -> None:
        person = self._entrance().person(login) if login else None
        if person is not None and not person.may(UPLOADER):
            raise Refusal(403, "您的账号只能查看，不能上传。需要上传请联系管理员。")


async def _read_out(receive: Receive) -> None:
    """Let a refused body come and forget it: cut off in the middle its sender would not hear why.

    The watch over bodies ends one that is too long or too slow.
    """
    more = True
    while more:
        message = await receive()
        more = message["type"] == "http.request" and message.get("more_body", False)


def _counted(receive: Receive, coming: Coming) -> Receive:
    async def counted() -> Message:
        message = await receive()
        coming.grow(len(message.get("body", b"")))
        return message

    return counted


class _Status:
    """Remembers how an answer began."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.good = False

    async def send(self, message: Message) -> None:
        """Pass a piece on."""
        if message["type"] == "http.response.start":
            self.good = int(message["status"]) < 300
        await self._send(message)
