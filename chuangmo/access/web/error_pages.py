"""Faults and refusals in Chinese: a sentence, a number where the log has more, never a trace."""

import html
import logging
import secrets
from functools import partial
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.requests import header
from chuangmo.access.web.answers import Incoming, Refusal, tell
from chuangmo.access.web.login_page import door_page
from chuangmo.access.web.whole_answers import WholeAnswer

_log = logging.getLogger(__name__)
_SENTENCES = {
    400: "请求不完整或不合规定，没有处理。请返回看板重新操作。",
    401: "请先登录。",
    403: "您没有权限，或页面已过期。请返回看板重新操作。",
    404: "没有这个页面。请从看板的菜单进入。",
    405: "这个地址不能这样使用。请返回看板重新操作。",
    413: "发送的内容太大，没有接收。",
    416: "文件没有所要的这一段。请重新下载。",
}
_UNWRITTEN = (
    "现在不能登录、退出或修改密码：这些都要登记，而账号库或审计写不进去。"
    "请管理员检查磁盘空间和文件权限。"
)
_INTERNAL_ERROR = 1011


class ErrorPages:
    """Catches what goes wrong behind it and puts English errors of the server into Chinese."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        incoming = Incoming(receive)
        answer = WholeAnswer(send, _is_plain_error, partial(_worded, scope))
        try:
            await self._app(scope, incoming.receive, answer.send)
        except ClientDisconnect:
            _log.info("the visitor left while sending to %s", scope["path"])
        except Refusal as refusal:
            if answer.started:
                raise
            await tell(refusal, scope, incoming, answer.send)
        except DatabaseFault:
            _log.exception("accounts or audit fail at %s", scope["path"])
            if answer.started:
                raise
            await tell(Refusal(503, _UNWRITTEN), scope, incoming, answer.send)
        except Exception as fault:  # noqa: BLE001 - logged with the number that the visitor sees
            await _tell_fault(fault, scope, answer)


async def _tell_fault(fault: Exception, scope: Scope, answer: WholeAnswer) -> None:
    number = secrets.token_hex(3)
    _log.error("fault %s at %s", number, scope["path"], exc_info=fault)
    if scope["type"] == "websocket":
        await answer.send({"type": "websocket.close", "code": _INTERNAL_ERROR})
    elif not answer.started:
        words = f"看板出了故障，编号 {number}。数据没有受影响；请把编号告诉管理员。"
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        start = {"type": "http.response.start", "status": 500, "headers": headers}
        await answer.send(start)
        await answer.send({"type": "http.response.body", "body": words.encode()})


def _worded(scope: Scope, status: int, headers: MutableHeaders, said: bytes) -> bytes:
    """The answer's body: a page for a browser window, else the sentence alone."""
    words = said.decode("utf-8", "replace").strip()
    if words.isascii():
        words = _SENTENCES.get(status, "看板没有处理这个请求。请返回看板重新操作。")
    if "text/html" not in header(scope, "accept"):
        headers["content-type"] = "text/plain; charset=utf-8"
        return (words + "\n").encode()
    headers["content-type"] = "text/html; charset=utf-8"
    back = '<p class="foot"><a href="/">返回看板</a></p>'
    return door_page(f"{status}", _title(status), f"<p>{html.escape(words)}</p>{back}").encode()


def _is_plain_error(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    plain = headers.get("content-type", "text/plain").startswith("text/plain")
    return (
        int(start["status"]) >= HTTPStatus.BAD_REQUEST
        and plain
        and ("content-encoding" not in headers)
    )


def _title(status: int) -> str:
    return "看板出了故障" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "没有处理这个请求"
