"""Kills, torn files, flipped bytes: wholly in or wholly out, and always the same figures."""

import hashlib
import itertools
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from chuangmo.store import replay, tables
from chuangmo.store.copies.verify import verify
from chuangmo.store.crash_points import ARROWS, FIRST_IN
from chuangmo.store.errors import ArchiveDamaged, JournalBroken, StoreFault, StoreHeld
from chuangmo.store.home.lock import HomeLock
from chuangmo.store.home.paths import Home, wal_of
from chuangmo.store.rebuild import rebuild
from chuangmo.store.store import Store
from tests.commanding import begin
from tests.store import making
from tests.store.making import ALL, checksum_of, filled, month_row, months, put, settings
from tests.two_forms import examples

pytestmark = pytest.mark.long


def child(home, place, **environment):
    """A process that imports into a home; what it says stands in ``place``."""
    place.mkdir()
    return begin("tests.store.killed", str(home), place=place, env=environment)


def reopened(home):
    store = Store.open(settings(home))
    assert store.journal_seq() == len(store.entries())
    return store


def sound(home):
    return [c for c in verify(settings(home)) if not c.ok] == []


@pytest.mark.parametrize("number", ARROWS, ids=lambda n: f"arrow{n}")
def test_kill_at_every_arrow_leaves_the_batch_wholly_in_or_out(tmp_path, number):
    home = tmp_path / "home"
    store = Store.open(settings(home))
    put(store, month_row(1, 1), month_row(7, 7))
    store.close()
    process = child(home, tmp_path / "said", FAULT_AT=str(number))
    assert process.wait(60) == -signal.SIGKILL
    assert (tmp_path / "said" / "out").read_bytes() == b""
    store = reopened(home)
    new = {1: 501, 2: 502, 3: 503, 4: 504, 5: 505, 6: 506, 7: 7}
    assert months(store) == (new if number >= FIRST_IN else {1: 1, 7: 7})
    assert list((home / "archive" / "tmp").iterdir()) == []
    checksum = checksum_of(store)
    store.close()
    assert rebuild(settings(home)).sha256 == checksum
    assert sound(home)


def test_kill_at_random_times(tmp_path):
    chance = random.Random(1)
    for _ in range(3):
        home = tmp_path / str(chance.random())
        said = tmp_path / f"said by {home.name}"
        process = child(home, said)
        while not (home / "lock").exists() and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.15)
        process.kill()
        process.wait(60)
        store = reopened(home)
        assert len(months(store)) in ((6,) if (said / "out").read_bytes() else (0, 6))
        store.close()
        assert sound(home)


def _flip(path, offset):
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x40
    path.write_bytes(data)


