"""A settings workbook that lacks, renames or is older than what holds says so before it is taken."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangmo.cli.main import main
from chuangmo.service.board import Board
from chuangmo.service.city.changing_settings import preview_settings_book, settings_book
from chuangmo.service.city.stamps import STAMP_SHEET
from chuangmo.service.city.values import SettingsPreview
from tests.service.settings_of_cities import BOSS, board_of, renamed, taken, with_cells

OFFICE = {"责任单位!A4": "监测站", "责任单位!B4": "张三"}


@pytest.fixture
def lanzhou(tmp_path: Path) -> Iterator[Board]:
    board = board_of(tmp_path / "home", "lanzhou")
    yield board
    board.close()


def seen(board: Board, data: bytes) -> SettingsPreview:
    return preview_settings_book(board, BOSS, data, "设置.xlsx")


def book(board: Board) -> bytes:
    return settings_book(board, BOSS)[1]


def test_a_renamed_sheet_is_a_problem_that_names_what_it_was(lanzhou: Board) -> None:
    found = seen(lanzhou, renamed(book(lanzhou), {"区县": "Sheet甲", "点位": "点位表"}))
    said = {one.sheet: one.message for one in found.problems}
    assert "看来是“区县”" in said["Sheet甲"] and "看来是“点位”" in said["点位表"]
    assert all("区县、点位、断面" in message for message in said.values()) and len(said) == 2


def test_a_sheet_taken_out_leaves_its_table_and_is_told(lanzhou: Board) -> None:
    found = seen(lanzhou, renamed(book(lanzhou), {"点位": "", "目标": ""}))
    assert (found.problems, found.changes) == ((), ())
    assert found.notices == ("工作簿里没有“点位”“目标”，现有的这些设置不动。",)


def test_a_sheet_of_somebodys_own_is_told_as_not_read(lanzhou: Board) -> None:
    found = seen(lanzhou, renamed(book(lanzhou), {"填表说明": "备忘"}))
    assert found.problems == () and "“备忘”不是设置的工作表，没有读" in found.notices[0]


def test_a_whole_workbook_has_nothing_to_notice(lanzhou: Board) -> None:
    found = seen(lanzhou, book(lanzhou))
    assert (found.notices, found.since) == ((), None)


def test_an_older_workbook_names_what_it_would_put_back(lanzhou: Board) -> None:
    old = book(lanzhou)
    taken(lanzhou, with_cells(old, OFFICE | {"区县!C4": "城关旧名"}))
    since = seen(lanzhou, with_cells(old, {"区县!C5": "七里河旧名"})).since
    assert since is not None and since.at.startswith("20")
    assert [(one.table, one.entry, one.after) for one in since.undone] == [
        ("区县", "城关区", "城关"), ("责任单位", "监测站", ""),
    ]  # fmt: skip
    assert seen(lanzhou, with_cells(book(lanzhou), {"区县!C5": "七里河旧名"})).since is None


def test_what_was_taken_away_since_does_not_come_back_unsaid(lanzhou: Board) -> None:
    taken(lanzhou, with_cells(book(lanzhou), OFFICE))
    old = book(lanzhou)
    taken(lanzhou, with_cells(old, dict.fromkeys(OFFICE)))
    since = seen(lanzhou, old).since
    assert since is not None and [one.entry for one in since.undone] == ["监测站"]


def test_a_workbook_that_does_not_say_its_age_is_taken_as_it_is(lanzhou: Board) -> None:
    old = renamed(book(lanzhou), {STAMP_SHEET: ""})
    taken(lanzhou, with_cells(book(lanzhou), OFFICE))
    found = seen(lanzhou, old)
    assert found.since is None and len(found.changes) == 1


def test_the_command_asks_too_and_writes_nothing_until_it_is_told(
    tmp_path: Path, lanzhou: Board, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "旧.xlsx"
    path.write_bytes(book(lanzhou))
    taken(lanzhou, with_cells(book(lanzhou), OFFICE))
    home = str(lanzhou.settings.home)
    lanzhou.close()
    command = ["--home", home, "city", "import", str(path), "--json"]

    def told(*more: str) -> tuple[int, str]:
        code = main([*command, *more])
        found = json.loads(capsys.readouterr().out)
        words = found["questions"][0]["prompt"] if found.get("questions") else ""
        return code, found.get("status", "") + words

    for more in (("--dry-run",), ()):
        code, words = told(*more)
        assert code == (0 if more else 4) and "责任单位“监测站”" in words and "重新下载" in words
    assert told("--answer", "age=1")[0] == 2
    assert told("--answer", "older=不写") == (0, "unchanged")
    assert told("--answer", "older=照旧表写入") == (0, "committed")
    assert told() == (0, "unchanged")
