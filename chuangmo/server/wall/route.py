"""``/wall``: the page, its script, and the slides that it asks for every minute."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from chuangmo.access.actor import Actor, Forbidden, local_person
from chuangmo.access.entrance import Entrance
from chuangmo.access.requests import WALL_ROUTE, header
from chuangmo.access.web.gate import LOGIN_HEADER
from chuangmo.catalog.faults import UnknownId
from chuangmo.server.data_route import CITY, BoardOf, board_for
from chuangmo.server.wall.slides import slides_of
from chuangmo.service.board import Board
from chuangmo.service.memo import JOURNAL
from chuangmo.service.questions import ANYONE, Questions
from chuangmo.settings import login_name

_FOLDER = Path(__file__).resolve().parent
_SCRIPT = (_FOLDER / "wall.js").read_text(encoding="utf-8")
_STYLE = (_FOLDER / "wall.css").read_text(encoding="utf-8")
_PAGE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>创模看板大屏</title>'
    '<meta name="viewport" content="width=device-width"><style>{style}</style></head><body>'
    '<div id="stage" data-version="{version}" data-page="{page}">{slides}</div>'
    '<div id="dots"></div><div id="clock"></div><div id="lost" role="status"></div>'
    '<script src="/wall/wall.js?{page}"></script></body></html>'
)
#: Changes with the page itself: a screen that runs an older one loads it anew.
_BUILD = hashlib.sha256((_SCRIPT + _STYLE + _PAGE).encode()).hexdigest()[:12]


class _Wall:
    def __init__(self, board: BoardOf, entrance: Callable[[], Entrance]) -> None:
        self._board, self._entrance = board, entrance

    async def page(self, request: Request) -> Response:
        """The whole page with the slides of this moment."""
        made = await self._slides(request)
        if isinstance(made, Response):
            return made
        slides, version = made
        page = _PAGE.format(style=_STYLE, version=version, page=_BUILD, slides=slides)
        return HTMLResponse(page)

    async def slides(self, request: Request) -> Response:
        """The slides alone; what they rest on is told in a header."""
        made = await self._slides(request)
        if isinstance(made, Response):
            return made
        slides, version = made
        return HTMLResponse(slides, headers={"X-Wall-Version": version, "X-Wall-Page": _BUILD})

    async def script(self, _: Request) -> Response:
        """The script."""
        return Response(_SCRIPT, media_type="text/javascript; charset=utf-8")

    async def _slides(self, request: Request) -> tuple[str, str] | Response:
        """The slides and their fingerprint, or the refusal."""
        try:
            city = request.query_params.get(CITY)
            made = await run_in_threadpool(self._made, self._actor(request), city)
        except Forbidden as refusal:
            return PlainTextResponse(str(refusal) + "\n", 403)
        except UnknownId as unknown:
            return PlainTextResponse(str(unknown) + "\n", 404)
        return made, hashlib.sha256(made.encode()).hexdigest()[:16]

    def _made(self, actor: Actor, city: str | None) -> str:
        board = board_for(actor, city, self._board)
        reader = Questions(board, actor)
        return reader.answer("wall", _slides_for_all, depends=JOURNAL)

    def _actor(self, request: Request) -> Actor:
        """Who looks: a login with its rights; of an opened address anybody, as a viewer."""
        login = unquote(header(request.scope, LOGIN_HEADER))
        entrance = self._entrance()
        if not login:
            alone = entrance.standalone()
            return local_person(login_name(), "page") if alone else ANYONE
        found = entrance.person(login)
        if found is None:
            raise Forbidden("登录已失效，请重新登录。")
        return found


def _slides_for_all(board: Board, who: Actor) -> str:
    return "".join(slides_of(Questions(board, who)))


def wall_routes(board: BoardOf, entrance: Callable[[], Entrance]) -> list[Route]:
    """The routes; the gate lets in logins, and addresses that the administrator opened it for."""
    wall = _Wall(board, entrance)
    return [
        Route(WALL_ROUTE, wall.page, methods=["GET"]),
        Route(f"{WALL_ROUTE}/slides", wall.slides, methods=["GET"]),
        Route(f"{WALL_ROUTE}/wall.js", wall.script, methods=["GET"]),
    ]