def _flip_database(home):
    _flip(home.database, home.database.stat().st_size // 2)


def _flip_header(home):
    _flip(home.database, 5000)


def _truncate(home):
    os.truncate(home.database, home.database.stat().st_size // 2)


def _junk(home):
    home.database.write_bytes(b"not a database at all" * 1000)


def _empty(home):
    home.database.write_bytes(b"")


def _delete(home):
    home.database.unlink()


def _delete_leaving_a_foreign_wal(home):
    home.database.unlink()
    wal_of(home.database).write_bytes(b"junk" * 100)


def _other_tables(home):
    home.database.unlink()
    connection = duckdb.connect(str(home.database))
    connection.execute("CREATE TABLE t (a INTEGER)")
    connection.close()


DAMAGES = [
    _flip_database, _flip_header, _truncate, _junk, _empty, _delete,
    _delete_leaving_a_foreign_wal, _other_tables,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_database_opens_with_the_same_figures(tmp_path, damage):
    store = filled(tmp_path)
    checksum, figures = checksum_of(store), months(store)
    store.close()
    damage(Home(tmp_path))
    store = reopened(tmp_path)
    assert (months(store), checksum_of(store)) == (figures, checksum)
    store.close()
    assert sound(tmp_path)


def test_random_flips_never_change_a_figure(tmp_path):
    store = filled(tmp_path)
    checksum = checksum_of(store)
    store.close()
    home, chance = Home(tmp_path), random.Random(2)
    for _ in range(examples(6, 60)):
        _flip(home.database, chance.randrange(home.database.stat().st_size))
        store = reopened(tmp_path)
        assert checksum_of(store) == checksum
        store.close()


def _copied_live(store, home, target):
    """What a power cut leaves: the files as they are while the store is open."""
    target.mkdir()
    for name in ("board.duckdb", "board.duckdb.wal", "journal.jsonl"):
        if (home / name).exists():
            (target / name).write_bytes((home / name).read_bytes())
    for tree in ("archive", "staged"):
        for path in (home / tree).rglob("*.*"):
            place = target / path.relative_to(home)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    return target


@pytest.mark.parametrize("cut", ["none", "missing", "half", "flip", "tail"])
def test_write_ahead_log_lost_torn_or_flipped(tmp_path, cut):
    store = filled(tmp_path / "live")
    checksum = checksum_of(store)
    home = Home(_copied_live(store, tmp_path / "live", tmp_path / "copy"))
    store.close()
    wal = wal_of(home.database)
    size = wal.stat().st_size
    match cut:
        case "missing":
            wal.unlink()
        case "half":
            os.truncate(wal, size // 2)
        case "flip":
            _flip(wal, size // 2)
        case "tail":
            os.truncate(wal, size - 3)
    store = reopened(home.root)
    assert checksum_of(store) == checksum
    store.close()


def test_torn_tail_of_the_journal_is_cut_and_reported(tmp_path):
    filled(tmp_path).close()
    journal = tmp_path / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"seq":7,"type":"import","at":"20')
    assert not sound(tmp_path)
    store = reopened(tmp_path)
    assert journal.read_bytes() == whole and "末行" in store.notices[0]
    put(store, month_row(12, 12))
    store.close()
    assert sound(tmp_path)


def test_last_line_that_lacks_only_its_newline_counts(tmp_path):
    filled(tmp_path).close()
    journal = tmp_path / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-1])
    reopened(tmp_path).close()
    assert journal.read_bytes() == whole


@pytest.mark.parametrize("line", [1, 3, 6])
def test_flipped_byte_in_the_journal_is_named_by_its_line(tmp_path, line):
    filled(tmp_path).close()
    journal = tmp_path / "journal.jsonl"
    lines = journal.read_bytes().split(b"\n")
    assert len(lines) == 7
    place = sum(len(text) + 1 for text in lines[: line - 1]) + lines[line - 1].index(b'"at":"2') + 8
    _flip(journal, place)
    (check,) = (one for one in verify(settings(tmp_path)) if one.name == "journal")
    assert not check.ok and f"第 {line} 行" in check.detail
    (tmp_path / "witness" / "journal.jsonl").unlink()
    (check,) = verify(settings(tmp_path))
    assert not check.ok and f"第 {line} 行" in check.detail
    with pytest.raises(JournalBroken) as broken:
        Store.open(settings(tmp_path))
    assert broken.value.line == line
    HomeLock(tmp_path).release()  # the refused opening let the home go


def test_lines_chain_by_the_bytes_of_the_line_before(tmp_path):
    filled(tmp_path).close()
    lines = (tmp_path / "journal.jsonl").read_bytes().splitlines()
    for before, line in itertools.pairwise(lines):
        assert json.loads(line)["prev"] == hashlib.sha256(before).hexdigest()


def test_verify_names_a_missing_original_and_figures_stay(tmp_path):
    store = filled(tmp_path)
    sha256 = store.batches()[1].sha256
    (path,) = (tmp_path / "archive" / sha256[:2]).iterdir()
    path.write_bytes(b"changed")
    failed = {c.name: c.detail for c in verify(settings(tmp_path), store) if not c.ok}
    assert list(failed) == ["archive"] and "二月.xlsx" in failed["archive"]
    assert months(store)[2] == 21
    with pytest.raises(ArchiveDamaged):
        store.original(sha256)
    store.close()


def test_verify_finds_a_changed_figure(tmp_path):
    filled(tmp_path).close()
    connection = duckdb.connect(str(tmp_path / "board.duckdb"))
    connection.execute("UPDATE observations SET value = value + 1 WHERE batch = 1 AND line = 0")
    connection.close()
    assert [c.name for c in verify(settings(tmp_path)) if not c.ok] == ["checksum"]


def test_missing_staged_rows_stop_a_rebuild_but_not_the_pages(tmp_path):
    filled(tmp_path).close()
    for path in (tmp_path / "staged").rglob("*.parquet"):
        path.unlink()
    with pytest.raises(ArchiveDamaged):
        rebuild(settings(tmp_path))
    store = reopened(tmp_path)
    assert months(store)[1] == 10
    store.close()


def test_failed_transaction_is_pending_and_replayed_by_the_next_call(tmp_path, monkeypatch):
    store = filled(tmp_path)

    def full(*_):
        raise duckdb.TransactionException("could not write WAL: No space left on device")

    monkeypatch.setattr(tables, "apply_entry", full)
    batch = put(store, month_row(12, 12))
    assert store.batches()[-1].state == "pending" and 12 not in months(store)
    with pytest.raises(StoreFault, match="尚未入库"):
        store.withdraw(1, "李", "")
    monkeypatch.setattr(tables, "apply_entry", replay.apply_entry)
    store._tables._retry_at = 0.0
    assert months(store)[12] == 12
    assert (store.batches()[-1].batch, store.batches()[-1].state) == (batch, "active")
    store.close()


def test_pending_import_is_replayed_at_the_next_start(tmp_path, monkeypatch):
    store = filled(tmp_path)
    monkeypatch.setattr(replay, "_insert_event", lambda *_: (_ for _ in ()).throw(OSError(28, "")))
    put(store, month_row(12, 12))
    store.close()
    monkeypatch.undo()
    store = reopened(tmp_path)
    assert months(store)[12] == 12
    store.close()


def test_invalidated_instance_is_reopened_for_the_reader(tmp_path):
    store = filled(tmp_path)
    figures, failures = (
        months(store),
        iter([duckdb.FatalException("database has been invalidated")]),
    )

    def question(cursor):
        for failure in failures:
            raise failure
        return months(store)

    assert store._tables.read(question) == figures
    assert store._tables._database.epoch == 1
    store.close()


def test_unwritable_journal_makes_no_change(tmp_path, monkeypatch):
    store = filled(tmp_path)
    before, text = months(store), (tmp_path / "journal.jsonl").read_bytes()

    def full(descriptor, data, offset):
        real(descriptor, data[:10], offset)
        raise OSError(28, "No space left on device")

    real = os.pwrite
    monkeypatch.setattr("chuangmo.store.journal.os.pwrite", full)
    with pytest.raises(StoreFault, match="没有任何改动"):
        store.withdraw(1, "李", "")
    monkeypatch.undo()
    assert (months(store), (tmp_path / "journal.jsonl").read_bytes()) == (before, text)
    put(store, month_row(12, 12))
    store.close()
    assert sound(tmp_path)


def test_rebuild_open_and_closed_give_the_same_checksum(tmp_path):
    store = filled(tmp_path)
    checksum = checksum_of(store)
    result = store.rebuild()
    assert (result.sha256, result.batches, result.observations) == (checksum, 4, 6)
    put(store, month_row(12, 12))
    checksum = checksum_of(store)
    store.close()
    assert rebuild(settings(tmp_path)).sha256 == checksum


def test_database_held_by_another_program_is_not_set_aside(tmp_path):
    filled(tmp_path).close()
    script = (
        "import duckdb,sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "board.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout is not None and holder.stdout.readline() == b"open\n"
    with pytest.raises(StoreHeld) as held:
        Store.open(settings(tmp_path))
    holder.communicate(b"\n")
    assert held.value.pid == holder.pid
    assert not (tmp_path / "quarantine").exists()
    store = reopened(tmp_path)
    assert store.current(ALL).num_rows == 6
    store.close()


def test_full_disk_leaves_an_import_pending_and_reads_go_on(tmp_path):
    store = filled(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    wal = wal_of(tmp_path / "board.duckdb").stat().st_size
    wide = [
        month_row(m, m, site=f"s{n}", raw=f"{n * m}x{n}") for m in range(1, 13) for n in range(300)
    ]
    made = making.submission(store, making.table(*wide), name="大.xlsx")
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal + 40_000, hard))
    try:
        assert store.commit(made).state == "pending"
        assert store.current(ALL).num_rows == 6
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store._tables._retry_at = 0.0
    assert store.current(ALL).num_rows == 3606
    checksum = checksum_of(store)
    assert store.rebuild().sha256 == checksum
    store.close()
    assert sound(tmp_path)
