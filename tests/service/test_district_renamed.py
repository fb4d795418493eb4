"""A district that goes by another name from a day on: its figures, what names it, and back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import ADMIN, UPLOADER
from chuangmo.catalog.boundaries import load_shapes
from chuangmo.catalog.city_parts import Duty, Office
from chuangmo.catalog.models import Site
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.city.changing_settings import (
    apply_settings,
    preview_district_change,
    preview_settings,
    preview_settings_book,
    preview_undo,
    settings_book,
)
from chuangmo.service.city.present import present
from chuangmo.service.city.renaming import DistrictRenamed
from chuangmo.service.city.values import UnfitSettings
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.people import add_user
from chuangmo.service.decisions.supervision.acts import open_item
from chuangmo.service.decisions.supervision.items import list_items
from chuangmo.service.figures.assessing import assess
from chuangmo.service.figures.ranking import rank
from chuangmo.service.imports import importing
from chuangmo.service.imports.completeness import completeness
from chuangmo.service.overlay import keeper
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.rows import Selection
from chuangmo.ui.district.remarks import standing_remarks
from loaders.model.staged import Hints
from tests.service.conftest import saved_book
from tests.service.overlay import check_overlay
from tests.service.settings_of_cities import BOSS, board_of, row_of, taken, texts_of, with_cells

OLD, NEW, SINCE = "兴化市", "兴化区", date(2026, 5, 1)
RENAMED = DistrictRenamed(OLD, NEW, SINCE, 321299)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files need not stand still for a second: nobody is writing them here."""
    monkeypatch.setattr(keeper, "REST", 0.0)
    monkeypatch.setattr(keeper, "LOOK_AGAIN", 0.0)


@pytest.fixture
def taizhou(tmp_path: Path) -> Iterator[Board]:
    board = board_of(tmp_path / "home", "321200")
    yield board
    board.close()


def _air(folder: Path, name: str, month: int, pm10: int) -> tuple[bytes, str]:
    title = f"2015年{month}月泰州市环境空气质量月报"
    head = ["区县", "PM10月均值（μg/m³）"]
    rows = [[name, pm10], ["海陵区", 61]]
    path = saved_book(folder / f"{title}{name}.xlsx", [title], head, *rows)
    return Path(path).read_bytes(), f"{title}.xlsx"


def _boilers(folder: Path, name: str) -> tuple[bytes, str]:
    title = "泰州市2015年燃煤锅炉改造台账（截至2015年10月31日）"
    head = ["序号", "区县", "单位名称", "锅炉型号", "台数", "蒸吨", "改造方式", "状态"]
    path = folder / f"锅炉{name}.xlsx"
    saved_book(path, [title], head, [1, name, "甲厂", "SZL4", 1, 4, "改气", "已完成"])
    return path.read_bytes(), f"{title}.xlsx"


def _import(board: Board, book: tuple[bytes, str]) -> str:
    result = importing.import_file(board, BOSS, *book, Hints(), reason="核对过")
    assert result.status in (importing.COMMITTED, importing.UNCHANGED), result.questions
    return result.status


def _values(board: Board, area: str) -> list[tuple[object, ...]]:
    table = board.store.current(Selection(areas=(area,)))
    return [(r["indicator"], r["start"], r["value"], r["batch"]) for r in table.to_pylist()]


def _listed(board: Board) -> list[tuple[str, str]]:
    return [(row["area"], row["item"]) for row in board.store.ledger("boilers").to_pylist()]


def _with_what_names_it(board: Board) -> None:
    """Sites, targets, duties, offices, an account and an item of 督办 of the district."""
    site = Site(
        id="S1", name="老城", district=OLD, in_city_mean=True, source="本市", confidence="C"
    )
    duty = Duty(indicators=("pm10",), areas=(OLD, "海陵区"), every="month", due_day=5)
    office = Office(name="兴化分局", areas=(OLD,))
    base = present(board, BOSS)
    wanted = replace(base, sites=(site,), duties=(duty,), offices=(office,))
    apply_settings(board, BOSS, preview_settings(board, BOSS, wanted))
    changing.set_target(
        board, BOSS, indicator="pm10", area=OLD, year=2015, limit="80", document="泰政〔2015〕1号"
    )
    add_user(board.settings, BOSS, "zhuguan", role=ADMIN, password="Long-enough-2026")
    add_user(
        board.settings, BOSS, "lisi", role=UPLOADER, password="Long-enough-2026", districts=[OLD]
    )
    open_item(
        board, BOSS, indicator="pm10", area=OLD, unit="兴化分局", measure="整改",
        deadline=date(2999, 1, 1),
    )  # fmt: skip


def _naming(board: Board) -> set[str]:
    """What the catalog, the accounts and 督办 call the district."""
    city = board.catalog.city
    person = Accounts(board.settings.home).find("lisi")
    assert person is not None and person.districts is not None
    return {
        *(one.district for one in city.sites), *(one.area for one in city.targets),
        *(one.areas[0] for one in city.duties), *(one.areas[0] for one in city.offices),
        *person.districts, *(one.area for one in list_items(board, BOSS)),
    }  # fmt: skip


