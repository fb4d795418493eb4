"""Demonstration homes, servers and windows for the browser tests."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.served import (
    CHROMIUM_OPTIONS,
    PATIENCE,
    Server,
    Visitor,
    command,
    find_chromium,
    start,
)

PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The installed Chromium; without one the tests skip, in continuous integration they fail."""
    chromium = find_chromium()
    if chromium is None:
        reason = "没有找到 Chromium（apt install chromium fonts-noto-cjk）"
        if os.environ.get("CHUANGMO_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM_OPTIONS])
        yield window
        window.close()


@pytest.fixture(scope="package")
def demo_home(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration data; never served itself, only copied."""
    home = tmp_path_factory.mktemp("demo") / "home"
    command(home, "demo")
    return home


Serve = Callable[[], Server]


@pytest.fixture(scope="package")
def serve(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start a fresh server on a copy of the demonstration home."""
    started: list[Server] = []

    def fresh() -> Server:
        place = tmp_path_factory.mktemp("served")
        shutil.copytree(demo_home, place / "home")
        started.append(start(place / "home", place / "server.log"))
        return started[-1]

    yield fresh
    for server in started:
        server.stop()


@pytest.fixture(scope="package")
def board(serve: Serve) -> Server:
    """One server shared by the tests that only look."""
    return serve()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open a window of a given width on a server."""
    contexts = []

    def window(server: Server, width: int = 1440) -> Visitor:
        phone: dict[str, Any] = (
            {"user_agent": PHONE_AGENT, "has_touch": True} if width < 600 else {}
        )
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", color_scheme="light", **phone
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visitor = Visitor(context.new_page(), server)
        visitor.watch(context)
        return visitor

    yield window
    for context in contexts:
        context.close()
