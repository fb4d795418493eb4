"""Single edits of the settings: facts, programmes, groups, and free texts of every kind."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from chuangmo.service.board import Board, open_board
from chuangmo.service.city.changing_settings import (
    apply_settings,
    preview_settings,
    preview_settings_book,
    preview_undo,
    settings_book,
)
from chuangmo.service.city.present import present
from tests.service.settings_of_cities import (
    BOSS,
    CITIES,
    board_of,
    row_of,
    taken,
    texts_of,
    with_cells,
    without_row,
)

#: What spreadsheets and TOML take for their own.
PIECES = (
    "=1+1", '"引号"', "\\", "'''", '"""', "a\nb", "# 井", "@", "０９", "长" * 300, "é", "[x]", "，",
)  # fmt: skip


@pytest.fixture
def lanzhou(tmp_path: Path) -> Iterator[Board]:
    board = board_of(tmp_path / "home", "lanzhou")
    yield board
    board.close()


def test_programmes_and_groups_are_changed_and_undone(lanzhou: Board) -> None:
    data = settings_book(lanzhou, BOSS)[1]
    latest = "国家环境保护模范城市考核指标（第六阶段，2011年，26项）"
    unsure = row_of(data, "体系", latest, 2) - 1
    assert lanzhou.catalog.schemes_in_force(2008).in_doubt
    cells = {
        f"体系!D{unsure}": "2008年12月1日", f"体系!E{unsure}": None, f"体系!F{unsure}": None,
        f"体系!I{unsure}": "A", "区县!D4": "近郊", "区县!D5": "近郊",
    }  # fmt: skip
    assert len(taken(lanzhou, with_cells(data, cells)).changes) == 6
    judging = lanzhou.catalog.schemes_in_force(2008).judging
    assert judging is not None and judging.id == "national_2008"
    groups = lanzhou.catalog.city.groups
    named = [groups[one.group] for one in lanzhou.catalog.city.districts[:3]]
    assert named == ["近郊", "近郊", "四城区"]
    apply_settings(lanzhou, BOSS, preview_undo(lanzhou, BOSS, 1))
    assert texts_of(settings_book(lanzhou, BOSS)[1]) == texts_of(data)
    assert lanzhou.catalog.schemes_in_force(2008).in_doubt
    assert "近郊" not in lanzhou.catalog.city.groups


def test_facts_are_emptied_and_not_taken_out(lanzhou: Board) -> None:
    data = settings_book(lanzhou, BOSS)[1]
    for name, words in (
        ("口径说明", "少了“口径说明”"),
        ("环境空气质量标准（2012）", "随程序发行"),
    ):
        gone = without_row(data, "体系", row_of(data, "体系", name, 2))
        (problem,) = preview_settings_book(lanzhou, BOSS, gone, "a.xlsx").problems
        assert words in problem.message
    row = row_of(data, "体系", "口径说明", 2)
    taken(lanzhou, with_cells(data, {f"体系!C{row}": None}))
    assert lanzhou.catalog.city.scope_note == ""


def test_a_shipped_entry_that_becomes_another_is_told_at_the_cell(lanzhou: Board) -> None:
    data = settings_book(lanzhou, BOSS)[1]
    for cell, found in (("区县!A6", "西故区"), ("目标!C4", 2031), ("点位!A5", "新编号")):
        seen = preview_settings_book(lanzhou, BOSS, with_cells(data, {cell: found}), "a.xlsx")
        told = {f"{one.sheet}!{one.cell}": one.message for one in seen.problems}
        assert "随程序发行" in told[cell]


def test_a_formula_is_no_text_and_a_text_is_no_formula(lanzhou: Board) -> None:
    data = settings_book(lanzhou, BOSS)[1]
    book = with_cells(data, {"区县!C4": '="甲"&"乙"', "区县!C5": "#N/A", "区县!E6": "?"})
    seen = preview_settings_book(lanzhou, BOSS, book, "a.xlsx")
    told = {one.cell: one.message for one in seen.problems}
    assert "是公式" in told["C4"] and "#N/A" in told["C5"] and "应为 是 或 否" in told["E6"]
    base = present(lanzhou, BOSS)
    first = base.districts[0].model_copy(update={"aliases": ("=HYPERLINK(1)", "+86")})
    shown = preview_settings(lanzhou, BOSS, replace(base, districts=(first, *base.districts[1:])))
    apply_settings(lanzhou, BOSS, shown)
    again = settings_book(lanzhou, BOSS)[1]
    assert preview_settings_book(lanzhou, BOSS, again, "a.xlsx").changes == ()
    assert load_workbook(BytesIO(again))["区县"]["C4"].data_type == "s"


@pytest.mark.parametrize("seed", range(5))
def test_as_many_cells_as_are_edited_are_changed_and_come_back_the_same(
    tmp_path: Path, seed: int
) -> None:
    draw = Random(seed)
    board = board_of(tmp_path / "home", CITIES[seed])
    try:
        data = settings_book(board, BOSS)[1]
        city = board.catalog.city
        free = [f"区县!F{4 + n}" for n in range(len(city.districts))]
        free += [f"点位!G{4 + n}" for n in range(len(city.sites))]
        free += [f"目标!M{4 + n}" for n in range(len(city.targets))]
        free.append(f"体系!C{row_of(data, '体系', '口径说明', 2)}")
        chosen = draw.sample(free, min(len(free), draw.randint(3, 12)))
        cells = {
            cell: f"文{draw.choice(PIECES)}{n}{draw.choice(PIECES)}"
            for n, cell in enumerate(chosen)
        }
        edited = with_cells(data, cells)
        seen = taken(board, edited)
        assert sorted(change.cell for change in seen.changes) == sorted(cells)
        for book in (edited, settings_book(board, BOSS)[1]):
            assert preview_settings_book(board, BOSS, book, "a.xlsx").changes == ()
        settings, now = board.settings, present(board, BOSS)
    finally:
        board.close()
    for path in (settings.home / "catalog").rglob("*.toml"):
        path.unlink()
    rebuilt = open_board(settings)
    try:
        assert present(rebuilt, BOSS).digest == now.digest
    finally:
        rebuilt.close()
