"""The headers of every answer: what a browser may load, keep, frame and tell to others."""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chuangmo.access.entrance import Entrance
from chuangmo.access.requests import header, is_secure, path_of

#: Nothing in them belongs to anybody, and their names change with their content.
KEPT_BY_BROWSERS = ("/static/", "/fonts/", "/favicon.png")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
_HALF_A_YEAR = 15552000
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def hashes_of(page: str) -> tuple[str, ...]:
    """The CSP sources of the scripts that stand in the text of a page."""
    digests = [hashlib.sha256(text.encode()).digest() for text in _INLINE.findall(page)]
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_policy(host: str, scripts: Sequence[str]) -> str:
    """The Content-Security-Policy for a page that was asked for under ``host``.

    Args:
        host: the Host header; one that is none adds no source.
        scripts: sources of the inline scripts of Streamlit's page.

    Streamlit and Plotly write styles into the page (``'unsafe-inline'`` for styles only); pictures
    come as ``data:`` and ``blob:``. Older browsers do not count the websocket as ``'self'``.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *scripts)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'self'",
            "frame-ancestors 'none'",
        )
    )


class Headers:
    """The outermost middleware: puts the headers on answers and refusals alike.

    Args:
        app: everything behind it.
        entrance: gives the entrance of the home that is served.
        page: gives the text of Streamlit's page.
    """

    def __init__(
        self, app: ASGIApp, entrance: Callable[[], Entrance], page: Callable[[], str]
    ) -> None:
        self._app, self._entrance = app, entrance
        self._scripts = hashes_of(page())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def dressed(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                found = MutableHeaders(raw=list(message["headers"]))
                self._put(scope, int(message["status"]), found)
                message = {**message, "headers": found.raw}
            await send(message)

        await self._app(scope, receive, dressed)

    def _put(self, scope: Scope, status: int, headers: MutableHeaders) -> None:
        for name, value in _ALWAYS.items():
            headers[name] = value
        headers["Content-Security-Policy"] = content_policy(header(scope, "host"), self._scripts)
        kept = path_of(scope).startswith(KEPT_BY_BROWSERS) and status in (200, 206, 304)
        if not kept or "text/html" in headers.get("content-type", ""):
            headers["Cache-Control"] = "no-store"
        if is_secure(scope, self._entrance().policy):
            headers["Strict-Transport-Security"] = f"max-age={_HALF_A_YEAR}"
