"""Routes of Streamlit that the board does not offer to anybody, whatever their login."""

from starlette.types import ASGIApp, Receive, Scope, Send

from chuangmo.access.requests import path_of
from chuangmo.access.web.answers import Refusal

#: Measurements, the programs' interface, the script's own check, logins by other means.
_CLOSED = (
    "/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check",
    "/oauth2callback", "/auth", "/component/", "/_stcore/bidi-components/", "/app/static/",
)  # fmt: skip


class ClosedRoutes:
    """Answers 404 for them; stands behind the gate, so that strangers get 401 here as elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or refuse.

        Raises:
            Refusal: the route is closed.
        """
        if scope["type"] in ("http", "websocket") and path_of(scope).startswith(_CLOSED):
            raise Refusal(404, "没有这个页面。")
        await self._app(scope, receive, send)
