"""``/healthz``: whether the board can answer, for whoever watches over the server."""

import logging
import time
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from chuangmo.access.accounts.belonging import AccountsLost
from chuangmo.access.requests import path_of
from chuangmo.access.web.answers import Refusal

ROUTE = "/healthz"
#: The journal is elsewhere and does not answer: every page is shown, no change is taken. This
#: server goes on serving, for the others behind the same door can do no more.
POSTGRES_AWAY = "postgres-away"
_LASTS = 2.0  # seconds: asking often costs nothing
_NOT = "unavailable"
_log = logging.getLogger(__name__)


class Health:
    """Answers 200 or 503 and a word or two, to anybody; says nothing about data and places.

    Where figures are shown and only PostgreSQL is waited for, it is 200 and ``reading``.

    Args:
        app: everything behind it.
        probe: reads a little from everything that is needed; one word for what is amiss, empty
            where nothing is; raises where it cannot read.
    """

    def __init__(self, app: ASGIApp, probe: Callable[[], str]) -> None:
        self._app, self._probe = app, probe
        self._at, self._amiss = float("-inf"), ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on.

        Raises:
            Refusal: the route was asked for by another method than GET or HEAD.
        """
        if scope["type"] != "http" or path_of(scope) != ROUTE:
            await self._app(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD"):
            raise Refusal(405, "这个地址只能查看。")
        if time.monotonic() - self._at > _LASTS:
            self._at = time.monotonic()
            self._amiss = await run_in_threadpool(self._ask)
        amiss = self._amiss
        answer = {"status": _status(amiss)} | ({"reason": amiss} if amiss else {})
        await JSONResponse(answer, 503 if _status(amiss) == _NOT else 200)(scope, receive, send)

    def _ask(self) -> str:
        try:
            return self._probe()
        except AccountsLost as fault:
            _log.error("health probe failed: %s", fault)
            return "accounts-lost"
        except Exception as fault:  # noqa: BLE001 - whatever it is, the answer is 503 and it is logged
            _log.error("health probe failed: %s", fault)
            return "fault"


def _status(amiss: str) -> str:
    return {"": "ok", POSTGRES_AWAY: "reading"}.get(amiss, _NOT)
