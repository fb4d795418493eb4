"""会议快照: a meeting stays as it was seen; what changed since is named with its batches."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import UPLOADER, VIEWER, Actor, Forbidden, local_person
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.cli.main import run_on_server
from chuangmo.exhibits.frozen import exhibits_of, frozen, save_meeting, thawed
from chuangmo.exhibits.views import INDICATOR, VIEWS, ViewRequest, build
from chuangmo.exports.native import chart_of
from chuangmo.period import Period, parse_period, year_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import snapshots as sn
from chuangmo.service.decisions.changing import set_target
from chuangmo.service.decisions.snapshot_changes import changed_since
from chuangmo.service.figures.assessing import assess
from chuangmo.service.imports.importing import restore, withdraw
from chuangmo.settings import Settings
from chuangmo.store.copies.backup import backup
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.errors import StoreRefusal
from tests.demo_store import copy_of, shared_demo_home

pytestmark = pytest.mark.long

WHO = local_person("测试", "cli")
LOOKER = Actor("查看员", VIEWER, "page")
CLERK = Actor("经办", UPLOADER, "page", districts=("西固区",))
OCTOBER = parse_period("2008-10")
NAME = "十月例会"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("sn") / "home")
    opened = open_board(Settings(home, "lanzhou"))
    save_meeting(opened, WHO, NAME, ViewRequest(OCTOBER))
    yield opened
    opened.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Board]:
    opened = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield opened
    opened.close()


def october_air(board: Board) -> int:
    return next(
        b.batch for b in board.store.batches() if "2008年10月" in b.file and "空气" in b.file
    )


def exported(board: Board) -> bytes:
    """The snapshot's trend as a CSV file, by the command line."""
    out = board.settings.home / "trend.csv"
    words = ["export", "--format", "csv", "--view", "indicator", "--snapshot", NAME]
    done = run_on_server(board, [*words, "--out", str(out), "--json"], ".")
    assert done.code == 0, done.out
    return out.read_bytes()


def judged(board: Board, period: Period) -> dict[tuple[str, ...], tuple[str | None, ...]]:
    return {
        (r.indicator, r.area, period.text, r.line): (r.status, r.published, r.limit)
        for r in assess(board, WHO, period, OCTOBER.last_day).rows
    }


def test_the_frozen_figures_are_the_verdicts_of_month_and_year(board: Board) -> None:
    held = sn.content_of(board, LOOKER, NAME).figures
    expected = judged(board, OCTOBER) | judged(board, year_period(2008))
    assert {one.key: (one.status, one.published, one.limit) for one in held} == expected
    assert sn.find_snapshot(board, LOOKER, NAME).count == len(held) == len(expected)


def test_an_exhibit_thaws_as_it_was_frozen_through_json(board: Board) -> None:
    for view in VIEWS:
        for exhibit in build(view, board, WHO, ViewRequest(OCTOBER)):
            back = thawed(json.loads(json.dumps(frozen(exhibit))))
            assert (back.table, back.foot, back.notes) == (
                exhibit.table, exhibit.foot, exhibit.notes,
            )  # fmt: skip
            assert back.frame.equals(exhibit.frame), exhibit.key
            assert chart_of(back) == chart_of(exhibit)


def test_a_correction_leaves_the_snapshot_alone_and_is_named(board: Board) -> None:
    batch, seen = october_air(board), sn.content_of(board, WHO, NAME)
    shown = [frozen(one) for _, one in exhibits_of(board, WHO, NAME, INDICATOR)]
    table = exported(board)
    assert changed_since(board, WHO, NAME) == []
    before = judged(board, OCTOBER) | judged(board, year_period(2008))
    withdraw(board, WHO, batch, "数据有误")
    after = judged(board, OCTOBER) | judged(board, year_period(2008))
    found = changed_since(board, WHO, NAME)
    changed = {one.row.key for one in found}
    differing = {key for key in before if before[key] != after.get(key)}
    assert differing and differing <= changed
    assert all(one.batches == (batch,) for one in found)
    pm10 = next(one for one in found if one.row.key == ("pm10", "兰州市", "2008-10", "standard"))
    assert pm10.then is not None and pm10.then.published == before[pm10.row.key][1]
    assert sn.content_of(board, WHO, NAME) == seen
    assert [frozen(one) for _, one in exhibits_of(board, WHO, NAME, INDICATOR)] == shown
    assert exported(board) == table
    restore(board, WHO, batch, "核对无误")
    assert changed_since(board, WHO, NAME) == []


