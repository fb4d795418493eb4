"""Tables in a lake that several servers and cities write: the same answers, each line once."""

import subprocess
import sys
import threading
from datetime import date

import duckdb
import pytest

from chuangmo.settings import Settings, UnfitHome
from chuangmo.store import rows
from chuangmo.store.copies.moving import move, show_place
from chuangmo.store.copies.verify import verify
from chuangmo.store.crash_points import APPENDED, JOURNALLED, STAGED
from chuangmo.store.database import Resources, close_quietly
from chuangmo.store.errors import BaseMoved, StoreFault, StoreRefusal, WritingClosed
from chuangmo.store.home.paths import Home
from chuangmo.store.home.place import asked_place
from chuangmo.store.lake import attaching
from chuangmo.store.lake.attaching import MARK, attached, lake_of
from chuangmo.store.lake.tidying import tidy
from chuangmo.store.lake.writing import Overtaken, apply_to_lake
from chuangmo.store.rebuild import rebuild
from chuangmo.store.renaming import said_by
from chuangmo.store.store import Store
from tests.store import making
from tests.store.making import (
    ALL,
    NO_LEDGER,
    checksum_of,
    filled,
    hour_row,
    month_row,
    months,
    put,
    settings,
    shared,
    table,
    values,
)
from tests.store.test_threads import ATTACKS


@pytest.fixture(autouse=True)
def in_lake(postgres, lake, monkeypatch):
    """The stores of these tests have their tables in the lake."""
    monkeypatch.setattr(making, "LAKES", [lake])
    monkeypatch.setattr(making, "WAYS", ["lake"])


@pytest.fixture
def city(tmp_path):
    return f"c{tmp_path.name}{id(tmp_path)}"


@pytest.fixture
def two(tmp_path, city):
    """Two servers of one city."""
    stores = [Store.open(shared(tmp_path / name, tmp_path / "archive", city)) for name in "ab"]
    yield stores
    for store in stores:
        store.close()


def asking_again(store):
    """As if the time to ask what others wrote had come."""
    store._journal._ask_at = 0.0
    store._tables._retry_at = 0.0
    return store


def answers(store):
    staged = table(month_row(2, 22), month_row(8, 80))
    view = store.supposing(staged, NO_LEDGER)
    return [
        store.current(ALL), store.day_sums(ALL), store.history(ALL), store.parts(ALL),
        store.pairs(ALL), store.stored(ALL), store.ledger("boilers", date(2009, 1, 1)),
        store.arrivals(ALL), store.sheets(["f1"]), store.extent(), store.batches(),
        store.carried(2), store.carriers(ALL), store.diagnostics(1), store.summary(),
        store.earlier(2).current(ALL), store.earlier(2).last_day(), view.day_sums(ALL),
        store.diff(staged, NO_LEDGER), store.absent(staged), store.holds(1),
        store.outranked(staged), store.current(rows.Selection(indicators=("pm10",), kinds=("hour",))),
    ]  # fmt: skip


def fill(home):
    """A store with withdrawals, a ledger, hours over a year's end and a renamed district."""
    store = filled(home)
    put(store, *(hour_row(d, h, d + h) for d in (1, 2) for h in range(24)), name="小时.xlsx")
    put(store, month_row(12, 7, year=2009), month_row(1, 8, year=2010), name="年末.xlsx")
    store.record("renamed", said_by({"安宁区": "新安宁区"}), "王")
    put(store, month_row(3, 33, area="新安宁区"), name="三月.xlsx")
    return store


def test_every_question_has_the_answer_that_a_file_gives(tmp_path, monkeypatch):
    lake = fill(tmp_path / "lake")
    with monkeypatch.context() as patch:
        patch.setattr(making, "WAYS", ["file"])
        alone = fill(tmp_path / "file")
    ours, its = answers(lake), answers(alone)
    for store in (lake, alone):
        store.close()
    at = [[e.at for b in found for e in b.events] for found in (ours.pop(10), its.pop(10))]
    assert len(at[0]) == len(at[1])
    ours[13], its[13] = ours[13].observations, its[13].observations  # times are in the checksum
    assert [str(one) for one in ours] == [str(one) for one in its]
    for one, other in zip(ours, its, strict=True):
        assert one.equals(other) if hasattr(one, "equals") else one == other


def test_another_city_s_rows_are_seen_by_nobody_else(tmp_path):
    one, other = filled(tmp_path / "one"), Store.open(settings(tmp_path / "other"))
    before = checksum_of(one)
    put(other, month_row(1, 999))
    assert months(other) == {1: 999} and checksum_of(one) == before
    assert one.rebuild().sha256 == before and months(other) == {1: 999}
    one.close()
    assert rebuild(settings(tmp_path / "one")).sha256 == before
    assert months(other) == {1: 999}
    assert [c for c in verify(settings(tmp_path / "one"), deep=True) if not c.ok] == []
    other.close()


