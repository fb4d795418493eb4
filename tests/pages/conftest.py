"""Homes and pages for the page tests: one empty, one with some of the demonstration data."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import local_person
from chuangmo.service import process
from chuangmo.service.board import Board, open_board
from chuangmo.service.imports.importing import import_file
from chuangmo.settings import Settings
from loaders.model.staged import Hints
from tests.demo_store import copy_of, shared_home

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(p.name for p in (ROOT / "pages").glob("*.py") if p.name != "frame.py")
PATIENCE = 120
CITY = "lanzhou"
ACTOR = local_person("测试", "page")
#: Enough of the samples for every kind of figure; all of them take half a minute.
SOME = ("2008年1[012]月*", "2008年1—12月*", "2008年*声环境*", "*2008年锅炉*12月31日*")


@pytest.fixture(scope="session", autouse=True)
def no_components_of_others() -> Iterator[None]:
    """Each page of a test would read the description of every installed package anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with some of the samples, made once a run; only ever copied."""
    return shared_home(tmp_path_factory, "pages", _some_of_the_samples)


def _some_of_the_samples(home: Path) -> None:
    board = open_board(Settings(home, CITY))
    for path in sorted((ROOT / "data" / "samples" / "lanzhou").glob("*.xlsx")):
        if any(fnmatch(path.name, pattern) for pattern in SOME):
            import_file(board, ACTOR, path.read_bytes(), path.name, Hints(), demo=True)
    board.close()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    yield from _served(tmp_path / "home", monkeypatch)


@pytest.fixture
def full(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    yield from _served(copy_of(demo_home, tmp_path / "home"), monkeypatch)


@pytest.fixture(scope="session")
def looked_at(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """The one board of a process that nobody changes."""
    board = open_board(Settings(copy_of(demo_home, tmp_path_factory.mktemp("seen") / "home"), CITY))
    yield board
    board.close()


@pytest.fixture(scope="module")
def seen(looked_at: Board) -> Iterator[Board]:
    """Some of the demonstration data for tests that only look: what one asked, the next has."""
    with pytest.MonkeyPatch.context() as patch:
        yield from _shown(looked_at, patch)


def _served(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    board = open_board(Settings(home, CITY))
    yield from _shown(board, monkeypatch)
    board.close()


def _shown(board: Board, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    monkeypatch.setattr(process, "board", lambda: board)
    yield board


def opened(page: str, **query: str) -> AppTest:
    """A page as a link opens it, without going over another one first."""
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=PATIENCE)
    for key, value in query.items():
        app.query_params[key] = value
    if page != "overview.py":
        app.switch_page(str(ROOT / "pages" / page))
    app.run()
    assert not app.exception, app.exception
    assert not app.error
    return app


def words(app: AppTest) -> str:
    """The HTML of a page, without the style sheet that every page brings."""
    pieces = (str(piece.proto.body) for piece in app.get("html"))
    return " ".join(piece for piece in pieces if not piece.startswith("<style>"))
