"""A refusal and how it is told: one Chinese sentence with a status, over HTTP or a websocket."""

import asyncio
from contextlib import suppress

from starlette.types import Message, Receive, Scope, Send

_READ_ON_BYTES, _READ_ON_SECONDS = 8 * 1024 * 1024, 5.0
_POLICY_VIOLATION = 1008


class Refusal(Exception):
    """What was asked is not done.

    Args:
        status: HTTP status.
        words: the sentence for the visitor.
        retry_after: seconds after which it may be tried again; 0: not said.
    """

    def __init__(self, status: int, words: str, retry_after: int = 0) -> None:
        super().__init__(words)
        self.status, self.words, self.retry_after = status, words, retry_after


class Incoming:
    """What arrives of a request.

    Attributes:
        ended: nothing more will come; whoever asks on waits until the visitor leaves.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive, self.ended = receive, False

    async def receive(self) -> Message:
        """The next piece."""
        message = await self._receive()
        self.ended = message["type"] != "http.request" or not message.get("more_body", False)
        return message


async def tell(refusal: Refusal, scope: Scope, incoming: Incoming, send: Send) -> None:
    """Answer with the refusal; afterwards the connection is closed.

    A body that is still on its way is read on for a moment, for most browsers look at the answer
    only when they have sent everything.
    """
    if scope["type"] == "http" and refusal.status != 408:
        with suppress(TimeoutError):
            await asyncio.wait_for(_read_on(incoming), _READ_ON_SECONDS)
    if scope["type"] == "websocket" and "websocket.http.response" not in scope["extensions"]:
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    if refusal.retry_after:
        headers.append((b"retry-after", str(refusal.retry_after).encode()))
    kind = "websocket.http" if scope["type"] == "websocket" else "http"
    start = {"type": f"{kind}.response.start", "status": refusal.status, "headers": headers}
    await send(start)
    await send({"type": f"{kind}.response.body", "body": (refusal.words + "\n").encode()})


async def _read_on(incoming: Incoming) -> None:
    read = 0
    while read < _READ_ON_BYTES and not incoming.ended:
        read += len((await incoming.receive()).get("body", b""))