def test_a_renamed_district_keeps_its_figures_and_whatever_names_it(
    taizhou: Board, tmp_path: Path
) -> None:
    march, list_of_it = _air(tmp_path, OLD, 3, 60), _boilers(tmp_path, OLD)
    _import(taizhou, march)
    _import(taizhou, list_of_it)
    _with_what_names_it(taizhou)
    had, texts = _values(taizhou, OLD), texts_of(settings_book(taizhou, BOSS)[1])
    seen = preview_district_change(taizhou, BOSS, RENAMED)
    assert seen.problems == ()
    assert {one.field for one in seen.changes} == {"名称", "代码", "曾用名"}
    assert "1 个数、1 条清单" in seen.notices[0] and "4 条" in seen.notices[0]
    seq = apply_settings(taizhou, BOSS, seen).seq
    assert seq is not None and _naming(taizhou) == {NEW}
    assert taizhou.catalog.area(OLD) == NEW == taizhou.catalog.area("321281")
    assert had == _values(taizhou, NEW) and not _values(taizhou, OLD)
    assert _listed(taizhou) == [(NEW, f"{NEW}/甲厂/SZL4/1")]
    assert _import(taizhou, march) == _import(taizhou, list_of_it) == importing.UNCHANGED
    assert _import(taizhou, _air(tmp_path, NEW, 3, 60)) == importing.UNCHANGED
    assert _import(taizhou, _air(tmp_path, OLD, 4, 62)) == importing.COMMITTED
    assert len(_values(taizhou, NEW)) == 2
    before = taizhou.store.summary()
    assert taizhou.store.rebuild() == before
    assert check_overlay(taizhou.settings).ok

    back = preview_undo(taizhou, BOSS, seq)
    assert back.problems == () and "2 个数" in back.notices[0]
    apply_settings(taizhou, BOSS, back)
    assert _naming(taizhou) == {OLD} and len(_values(taizhou, OLD)) == 2
    assert texts_of(settings_book(taizhou, BOSS)[1]) == texts
    assert _import(taizhou, march) == importing.UNCHANGED
    assert _listed(taizhou) == [(OLD, f"{OLD}/甲厂/SZL4/1")]
    before = taizhou.store.summary()
    assert taizhou.store.rebuild() == before


def test_a_workbook_renames_too_and_names_the_cell_where_it_does_not_say_so(
    taizhou: Board, tmp_path: Path
) -> None:
    _import(taizhou, _air(tmp_path, OLD, 3, 60))
    _with_what_names_it(taizhou)
    data = settings_book(taizhou, BOSS)[1]
    row = row_of(data, "区县", OLD)
    bare = with_cells(data, {f"区县!A{row}": NEW})
    told = {
        one.cell: one.message for one in preview_settings_book(taizhou, BOSS, bare, "a").problems
    }
    assert f"“曾用名”写 {OLD}=" in told[f"A{row}"]
    cells = {
        f"区县!A{row}": NEW,
        f"区县!B{row}": 321299,
        f"区县!G{row}": f"{OLD}/321281=2026年5月1日",
    }
    seen = taken(taizhou, with_cells(data, cells))
    assert {one.cell for one in seen.changes} == set(cells)
    assert _naming(taizhou) == {NEW} and len(_values(taizhou, NEW)) == 1
    # what the workbook still calls by the old name is the same; so is the one made afterwards
    for book in (with_cells(data, cells), settings_book(taizhou, BOSS)[1]):
        assert preview_settings_book(taizhou, BOSS, book, "a.xlsx").changes == ()


def test_a_name_under_which_figures_stand_is_no_new_name(taizhou: Board, tmp_path: Path) -> None:
    _import(taizhou, _air(tmp_path, OLD, 3, 60))
    seen = preview_district_change(taizhou, BOSS, DistrictRenamed(OLD, "海陵区", SINCE))
    assert any("海陵区" in one.message for one in seen.problems)
    with pytest.raises(UnfitSettings):
        apply_settings(taizhou, BOSS, seen)


def test_a_district_that_ships_is_renamed_with_its_shipped_targets(tmp_path: Path) -> None:
    board = board_of(tmp_path / "home", "lanzhou")
    try:
        names = [one.name for one in board.catalog.city.districts]
        targets = [t for t in board.catalog.city.targets if t.area == "皋兰县"]
        shapes = {one.area for one in load_shapes(board.settings, board.catalog.city)}
        seen = preview_district_change(
            board, BOSS, DistrictRenamed("皋兰县", "皋兰区", SINCE, 620199)
        )
        seq = apply_settings(board, BOSS, seen).seq
        assert targets and seq is not None
        city = board.catalog.city
        moved = [one.model_copy(update={"area": "皋兰区"}) for one in targets]
        assert [t for t in city.targets if t.area in ("皋兰县", "皋兰区")] == moved
        assert [one.name.replace("皋兰区", "皋兰县") for one in city.districts] == names
        drawn = {one.area for one in load_shapes(board.settings, city)}
        assert drawn == shapes - {"皋兰县"} | {"皋兰区"}
        changing.set_target(
            board, BOSS, indicator=targets[0].indicator, area="皋兰县", year=targets[0].year,
            limit="1", document="甲〔2026〕1号", operator=targets[0].operator,
        )  # fmt: skip
        apply_settings(board, BOSS, preview_undo(board, BOSS, seq))
        assert [one.name for one in board.catalog.city.districts] == names
        assert sum(t.area == "皋兰县" for t in board.catalog.city.targets) == len(targets)
    finally:
        board.close()


