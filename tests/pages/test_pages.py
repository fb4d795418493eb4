"""Every page found in ``pages/`` opens, with an empty home and with the demonstration data."""

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


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_empty_home_says_why_and_what_next(page: str, empty: Board) -> None:
    text = words(opened(page))
    assert "还没有导入" in text
    assert "上传" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_demonstration_says_so(page: str, full: Board) -> None:
    text = words(opened(page))
    assert "演示数据" in text
    assert "<h1>" in text


def test_the_counts_of_the_legend_are_the_cells(full: Board) -> None:
    text = words(opened("overview.py"))
    for word in ("未达标", "达标", "PM<sub>10</sub>", "indicator?month=2008-12"):
        assert word in text
    assert text.count('scope="row"') == 1 + len(full.catalog.city.districts)


def test_a_workbook_is_previewed_and_nothing_is_written(full: Board) -> None:
    path = next((ROOT / "data" / "samples" / "lanzhou").glob("2008年12月*空气*.xlsx"))
    before = full.store.generation()
    app = opened("upload.py")
    app.file_uploader[0].upload(path.name, path.read_bytes()).run()
    assert not app.exception
    assert "已经导入过" in words(app)
    assert app.button(key="confirm").disabled
    assert full.store.generation() == before


def test_a_foreign_file_cannot_be_confirmed(empty: Board) -> None:
    app = opened("upload.py")
    app.file_uploader[0].upload("人口.csv", "城市,人口\n北京,2188\n".encode()).run()
    assert not app.exception
    confirm = [button for button in app.button if button.key == "confirm"]
    assert all(button.disabled for button in confirm)
    assert empty.store.generation() == 0
