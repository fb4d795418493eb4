"""Streamlit's own English: every piece is in the installed release, and leaves in Chinese."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from chuangmo.ui.frontend_words import PAGE, REASONS, SCRIPTS
from chuangmo.ui.language import InChinese, in_chinese

STATIC = Path(streamlit.__file__).parent / "static"
PIECES = [(stem, english) for stem, words in (SCRIPTS | REASONS).items() for english, _ in words]


def scripts(stem: str) -> list[str]:
    return [p.read_text("utf-8") for p in (STATIC / "static" / "js").glob(f"{stem}.*.js")]


@pytest.mark.parametrize(("stem", "english"), PIECES)
def test_a_piece_stands_in_the_installed_release(stem: str, english: str) -> None:
    assert any(english in text for text in scripts(stem)), "Streamlit 换了版本？请更新译文表"


def test_the_page_is_declared_chinese() -> None:
    page = in_chinese((STATIC / "index.html").read_bytes(), PAGE).decode()
    assert '<html lang="zh-CN">' in page and "<title>创模看板</title>" in page
    assert 'lang="en"' not in page
    assert all(chinese in page for _, chinese in PAGE)


def test_a_replaced_script_is_still_the_same_program() -> None:
    """Only words between backticks change: without them nothing differs."""
    for stem, words in SCRIPTS.items():
        for text in scripts(stem):
            changed = in_chinese(text.encode(), words).decode()
            assert text.count("`") == changed.count("`") and text.count("${") == changed.count("${")


def client() -> TestClient:
    async def page(request: object) -> Response:
        return FileResponse(STATIC / "index.html")

    async def data(request: object) -> Response:
        return PlainTextResponse("`Search`")

    async def script(request: object) -> Response:
        return Response("label:`Fullscreen`", media_type="text/javascript")

    app = Starlette(
        routes=[
            Route("/", page, methods=["GET", "POST"]),
            Route("/data", data),
            Route("/static/js/Toolbar.abc.js", script),
            Route("/static/js/Other.abc.js", script),
        ]
    )
    return TestClient(InChinese(app))


def test_page_and_scripts_are_rewritten_on_their_way() -> None:
    page = client().get("/", headers={"Range": "bytes=0-10"})
    assert page.status_code == 200 and '<html lang="zh-CN">' in page.text
    assert int(page.headers["content-length"]) == len(page.content)
    assert client().get("/static/js/Toolbar.abc.js").text == "label:`全屏`"


def test_everything_else_passes_untouched() -> None:
    assert client().get("/static/js/Other.abc.js").text == "label:`Fullscreen`"
    assert client().get("/data").text == "`Search`"
    assert 'lang="en"' in client().post("/").text


def test_a_websocket_is_left_alone() -> None:
    seen: list[str] = []

    async def app(scope: dict[str, object], receive: object, send: object) -> None:
        seen.append(str(scope["type"]))

    passing = InChinese(app)({"type": "websocket", "path": "/"}, None, None)  # type: ignore[arg-type]
    with ThreadPoolExecutor(
        1
    ) as apart:  # a browser test before this one may hold this thread's loop
        apart.submit(asyncio.run, passing).result()
    assert seen == ["websocket"]


def test_no_translation_is_left_in_english() -> None:
    for words in SCRIPTS.values():
        for english, chinese in words:
            plain = re.sub(r"\$\{[^}]*\}+|aria-label|r\(\)|CSV|^[\w.()=:]+(?=`)", "", chinese)
            assert not re.search(r"[A-Za-z]{3,}", plain), (english, chinese)
