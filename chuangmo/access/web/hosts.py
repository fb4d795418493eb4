"""Under which names and from which pages the board answers (DNS rebinding, cross-site requests)."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from chuangmo.access.entrance import Entrance
from chuangmo.access.requests import LOOPBACK_NAMES, header, headers_of, host_name
from chuangmo.access.web.answers import Refusal

_LABEL = r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9a-f:.]+\])(?::\d{{1,5}})?")
_ANY = {"", "0.0.0.0", "::"}
_READING = ("GET", "HEAD", "OPTIONS")


class Hosts:
    """Refuses requests under other names and changes that come from other sites' pages.

    A name is known if it is this computer's own, the address at which the server was started or
    at which the connection arrived, or listed in ``server.toml`` (``[server] hosts``).
    """

    def __init__(self, app: ASGIApp, entrance: Callable[[], Entrance]) -> None:
        self._app, self._entrance = app, entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or refuse.

        Raises:
            Refusal: an unfit or unknown Host, or an Origin that is not ours.
        """
        if scope["type"] in ("http", "websocket"):
            self._check_host(scope)
            scope = self._checked_origin(scope)
        await self._app(scope, receive, send)

    def _check_host(self, scope: Scope) -> None:
        sent = [value for name, value in headers_of(scope) if name.lower() == b"host"]
        if len(sent) != 1 or not _HOST.fullmatch(sent[0].decode("latin-1").lower()):
            raise Refusal(400, "请求里的主机名（Host）不合规定，没有处理。")
        entrance, name = self._entrance(), host_name(scope).removesuffix(".")
        known = {*LOOPBACK_NAMES, *entrance.policy.hosts, entrance.listens, _arrived_at(scope)}
        known -= _ANY
        if name not in known:
            raise Refusal(
                403,
                f"地址“{name}”不在允许的名单里；名单之外，看板只对本机开放。"
                "请管理员把它写进 server.toml 的 [server] hosts，再重新启动看板。",
            )

    def _checked_origin(self, scope: Scope) -> Scope:
        """A browser names the page behind every websocket and every change.

        A listed origin is taken out of the request: Streamlit behind us knows no list.
        """
        sent = header(scope, "origin")
        changes = scope["type"] == "websocket" or scope["method"] not in _READING
        if not sent or not changes:
            return scope
        parts = urlsplit(sent)
        ours = parts.netloc.lower() == header(scope, "host").lower()
        if ours and parts.scheme in ("http", "https"):
            return scope
        if sent.lower() not in self._entrance().policy.origins:
            raise Refusal(403, "这个请求来自别的网站的页面，没有处理。请从看板自己的页面操作。")
        rest = [(name, value) for name, value in headers_of(scope) if name.lower() != b"origin"]
        return {**scope, "headers": rest}


def _arrived_at(scope: Scope) -> str:
    """The address of this computer to which the visitor connected."""
    server = scope.get("server")
    return str(server[0]) if isinstance(server, tuple | list) else ""
