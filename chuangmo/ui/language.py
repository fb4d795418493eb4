"""The outermost words in Chinese: Streamlit's page and scripts are put into words on their way out.

No script of ours runs in the browser for it, so that it holds under the strictest content
policy; what a screen reader hears is Chinese too, which no style sheet could do.
"""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chuangmo.access.whole_answers import WholeAnswer
from chuangmo.ui.frontend_words import PAGE, REASONS, SCRIPTS, Words

_SCRIPT = re.compile(r"/static/js/([A-Za-z]+)\.[^/]*\.js$")


class InChinese:
    """Replaces Streamlit's English in its page and its scripts; everything else passes untouched.

    It stands inside whatever compresses: it asks for plain bytes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        words = _words_for(scope)
        if words is None:
            await self.app(scope, receive, send)
        else:
            answer = WholeAnswer(send, _is_text, lambda _, __, body: in_chinese(body, words))
            await self.app(_asking_plainly(scope), receive, answer.send)


def _words_for(scope: Scope) -> Words | None:
    """What may have to be replaced in the answer; ``None``: nothing, whatever it is."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    script = _SCRIPT.search(scope["path"])
    if script is not None:
        return SCRIPTS.get(script[1]) or REASONS.get(script[1])
    return None if "/static/" in scope["path"] else PAGE


def _asking_plainly(scope: Scope) -> Scope:
    """The request without compression and ranges."""
    unwanted = (b"accept-encoding", b"range")
    return {**scope, "headers": [h for h in scope["headers"] if h[0] not in unwanted]}


def _is_text(start: Message) -> bool:
    """Whether the answer is a whole page or script."""
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and ("text/html" in kind or "javascript" in kind)


def in_chinese(body: bytes, words: Words) -> bytes:
    """The bytes with every known piece replaced."""
    for english, chinese in words:
        body = body.replace(english.encode(), chinese.encode())
    return body
