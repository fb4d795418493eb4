"""Homes and pages for the page tests: one empty, one with some of the demonstration data."""

import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import local_person
from chuangmo.service.board import Board, open_board
from chuangmo.service.importing import import_file
from chuangmo.settings import Settings
from chuangmo.ui import serve
from loaders.batch_types import Hints

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(p.name for p in (ROOT / "pages").glob("*.py") if p.name != "frame.py")
PATIENCE = 120
ACTOR = local_person("测试", "page")
#: Enough of the samples for every kind of figure; all of them take half a minute.
SOME = ("2008年1[012]月*", "2008年1—12月*", "2008年*声环境*", "*2008年锅炉*12月31日*")


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo") / "home"
    board = open_board(Settings(home, "lanzhou"))
    for path in sorted((ROOT / "data" / "samples" / "lanzhou").glob("*.xlsx")):
        if any(fnmatch(path.name, pattern) for pattern in SOME):
            import_file(board, ACTOR, path.read_bytes(), path.name, Hints(), demo=True)
    board.close()
    return home


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    yield from _served(tmp_path / "home", monkeypatch)


@pytest.fixture
def full(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    yield from _served(home, monkeypatch)


def _served(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    st.cache_data.clear()
    st.cache_resource.clear()
    board = open_board(Settings(home, "lanzhou"))
    monkeypatch.setattr(serve, "board", lambda: board)
    yield board
    board.close()


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=PATIENCE)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if page != "overview.py":
        app.switch_page(str(ROOT / "pages" / page)).run()
    assert not app.exception, app.exception
    assert not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(str(piece.proto.body) for piece in app.get("html"))
