"""Kills on the way to a backup, back from it, and while lost lines are put back."""

import json
import shutil
import signal
from pathlib import Path

import pytest

from chuangmo.store.copies.backup import LIST, backup
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.copies.verify import verify
from chuangmo.store.crash_points import (
    BACKUP_POINTS,
    JOURNAL_LINE,
    RECOVERY_POINTS,
    RESTORE_POINTS,
)
from chuangmo.store.errors import ArchiveDamaged, StoreRefusal, WritingClosed
from chuangmo.store.home.paths import Home
from chuangmo.store.store import Store
from tests.commanding import run_command
from tests.store.making import filled, month_row, months, put, settings

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A home with an overlay and accounts, and a backup of it."""
    base = tmp_path_factory.mktemp("made")
    filled(base / "home").close()
    overlay = base / "home" / "catalog" / "layouts"
    overlay.mkdir(parents=True)
    (overlay / "notes.txt").write_text("手记", encoding="utf-8")
    assert (
        said(base / "home", "user", "add", "王", "--role", "admin", given="Yinhe-2008-shan\n") == 0
    )
    backup(settings(base / "home"), base / "copy")
    return base


@pytest.fixture
def home(made, tmp_path):
    shutil.copytree(made / "home", tmp_path / "home")
    return tmp_path / "home"


def said(home, *words, given="", **environment):
    done = run_command("--home", str(home), *words, env=environment, given=given)
    return done.returncode


def killed(home, point, *words):
    assert said(home, *words, FAULT_AT=point) == -signal.SIGKILL


def faults(folder):
    return {c.name: c.detail for c in verify(settings(folder)) if not c.ok}


@pytest.mark.parametrize("point", BACKUP_POINTS)
def test_killed_backup_is_refused_and_the_next_completes_it(home, tmp_path, point):
    copy, new = tmp_path / "copy", tmp_path / "new"
    killed(home, point, "backup", str(copy), "--by", "王")
    assert "没有做完" in faults(copy)["backup"]
    with pytest.raises(StoreRefusal, match="没有做完"):
        restore_backup(settings(new), copy)
    assert not new.exists()
    (copy / "accounts.sqlite.new-journal").write_bytes(b"left by the kill")
    assert said(home, "backup", str(copy), "--by", "王") == 0
    assert faults(copy) == {} and not list(copy.glob("*.new*"))
    restore_backup(settings(new), copy)
    assert faults(new) == {}


def test_later_backup_that_is_killed_is_completed_too(home, tmp_path):
    copy = tmp_path / "copy"
    backup(settings(home), copy)
    store = Store.open(settings(home))
    put(store, month_row(11, 11))
    store.close()
    killed(home, BACKUP_POINTS[1], "backup", str(copy), "--by", "王")
    assert "没有做完" in faults(copy)["backup"]
    backup(settings(home), copy)
    assert faults(copy) == {}


@pytest.mark.parametrize("point", RESTORE_POINTS)
def test_killed_restoring_is_said_at_the_next_start_and_done_again(made, tmp_path, point):
    new = tmp_path / "new"
    killed(new, point, "restore-backup", str(made / "copy"))
    assert "没有做完" in faults(new)["journal"]
    store = Store.open(settings(new))
    assert "再运行一次 restore-backup" in store.writing_closed
    with pytest.raises(WritingClosed):
        put(store, month_row(1, 1))
    store.close()
    restore_backup(settings(new), made / "copy")
    assert faults(new) == {}
    store = Store.open(settings(new))
    assert (store.writing_closed, months(store)[1]) == ("", 10)
    store.close()


@pytest.mark.parametrize("witness", ["witness", "database"])
@pytest.mark.parametrize("point", RECOVERY_POINTS)
def test_killed_recovery_leaves_the_home_closed_or_whole(home, point, witness):
    lines = (home / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (home / "journal.jsonl").write_bytes(b"".join(lines[:3]))
    if witness == "database":
        shutil.rmtree(home / "witness")
    words = ("rebuild", "--recover", "--reason", "误删", "--by", "王")
    killed(home, point, *words)
    store = Store.open(settings(home))
    closed, figures = store.writing_closed, months(store)
    store.close()
    assert (figures[1], figures[2], figures[4]) == (10, 21, 40)
    if closed:
        assert said(home, *words) == 0
    assert faults(home) == {}


def test_kill_between_the_line_and_its_witness_leaves_the_import_in(home):
    killed(home, JOURNAL_LINE, "withdraw", "1", "--reason", "试", "--by", "王")
    place = Home(home)
    assert len(place.witness.read_bytes()) < len(place.journal.read_bytes())
    assert faults(home).keys() <= {"database"}
    store = Store.open(settings(home))
    assert (store.writing_closed, store.batches()[0].state) == ("", "withdrawn")
    store.close()
    assert place.witness.read_bytes() == place.journal.read_bytes() and faults(home) == {}


def test_older_backup_is_the_one_lawful_step_back_and_says_what_it_gives_up(home, tmp_path):
    backup(settings(home), tmp_path / "copy")
    store = Store.open(settings(home))
    put(store, month_row(11, 11), name="十一月.xlsx", actor="赵")
    store.close()
    with pytest.raises(StoreRefusal, match="已有数据"):
        restore_backup(settings(home), tmp_path / "copy")
    (home / "journal.jsonl").unlink()
    found = restore_backup(settings(home), tmp_path / "copy")
    assert "副本已按备份重写，共 6 行" in found.notices[0]
    assert "1 行登记不在备份里：批次 5“十一月.xlsx”（赵）" in found.notices[1]
    store = Store.open(settings(home))
    assert store.writing_closed == "" and 11 not in months(store)
    store.close()
    assert faults(home) == {} and list((home / "quarantine").glob("*accounts.sqlite"))


def test_home_that_lost_lines_is_not_backed_up(home, tmp_path):
    lines = (home / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (home / "journal.jsonl").write_bytes(b"".join(lines[:3]))
    with pytest.raises(WritingClosed, match="少了最后 3 行"):
        backup(settings(home), tmp_path / "copy")
    shutil.rmtree(home / "witness")
    assert said(home, "backup", str(tmp_path / "copy"), "--by", "王") == 5
    assert not (tmp_path / "copy").exists()


MUTILATED = {
    "no journal": lambda copy: (copy / "journal.jsonl").unlink(),
    "no list": lambda copy: (copy / LIST).unlink(),
    "shorter journal": lambda copy: _cut(copy / "journal.jsonl"),
    "empty journal": lambda copy: (copy / "journal.jsonl").write_bytes(b""),
    "no accounts": lambda copy: (copy / "accounts.sqlite").unlink(),
    "list of another kind": lambda copy: (copy / LIST).write_text("[]", encoding="utf-8"),
    "list of nothing": lambda copy: (copy / LIST).write_text('{"files":{}}', encoding="utf-8"),
    "list without an original": lambda copy: _unlist(copy, "archive/"),
}


def _unlist(copy, tree):
    body = json.loads((copy / LIST).read_bytes())
    body["files"].pop(next(path for path in body["files"] if path.startswith(tree)))
    (copy / LIST).write_text(json.dumps(body), encoding="utf-8")


def _cut(path):
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


@pytest.mark.parametrize("mutilation", MUTILATED)
def test_backup_that_lacks_something_is_not_ok(made, tmp_path, mutilation):
    shutil.copytree(made / "copy", tmp_path / "copy")
    MUTILATED[mutilation](tmp_path / "copy")
    held = contents(tmp_path / "copy")
    assert "backup" in faults(tmp_path / "copy")
    assert contents(tmp_path / "copy") == held
    with pytest.raises((StoreRefusal, ArchiveDamaged), match="备份"):
        restore_backup(settings(tmp_path / "new"), tmp_path / "copy")


def contents(folder: Path):
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize("folder", ["missing", "empty", "unrelated"])
def test_verify_of_a_folder_without_a_home_finds_a_fault_and_creates_nothing(tmp_path, folder):
    place = tmp_path / folder
    if folder != "missing":
        place.mkdir()
    if folder == "unrelated":
        (place / "报告.docx").write_bytes(b"x")
    held = contents(tmp_path)
    for words in (("verify", str(place)), ("verify", str(place), "--deep")):
        assert said(tmp_path / "nowhere", *words) == 6
    assert said(place, "verify") == 6
    assert contents(tmp_path) == held
