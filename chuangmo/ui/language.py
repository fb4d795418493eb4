"""The outermost words in Chinese: Streamlit's page and scripts are put into words on their way out.

No script of ours runs in the browser for it, so that it holds under the strictest content
policy; what a screen reader hears is Chinese too, which no style sheet could do.
"""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chuangmo.ui.frontend_words import PAGE, REASONS, SCRIPTS, Words

_SCRIPT = re.compile(r"/static/js/([A-Za-z]+)\.[^/]*\.js$")


class InChinese:
    """Replaces Streamlit's English in its page and its scripts; everything else passes untouched.

    It stands inside whatever compresses: it asks for plain bytes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        words = _words_for(scope)
        if words is None:
            await self.app(scope, receive, send)
        else:
            await self.app(_asking_plainly(scope), receive, _Rewriting(send, words).send)


def _words_for(scope: Scope) -> Words | None:
    """What may have to be replaced in the answer; ``None``: nothing, whatever it is."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    script = _SCRIPT.search(scope["path"])
    if script is not None:
        return SCRIPTS.get(script[1]) or REASONS.get(script[1])
    return None if "/static/" in scope["path"] else PAGE


def _asking_plainly(scope: Scope) -> Scope:
    """The request without compression and ranges."""
    unwanted = (b"accept-encoding", b"range")
    return {**scope, "headers": [h for h in scope["headers"] if h[0] not in unwanted]}


class _Rewriting:
    """One answer: held back until it is whole, then sent in Chinese."""

    def __init__(self, send: Send, words: Words) -> None:
        self._send, self._words = send, words
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        """Take the next piece of the answer."""
        if message["type"] == "http.response.start" and _is_text(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            await self._gather(self._start, message)
        else:
            await self._send(message)

    async def _gather(self, start: Message, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        body = in_chinese(self._body, self._words)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _is_text(start: Message) -> bool:
    """Whether the answer is a whole page or script."""
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and ("text/html" in kind or "javascript" in kind)


def in_chinese(body: bytes, words: Words) -> bytes:
    """The bytes with every known piece replaced."""
    for english, chinese in words:
        body = body.replace(english.encode(), chinese.encode())
    return body
