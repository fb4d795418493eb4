"""Every mistake of a settings workbook is told at its cell, all at once, and nothing is written."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from chuangmo.cli.main import main
from chuangmo.service.board import open_board
from chuangmo.service.city.changing_settings import preview_settings_book, settings_book
from chuangmo.settings import load_settings
from tests.service.settings_of_cities import BOSS, board_of, with_cells

#: Cell, what somebody writes there, words of what is said about it.
MISTAKES: tuple[tuple[str, object, str], ...] = (
    ("区县!A4", None, "没有写名称"),
    ("区县!B5", "六二", "应为整数"),
    ("区县!C6", "高港", "别名“高港”已属于"),
    ("区县!E7", "也许", "应为 是 或 否"),
    ("区县!A9", "靖江市", "同一条"),
    ("点位!C4", "海林区", "没有区县“海林区”"),
    ("点位!E5", "PM11", "没有指标“PM11”"),
    ("点位!H6", "六类", "“六类”不是允许的取值"),
    ("点位!J7", "D", "“D”不是允许的取值"),
    ("点位!F8", None, "没有写计入全市"),
    ("断面!B4", None, "没有写名称"),
    ("目标!A4", "降尘量大小", "没有指标"),
    ("目标!B5", "海林区", "没有地区“海林区”"),
    ("目标!C6", "二〇三〇", "应为整数"),
    ("目标!E7", "约", "应为 ≤"),
    ("目标!F8", "0.1左右", "应为数字"),
    ("目标!G9", "mg", "不用单位"),
    ("报送!E4", 31, "1 至 28"),
    ("报送!D5", "每周", "应为 每月"),
    ("责任单位!E4", "PM11", "没有指标“PM11”"),
    ("体系!C6", "三级", "应为 一级、二级"),
    ("体系!D9", "2007年13月1日", "没有“2007年13月1日”这一天"),
    ("体系!B10", "十三五清单", "没有创模体系"),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def filled(home: Path, tmp_path: Path) -> bytes:
    """The workbook of 泰州 with some sites, targets, duties and an office, all of them sound."""
    board = board_of(home, "321200")
    try:
        cells: dict[str, object] = {}
        for row in range(4, 10):
            cells |= {f"点位!B{row}": f"站{row}", f"点位!C{row}": "海陵区", f"点位!F{row}": "是"}
            cells |= {
                f"目标!A{row}": "pm10", f"目标!B{row}": "泰州市", f"目标!C{row}": 2020 + row,
                f"目标!E{row}": "≤", f"目标!F{row}": "0.100", f"目标!G{row}": "mg/m³",
            }  # fmt: skip
        cells |= {"断面!B4": "断面甲", "断面!C4": "海陵区", "断面!F4": "否", "断面!H4": "Ⅲ类"}
        for row, name in ((4, "pm10"), (5, "so2")):
            cells |= {f"报送!B{row}": name, f"报送!C{row}": "海陵区", f"报送!D{row}": "每月"}
            cells |= {f"报送!E{row}": 10}
        cells |= {"责任单位!A4": "监测站", "责任单位!E4": "pm10"}
        return with_cells(settings_book(board, BOSS)[1], cells)
    finally:
        board.close()


@pytest.fixture
def say(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any]]:
    def command(*words: str) -> tuple[int, Any]:
        code = main(["--home", str(home), *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


def test_every_mistake_stands_at_its_cell_and_nothing_is_written(
    filled: bytes, home: Path, tmp_path: Path, say: Callable[..., tuple[int, Any]]
) -> None:
    path = tmp_path / "设置.xlsx"
    path.write_bytes(filled)
    code, answer = say("city", "import", str(path))
    assert (code, answer["status"], answer["problems"]) == (0, "committed", [])
    journal = (home / "journal.jsonl").read_bytes()
    overlay = {p: p.read_bytes() for p in (home / "catalog").rglob("*.toml")}
    wrong = with_cells(filled, {cell: found for cell, found, _ in MISTAKES})
    path.write_bytes(wrong)
    code, answer = say("city", "import", str(path))
    assert (code, answer["status"], answer["seq"]) == (3, "rejected", None)
    told = {f"{one['sheet']}!{one['cell']}": one["message"] for one in answer["problems"]}
    for cell, _, words in MISTAKES:
        assert words in told.get(cell, ""), (cell, told.get(cell), told)
    assert (home / "journal.jsonl").read_bytes() == journal
    assert {p: p.read_bytes() for p in (home / "catalog").rglob("*.toml")} == overlay


@pytest.mark.parametrize(("cell", "found", "words"), MISTAKES, ids=[one[0] for one in MISTAKES])
def test_a_mistake_alone_is_told_once(
    filled: bytes, home: Path, cell: str, found: object, words: str
) -> None:
    board = open_board(load_settings(home))
    try:
        problems = preview_settings_book(
            board, BOSS, with_cells(filled, {cell: found}), "设置.xlsx"
        ).problems
    finally:
        board.close()
    assert [f"{one.sheet}!{one.cell}" for one in problems] == [cell]
    assert words in problems[0].message


def test_another_citys_workbook_is_refused(home: Path, tmp_path: Path) -> None:
    other = board_of(tmp_path / "other", "beijing")
    data = settings_book(other, BOSS)[1]
    other.close()
    board = board_of(home, "lanzhou")
    try:
        problems = preview_settings_book(board, BOSS, data, "北京市设置.xlsx").problems
    finally:
        board.close()
    assert any("这是“北京市”的设置，看板是兰州市的" in one.message for one in problems)


def test_files_that_are_no_settings_are_refused_with_a_sentence(home: Path) -> None:
    board = board_of(home, "lanzhou")
    try:
        for data, words in (
            (b"PK\x03\x04 broken", ""), (b"not a workbook \x00\x01", ""),
            (_book("区县", [["甲", "乙"]]), "找不到表头"),
            (_book("一月", [["区县", "PM10"]]), "没有设置的工作表"),
            (_book("责任单位", [["名称", "联系人", "电话", "地区", "指标", "备注"]]), "不认识“备注”"),
            (_book("责任单位", [["名称", "联系人", "电话"]]), "少了地区、指标"),
        ):  # fmt: skip
            (problem,) = preview_settings_book(board, BOSS, data, "a.xlsx").problems
            assert words in problem.message and problem.message.endswith("。")
    finally:
        board.close()


def _book(sheet: str, rows: list[list[str]]) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_commands_take_out_show_first_and_take_in(
    home: Path, tmp_path: Path, say: Callable[..., tuple[int, Any]]
) -> None:
    say("city", "new", "622900")
    path = tmp_path / "出"
    path.mkdir()
    code, answer = say("city", "export", "--out", str(path))
    file = Path(answer["file"])
    assert (code, file.name) == (0, "临夏回族自治州设置.xlsx")
    assert say("city", "import", str(file))[1]["status"] == "unchanged"
    file.write_bytes(with_cells(file.read_bytes(), {"区县!C4": "临夏城", "体系!C7": "新口径"}))
    code, shown = say("city", "import", str(file), "--dry-run")
    assert (code, shown["status"], shown["changes_total"], shown["seq"]) == (0, "staged", 2, None)
    assert shown["changes"][0] == {
        "table": "区县", "entry": "临夏市", "field": "其他名称", "before": "", "after": "临夏城",
        "cell": "区县!C4",
    }  # fmt: skip
    done = say("city", "import", str(file))[1]
    assert done["status"] == "committed" and done["seq"] and done["changes"] == shown["changes"]
    assert say("city", "import", str(file))[1]["status"] == "unchanged"
    assert say("city", "show")[1]["scope_note"] == "新口径"
    assert say("city", "import", str(tmp_path / "没有.xlsx"))[0] == 2


def test_a_row_that_stands_twice_is_told_beside_what_else_is_wrong_in_it(
    filled: bytes, home: Path
) -> None:
    board = open_board(load_settings(home))
    try:
        data = with_cells(filled, {"区县!A40": "靖江市", "区县!B41": "六二", "区县!A41": "靖江市"})
        problems = preview_settings_book(board, BOSS, data, "设置.xlsx").problems
    finally:
        board.close()
    said = {(one.cell, words) for one in problems for words in ("同一条", "整数", "没有写计入")
            if words in one.message}  # fmt: skip
    assert {("A40", "同一条"), ("A41", "同一条"), ("B41", "整数"), ("E40", "没有写计入")} <= said


def test_the_city_is_no_district_and_may_be_called_whole_in_a_target(
    filled: bytes, home: Path
) -> None:
    board = open_board(load_settings(home))
    try:
        data = with_cells(filled, {"点位!C4": "泰州", "点位!C5": "泰州市", "目标!B4": "全市"})
        seen = preview_settings_book(board, BOSS, data, "设置.xlsx")
    finally:
        board.close()
    said = {one.cell: one.message for one in seen.problems}
    assert set(said) == {"C4", "C5"}
    assert "“泰州”指泰州市，不是区县" in said["C4"] and "“泰州市”不是区县" in said["C5"]
    assert not [one for one in seen.problems if one.sheet == "目标"]
