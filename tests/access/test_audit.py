"""The audit trail: chained, found out when touched, and nothing is done without it."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangmo.access import audit
from chuangmo.access.actor import VIEWER, Actor, Forbidden, local_person
from chuangmo.access.audit import Act, acting, acts, lines, record, verify_audit
from chuangmo.service import auditing
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import changing
from chuangmo.service.imports import clerk, importing
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreFault
from loaders.model.staged import Hints
from tests.access.test_rights import hand

WANG = local_person("wang", "page")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for number in range(5):
        record(tmp_path, Act("wang", "192.0.2.1", "page", "commit", f"批次 {number}"))
    audit.audit_database(tmp_path).close()
    return tmp_path


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "board", "lanzhou"))
    yield held
    held.close()


def tampered(home: Path, statement: str) -> audit.Verified:
    """What verify says after somebody with the file at hand ran a statement on it."""
    raw = sqlite3.connect(home / "audit.sqlite")
    for trigger in ("audit_stays", "audit_kept"):
        raw.execute(f"drop trigger {trigger}")
    raw.execute(statement)
    raw.commit()
    raw.close()
    return verify_audit(home)


def test_an_untouched_trail_is_whole_and_readable_by_its_owner_only(home: Path) -> None:
    assert verify_audit(home).ok
    for name in ("audit.sqlite", "audit.head"):
        assert (home / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("update audit set who='li' where seq=3", "第 3 条：内容与指纹不符"),
        ("update audit set detail='x' where seq=1", "第 1 条：内容与指纹不符"),
        ("delete from audit where seq=2", "第 2 条：序号是 3"),
        ("delete from audit where seq=5", "第 5 条：末尾缺少记录"),
        ("delete from audit", "第 1 条：末尾缺少记录"),
        ("update audit set seq=9 where seq=5", "第 5 条：序号是 9"),
    ],
)
def test_a_touched_trail_is_found_out_and_the_line_is_named(
    statement: str, words: str, home: Path
) -> None:
    found = tampered(home, statement)
    assert not found.ok
    assert words in found.detail


def test_one_flipped_byte_of_a_line_is_found(home: Path) -> None:
    raw = sqlite3.connect(home / "audit.sqlite")
    raw.execute("pragma wal_checkpoint(truncate)")
    raw.close()
    path = home / "audit.sqlite"
    data = bytearray(path.read_bytes())
    place = data.index("批次 3".encode())
    data[place + len("批次 3".encode()) - 1] ^= 1
    path.write_bytes(bytes(data))
    found = verify_audit(home)
    assert not found.ok
    assert "第 4 条" in found.detail


def test_a_trail_without_its_head_or_file_is_found(home: Path) -> None:
    head = (home / "audit.head").read_bytes()
    (home / "audit.head").unlink()
    assert "audit.head" in verify_audit(home).detail
    (home / "audit.head").write_bytes(head)
    for name in ("audit.sqlite", "audit.sqlite-wal", "audit.sqlite-shm"):
        (home / name).unlink(missing_ok=True)
    assert not verify_audit(home).ok


def test_the_database_itself_refuses_to_change_or_delete_a_line(home: Path) -> None:
    raw = sqlite3.connect(home / "audit.sqlite")
    for statement in ("update audit set who='li'", "delete from audit"):
        with pytest.raises(sqlite3.DatabaseError, match="never"):
            raw.execute(statement)
    raw.close()


def test_an_act_stands_once_with_its_outcome(tmp_path: Path) -> None:
    act = Act("wang", "", "page", "commit", "a.xlsx")
    with acting(tmp_path, act) as outcome:
        outcome.detail = "批次 1"
    with pytest.raises(ZeroDivisionError), acting(tmp_path, act):
        _ = 1 / 0
    found = [(line.act.success, line.act.detail) for line in acts(tmp_path)]
    assert found == [("no", "division by zero"), ("yes", "批次 1")]
    assert len(lines(tmp_path)) == 4
    assert verify_audit(tmp_path).ok


def test_every_act_of_an_import_is_recorded(board: Board) -> None:
    data = clerk.hand_book(board, WANG, [hand("安宁")], document="来函")
    done = importing.import_file(board, WANG, data, "a.xlsx", Hints(), reason="核对过")
    assert done.batch is not None
    importing.withdraw(board, WANG, done.batch, "错了")
    importing.restore(board, WANG, done.batch, "没错")
    changing.add_dust(board, WANG, "2008-03-01")
    auditing.note_export(board.settings, WANG, "报告.pptx", "a" * 64)
    found = [line.act for line in reversed(acts(board.settings.home))]
    assert [act.action for act in found] == [
        "upload", "commit", "withdraw", "restore", "catalog", "export",
    ]  # fmt: skip
    assert all(act.success == "yes" for act in found)
    assert done.staged.sha256 in found[1].object
    assert "a" * 64 in found[5].object


def test_a_refusal_is_recorded(board: Board) -> None:
    with pytest.raises(Forbidden):
        changing.add_dust(board, Actor("zhao", VIEWER, "page", None, "192.0.2.4"), "2008-03-01")
    act = acts(board.settings.home)[0].act
    assert (act.action, act.who, act.address, act.success) == ("refusal", "zhao", "192.0.2.4", "no")


def test_nothing_is_changed_while_the_audit_cannot_be_written(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = clerk.hand_book(board, WANG, [hand("安宁")], document="来函")
    staged = importing.preview(board, WANG, data, "a.xlsx", Hints())
    home, generation = board.settings.home, board.store.journal_seq()
    audit.audit_database(home).close()
    before = len(lines(home))
    audit.audit_database(home).close()
    os.rename(home / "audit.sqlite", home / "audit.kept")
    (home / "audit.sqlite").mkdir()  # neither root nor anybody can write a line there
    for change in (
        lambda: importing.commit(board, WANG, staged, reason="核对过"),
        lambda: changing.add_dust(board, WANG, "2008-03-01"),
        lambda: importing.preview(board, WANG, data, "a.xlsx", Hints()),
        lambda: auditing.note_export(board.settings, WANG, "报告.pptx", "a" * 64),
    ):
        with pytest.raises(StoreFault, match=r"audit\.sqlite"):
            change()
    assert board.store.journal_seq() == generation
    (home / "audit.sqlite").rmdir()
    os.rename(home / "audit.kept", home / "audit.sqlite")
    assert len(lines(home)) == before


def test_a_spreadsheet_takes_no_cell_of_the_csv_for_a_formula(board: Board) -> None:
    for text in ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "＝1", "\t=1"):
        auditing.note(board.settings, WANG, "upload", text, text)
    found = auditing.audit_lines(board.settings, WANG)
    rows = auditing.audit_csv(board.settings, WANG, found).decode("utf-8-sig").splitlines()
    cells = [cell.strip('"') for row in rows[1:] for cell in row.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "\t"))]
