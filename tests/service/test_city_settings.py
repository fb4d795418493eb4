"""The settings of a city: out as a workbook, in again, changed cell by cell, undone, kept."""

import os
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from chuangmo.access.actor import REVIEWER, Actor, Forbidden
from chuangmo.catalog.city_parts import Office
from chuangmo.catalog.models import Site
from chuangmo.catalog.overlay import SITES
from chuangmo.service.board import Board, open_board
from chuangmo.service.city.changing_settings import (
    apply_settings,
    preview_settings,
    preview_settings_book,
    preview_undo,
    settings_book,
    settings_history,
)
from chuangmo.service.city.present import present
from chuangmo.service.city.values import SettingsMoved, UnfitSettings
from chuangmo.service.decisions import changing
from chuangmo.service.imports import importing
from chuangmo.service.overlay import keeper
from chuangmo.service.overlay.journal import EDITED, SETTINGS
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreFault
from loaders.model.staged import Hints
from tests.service.conftest import Command, saved_book
from tests.service.overlay import check_overlay, city_file
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


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files need not stand still for a second: nobody is writing them here."""
    monkeypatch.setattr(keeper, "REST", 0.0)
    monkeypatch.setattr(keeper, "LOOK_AGAIN", 0.0)


@pytest.fixture
def lanzhou(tmp_path: Path) -> Iterator[Board]:
    board = board_of(tmp_path / "home", "lanzhou")
    yield board
    board.close()


@pytest.fixture
def taizhou(tmp_path: Path) -> Iterator[Board]:
    board = board_of(tmp_path / "home", "321200")
    yield board
    board.close()


@pytest.mark.parametrize("city", CITIES)
def test_what_was_taken_out_changes_nothing_when_it_comes_in(tmp_path: Path, city: str) -> None:
    board = board_of(tmp_path / "home", city)
    try:
        name, data = settings_book(board, BOSS)
        assert name == f"{board.catalog.city.name}设置.xlsx"
        assert texts_of(data) == texts_of(settings_book(board, BOSS)[1])
        seen = preview_settings_book(board, BOSS, data, name)
        assert (seen.changes, seen.problems) == ((), ())
        assert seen.wanted == present(board, BOSS)
        before = board.store.journal_seq()
        assert apply_settings(board, BOSS, seen).seq is None
        assert board.store.journal_seq() == before
    finally:
        board.close()


@pytest.mark.parametrize("city", ["lanzhou", "321200", "500000"])
def test_ten_cells_are_ten_changes_shown_first_kept_and_undone(tmp_path: Path, city: str) -> None:
    home = tmp_path / "home"
    board = board_of(home, city)
    settings = board.settings
    try:
        base = present(board, BOSS)
        first, second = base.districts[0].name, base.districts[1].name
        start = settings_book(board, BOSS)[1]
        prepared = with_cells(
            start,
            {
                "点位!B60": "新站", "点位!C60": first, "点位!F60": "是",
                "断面!B60": "新断面", "断面!C60": second, "断面!F60": "否", "断面!H60": "Ⅲ类",
                "目标!A300": "pm10", "目标!B300": base.name, "目标!C300": 2030, "目标!E300": "≤",
                "目标!F300": "0.100", "目标!G300": "mg/m³",
                "报送!B60": "pm10", "报送!C60": first, "报送!D60": "每月", "报送!E60": 10,
                "责任单位!A60": "监测站", "责任单位!C60": "0523-1",
            },
        )  # fmt: skip
        assert {c.field for c in taken(board, prepared).changes} == {""}
        data = settings_book(board, BOSS)[1]
        cells = {
            "区县!C4": f"{first}旧名", "区县!E5": "否" if base.districts[1].in_city_mean else "是",
            f"点位!G{row_of(data, '点位', '新站', 2)}": "对照点",
            f"断面!H{row_of(data, '断面', '新断面', 2)}": "Ⅳ类",
            f"目标!F{row_of(data, '目标', '2030', 3)}": "0.090",
            f"报送!E{row_of(data, '报送', '10', 5)}": 15,
            f"报送!F{row_of(data, '报送', '10', 5)}": "监测站",
            f"责任单位!B{row_of(data, '责任单位', '监测站')}": "张三",
            f"体系!C{row_of(data, '体系', '口径说明', 2)}": "新口径",
            f"体系!C{row_of(data, '体系', '数据覆盖比例（%）', 2)}": 80,
        }  # fmt: skip
        edited = with_cells(data, cells)
        seen = preview_settings_book(board, BOSS, edited, "设置.xlsx")
        assert seen.problems == ()
        assert sorted(change.cell for change in seen.changes) == sorted(cells)
        assert present(board, BOSS) != seen.wanted
        seq = apply_settings(board, BOSS, seen).seq
        assert seq is not None and present(board, BOSS).digest == seen.wanted.digest
        assert preview_settings_book(board, BOSS, edited, "设置.xlsx").changes == ()
        assert board.store.attached(board.store.entries()[seq - 1]) == edited
        back = preview_undo(board, BOSS, seq)
        assert back.problems == () and len(back.changes) == 10
        apply_settings(board, BOSS, back)
        assert texts_of(settings_book(board, BOSS)[1]) == texts_of(data)
        newest, changed, *_ = settings_history(board, BOSS)
        assert (newest.undoes, changed.undone, changed.by) == (seq, True, "王局")
        assert [one.cell for one in changed.changes] == [one.cell for one in seen.changes]
        now = present(board, BOSS)
    finally:
        board.close()
    assert check_overlay(settings).ok
    again = open_board(settings)
    try:
        assert present(again, BOSS) == now and again.store.notices == []
    finally:
        again.close()


def test_settings_made_from_those_that_hold_are_shown_and_written(taizhou: Board) -> None:
    base = present(taizhou, BOSS)
    site = Site(
        id="公园路", name="公园路", district="海陵区", in_city_mean=True, source="文件", confidence="A"
    )  # fmt: skip
    office = Office(name="监测站", person="张三", phone="0523-1")
    seen = preview_settings(
        taizhou, BOSS, replace(base, sites=(*base.sites, site), offices=(office,))
    )
    assert [(c.table, c.entry, c.field) for c in seen.changes] == [
        ("点位", "公园路", ""), ("责任单位", "监测站", ""),
    ]  # fmt: skip
    assert apply_settings(taizhou, BOSS, seen).seq is not None
    assert taizhou.catalog.site("公园路") == site and taizhou.catalog.city.offices == (office,)
    wrong = replace(base, sites=(site.model_copy(update={"district": "海林区"}),))
    (problem,) = preview_settings(taizhou, BOSS, wrong).problems
    assert "没有区县“海林区”" in problem.message and "海陵区" in problem.message


def test_what_was_shown_is_written_or_nothing(taizhou: Board) -> None:
    data = settings_book(taizhou, BOSS)[1]
    seen = preview_settings_book(taizhou, BOSS, with_cells(data, {"区县!C4": "甲"}), "a.xlsx")
    other = preview_settings_book(taizhou, BOSS, with_cells(data, {"区县!C5": "乙"}), "b.xlsx")
    apply_settings(taizhou, BOSS, other)
    before = taizhou.store.journal_seq()
    with pytest.raises(SettingsMoved, match="重新核对"):
        apply_settings(taizhou, BOSS, seen)
    assert taizhou.store.journal_seq() == before
    wrong = preview_settings_book(taizhou, BOSS, with_cells(data, {"区县!E4": "对"}), "a.xlsx")
    with pytest.raises(UnfitSettings, match="没有写入"):
        apply_settings(taizhou, BOSS, wrong)


def test_only_an_administrator_changes_settings_and_a_refusal_writes_nothing(
    taizhou: Board,
) -> None:
    data = with_cells(settings_book(taizhou, BOSS)[1], {"区县!C4": "甲"})
    seen = preview_settings_book(taizhou, BOSS, data, "a.xlsx")
    before = taizhou.store.journal_seq()
    with pytest.raises(Forbidden):
        apply_settings(taizhou, Actor("李审核", REVIEWER, "page"), seen)
    assert taizhou.store.journal_seq() == before


def test_what_ships_can_be_rewritten_and_not_taken_away(lanzhou: Board) -> None:
    data = settings_book(lanzhou, BOSS)[1]
    row = row_of(data, "区县", "红古区")
    seen = preview_settings_book(lanzhou, BOSS, without_row(data, "区县", row), "a.xlsx")
    assert any("随程序发行" in one.message and "红古区" in one.found for one in seen.problems)
    renamed = preview_settings_book(
        lanzhou, BOSS, with_cells(data, {f"区县!A{row}": "红谷区"}), "a.xlsx"
    )
    assert any("随程序发行" in one.message for one in renamed.problems)
    duty = preview_settings_book(lanzhou, BOSS, with_cells(data, {"报送!C4": "城关区"}), "a.xlsx")
    assert duty.problems == () and [c.field for c in duty.changes] == ["地区"]
    apply_settings(lanzhou, BOSS, duty)
    assert len(lanzhou.catalog.city.duties) == 5
    assert lanzhou.catalog.city.duties[0].areas == ("城关区",)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "2015年3月泰州市环境空气质量月报",
            (["区县", "PM10月均值（μg/m³）"], ["兴化市", 60], ["海陵区", 61]),
        ),
        (
            "泰州市2015年燃煤锅炉改造台账（截至2015年10月31日）",
            (
                ["序号", "区县", "单位名称", "锅炉型号", "台数", "蒸吨", "改造方式", "状态"],
                [1, "兴化市", "甲厂", "SZL4", 1, 4, "改气", "已完成"],
            ),
        ),
    ],
)
def test_a_district_of_ones_own_is_renamed_until_it_has_figures(
    name: str, lines: tuple[list[object], ...], taizhou: Board, tmp_path: Path
) -> None:
    data = settings_book(taizhou, BOSS)[1]
    row = row_of(data, "区县", "兴化市")
    renamed = with_cells(data, {f"区县!A{row}": "兴化区", f"区县!C{row}": "兴化市"})
    seen = preview_settings_book(taizhou, BOSS, renamed, "a.xlsx")
    assert seen.problems == () and sorted(c.field for c in seen.changes) == ["其他名称", "名称"]
    table = saved_book(tmp_path / f"{name}.xlsx", [name], *lines)
    data_of_it = Path(table).read_bytes()
    result = importing.import_file(taizhou, BOSS, data_of_it, f"{name}.xlsx", Hints())
    assert result.status == importing.COMMITTED
    (problem,) = preview_settings_book(taizhou, BOSS, renamed, "a.xlsx").problems
    assert "已有数据" in problem.message and "曾用名" in problem.message
    kept = with_cells(data, {f"区县!C{row}": "兴化、兴化区"})
    taken(taizhou, kept)
    assert taizhou.catalog.area("兴化区") == "兴化市"


def test_a_sheet_that_is_left_out_stays_as_it_is(taizhou: Board) -> None:
    book = load_workbook(BytesIO(settings_book(taizhou, BOSS)[1]))
    for name in ("目标", "报送", "体系", "填表说明"):
        del book[name]
    out = BytesIO()
    book.save(out)
    seen = preview_settings_book(taizhou, BOSS, out.getvalue(), "a.xlsx")
    assert (seen.changes, seen.problems) == ((), ())


def test_what_people_wrote_into_the_files_stays(taizhou: Board) -> None:
    path = taizhou.settings.home / "catalog" / "cities" / "321200" / "districts.toml"
    text = path.read_text("utf-8").replace('name = "海陵区"', 'name = "海陵区"  # 老城')
    path.write_text(text, "utf-8")
    city = path.with_name("city.toml")
    city.write_text(city.read_text("utf-8").replace("[groups]", "# 组\n[groups]"), "utf-8")
    data = settings_book(taizhou, BOSS)[1]
    assert [line.body["payload"]["file"] for line in taizhou.store.entries(EDITED)][-2:] == [
        "cities/321200/city.toml", "cities/321200/districts.toml",
    ]  # fmt: skip
    row = row_of(data, "区县", "海陵区")
    scope = row_of(data, "体系", "口径说明", 2)
    taken(taizhou, with_cells(data, {f"区县!C{row}": "海陵", f"体系!C{scope}": "新口径"}))
    taken(taizhou, with_cells(data, {f"区县!C{row}": "老城", f"体系!C{scope}": "又一个"}))
    assert "# 老城" in path.read_text("utf-8")
    assert "# 组\n[groups]" in city.read_text("utf-8")
    assert taizhou.catalog.city.scope_note == "又一个"


def test_a_change_that_came_after_is_not_undone_with_it(taizhou: Board) -> None:
    data = settings_book(taizhou, BOSS)[1]
    seen = preview_settings_book(taizhou, BOSS, with_cells(data, {"区县!C4": "甲"}), "a.xlsx")
    seq = apply_settings(taizhou, BOSS, seen).seq
    assert seq is not None
    taken(taizhou, with_cells(data, {"区县!C4": "乙"}))
    problems = preview_undo(taizhou, BOSS, seq).problems
    assert len(problems) == 1 and "又改过" in problems[0].message


def test_a_target_of_a_workbook_is_one_set_by_hand(lanzhou: Board) -> None:
    data = settings_book(lanzhou, BOSS)[1]
    row = row_of(data, "目标", "兰州市", 2)
    taken(lanzhou, with_cells(data, {f"目标!F{row}": "0.100"}))
    listed = changing.list_targets(lanzhou, BOSS)
    assert [one.by for one in listed if one.by] == ["王局"]


def test_a_line_without_its_files_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the line and the files: the next start writes every one of them."""
    board = board_of(tmp_path / "home", "lanzhou")
    data = with_cells(settings_book(board, BOSS)[1], {"区县!C4": "甲", "点位!G5": "对照点"})
    seen = preview_settings_book(board, BOSS, data, "a.xlsx")
    put = os.replace

    def broken(source: str, target: str) -> None:
        if str(target).endswith(".toml"):
            raise OSError(5, "Input/output error")
        put(source, target)

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(StoreFault, match="已登记"):
        apply_settings(board, BOSS, seen)
    assert [line.type for line in board.store.entries()] == [SETTINGS]
    monkeypatch.undo()
    settings = board.settings
    assert not check_overlay(settings).ok
    board.close()
    again = open_board(settings)
    try:
        assert len(again.store.notices) == 2
        assert present(again, BOSS).digest == seen.wanted.digest
        assert check_overlay(settings).ok
    finally:
        again.close()


