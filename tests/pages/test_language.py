"""Streamlit's own English: every piece is in the installed release, and leaves in Chinese."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from chuangmo.server.frontend import words as frontend_words
from chuangmo.server.frontend.drawing_script import LIBRARY
from chuangmo.server.frontend.frontend import Frontend, ascii_only, frontend, in_chinese
from chuangmo.server.frontend.language import InChinese
from chuangmo.server.frontend.words import PAGE, REASONS, SCRIPTS

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

    async def login(request: object) -> Response:
        return HTMLResponse('<html lang="en">')

    async def data(request: object) -> Response:
        return PlainTextResponse("`Search`")

    async def sheet(request: Request) -> Response:
        return PlainTextResponse(request.url.path)

    app = Starlette(
        routes=[
            Route("/", page, methods=["GET", "POST"]),
            Route("/login", login),
            Route("/data", data),
            Route("/static/{rest:path}", sheet),
        ]
    )
    return TestClient(InChinese(app))


def test_the_page_is_rewritten_on_its_way() -> None:
    page = client().get("/", headers={"Range": "bytes=0-10"})
    assert page.status_code == 200 and '<html lang="zh-CN">' in page.text
    assert int(page.headers["content-length"]) == len(page.content)


def test_a_script_leaves_in_chinese_for_good_and_without_a_character_beyond_ascii() -> None:
    name = next(name for name in frontend().names if name.startswith("Toolbar."))
    answer = client().get(f"/static/{frontend().digest}/js/{name}")
    assert "`\\u5168\\u5c4f`" in answer.text and "`Fullscreen`" not in answer.text
    assert answer.content.isascii() and answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    plain = client().get(answer.url.path, headers={"Accept-Encoding": "identity"})
    assert plain.content == answer.content and "content-encoding" not in plain.headers


def test_a_script_the_browser_has_is_not_sent_again() -> None:
    address = f"/static/{frontend().digest}/js/{LIBRARY}"
    tag = client().get(address).headers["etag"]
    again = client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_script_is_finished_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, name = Frontend(), next(iter(frontend().names - {LIBRARY}))
    first = fresh.script(name)
    monkeypatch.setattr(fresh, "_finished", lambda name: pytest.fail("finished again"))
    assert fresh.script(name) is first


def test_everything_else_passes_untouched() -> None:
    assert client().get("/data").text == "`Search`"
    assert 'lang="en"' in client().post("/").text
    assert client().get("/login").text == '<html lang="en">'
    assert client().get(f"/static/{frontend().digest}/css/a.css").text == "/static/css/a.css"
    assert client().get("/static/js/Other.js").text == "/static/js/Other.js"


def test_the_address_of_the_scripts_changes_with_their_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    moved = tmp_path / "frontend_words.py"
    moved.write_text("other words", encoding="utf-8")
    monkeypatch.setattr(frontend_words, "__file__", str(moved))
    assert Frontend().digest != frontend().digest


@pytest.mark.parametrize("text", ["`\u00b0 · 中 \U00020000`", "plain"])
def test_ascii_is_the_same_program(text: str) -> None:
    escaped = ascii_only(text)
    units = re.sub(r"(?:\\u[0-9a-f]{4})+", lambda found: found[0].encode().decode(
        "unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16"), escaped)  # fmt: skip
    assert escaped.isascii() and units == text


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
