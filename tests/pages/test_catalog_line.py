"""A slip in a catalog file: every page stands, administrators are told, other readers are not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chuangmo.access.actor import ADMIN, REVIEWER, VIEWER, Actor
from chuangmo.service import board as boards
from chuangmo.service import process
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import changing
from chuangmo.service.overlay import keeper
from chuangmo.settings import Settings
from chuangmo.ui.parts import person
from tests.pages.conftest import opened, words
from tests.service.overlay import city_file

TARGET = {
    "indicator": "pm10", "area": "兰州市", "year": 2008, "limit": "0.055", "document": "兰政发1号",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "REST", 0.0)
    monkeypatch.setattr(keeper, "LOOK_AGAIN", 0.0)
    monkeypatch.setattr(boards, "LOOK_AGAIN", 0.0)


def without_line(text: str) -> str:
    start = text.find('<div class="cm cm-alert">')
    return text if start < 0 else text[:start] + text[text.index("</ul></div></div>", start) + 18 :]


def test_pages_stand_and_only_administrators_are_told(
    full: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing.set_target(full, Actor("李", REVIEWER, "cli"), **TARGET)  # type: ignore[arg-type]
    before = words(opened("overview.py"))
    assert "cm-alert" not in before
    path = city_file(full.settings, "targets.toml")
    text = path.read_text("utf-8")
    path.write_text(text.replace('"0.055"', '"0.055'), "utf-8")
    told = words(opened("overview.py"))
    assert without_line(told) == before
    for word in (
        "目录文件有误",
        "cities/lanzhou/targets.toml</code> 第 ",
        "引号",
        "仍按改动前的",
        "登记于",
    ):
        assert word in told
    assert "cm-alert" in words(opened("rules.py"))
    for role in (VIEWER, REVIEWER):
        monkeypatch.setattr(person, "current_person", lambda role=role: Actor("张", role, "page"))
        assert "cm-alert" not in words(opened("overview.py"))
    monkeypatch.setattr(person, "current_person", lambda: Actor("王", ADMIN, "page"))
    assert "cm-alert" in words(opened("overview.py"))
    path.write_text(text.replace('"0.055"', '"0.056"'), "utf-8")
    assert "cm-alert" not in words(opened("overview.py"))


def test_without_a_former_text_the_line_says_that_what_ships_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(tmp_path / "home", "lanzhou")
    path = city_file(settings, "sites.toml")
    path.parent.mkdir(parents=True)
    path.write_text('[[site]]\nid = "新站"\n', "utf-8")
    board = open_board(settings)
    monkeypatch.setattr(process, "board", lambda: board)
    try:
        told = words(opened("rules.py"))
    finally:
        board.close()
    assert "按随程序发行的目录判断" in told and "不能导入" in told
    assert "sites.toml</code> 第 1 行" in told and "另有" in told


#: What is done to the bytes of targets.toml; a word of what administrators read.
SLIPS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "gbk": (lambda data: data.decode().replace("³", "3").encode("gbk"), "GBK"),
    "utf-16": (lambda data: data.decode().encode("utf-16"), "UTF-16"),
    "Chinese quotes": (lambda data: data.replace(b'"0.055"', "“0.055”".encode()), "中文引号"),
    "Chinese equals": (lambda data: data.replace(b"limit =", "limit ＝".encode()), "全角等号"),
    "Chinese key": (lambda data: data.replace(b"limit =", "限值 =".encode()), "limit"),
    "Chinese header": (lambda data: data.replace(b"[[target]]", "[[目标]]".encode()), "[[target]]"),
    "no quotes": (lambda data: data.replace(b'"0.055"', b"0.055"), "数要带引号"),
    "text without quotes": (
        lambda data: data.replace(b'"pm10"', "可吸入颗粒物".encode()),
        "没有引号",
    ),
    "nobody's indicator": (lambda data: data.replace(b'"pm10"', '"颗粒"'.encode()), "请写编号"),
    "nobody's area": (
        lambda data: data.replace('"兰州市"'.encode(), '"兰州区"'.encode()),
        "请写全名",
    ),
    "gone": (lambda data: b"", "空的"),
}


def test_every_kind_of_slip_leaves_the_page_as_it_was(full: Board) -> None:
    changing.set_target(full, Actor("李", REVIEWER, "cli"), **TARGET)  # type: ignore[arg-type]
    path = city_file(full.settings, "targets.toml")
    good, before = path.read_bytes(), words(opened("rules.py"))
    for name, (slip, word) in SLIPS.items():
        path.write_bytes(slip(good))
        assert path.read_bytes() != good, name
        told = words(opened("rules.py"))
        assert without_line(told) == before, name
        assert "targets.toml</code>" in told and word in told, name
    path.write_bytes(good)
    assert words(opened("rules.py")) == before


def test_a_file_that_nobody_reads_is_told_to_administrators(full: Board) -> None:
    path = city_file(full.settings, "目标.toml.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", "utf-8")
    told = words(opened("rules.py"))
    assert "没有人读" in told and "请把文件名改成 targets.toml" in told and "看板照常" in told
    path.unlink()
    assert "cm-alert" not in words(opened("rules.py"))


def test_a_spoiled_boundary_file_is_told_and_the_map_lists_its_districts(full: Board) -> None:
    path = city_file(full.settings, "boundaries.geojson")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"type": "Topology", "arcs": []}', "utf-8")
    told = words(opened("map.py"))
    assert "TopoJSON" in told and "看板照常" in told and "只列表" in told
    path.unlink()
    assert "cm-alert" not in words(opened("map.py"))