def test_a_changed_target_is_a_change_without_a_batch(board: Board) -> None:
    set_target(
        board, WHO, indicator="pm10", area="西固区", year=2008, limit="0.100", unit="mg/m³",
        operator="<=", document="测试文件",
    )  # fmt: skip
    found = changed_since(board, WHO, NAME)
    assert found and {one.row.key[:2] for one in found} == {("pm10", "西固区")}
    assert {one.batches for one in found} == {()}
    assert all(one.then != one.now for one in found)


def test_a_name_is_frozen_once_and_only_by_those_who_may(bare: Board) -> None:
    with pytest.raises(Forbidden):
        sn.save(bare, LOOKER, NAME, OCTOBER, OCTOBER.last_day)
    with pytest.raises(UnfitEntry):
        sn.save(bare, CLERK, "  ", OCTOBER, OCTOBER.last_day)
    sn.save(bare, CLERK, NAME, OCTOBER, OCTOBER.last_day)
    with pytest.raises(StoreRefusal, match="已经有了"):
        sn.save(bare, CLERK, f" {NAME} ", OCTOBER, OCTOBER.last_day)
    with pytest.raises(StoreRefusal, match="没有名为"):
        sn.content_of(bare, LOOKER, "十一月例会")
    assert [one.by for one in sn.list_snapshots(bare, LOOKER)] == ["经办"]


@pytest.mark.parametrize("other", [{"journal": -1}, {"catalog": ""}])
def test_nothing_is_frozen_when_data_or_catalog_move_meanwhile(
    bare: Board, other: dict[str, Any]
) -> None:
    before = replace(bare.data_version(), **other)
    with pytest.raises(StoreRefusal, match="数据或目录有改动"):
        sn.save(bare, WHO, NAME, OCTOBER, OCTOBER.last_day, version=before)
    assert sn.list_snapshots(bare, WHO) == []


def test_a_snapshot_survives_rebuild_and_backup(bare: Board, tmp_path: Path) -> None:
    held = sn.save(bare, WHO, NAME, OCTOBER, OCTOBER.last_day, [{"view": "x", "text": "结论"}])
    bare.store.rebuild()
    backup(bare.settings, tmp_path / "copy")
    settings = Settings(tmp_path / "new", "lanzhou")
    restore_backup(settings, tmp_path / "copy")
    other = open_board(settings)
    assert sn.list_snapshots(bare, WHO) == sn.list_snapshots(other, WHO) == [held]
    assert sn.content_of(other, WHO, NAME).exhibits == ({"view": "x", "text": "结论"},)
    other.close()


def test_the_command_line_speaks_the_contract(board: Board) -> None:
    withdraw(board, WHO, october_air(board), "数据有误")
    shown = json.loads(run_on_server(board, ["snapshot", "show", NAME, "--json"], ".").out)
    assert set(shown["snapshot"]) >= {
        "name", "at", "by", "period", "as_of", "generation", "sha256", "figures",
    }  # fmt: skip
    assert {"indicator", "area", "period", "line", "then", "now", "batches"} == set(
        shown["changed"][0]
    )
    assert {"published", "status"} <= set(shown["changed"][0]["then"])
    restore(board, WHO, october_air(board), "核对无误")
    listed = json.loads(run_on_server(board, ["snapshot", "list", "--json"], ".").out)
    assert listed["snapshots"] == [shown["snapshot"]]
    taken = run_on_server(board, ["snapshot", "save", NAME, "--period", "2008-10", "--json"], ".")
    assert taken.code == 2 and json.loads(taken.out)["error"]["code"] == "store-refusal"
