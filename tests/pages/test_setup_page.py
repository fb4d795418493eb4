"""设置我的城市: offered by the demonstration, opened first by an empty home, done without restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.service import process
from chuangmo.service.board import Board
from tests.demo_store import copy_of
from tests.pages.conftest import opened, words

FIRST = "您的城市是哪一个？"


@pytest.fixture
def running(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The board of this process itself, on a copy of the demonstration."""
    home = copy_of(demo_home, tmp_path / "store")
    monkeypatch.setenv("CHUANGMO_HOME", str(home))
    monkeypatch.delenv("CHUANGMO_CITY", raising=False)
    process._opened.cache_clear()
    yield home
    process.close()
    process._opened.cache_clear()


def chosen(app: AppTest, adcode: int) -> AppTest:
    app.selectbox(key="setup_city").select(adcode).run()
    return app


def begun(app: AppTest) -> AppTest:
    app.button(key="setup_begin").click().run()
    assert not app.exception and not app.error
    return app


def test_an_empty_home_opens_on_the_page_once(empty: Board) -> None:
    app = opened("overview.py")
    assert FIRST in words(app)
    app.switch_page("overview.py").run()
    assert "还没有导入任何数据" in words(app)


def test_a_city_named_by_a_script_is_not_asked_for(
    empty: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUANGMO_CITY", "lanzhou")
    assert "还没有导入任何数据" in words(opened("overview.py"))


def test_a_province_narrows_the_cities(empty: Board) -> None:
    app = opened("setup.py")
    app.selectbox(key="setup_province").select(320000).run()
    assert len(app.selectbox(key="setup_city").options) > 13
    assert all("（" not in name for name in app.selectbox(key="setup_city").options)
    app.selectbox(key="setup_province").select(500000).run()
    assert app.selectbox(key="setup_city").options == ["重庆市"]


def test_the_city_is_shown_with_its_districts_before_anything_is_done(running: Path) -> None:
    text = words(chosen(opened("setup.py"), 321200))
    assert "泰州市：6 个区县" in text and "兴化市" in text
    assert "store-demo" in text and "不用重启" in text
    assert not running.with_name("store-demo").exists()


def test_from_the_button_on_the_board_is_the_citys(running: Path) -> None:
    app = begun(chosen(opened("setup.py"), 321200))
    text = words(app)
    assert "泰州市" in text and "第 2 步" in text and "这是演示数据" not in text
    aside = running.with_name("store-demo")
    assert f"CHUANGMO_HOME={aside} ./run" in app.success[0].value
    assert process.board().catalog.city.name == "泰州市"
    assert running.with_name("store-demo").is_dir()


def test_another_session_is_told_and_goes_on(running: Path) -> None:
    other = opened("overview.py")
    other.segmented_control(key="dust").select("remove").run()
    begun(chosen(opened("setup.py"), 222400))
    other.run()
    assert not other.exception and not other.error
    assert "延边朝鲜族自治州" in other.info[0].value
    assert "还没有导入任何数据" in words(other)
    assert not other.run().info


def test_what_stands_in_the_way_is_told(running: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = chosen(opened("setup.py"), 321200)
    monkeypatch.setenv("CHUANGMO_CITY", "lanzhou")
    app.button(key="setup_begin").click().run()
    assert "CHUANGMO_CITY" in app.error[0].value
    assert process.board().catalog.city.name == "兰州市"
