"""Demonstration homes, servers and windows for the browser tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.access.serving import people, serving
from tests.browser.served import Server, Visitor, start
from tests.browser.windows import Windows
from tests.demo_store import copy_of, shared_demo_home


@pytest.fixture(scope="session")
def demo_home(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration data; never served itself, only copied."""
    return shared_demo_home(tmp_path_factory)


@contextmanager
def served_copy(demo_home: Path, place: Path) -> Iterator[Server]:
    """A server on a copy of the demonstration home."""
    server = start(copy_of(demo_home, place / "home"), place / "server.log")
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def board(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server shared by the tests that only look."""
    with served_copy(demo_home, tmp_path_factory.mktemp("board")) as server:
        yield server


@pytest.fixture(scope="session")
def altered(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server shared by the tests that change data, each another month."""
    with served_copy(demo_home, tmp_path_factory.mktemp("altered")) as server:
        yield server


@pytest.fixture
def fresh(demo_home: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has visited."""
    with served_copy(demo_home, tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def guarded(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration with four accounts: viewer, uploader of 安宁区, reviewer, administrator."""
    place = tmp_path_factory.mktemp("guarded")
    people(copy_of(demo_home, place / "home"))
    with serving(place / "home", place / "log") as served:
        url = f"http://127.0.0.1:{served.port}"
        yield Server(url, served.home, served.process, served.log)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    """The windows of this run; a test that ends leaves its own to the next."""
    kept = Windows(browser)
    yield kept
    kept.close()


@pytest.fixture
def visit(windows: Windows) -> Iterator[Callable[..., Visitor]]:
    """Open a window of a given width on a server; every visitor of a test has one of their own."""
    visitors: list[Visitor] = []

    def window(server: Server, width: int = 1440) -> Visitor:
        visitors.append(windows.take(server, width))
        return visitors[-1]

    yield window
    for visitor in visitors:
        windows.give_back(visitor)
