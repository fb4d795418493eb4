"""The routes at the door: login, logout, the owner's change of password."""

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.second_factor import HALF_LIVES
from chuangmo.access.accounts.sessions import KEPT_AFTER, SIGNED_ON, fingerprint
from chuangmo.access.entrance import (
    HALF,
    IN,
    LOCAL,
    LOCKED,
    STALE,
    WITHOUT_PASSWORD,
    Attempt,
    Entrance,
    Visitor,
)
from chuangmo.access.requests import (
    DEVICE_COOKIE,
    FORM_COOKIE,
    HALF_COOKIE,
    PASSWORD_ROUTE,
    SESSION_COOKIE,
    cookie,
    is_secure,
)
from chuangmo.access.web.gate import LOGIN_ROUTE, LOGOUT_ROUTE
from chuangmo.access.web.login_page import login_page, logout_page, password_page
from chuangmo.access.web.second_factor_pages import code_page

_LONGEST_BODY = 8 * 1024
_ONWARD = re.compile(r"/(?![/\\])[^\\\s]{0,2000}")
_WRONG = "用户名或密码不对，或账号已停用。请核对后重试。"
_WAIT = (
    "错误的尝试过多，请过 {} 分钟再试，此前不核对密码。忘记密码请管理员重设，重设后即可登录；"
    "管理员自己进不来，请在服务器上运行 user unlock。"
)
_STALE = "页面已过期，请重新填写。"
_WRONG_CODE = "动态口令不对，或已经用过。请填手机上现在的 6 位数字，或一个没有用过的恢复码。"
_LATE = "输过密码后隔得太久，请重新登录。"

Endpoint = Callable[[Request], Awaitable[Response]]


def door_routes(entrance: Callable[[], Entrance]) -> list[Route]:
    """The three routes; ``entrance`` gives the entrance of the home that is served."""
    doors = _Doors(entrance)
    both = ["GET", "POST"]
    return [
        Route(LOGIN_ROUTE, doors.login, methods=both),
        Route(LOGOUT_ROUTE, doors.logout, methods=both),
        Route(PASSWORD_ROUTE, doors.password, methods=both),
    ]


class _Doors:
    def __init__(self, entrance: Callable[[], Entrance]) -> None:
        self._entrance = entrance

    async def login(self, request: Request) -> Response:
        """The login form, and what comes of it."""
        entrance = self._entrance()
        if entrance.standalone() or (request.method == "GET" and self._visitor(request)):
            return RedirectResponse("/", 303)
        if request.method == "GET":
            onward = request.query_params.get("next", "/")
            return self._shown(request, lambda form: self._page(form, onward_path(onward)))
        given = await form_of(request)
        onward, name = onward_path(given.get("next", "/")), given.get("name", "")
        if not is_ours(request, given):
            return self._shown(request, lambda f: self._page(f, onward, said=_STALE), 403)
        if "code" in given:
            return await self._with_code(request, given["code"], onward)
        found = await run_in_threadpool(
            entrance.attempt, name, given.get("password", ""), request.scope
        )
        if found.outcome == IN:
            return welcomed(entrance, request, found.token, onward)
        if found.outcome == HALF:
            answer = self._shown(request, lambda f: code_page(f, onward))
            self._keep_half(request, answer, found.token)
            return answer
        said, status = refusal(found)
        answer = self._shown(request, lambda f: self._page(f, onward, name=name, said=said), status)
        if found.wait:
            answer.headers["Retry-After"] = str(found.wait * 60)
        return answer

    async def logout(self, request: Request) -> Response:
        """One button; then the session is over on the server."""
        visitor = self._visitor(request)
        if visitor is None or visitor.login == LOCAL:
            return RedirectResponse("/", 303)
        if request.method == "POST" and is_ours(request, await form_of(request)):
            await run_in_threadpool(self._entrance().leave, request.scope)
            answer = RedirectResponse(LOGIN_ROUTE, 303)
            answer.delete_cookie(SESSION_COOKIE)
            answer.headers["Clear-Site-Data"] = '"cache"'
            return answer
        found = self._entrance().policy.sign_on
        elsewhere = found.title if found and visitor.login.startswith(SIGNED_ON) else ""
        return self._shown(request, lambda form: logout_page(form, visitor.name, elsewhere))

    async def password(self, request: Request) -> Response:
        """The owner's change of password; a new token afterwards."""
        visitor = self._visitor(request)
        if visitor is None or visitor.login == LOCAL or visitor.login.startswith(WITHOUT_PASSWORD):
            return RedirectResponse("/", 303)
        if request.method == "GET":
            return self._shown(request, lambda form: self._password_page(form, visitor))
        given = await form_of(request)
        said, status = _STALE, 403
        if is_ours(request, given):
            token, said, status = await self._changed(request, visitor, given)
            if token:
                return welcomed(self._entrance(), request, token, "/")
        return self._shown(request, lambda f: self._password_page(f, visitor, said), status)

    async def _with_code(self, request: Request, code: str, onward: str) -> Response:
        """The second step, for accounts that log in with a code."""
        entrance, half = self._entrance(), cookie(request.scope, HALF_COOKIE)
        found = await run_in_threadpool(entrance.attempt_code, half, code, request.scope)
        if found.outcome == STALE:
            return self._shown(request, lambda f: self._page(f, onward, said=_LATE), 403)
        if found.outcome == IN:
            answer = welcomed(entrance, request, found.token, onward)
            answer.delete_cookie(HALF_COOKIE, path=LOGIN_ROUTE)
            return answer
        said, status = refusal(found, _WRONG_CODE)
        answer = self._shown(request, lambda f: code_page(f, onward, said), status)
        if found.wait:
            answer.headers["Retry-After"] = str(found.wait * 60)
        return answer

    def _keep_half(self, request: Request, answer: Response, token: str) -> None:
        answer.set_cookie(
            HALF_COOKIE, token, httponly=True, samesite="strict", path=LOGIN_ROUTE,
            max_age=int(HALF_LIVES), secure=is_secure(request.scope, self._entrance().policy),
        )  # fmt: skip

    def _page(self, form: str, onward: str, name: str = "", said: str = "") -> str:
        sign_on = self._entrance().policy.sign_on
        return login_page(form, onward, name=name, said=said, sign_on=sign_on)

    def _password_page(self, form: str, visitor: Visitor, said: str = "") -> str:
        history = self._entrance().policy.passwords.history
        return password_page(form, visitor.name, said, due=visitor.due, history=history)

    async def _changed(
        self, request: Request, visitor: Visitor, given: dict[str, str]
    ) -> tuple[str, str, int]:
        """The new token, or what was wrong and the status that says so."""
        if given.get("new", "") != given.get("again", ""):
            return "", "两次输入的新密码不一样。请重新输入。", 400
        try:
            found = await run_in_threadpool(
                self._entrance().change_password,
                visitor, given.get("old", ""), given.get("new", ""), request.scope,
            )  # fmt: skip
        except UnfitAccount as unfit:
            return "", str(unfit), 400
        return found.token, *refusal(found)

    def _visitor(self, request: Request) -> Visitor | None:
        return self._entrance().visitor(request.scope)

    def _shown(self, request: Request, page: Callable[[str], str], status: int = 200) -> Response:
        return shown(self._entrance(), request, page, status)