def test_cities_that_write_at_once_do_not_keep_each_other_out(tmp_path):
    """Their guards stand in one table, where DuckLake takes any two changes for a conflict."""
    stores = [Store.open(settings(tmp_path / name)) for name in ("one", "other", "third")]
    told = []

    def publish(store):
        for month in range(1, 5):
            made = making.submission(store, table(month_row(month, month)), name=f"{month}.xlsx")
            told.append(store.commit(made).state)

    threads = [threading.Thread(target=publish, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["committed"] * 12
    for store in stores:
        assert months(store) == {m: m for m in range(1, 5)}
        store.close()


# ---------------------------------------------------------------------- two servers


def test_two_servers_that_write_at_once_keep_every_batch_once(two, tmp_path):
    faults = []

    def publish(store, area):
        try:
            for month in range(1, 5):
                put(store, month_row(month, month, area=area), name=f"{area}{month}.xlsx")
        except (StoreFault, StoreRefusal, BaseMoved) as fault:
            faults.append(fault)

    threads = [
        threading.Thread(target=publish, args=args)
        for args in zip(two, ("安宁区", "西固区"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    for store in two:
        assert [info.batch for info in asking_again(store).batches()] == list(range(1, 9))
    assert len(values(two[0])) == 8 and checksum_of(two[0]) == checksum_of(two[1])
    checks = verify(Settings(two[0]._home.root, ""), two[0], deep=True)
    assert [c for c in checks if not c.ok] == []


def test_a_server_answers_with_what_another_wrote_before_it_has_the_line(two):
    one, other = two
    put(one, month_row(1, 10))
    staged = table(month_row(1, 10))
    other._journal._ask_at = float("inf")
    assert other.diff(staged, NO_LEDGER).unchanged == 1  # the lake has it, the copy does not yet
    assert other.journal_seq() == 0
    assert asking_again(other).journal_seq() == 1


@pytest.mark.parametrize("point", [STAGED, JOURNALLED, APPENDED])
def test_what_a_killed_server_left_the_other_finishes(two, tmp_path, city, postgres, lake, point):
    one, other = two
    put(other, month_row(1, 10))
    one.close()
    words = [sys.executable, "-m", "tests.store.killed", str(one._home.root), city, str(lake)]
    more = {"FAULT_AT": str(point), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(words, env=postgres.environment | more, check=False)
    assert done.returncode == -9
    new = {m: 500 + m for m in range(1, 7)}
    assert months(asking_again(other)) == ({1: 10} if point == STAGED else new)
    put(other, month_row(12, 120), name="十二月.xlsx")
    assert [c for c in verify(Settings(other._home.root, ""), other) if not c.ok] == []


def test_a_line_is_applied_once_whoever_tries(two):
    one, other = two
    put(one, month_row(1, 10))
    put(one, month_row(2, 20), name="二月.xlsx")
    _, _, ground = lake_of(other._home)
    for entry in one.entries():
        if entry.seq > 1:
            with pytest.raises(Overtaken):
                other.ask(lambda c, e=entry: apply_to_lake(c, e, other._archive, ground))
    assert asking_again(other).journal_seq() == 2 and months(other) == {1: 10, 2: 20}


# ---------------------------------------------------------------------- what is away or wrong


def test_postgres_away_is_said_and_never_a_reason_to_rebuild(two, postgres, monkeypatch):
    one, other = two
    put(one, month_row(1, 10))
    assert months(asking_again(other)) == {1: 10}
    monkeypatch.setattr("chuangmo.store.lake.tables._PAUSES", ())
    ready = [making.submission(s, table(month_row(2, 20)), name="二月.xlsx") for s in two]
    postgres.stop()
    try:
        for store, made in zip(two, ready, strict=True):
            with pytest.raises(StoreFault, match="PostgreSQL 连不上或断开了，表在 DuckLake 里"):
                months(asking_again(store))
            assert store.journal_seq() == 1  # what was asked before is still shown
            with pytest.raises(WritingClosed, match="连不上或断开了"):
                store.commit(made)
        (check,) = [c for c in verify(settings(one._home.root), one) if c.name == "database"]
        assert not check.ok and "没有核对" in check.detail and "rebuild" not in check.detail
    finally:
        postgres.start()
    put(one, month_row(2, 20), name="二月.xlsx")
    assert months(asking_again(other)) == {1: 10, 2: 20} and other.writing_closed == ""
    assert [one.notices, other.notices] == [[], []]


def test_a_restart_of_postgres_under_a_reader_is_waited_for(two, postgres, monkeypatch):
    monkeypatch.setattr("chuangmo.store.lake.tables._PAUSES", (0.2,) * 100)  # a busy machine
    monkeypatch.setattr("chuangmo.store.lake.tables._RESTARTS", 60)
    put(two[0], month_row(1, 10))
    postgres.stop()
    again = threading.Timer(0.2, postgres.start)
    again.start()
    try:
        assert months(two[0]) == {1: 10}
    finally:
        again.join()


def test_rows_that_are_not_the_journal_s_are_found_and_made_anew(tmp_path):
    where = settings(tmp_path / "home")
    store = filled(tmp_path / "home")
    before = checksum_of(store)
    store.close()
    home = Home.of(where)
    connection, (_, _, ground) = attached(home, Resources()), lake_of(home)
    connection.execute("UPDATE lake.main.observations SET value = 1 WHERE city = ?", [ground.city])
    close_quietly(connection)
    bad = {c.name for c in verify(where, deep=True) if not c.ok}
    assert bad == {"checksum", "rows"}
    assert rebuild(where).sha256 == before
    assert [c for c in verify(where, deep=True) if not c.ok] == []


def test_a_folder_that_is_not_mounted_is_not_written_to(tmp_path, lake):
    store = filled(tmp_path / "home")
    mark = lake / MARK
    away = mark.rename(lake / "away")
    try:
        with pytest.raises(StoreFault, match="多半没有挂载"):
            attached(store._home, Resources())
        assert put_pending(store) == "pending"
    finally:
        away.rename(mark)
    asking_again(store)
    assert months(store)[8] == 80
    store.close()


def put_pending(store):
    return store.commit(making.submission(store, table(month_row(8, 80)), name="八月.xlsx")).state


def test_without_the_extension_the_home_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(attaching.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(StoreFault, match=r"requirements-scaleout\.txt"):
        Store.open(settings(tmp_path / "home"))


def test_a_lake_needs_a_folder_and_takes_no_object_store_unseen(tmp_path):
    address = "ducklake:postgres:service=a"
    for lake in ("", "relative", str(tmp_path / "missing")):
        with pytest.raises(UnfitHome, match="CHUANGMO_LAKE"):
            asked_place(address, tmp_path, "x", lake)
    with pytest.raises(UnfitHome, match="没有试过，不接受"):
        asked_place(address, tmp_path, "x", "s3://bucket/prefix")
    found = asked_place(address, tmp_path, "x", str(tmp_path))
    assert (found.url, found.lake) == (address, tmp_path)


def test_upkeep_merges_files_beside_readers_and_changes_no_answer(two):
    one, other = two
    for month in range(1, 6):
        put(one, month_row(month, month), name=f"{month}.xlsx")
    before = checksum_of(asking_again(other))
    done = tidy(Settings(one._home.root, ""))
    assert done.files_after < done.files_before
    assert checksum_of(one) == checksum_of(other) == before
    with pytest.raises(StoreRefusal, match="不用整理"):
        tidy(Settings(one._home.root.parent / "none", ""))


def test_the_connection_to_a_lake_reaches_nothing_else(tmp_path, postgres):
    store = filled(tmp_path / "home")
    secret_frame = table(month_row(1, 1))  # a Python variable must not be a table either
    ask = "SELECT * FROM postgres_query('__ducklake_metadata_lake', '{}')"
    for statement in [*ATTACKS, ask.format("SELECT pg_read_file(''/etc/passwd'')")]:
        with store._tables._database.cursor() as cursor, pytest.raises(duckdb.Error):
            cursor.execute(statement)
    assert store.current(ALL).num_rows == 6 and secret_frame.num_rows == 1
    store.close()


# ---------------------------------------------------------------------- moving


def test_a_home_moves_from_way_to_way_with_the_same_figures(tmp_path, city, lake, monkeypatch):
    monkeypatch.setattr(making, "WAYS", ["file"])
    home, archive = tmp_path / "home", tmp_path / "archive"
    archive.mkdir()
    store = fill(home)
    before = checksum_of(store)
    store.close()
    where = Settings(home, city)
    in_lake = "ducklake:postgres:service=board"
    assert move(where, in_lake, archive, "管理员", str(lake)).sha256 == before
    assert show_place(where) == {"store": in_lake, "archive": str(archive), "database": str(lake)}
    with_lake = Store.open(where)
    put(with_lake, month_row(9, 90), name="九月.xlsx")
    after = checksum_of(with_lake)
    with_lake.close()
    assert move(where, "postgres:service=board", None, "管理员").sha256 == after
    store = Store.open(where)
    put(store, month_row(10, 100), name="十月.xlsx")
    after = checksum_of(store)
    store.close()
    assert move(where, in_lake, None, "管理员", str(lake)).sha256 == after
    assert move(where, "file", None, "管理员").sha256 == after
    assert [c for c in verify(where, deep=True) if not c.ok] == []