@pytest.mark.parametrize("point", ["8", "journal-line"])
def test_a_writer_killed_behind_its_line_leaves_all_of_the_new(
    tmp_path: Path, run: Command, point: str
) -> None:
    """Killed before any of the files is in place, the next start writes all of them."""
    home, file = tmp_path / "home", tmp_path / "设置.xlsx"
    board = board_of(home, "lanzhou")
    old = present(board, BOSS)
    cells = {"区县!C4": "甲", "点位!G5": "对照点", "体系!C7": "新口径"}
    file.write_bytes(with_cells(settings_book(board, BOSS)[1], cells))
    wanted = preview_settings_book(board, BOSS, file.read_bytes(), "a.xlsx").wanted
    board.close()
    assert run(home, "city", "import", str(file), env={"FAULT_AT": point})[0] < 0
    again = open_board(Settings(home, "lanzhou"))
    try:
        assert len(again.store.entries(SETTINGS)) == 1
        assert present(again, BOSS).digest == wanted.digest != old.digest
        assert check_overlay(again.settings).ok
    finally:
        again.close()


def test_files_edited_before_there_were_settings_are_known_by_what_was_archived(
    tmp_path: Path,
) -> None:
    """Their lines name no entries: the entries are those of the file that the line archived."""
    settings = Settings(tmp_path / "home", "lanzhou")
    board = open_board(settings)
    entry = present(board, BOSS).sites[0].model_copy(update={"role": "对照点"})
    text = SITES.render([entry])
    path = city_file(settings, "sites.toml")
    path.parent.mkdir(parents=True)
    path.write_bytes(text)
    payload = {
        "file": "cities/lanzhou/sites.toml", "before": None, "after": "", "changes": [],
    }  # fmt: skip
    board.store.record(EDITED, payload, "某人", text)
    board.close()
    board = open_board(settings)
    try:
        assert len(board.store.entries(EDITED)) == 1 and check_overlay(settings).ok
        data = settings_book(board, BOSS)[1]
        row = row_of(data, "点位", entry.id)
        taken(board, with_cells(data, {f"点位!D{row}": "监测大楼"}))
    finally:
        board.close()
    path.unlink()
    again = open_board(settings)
    try:
        found = again.catalog.site(entry.id)
        assert found is not None and (found.role, found.aliases) == ("对照点", ("监测大楼",))
    finally:
        again.close()
