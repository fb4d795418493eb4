"""An answer on its way out that is held back until it is whole, and sent otherwise."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send


class WholeAnswer:
    """Holds the wanted answers of one request back; all others pass piece by piece.

    Args:
        send: where the answer goes.
        wanted: tells from its start whether an answer is to be rewritten.
        rewrite: from status, headers and whole body to the body that is sent instead; it may
            change the headers it is given. The length is set here.
    """

    def __init__(
        self,
        send: Send,
        wanted: Callable[[Message], bool],
        rewrite: Callable[[int, MutableHeaders, bytes], bytes],
    ) -> None:
        self._send, self._wanted, self._rewrite = send, wanted, rewrite
        self._held: Message | None = None
        self._body = b""
        self.started = False

    async def send(self, message: Message) -> None:
        """Take the next piece of the answer."""
        if message["type"] in ("http.response.start", "websocket.accept"):
            self.started = True
        if message["type"] == "http.response.start" and self._wanted(message):
            self._held = message
        elif message["type"] == "http.response.body" and self._held is not None:
            await self._gather(self._held, message)
        else:
            await self._send(message)

    async def _gather(self, start: Message, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        headers = MutableHeaders(raw=[(name.lower(), value) for name, value in start["headers"]])
        body = self._rewrite(int(start["status"]), headers, self._body)
        headers["content-length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})
