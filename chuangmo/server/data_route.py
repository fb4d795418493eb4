"""``/data/VIEW.csv|json|parquet``: a view for spreadsheets and programs, to be read only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from chuangmo.access.actor import Actor, Forbidden, local_person, may_see
from chuangmo.access.bounds import Bounds
from chuangmo.access.entrance import Entrance
from chuangmo.access.pace import Pace
from chuangmo.access.requests import DATA_ROUTE, header
from chuangmo.access.web.answers import Refusal
from chuangmo.access.web.gate import LOGIN_HEADER
from chuangmo.catalog.faults import UnfitEntry, UnknownId, UnknownPlace
from chuangmo.exports.data.answer import DataFile, data_file
from chuangmo.exports.data.views import VIEWS, DataRequest
from chuangmo.exports.data.written import FORMATS
from chuangmo.period import PeriodError, parse_period
from chuangmo.service.board import Board
from chuangmo.service.publication.opening import opening_month
from chuangmo.settings import login_name
from chuangmo.store.errors import StoreFault, StoreRefusal

#: What the question after the address may say.
ASKED = ("period", "indicator", "area", "as_of", "city")
#: Says the city, where the board shows several.
CITY = "city"
#: Follows the address of a CSV: its metadata, where CSV on the Web (W3C) looks for them.
METADATA = "-metadata.json"
_WRONG = (UnknownId, UnknownPlace, UnfitEntry, PeriodError, StoreRefusal)
_MINUTE = 60
#: Gives the board of the city named; of ``None`` the usual one; none where there is no such city.
BoardOf = Callable[[str | None], Board | None]


class _Data:
    def __init__(self, board: BoardOf, entrance: Callable[[], Entrance]) -> None:
        self._board, self._entrance = board, entrance
        self._pace = Pace(Bounds.data_per_minute, _MINUTE)

    async def answer(self, request: Request) -> Response:
        """The file, its metadata, or one Chinese sentence."""
        name, as_json = request.path_params["name"], ".json" in request.path_params["name"]
        try:
            actor = self._actor(request)
            self._check_pace(actor.name)
            view, form, beside = _named(name)
            made = await run_in_threadpool(self._made, request, actor, view, form)
        except Refusal as refusal:
            return _fault(refusal, as_json)
        if beside:
            return Response(made.metadata_bytes, media_type=FORMATS["json"])
        headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(made.name)}"}
        if form == "csv":
            link = f"<{name}{METADATA}{_query(request)}>; rel=describedby"
            headers["Link"] = f"{link}; type=application/json"
        return Response(made.data, media_type=made.media_type, headers=headers)

    def _actor(self, request: Request) -> Actor:
        """Who asks, with the rights of this moment: as on the pages."""
        entrance = self._entrance()
        if entrance.standalone():
            return local_person(login_name(), "data")
        found = entrance.person(unquote(header(request.scope, LOGIN_HEADER)))
        if found is None:
            raise Refusal(401, "登录或令牌已失效。")
        return replace(found, origin="data")

    def _check_pace(self, name: str) -> None:
        most = self._entrance().policy.bounds.data_per_minute
        if not self._pace.allows(name, most):
            raise Refusal(429, f"取数太频繁，每分钟至多 {most} 次。请过一分钟再取。", _MINUTE)

    def _made(self, request: Request, actor: Actor, view: str, form: str) -> DataFile:
        try:
            board = board_for(actor, request.query_params.get(CITY), self._board)
            return data_file(board, actor, view, _asked(board, actor, request), form)
        except _WRONG as fault:
            raise Refusal(400, str(fault)) from fault
        except Forbidden as fault:
            raise Refusal(403, str(fault)) from fault
        except StoreFault as fault:
            raise Refusal(503, str(fault)) from fault


def board_for(actor: Actor, city: str | None, boards: BoardOf) -> Board:
    """The board of the city that a question names, for somebody who may see it.

    Raises:
        UnknownId: there is none. Forbidden: they may not.
    """
    board = boards(city)
    if board is None:
        raise UnknownId(f"没有城市“{city}”。")
    if not may_see(actor, board.settings):
        raise Forbidden(f"{actor.name} 不能看“{board.catalog.city.name}”的数。请联系管理员。")
    return board


def _named(name: str) -> tuple[str, str, bool]:
    """View, format, and whether the metadata alone are asked for."""
    beside = name.endswith(METADATA)
    view, _, form = name.removesuffix(METADATA).rpartition(".")
    if view not in VIEWS or form not in FORMATS or (beside and form == "json"):
        views, forms = "、".join(VIEWS), "、".join(FORMATS)
        raise Refusal(
            404, f"没有“{name}”。数据地址为 /data/视图.格式；视图：{views}；格式：{forms}。"
        )
    return view, form, beside


def _asked(board: Board, actor: Actor, request: Request) -> DataRequest:
    """The question after the address; without a period the month that the board opens on."""
    said = dict(request.query_params)
    if strange := sorted(set(said) - set(ASKED)):
        raise UnfitEntry(f"不认识参数“{'、'.join(strange)}”。可写：{'、'.join(ASKED)}。")
    if len(said) != len(request.query_params.multi_items()):
        raise UnfitEntry("同一个参数写了两次。请只写一次。")
    if said.get("period"):
        period = parse_period(said["period"])
    elif (opens := opening_month(board, actor)) is not None:
        period = opens.month
    else:
        raise UnfitEntry("还没有数据。导入报表以后再取。")
    try:
        as_of = date.fromisoformat(said["as_of"]) if said.get("as_of") else None
    except ValueError as error:
        raise UnfitEntry(f"as_of“{said['as_of']}”请写成 2008-10-31 这样的日期。") from error
    return DataRequest(period, as_of, said.get("indicator") or None, said.get("area") or None)


def _query(request: Request) -> str:
    return f"?{quote(request.url.query, safe='%+&=')}" if request.url.query else ""


def _fault(refusal: Refusal, as_json: bool) -> Response:
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    if as_json:
        error = {
            "code": str(refusal.status),
            "message": refusal.words,
            "todo": "请按提示修改后重试",
        }
        return JSONResponse({"error": error}, refusal.status, headers)
    return PlainTextResponse(refusal.words + "\n", refusal.status, headers)


def data_route(board: BoardOf, entrance: Callable[[], Entrance]) -> Route:
    """The route; the gate before it lets in who has a login or a token.

    Args:
        board: gives the board of a city by its id or name, of ``None`` the usual one.
    """
    answer = _Data(board, entrance).answer
    return Route(DATA_ROUTE + "{name}", answer, methods=["GET"], name="data")