def shown(
    entrance: Entrance, request: Request, page: Callable[[str], str], status: int = 200
) -> Response:
    """A page with a form and the cookie that proves the form is ours."""
    known = cookie(request.scope, FORM_COOKIE)
    form = known if len(known) >= 32 else secrets.token_urlsafe(32)
    answer = HTMLResponse(page(form), status, {"Cache-Control": "no-store"})
    answer.set_cookie(
        FORM_COOKIE, form, httponly=True, samesite="strict",
        secure=is_secure(request.scope, entrance.policy),
    )  # fmt: skip
    return answer


def welcomed(entrance: Entrance, request: Request, token: str, onward: str) -> Response:
    """The way on for who was let in, with the cookies of the new login."""
    answer = RedirectResponse(onward, 303, {"Cache-Control": "no-store"})
    keep_login(entrance, request, answer, token)
    answer.delete_cookie(FORM_COOKIE)
    return answer


def keep_login(entrance: Entrance, request: Request, answer: Response, token: str) -> None:
    """Give the browser the cookies of a new login."""
    secure = is_secure(request.scope, entrance.policy)
    answer.set_cookie(
        SESSION_COOKIE, token, httponly=True, samesite="lax", secure=secure,
        max_age=int(entrance.sessions.absolute),
    )  # fmt: skip
    answer.set_cookie(
        DEVICE_COOKIE, fingerprint(token), httponly=True, samesite="strict", secure=secure,
        path=LOGIN_ROUTE, max_age=int(KEPT_AFTER),
    )  # fmt: skip


def refusal(found: Attempt, wrong: str = _WRONG) -> tuple[str, int]:
    """What the page says of a refused try and its status, whether or not the account exists."""
    wait = _WAIT.format(found.wait) if found.wait else ""
    return (wait, 429) if found.outcome == LOCKED else (wrong + wait, 401)


def is_ours(request: Request, given: dict[str, str]) -> bool:
    """Whether the form was sent from a page that we gave this browser (double-submitted token)."""
    kept = cookie(request.scope, FORM_COOKIE)
    return len(kept) >= 32 and hmac.compare_digest(kept.encode(), given.get("form", "").encode())


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a short form; one that is too long is no form of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=16)
    return {name: values[0] for name, values in fields.items()}


def onward_path(path: str) -> str:
    """A path on this server; anything else leads to the first page."""
    return path if _ONWARD.fullmatch(path) else "/"
