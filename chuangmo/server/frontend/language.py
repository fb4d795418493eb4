"""Middleware that sends Streamlit's page and scripts as ``frontend`` made them, in Chinese.

No script of ours runs in the browser for it, so that it holds under the strictest content
policy; what a screen reader hears is Chinese too, which no style sheet could do.
"""

import re
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chuangmo.access.web.whole_answers import WholeAnswer
from chuangmo.server.frontend.frontend import Frontend, frontend, unpacked

_KEPT = re.compile(r"/static/(?P<digest>[0-9a-f]{12})/(?P<rest>.+)")
_SCRIPT = "js/"
_LASTING = "public, max-age=31536000, immutable"


class InChinese:
    """Sends Streamlit's page and its scripts in Chinese; everything else passes untouched.

    It stands inside whatever compresses. What stands under the digest of this release a browser
    may keep for good. Where nothing is to be done, everything passes untouched.

    Args:
        app: Streamlit.
        finished: gives the page and the scripts.
    """

    def __init__(self, app: ASGIApp, finished: Callable[[], Frontend] = frontend) -> None:
        self._app, self._finished = app, finished()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if self._finished.plain or not asked:
            await self._app(scope, receive, send)
            return
        kept = _KEPT.fullmatch(scope["path"])
        if kept is None:
            answer = WholeAnswer(send, _is_page, self._page)
            await self._app(_asking_plainly(scope), receive, answer.send)
        elif (name := kept["rest"].removeprefix(_SCRIPT)) in self._finished.names:
            answer_now = await self._script(name, Headers(scope=scope))
            await answer_now(scope, receive, send)
        else:
            path = f"/static/{kept['rest']}"
            await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, send)

    def _page(self, status: int, headers: MutableHeaders, body: bytes) -> bytes:
        return self._finished.page.encode() if body == self._finished.original.encode() else body

    async def _script(self, name: str, asked: Headers) -> Response:
        tag = f'"{self._finished.digest}"'
        kept = _LASTING if self._finished.cached else "no-cache"
        lasting = {"Cache-Control": kept, "ETag": tag, "Vary": "Accept-Encoding"}
        if asked.get("if-none-match") == tag:
            return Response(status_code=304, headers=lasting)
        body = await run_in_threadpool(self._finished.script, name)
        if not self._finished.cached:
            return Response(body, headers=lasting, media_type="text/javascript")
        if "gzip" in asked.get("accept-encoding", ""):
            lasting["Content-Encoding"] = "gzip"
        else:
            body = unpacked(body)
        return Response(body, headers=lasting, media_type="text/javascript")


def _asking_plainly(scope: Scope) -> Scope:
    """The request without compression and ranges, where the answer may be the page."""
    if "/static/" in scope["path"]:
        return scope
    unwanted = (b"accept-encoding", b"range")
    return {**scope, "headers": [h for h in scope["headers"] if h[0] not in unwanted]}


def _is_page(start: Message) -> bool:
    """Whether the answer is a whole page."""
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == 200 and "text/html" in kind)
