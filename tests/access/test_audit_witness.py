"""Audit and journal witness each other: neither is cut, replaced or deleted unnoticed."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangmo.access import audit
from chuangmo.access.actor import REVIEWER, Actor, Forbidden, local_person
from chuangmo.cli.main import main
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.audit_trail import check_audit, restart_audit
from chuangmo.service.decisions.backing_up import back_up
from chuangmo.settings import Settings
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.copies.verify import verify
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.journal import AUDIT, AUDIT_BEGUN, last_line, read_journal

WANG = local_person("wang", "page")
AUDIT_FILES = ("audit.sqlite", "audit.head")


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    for day in range(1, 6):
        changing.add_dust(held, WANG, f"2008-03-{day:02}")
    yield held
    held.close()


def dropped(home: Path) -> None:
    audit.audit_database(home).close()
    for name in AUDIT_FILES:
        (home / name).unlink()


def test_every_journal_line_says_how_the_audit_ended_and_the_audit_how_the_journal(
    board: Board,
) -> None:
    home = board.settings.home
    lines = {line.seq: line for line in audit.lines(home)}
    seen = [entry.body[AUDIT] for entry in board.store.entries()]
    assert [lines[number].sha256 for number, _ in seen] == [sha256 for _, sha256 in seen]
    assert [lines[number].act.success for number, _ in seen] == ["begun"] * len(seen)
    witnessed = [one.act for one in lines.values() if one.act.action == audit.JOURNAL]
    assert [act.object for act in witnessed] == ["1", "2", "3", "4", "5"]
    assert last_line(home / "journal.jsonl") == (5, witnessed[-1].detail.split()[1])
    assert check_audit(board.settings, board.store).ok
    assert audit.JOURNAL not in {line.act.action for line in audit.acts(home)}


def test_an_audit_whose_files_were_deleted_is_found_though_another_was_begun(
    board: Board,
) -> None:
    dropped(board.settings.home)
    found = check_audit(board.settings, board.store)
    assert not found.ok
    assert "登记簿第 1 行写下时审计已有 1 条，现在只有 0 条" in found.detail
    for day in range(1, 9):
        changing.add_dust(board, WANG, f"2009-03-{day:02}")
    assert audit.verify_audit(board.settings.home).ok
    found = check_audit(board.settings, board.store)
    assert not found.ok
    assert "不是同一条" in found.detail
    assert "audit restart" in found.detail


def test_an_audit_put_back_as_it_was_earlier_is_found(board: Board, tmp_path: Path) -> None:
    home, early = board.settings.home, tmp_path / "early"
    audit.audit_database(home).close()
    early.mkdir()
    for name in AUDIT_FILES:
        shutil.copy(home / name, early)
    changing.add_dust(board, WANG, "2009-03-01")
    audit.audit_database(home).close()
    for name in AUDIT_FILES:
        shutil.copy(early / name, home)
    assert audit.verify_audit(home).ok
    assert "审计缺少记录" in check_audit(board.settings, board.store).detail


def test_a_journal_cut_with_its_witness_and_database_is_found_by_the_audit(
    tmp_path: Path, board: Board
) -> None:
    settings = board.settings
    board.close()
    for path in (settings.home / "journal.jsonl", settings.home / "witness" / "journal.jsonl"):
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))
    (settings.home / "board.duckdb").unlink()
    assert all(check.ok for check in verify(settings))
    found = check_audit(settings)
    assert not found.ok
    assert "登记簿已有 4 行，现在只有 3 行" in found.detail
    again = open_board(settings)
    try:
        changing.add_dust(again, WANG, "2010-03-01")  # a fourth line, but another one
        assert "不是同一行" in check_audit(settings, again.store).detail
    finally:
        again.close()


@pytest.mark.parametrize("kept", [True, False])
def test_an_administrator_goes_on_with_a_lost_audit_and_says_why(kept: bool, board: Board) -> None:
    home = board.settings.home
    dropped(home)
    if kept:
        changing.add_dust(board, WANG, "2009-03-01")
    else:
        (home / "audit.head").write_text("9 " + "a" * 64 + "\n")
    with pytest.raises(Forbidden):  # though the refusal itself cannot be recorded in a cut trail
        restart_audit(board, Actor("qian", REVIEWER, "page"), "误删")
    with pytest.raises(StoreRefusal, match="理由"):
        restart_audit(board, WANG, " ")
    done = restart_audit(board, WANG, "磁盘清理时误删")
    assert (done.lines > 0, done.aside) == (kept, not kept)
    assert check_audit(board.settings, board.store).ok
    line = board.store.entries(AUDIT_BEGUN)[0]
    assert line.actor == "wang"
    assert line.body["payload"]["reason"] == "磁盘清理时误删"
    assert "磁盘清理时误删" in audit.acts(home)[0].act.detail
    assert (home / "quarantine" / "0001-audit.head").exists() is not kept
    changing.add_dust(board, WANG, "2010-03-01")
    assert check_audit(board.settings, board.store).ok
    with pytest.raises(StoreRefusal, match="完整"):
        restart_audit(board, WANG, "再来")


def test_the_command_goes_on_and_verify_is_content(
    board: Board, capsys: pytest.CaptureFixture[str]
) -> None:
    home = board.settings.home
    board.close()
    dropped(home)
    assert main(["verify", "--json", "--home", str(home)]) == 6
    words = ["audit", "restart", "--json", "--home", str(home), "--reason", "误删", "--by", "root"]
    capsys.readouterr()
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == 0
    assert main(["verify", "--json", "--home", str(home)]) == 0
    assert main(words) == 2


def test_a_backup_and_what_is_restored_from_it_witness_each_other(
    board: Board, tmp_path: Path
) -> None:
    back_up(board, WANG, tmp_path / "backup")
    changing.add_dust(board, WANG, "2009-03-01")
    back_up(board, WANG, tmp_path / "backup")
    copy = Settings(tmp_path / "backup", "lanzhou")
    assert check_audit(copy).ok
    assert len(read_journal(copy.home / "journal.jsonl")[0]) == 6
    restored = Settings(tmp_path / "restored", "lanzhou")
    restore_backup(restored, copy.home)
    assert check_audit(restored).ok


def test_lines_of_a_home_without_an_audit_say_nothing_of_one(tmp_path: Path) -> None:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    try:
        held.store.record("note", {}, "wang")
        assert AUDIT not in held.store.entries()[0].body
        assert check_audit(held.settings, held.store).ok
    finally:
        held.close()


def test_the_last_line_is_found_however_long_it_is(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    assert last_line(path) is None
    path.write_bytes(b"")
    assert last_line(path) is None
    for size in (10, 70_000, 600_000):
        line = json.dumps({"seq": size, "x": "y" * size}).encode()
        path.write_bytes(b'{"seq":1}\n' + line + b"\n" + b'{"torn')
        found = last_line(path)
        assert found is not None
        assert found[0] == size
