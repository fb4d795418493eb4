"""Where a person turns the second factor on and off."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.entrance import IN, LOCAL, WITHOUT_PASSWORD, Entrance, Visitor
from chuangmo.access.requests import SECOND_FACTOR_ROUTE
from chuangmo.access.web.login_routes import form_of, is_ours, keep_login, refusal, shown
from chuangmo.access.web.second_factor_pages import (
    again_page,
    off_page,
    on_page,
    recovery_page,
    secret_page,
)

_STALE = "页面已过期，请重新填写。"
_WRONG = "密码或动态口令不对。请核对后重试。"


def second_factor_route(entrance: Callable[[], Entrance]) -> Route:
    """The route; ``entrance`` gives the entrance of the home that is served."""

    async def answer(request: Request) -> Response:
        held = entrance()
        visitor = held.visitor(request.scope)
        if visitor is None or visitor.login == LOCAL or visitor.login.startswith(WITHOUT_PASSWORD):
            return RedirectResponse("/", 303)
        return await _Steps(held, request, visitor).answer()

    return Route(SECOND_FACTOR_ROUTE, answer, methods=["GET", "POST"])


class _Steps:
    def __init__(self, entrance: Entrance, request: Request, visitor: Visitor) -> None:
        self._entrance, self._request, self._visitor = entrance, request, visitor

    async def answer(self) -> Response:
        """The page of now, or what a step comes to."""
        if self._request.method == "GET":
            return self._now()
        given = await form_of(self._request)
        if not is_ours(self._request, given):
            return self._now(_STALE, 403)
        steps = {"begin": self._begin, "confirm": self._confirm, "end": self._end}
        step = steps.get(given.get("step", ""))
        if step is None:
            return self._now(_STALE, 403)
        try:
            return await run_in_threadpool(step, given)
        except UnfitAccount as unfit:
            return self._now(str(unfit), 400)

    def _now(self, said: str = "", status: int = 200) -> Response:
        name, due = self._visitor.name, self._visitor.due
        if self._entrance.factors.is_on(name):
            must = self._entrance.must_have_factor(name)
            return self._shown(lambda form: on_page(form, name, said, must), status)
        return self._shown(lambda form: off_page(form, name, said, due), status)

    def _begin(self, given: dict[str, str]) -> Response:
        secret, attempt = self._entrance.begin_factor(
            self._visitor, given.get("password", ""), self._request.scope
        )
        if attempt.outcome != IN:
            return self._now(*refusal(attempt, _WRONG))
        return self._shown(lambda form: secret_page(form, self._visitor.name, secret))

    def _confirm(self, given: dict[str, str]) -> Response:
        name = self._visitor.name
        try:
            made, attempt = self._entrance.confirm_factor(
                self._visitor, given.get("code", ""), self._request.scope
            )
        except UnfitAccount as unfit:
            words = str(unfit)
            return self._shown(lambda form: again_page(form, name, words), 400)
        if attempt.outcome != IN:
            said, status = refusal(attempt, _WRONG)
            return self._shown(lambda form: again_page(form, name, said), status)
        answer = HTMLResponse(recovery_page(name, made), headers={"Cache-Control": "no-store"})
        keep_login(self._entrance, self._request, answer, attempt.token)
        return answer

    def _end(self, given: dict[str, str]) -> Response:
        if self._entrance.must_have_factor(self._visitor.name):
            return self._now("", 403)
        attempt = self._entrance.end_factor(
            self._visitor, given.get("password", ""), given.get("code", ""), self._request.scope
        )
        if attempt.outcome != IN:
            return self._now(*refusal(attempt, _WRONG))
        return self._now()

    def _shown(self, page: Callable[[str], str], status: int = 200) -> Response:
        return shown(self._entrance, self._request, page, status)