def test_an_edit_by_hand_renames_as_well(taizhou: Board, tmp_path: Path) -> None:
    _import(taizhou, _air(tmp_path, OLD, 3, 60))
    path = taizhou.settings.home / "catalog" / "cities" / "321200" / "districts.toml"
    text = path.read_text(encoding="utf-8")
    entry = f'name = "{OLD}"'
    assert entry in text
    path.write_text(
        text.replace(entry, f'name = "{NEW}"\nformer = ["{OLD}=2026-05-01"]'), encoding="utf-8"
    )
    assert taizhou.catalog.area(OLD) == NEW
    assert len(_values(taizhou, NEW)) == 1 and not _values(taizhou, OLD)
    path.write_text(text, encoding="utf-8")
    assert taizhou.catalog.area(OLD) == OLD and len(_values(taizhou, OLD)) == 1


def test_a_file_that_was_read_before_the_change_is_read_anew(
    taizhou: Board, tmp_path: Path
) -> None:
    staged = importing.preview(taizhou, BOSS, *_air(tmp_path, OLD, 3, 60), Hints())
    apply_settings(taizhou, BOSS, preview_district_change(taizhou, BOSS, RENAMED))
    with pytest.raises(StoreRefusal):
        importing.commit(taizhou, BOSS, staged, reason="核对过")
    assert not _values(taizhou, OLD)


def test_a_district_that_ends_keeps_its_own_figures_and_is_waited_for_no_more(
    taizhou: Board, tmp_path: Path
) -> None:
    for month in (3, 4):
        _import(taizhou, _air(tmp_path, OLD, month, 60))
    _with_what_names_it(taizhou)
    data = settings_book(taizhou, BOSS)[1]
    row = row_of(data, "区县", OLD)
    alone = with_cells(data, {f"区县!I{row}": "海陵"})
    told = preview_settings_book(taizhou, BOSS, alone, "a.xlsx").problems
    assert [one.cell for one in told] == [f"H{row}"]
    had = _values(taizhou, OLD), _values(taizhou, "海陵区")
    ended = with_cells(data, {f"区县!H{row}": "2015-04-01", f"区县!I{row}": "海陵"})
    seen = taken(taizhou, ended)
    assert f"原有 2 个数仍记在{OLD}名下" in seen.notices[-1]
    assert (_values(taizhou, OLD), _values(taizhou, "海陵区")) == had
    rows = completeness(taizhou, BOSS, parse_period("2015Q2"), date(2015, 12, 31)).rows
    assert {one.area for one in rows} == {"海陵区"}
    rows = completeness(taizhou, BOSS, parse_period("2015Q1"), date(2015, 12, 31)).rows
    assert {one.area for one in rows} == {OLD, "海陵区"}
    for month, there in ((3, True), (4, False)):
        period = parse_period(f"2015-0{month}")
        ranking = rank(taizhou, BOSS, "pm10", period, period.last_day)
        assert (OLD in {one.area for one in ranking.rows}) is there
        judged = assess(taizhou, BOSS, period, period.last_day, indicator="pm10").rows
        assert (OLD in {one.area for one in judged}) is there
    assert [one.words for one in taizhou.catalog.land_changes("海陵区")] == [f"2015年{OLD}并入"]
    (kept,) = standing_remarks(taizhou.catalog.district(OLD))
    assert "并入海陵区" in kept.words and "不与别的区县相加" in kept.words
    assert preview_settings_book(taizhou, BOSS, ended, "a.xlsx").changes == ()


def test_a_code_beside_a_name_that_is_not_its_own_is_told_at_its_cell(taizhou: Board) -> None:
    data = settings_book(taizhou, BOSS)[1]
    row = row_of(data, "区县", OLD)
    for cells, cell in (
        ({f"区县!A{row}": "兴安区"}, f"B{row}"),
        ({f"区县!A{row + 1}": "戴南区", f"区县!B{row + 1}": 321282}, f"B{row + 1}"),
    ):
        seen = preview_settings_book(taizhou, BOSS, with_cells(data, cells), "a.xlsx")
        assert any(one.cell == cell and "区划代码" in one.message for one in seen.problems), cells
    same = with_cells(data, {f"区县!A{row}": "兴安区", f"区县!C{row}": OLD})
    assert preview_settings_book(taizhou, BOSS, same, "a.xlsx").problems == ()
