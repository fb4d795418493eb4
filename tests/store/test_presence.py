"""A home that is moved, replaced, incomplete, full or read-only under an open store."""

import hashlib
import os
import shutil
from dataclasses import replace

import pytest

from chuangmo.store import journal as journal_module
from chuangmo.store.copies.backup import backup
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.errors import StoreFault, WritingClosed
from chuangmo.store.home.presence import GONE, INCOMPLETE, REPLACED, UNWRITABLE, why_closed
from chuangmo.store.store import Store
from tests.mounting import read_only, small_disk
from tests.store.making import filled, month_row, months, put, settings, submission, table


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    home = tmp_path_factory.mktemp("kept") / "home"
    store = filled(home)
    store.record("target", {}, "王", b"attached")
    store.close()
    (home / "catalog").mkdir()
    (home / "catalog" / "targets.toml").write_text("# 目标\n", encoding="utf-8")
    return home


@pytest.fixture
def home(kept, tmp_path):
    return shutil.copytree(kept, tmp_path / "home")


@pytest.fixture
def store(home):
    found = Store.open(settings(home))
    assert found.writing_closed == ""
    yield found
    found.close()


def files(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and "duckdb" not in p.name}


def _moved(home):
    home.rename(home.with_name("away"))


def _unmounted(home):
    _moved(home)
    home.mkdir()


def _copied(home):
    _moved(home)
    shutil.copytree(home.with_name("away"), home)


def _another(home):
    _moved(home)
    Store.open(settings(home.with_name("other"))).close()
    home.with_name("other").rename(home)


def _a_file(home):
    _moved(home)
    home.write_text("x")


def _without(name):
    return lambda home: (home / name).rename(home.with_name(name))


CASES = {
    "moved": (_moved, GONE, "不见了"),
    "unmounted": (_unmounted, GONE, "没有挂载"),
    "a copy": (_copied, REPLACED, "拷贝"),
    "another home": (_another, REPLACED, "换成了另一个"),
    "a file": (_a_file, GONE, "不见了"),
    "no identity": (_without("home.json"), GONE, "home.json"),
    "no journal": (_without("journal.jsonl"), REPLACED, "journal.jsonl"),
    "no archive": (_without("archive"), INCOMPLETE, "archive"),
    "no staged": (_without("staged"), INCOMPLETE, "staged"),
    "no attached": (_without("attached"), INCOMPLETE, "attached"),
    "no catalog": (_without("catalog"), INCOMPLETE, "catalog"),
}


@pytest.mark.parametrize(("change", "reason", "words"), CASES.values(), ids=CASES)
def test_nothing_is_written_until_the_home_is_back(home, store, change, reason, words):
    figures = months(store)
    change(home)
    held = files(home.parent)
    for act in (lambda: put(store, month_row(12, 12)), lambda: store.withdraw(1, "李", "试")):
        with pytest.raises(WritingClosed, match=words):
            act()
    assert (store.presence.closed.reason, files(home.parent)) == (reason, held)
    assert months(store) == figures
    _put_back(home)
    assert store.presence.look() == ""
    put(store, month_row(12, 12))
    assert months(store)[12] == 12


def _put_back(home):
    away = home.with_name("away")
    if away.exists():
        home.unlink() if home.is_file() else shutil.rmtree(home, ignore_errors=True)
        away.rename(home)
    for name in ("home.json", "journal.jsonl", "archive", "staged", "attached", "catalog"):
        if home.with_name(name).exists():
            home.with_name(name).rename(home / name)


def test_journal_that_grew_while_the_home_was_away_needs_a_restart(home, store):
    _moved(home)
    store.presence.look()
    with (home.with_name("away") / "journal.jsonl").open("a") as out:
        out.write("{}\n")
    _put_back(home)
    with pytest.raises(WritingClosed, match="请重新启动看板"):
        store.withdraw(1, "李", "试")


def test_home_that_goes_during_the_write_takes_no_line_with_it(home, store, monkeypatch):
    real, before = os.fsync, (home / "journal.jsonl").read_bytes()

    def moved_meanwhile(descriptor):
        real(descriptor)
        if home.exists():
            _moved(home)

    monkeypatch.setattr(journal_module.os, "fsync", moved_meanwhile)
    with pytest.raises(StoreFault, match=r"移走或换掉.*没有任何改动"):
        store.withdraw(1, "李", "试")
    monkeypatch.undo()
    _put_back(home)
    assert (home / "journal.jsonl").read_bytes() == before
    assert store.withdraw(1, "李", "试").state == "withdrawn"


def test_broken_database_is_not_made_anew_where_the_home_was(home, store):
    _moved(home)
    with pytest.raises(StoreFault, match="不见了"):
        store._tables._database.reopen()
    assert not home.exists()
    _put_back(home)
    assert months(store)[1] == 10


def test_archive_that_is_missing_at_the_start_closes_to_writing(home):
    _without("archive")(home)
    store = Store.open(settings(home))
    with pytest.raises(WritingClosed, match="archive"):
        put(store, month_row(12, 12))
    assert months(store)[1] == 10
    store.close()


def test_disk_that_turns_read_only_and_back(home, store):
    with read_only(home):
        with pytest.raises(WritingClosed, match="只读"):
            put(store, month_row(12, 12))
        assert store.presence.closed.reason == UNWRITABLE and months(store)[1] == 10
    put(store, month_row(12, 12))


def test_full_disk_is_named_and_nothing_is_half_written(tmp_path):
    with small_disk(tmp_path / "disk", "6m") as disk:
        store = filled(disk / "home")
        data = os.urandom(2_000_000)
        made = replace(
            submission(store, table(month_row(12, 12))),
            data=data, sha256=hashlib.sha256(data).hexdigest(),
        )  # fmt: skip
        before = (disk / "home/journal.jsonl").read_bytes()
        free = os.statvfs(disk)
        (disk / "filler").write_bytes(b"x" * (free.f_bavail * free.f_frsize - 1_300_000))
        with pytest.raises(StoreFault, match=f"挂载在 {disk} 的磁盘满了"):
            store.commit(made)
        with (disk / "filler").open("ab") as out:
            free = os.statvfs(disk)
            out.write(b"x" * (free.f_bavail * free.f_frsize))
        with pytest.raises(WritingClosed, match=f"挂载在 {disk}）满了"):
            store.commit(made)
        assert (disk / "home/journal.jsonl").read_bytes() == before
        assert list((disk / "home/archive/tmp").iterdir()) == []
        (disk / "filler").unlink()
        put(store, month_row(12, 12))
        store.close()


def test_restored_home_is_that_home(home, tmp_path):
    backup(settings(home), tmp_path / "copy")
    restore_backup(settings(tmp_path / "new"), tmp_path / "copy")
    assert (tmp_path / "new/home.json").read_bytes() == (home / "home.json").read_bytes()


def test_an_identity_that_cannot_be_read_now_is_no_other_home(home, store):
    """As where no more files may be open: the refusal says that, not that the home was replaced."""
    before = files(home)
    (home / "home.json").rename(home / "kept.json")
    (home / "home.json").mkdir()  # reading it fails as the system says
    with pytest.raises(WritingClosed) as refused:
        store.record("target", {}, "王")
    assert "标识现在读不出来" in str(refused.value) and "换成了另一个" not in str(refused.value)
    assert "标识现在读不出来" in why_closed(home) and "不是原来的那个" not in why_closed(home)
    (home / "home.json").rmdir()
    (home / "kept.json").rename(home / "home.json")
    assert files(home) == before
    assert store.record("target", {}, "王")
