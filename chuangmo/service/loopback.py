"""The server's end of ``handover``: one loopback route that runs a command on the open board."""

import hmac
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from chuangmo.service.board import Board
from chuangmo.service.handover import ROUTE, TOKEN_HEADER, Announcement, proof

Runner = Callable[[Board, list[str], str], object]


def route(
    board: Callable[[str], Board | None],
    announcement: Callable[[], Announcement | None],
    runner: Runner,
) -> Route:
    """The route; refuses anything but the token of ``server.json``, from loopback.

    Asked with a nonce it proves that it knows the token, and does nothing.

    Args:
        board: gives the open board of a city, by the city's id.
        announcement: gives what ``server.json`` holds now.
        runner: runs a command; handed in, so that services do not know the command line.
    """

    async def endpoint(request: Request) -> Response:
        known = announcement()
        if known is not None and request.method == "GET":
            return PlainTextResponse(proof(known.token, request.query_params.get("nonce", "")))
        sent = request.headers.get(TOKEN_HEADER, "")
        if known is None or not hmac.compare_digest(sent.encode(), known.token.encode()):
            return JSONResponse({"error": "forbidden"}, status_code=403)
        body = await request.json()
        found = board(body["city"])
        if found is None:
            message = f"正在运行的看板没有城市“{body['city']}”，命令要的是它。\n"
            return JSONResponse({"out": "", "err": message, "code": 5})
        printed = await run_in_threadpool(runner, found, body["words"], body["cwd"])
        return JSONResponse(vars(printed))

    return Route(ROUTE, endpoint, methods=["GET", "POST"])
