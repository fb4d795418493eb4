"""The way to the office's own sign-on and back; there is none where no administrator named it."""

import hmac
import logging
import re
from collections.abc import Callable
from functools import partial
from html import escape
from urllib.parse import quote, unquote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from chuangmo.access.accounts.lockout import network
from chuangmo.access.entrance import IN, Entrance
from chuangmo.access.pace import Pace
from chuangmo.access.requests import (
    SIGN_ON_COOKIE,
    SIGN_ON_RETURN,
    SIGN_ON_ROUTE,
    address_of,
    cookie,
    is_secure,
)
from chuangmo.access.sign_on.provider import Pending, SignOnFault, login_address, user_name
from chuangmo.access.sign_on.settings import SignOn
from chuangmo.access.web.answers import Refusal
from chuangmo.access.web.gate import LOGIN_ROUTE
from chuangmo.access.web.login_page import door_page
from chuangmo.access.web.login_routes import onward_path, welcomed

_log = logging.getLogger(__name__)
#: Requests of one address in a minute: each asks the provider.
_PER_MINUTE = 120
#: Questions to the provider at a time: a slow one keeps nobody from logging in with a password.
_AT_A_TIME = 8
_ALIVE = 600  # seconds that a person has at the provider
_ERROR = re.compile(r"[a-z_]{1,40}")
_STALE = "这次登录已过期，或不是从看板的登录页开始的。请回到登录页重新开始。"


def sign_on_routes(entrance: Callable[[], Entrance]) -> list[Route]:
    """The two routes; ``entrance`` gives the entrance of the home that is served."""
    ways = _Ways(entrance)
    return [
        Route(SIGN_ON_ROUTE, ways.leave, methods=["GET"]),
        Route(SIGN_ON_RETURN, ways.come_back, methods=["GET"]),
    ]


class _Ways:
    def __init__(self, entrance: Callable[[], Entrance]) -> None:
        self._entrance = entrance
        self._pace, self._told = Pace(_PER_MINUTE), Pace(1)
        self._limiter: CapacityLimiter | None = None

    async def leave(self, request: Request) -> Response:
        """On to the provider, with a secret in the browser that the way back is known by."""
        found, entrance = self._found(request), self._entrance()
        if entrance.visitor(request.scope) is not None:
            return RedirectResponse("/", 303)
        pending = Pending.fresh()
        try:
            address = await self._asked(partial(login_address, found, pending))
        except SignOnFault as fault:
            return self._failed(request, found, str(fault), 502)
        onward = onward_path(request.query_params.get("next", "/"))
        answer = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
        answer.set_cookie(
            SIGN_ON_COOKIE, f"{pending.token}.{quote(onward, safe='')}", httponly=True,
            samesite="lax", path=LOGIN_ROUTE, max_age=_ALIVE,
            secure=is_secure(request.scope, entrance.policy),
        )  # fmt: skip
        return answer

    async def come_back(self, request: Request) -> Response:
        """Back from the provider: the person is let in, or told why not."""
        found, entrance, asked = self._found(request), self._entrance(), request.query_params
        if entrance.standalone():
            return RedirectResponse("/", 303)
        token, _, kept = cookie(request.scope, SIGN_ON_COOKIE).partition(".")
        pending = Pending(token)
        if not token or not hmac.compare_digest(
            pending.state.encode(), asked.get("state", "").encode()
        ):
            return _said(found, _STALE, 403)
        if error := asked.get("error", ""):
            word = error if _ERROR.fullmatch(error) else "error"
            return self._failed(request, found, f"认证服务没有放行（{word}）", 401)
        try:
            asking = partial(user_name, found, pending, asked.get("code", ""))
            name = await self._asked(asking)
        except SignOnFault as fault:
            return self._failed(request, found, str(fault), 502)
        attempt = await run_sync(entrance.sign_on, name, request.scope)
        if attempt.outcome != IN:
            words = (
                f"{found.title}认出您是“{name[:64]}”，但看板里没有这个账号，或账号已停用。"
                "请找看板的管理员建立或启用同名账号。"
            )
            return _said(found, words, 403)
        answer = welcomed(entrance, request, attempt.token, onward_path(unquote(kept)))
        answer.delete_cookie(SIGN_ON_COOKIE, path=LOGIN_ROUTE)
        return answer

    def _found(self, request: Request) -> SignOn:
        entrance = self._entrance()
        if (found := entrance.policy.sign_on) is None:
            raise Refusal(404, "没有这个页面。")
        if not self._pace.allows(network(address_of(request.scope, entrance.policy))):
            raise Refusal(429, "登录太频繁。请过一分钟再试。", 60)
        return found

    async def _asked(self, ask: Callable[[], str]) -> str:
        if self._limiter is None:  # of the loop that asks
            self._limiter = CapacityLimiter(_AT_A_TIME)
        return await run_sync(ask, limiter=self._limiter)

    def _failed(self, request: Request, found: SignOn, why: str, status: int) -> Response:
        """Told to the person, the log, and once a minute for each address to the audit."""
        entrance = self._entrance()
        _log.warning("sign-on: %s", why)
        if self._told.allows(network(address_of(request.scope, entrance.policy))):
            entrance.refused("", request.scope, f"统一认证：{why}")
        words = (
            f"{found.title}登录没有成功：{why}。请重试；一直如此请告诉管理员，也可以用密码登录。"
        )
        return _said(found, words, status)


def _said(found: SignOn, words: str, status: int) -> Response:
    back = f'<p class="foot"><a href="{LOGIN_ROUTE}">回到登录页</a></p>'
    page = door_page("登录", f"用{found.title}登录", f"<p>{escape(words)}</p>{back}")
    answer = HTMLResponse(page, status, {"Cache-Control": "no-store"})
    answer.delete_cookie(SIGN_ON_COOKIE, path=LOGIN_ROUTE)
    return answer
