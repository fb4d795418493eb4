"""The same file again: unchanged only if every value of it is what the store shows now."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import local_person
from chuangmo.service.board import Board, open_board
from chuangmo.service.imports import importing
from chuangmo.service.imports.corrections import add_correction, remove_correction
from chuangmo.settings import Settings
from chuangmo.store.rows import Selection
from loaders.model.staged import Hints
from tests.demo_store import ROOT
from tests.service.conftest import Command

WHO = local_person("张三", "cli")
CASES = ROOT.parent / "shared" / "cases" / "reading"
NAME = "日报.csv"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    opened = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield opened
    opened.close()


def daily(values: dict[int, int], place: str = "安宁区") -> bytes:
    """PM10 of some days of October 2008, in thousandths of mg/m³."""
    lines = [f"2008-10-{day:02d},{place},0.{value:03d}" for day, value in values.items()]
    return "\n".join(["日期,区县,PM10(mg/m³)", *lines, ""]).encode()


def without_place(values: dict[int, int]) -> bytes:
    lines = [f"2008-10-{day:02d},0.{value:03d}" for day, value in values.items()]
    return "\n".join(["日期,PM10(mg/m³)", *lines, ""]).encode()


RIGHT, WRONG = daily({1: 101, 2: 102}), daily({1: 101, 2: 201})


def send(
    board: Board, data: bytes, *, reason: str = "", dry_run: bool = False,
    answer: tuple[str, str] | None = None, **hints: str,
) -> importing.ImportResult:  # fmt: skip
    said = Hints(**hints)  # type: ignore[arg-type]
    if answer:
        sha8 = importing.hashlib.sha256(data).hexdigest()[:8]
        said = replace(said, answers={f"{sha8}/{answer[0]}": answer[1]})
    done = importing.import_file(board, WHO, data, NAME, said, reason=reason, dry_run=dry_run)
    told = importing.as_json(done)
    counted = told["observations"]
    readings = sum(sheet["readings"] for sheet in told["sheets"])
    aside = sum(sheet["set_aside"] for sheet in told["sheets"])
    assert readings == counted["added"] + counted["changed"] + counted["unchanged"] + aside
    return done


def counts(done: importing.ImportResult) -> dict[str, Any]:
    return importing.as_json(done)["observations"]


def held(board: Board, area: str = "安宁区") -> dict[int, int]:
    rows = board.store.current(Selection(indicators=("pm10",), areas=(area,))).to_pylist()
    return {row["start"].day: int(row["value"]) for row in rows}


def test_the_right_file_over_a_wrong_one_puts_it_right(tmp_path: Path, run: Command) -> None:
    right, wrong = tmp_path / "right.csv", tmp_path / "wrong.csv"
    right.write_bytes(RIGHT)
    wrong.write_bytes(WRONG)
    code, answer = run(tmp_path / "home", "import", *map(str, (right, wrong, right, right)))
    files = answer["files"]
    assert code == 0
    assert [f["status"] for f in files] == ["committed"] * 3 + ["unchanged"]
    assert files[2]["observations"] == {"added": 0, "changed": 1, "unchanged": 1, "removed": 0}
    listed = run(tmp_path / "home", "observations", "--indicator", "pm10")[1]["rows"]
    assert [row["value"] for row in listed] == ["101", "102"]


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
def test_the_reported_workbooks(board: Board) -> None:
    books = [(CASES / f"34-{name}.xlsx").read_bytes() for name in ("right", "wrong", "right")]
    done = [importing.import_file(board, WHO, b, "日报.xlsx", Hints()) for b in books]
    assert [one.status for one in done] == ["committed"] * 3
    assert counts(done[2])["changed"] == 1


def test_what_was_removed_meanwhile_comes_back_as_added(board: Board) -> None:
    send(board, RIGHT)
    shorter = daily({1: 101, 3: 103})
    assert send(board, shorter, answer=("removed", "remove"), reason="误报").status == "committed"
    assert held(board) == {1: 101, 3: 103}
    done = send(board, RIGHT, reason="原表无误")
    assert (done.status, counts(done)["added"]) == ("committed", 1)
    assert held(board) == {1: 101, 2: 102, 3: 103}
    # the removal of the other file no longer holds: it is asked about again, not swallowed
    assert send(board, shorter).status == "needs_answer"


def test_what_was_kept_once_is_not_asked_again_while_it_holds(board: Board) -> None:
    send(board, RIGHT)
    shorter = daily({1: 101, 3: 103})
    assert send(board, shorter, answer=("removed", "keep")).status == "committed"
    assert send(board, shorter).status == "unchanged"
    send(board, daily({3: 303}))
    assert send(board, shorter).status == "needs_answer"


def test_the_same_bytes_for_another_place_are_another_import(board: Board) -> None:
    data = without_place({1: 101, 2: 102})
    assert send(board, data, area="安宁区").status == "committed"
    assert send(board, data).status == "unchanged"  # who, was said when it was imported
    assert send(board, data, area="城关区").status == "committed"
    assert held(board) == held(board, "城关区") == {1: 101, 2: 102}
    send(board, daily({2: 99}))
    again = send(board, data, area="安宁区")
    assert (again.status, counts(again)["changed"]) == ("committed", 1)


def test_a_withdrawn_file_for_another_place_is_imported_not_restored(board: Board) -> None:
    data = without_place({1: 101})
    batch = send(board, data, area="安宁区").batch
    assert batch
    importing.withdraw(board, WHO, batch, "区县填错")
    assert send(board, data, area="安宁区").status == "needs_answer"
    assert send(board, data, area="城关区").status == "committed"
    assert held(board) == {} and held(board, "城关区") == {1: 101}


def test_a_withdrawn_file_is_restored_only_where_that_shows_it(board: Board) -> None:
    send(board, RIGHT)
    importing.withdraw(board, WHO, 1, "存疑")
    asked = send(board, RIGHT)
    assert (asked.status, asked.questions[0].key[8:]) == ("needs_answer", "/restore")
    before = board.store.journal_seq()
    trial = send(board, RIGHT, answer=("restore", "restore"), dry_run=True)
    assert (trial.status, board.store.journal_seq()) == ("staged", before)
    send(board, WRONG)  # newer than the withdrawn batch: to restore that would not show it
    done = send(board, RIGHT)
    assert (done.status, done.batch, held(board)) == ("committed", 3, {1: 101, 2: 102})
    importing.withdraw(board, WHO, 3, "再核")  # active as no other batch that would do
    assert send(board, RIGHT, answer=("restore", "restore"), reason="无误").batch == 3
    assert held(board) == {1: 101, 2: 102}


def test_a_correction_taken_back_is_a_change(board: Board) -> None:
    sha256 = send(board, RIGHT).staged.sha256
    cell = {"file": sha256, "sheet": "", "cell": "R3C3"}
    add_correction(board, WHO, **cell, value="0.120", reason="核实")
    assert counts(send(board, RIGHT))["changed"] == 1 and held(board)[2] == 120
    assert send(board, RIGHT).status == "unchanged"
    remove_correction(board, WHO, **cell, reason="核实有误")
    assert counts(send(board, RIGHT))["changed"] == 1 and held(board)[2] == 102


def test_a_command_goes_on_when_another_import_comes_between(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(board, RIGHT)
    staged_first, calls = importing.preview, []

    def preview(*given: Any) -> Any:
        staged = staged_first(*given)
        calls.append(staged)
        if len(calls) == 1:  # the other one is quicker
            board.store.commit(importing.submission(other, "李四", "", False, board.catalog))
        return staged

    other = staged_first(board, WHO, daily({2: 150}), "别的.csv", Hints())
    monkeypatch.setattr(importing, "preview", preview)
    done = send(board, WRONG)
    assert (done.status, len(calls), held(board)) == ("committed", 2, {1: 101, 2: 201})
    assert done.staged.diff.changes[0].old_value == "150"


def expected(current: dict[int, int], file: dict[int, int], said: str) -> bool:
    """Whether writing the file would change anything, as one compares by hand."""
    gone = {day for day in current if min(file) <= day <= max(file)} - set(file)
    return any(current.get(d) != v for d, v in file.items()) or (said == "remove" and bool(gone))


@pytest.mark.parametrize("seed", range(2))
def test_unchanged_exactly_where_the_file_would_change_nothing(board: Board, seed: int) -> None:
    luck, seen = random.Random(seed), []
    files = [
        {day: luck.choice((101, 102)) for day in sorted(luck.sample(range(1, 5), 3))}
        for _ in range(3)
    ]
    for _ in range(12):
        file, said = luck.choice(files), luck.choice(("keep", "keep", "remove"))
        changes = expected(held(board), file, said)
        done = send(board, daily(file), answer=("removed", said), reason="核对")
        assert (done.status != "unchanged") == changes
        if done.status == "needs_answer":
            assert done.questions[0].key.endswith("/restore")
            importing.restore(board, WHO, int(done.staged.restorable or 0), "恢复")
        seen.append(done.status)
        assert file.items() <= held(board).items()
        if luck.random() < 0.4:
            one = luck.choice(board.store.batches())
            act = importing.withdraw if one.state == "active" else importing.restore
            act(board, WHO, one.batch, "试")
    assert {"committed", "unchanged"} <= set(seen)
