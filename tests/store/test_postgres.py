"""A journal in PostgreSQL that two servers write: nothing doubled, nothing lost, readers go on."""

import json
import subprocess
import sys
import threading
import time

import pytest

from chuangmo.settings import Settings, UnfitHome
from chuangmo.store.copies.backup import backup
from chuangmo.store.copies.moving import move, show_place
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.copies.verify import verify
from chuangmo.store.crash_points import JOURNALLED, POSTGRES_LINE, STAGED
from chuangmo.store.errors import BaseMoved, StoreFault, StoreRefusal, WritingClosed
from chuangmo.store.home.place import SharedPlace, asked_place
from chuangmo.store.journal import continuing
from chuangmo.store.postgres import journal as postgres_journal
from chuangmo.store.postgres import table as postgres_table
from chuangmo.store.postgres.table import Away, JournalTable
from chuangmo.store.store import Store
from tests.store.making import checksum_of, filled, month_row, months, put, settings, shared, values

CITY = "lanzhou"


@pytest.fixture
def city(tmp_path):
    """A city of its own for each test: the table is one for all."""
    return f"c{tmp_path.name}{id(tmp_path)}"


@pytest.fixture
def two(postgres, tmp_path, city):
    """Two servers of one city, each with a home, and the folder that they share."""
    archive = tmp_path / "archive"
    stores = [Store.open(shared(tmp_path / name, archive, city)) for name in ("one", "two")]
    yield stores
    for store in stores:
        store.close()


def asking_again(store):
    """As if the time to ask what others wrote had come."""
    store._journal._ask_at = 0.0
    return store


def lines_in(postgres, city):
    """The lines as PostgreSQL has them."""
    found = postgres.psql(
        f"SELECT json_agg(line ORDER BY seq) FROM chuangmo.journal WHERE city = '{city}'"
    )
    return [line.encode() for line in json.loads(found) or []]


# ---------------------------------------------------------------------- two servers


def test_what_one_server_imports_the_other_shows(two, postgres, city):
    one, other = two
    put(one, *(month_row(m, m * 10) for m in range(1, 7)))
    assert months(asking_again(other)) == months(one)
    put(other, month_row(2, 21), name="二月.xlsx")
    other.withdraw(1, "李", "填错")
    assert months(asking_again(one)) == months(other) == {2: 21}
    assert checksum_of(one) == checksum_of(other)
    copies = [(store._home.root / "journal.jsonl").read_bytes() for store in two]
    assert copies[0] == copies[1] == b"".join(line + b"\n" for line in lines_in(postgres, city))


def test_an_import_is_seen_elsewhere_within_two_seconds(two):
    one, other = two
    put(one, month_row(1, 10))
    until = time.monotonic() + 60  # the machine may be busy; the pause itself is half a second
    while not months(other) and time.monotonic() < until:
        time.sleep(0.05)
    assert months(other) == {1: 10} and postgres_journal._ASK_AGAIN <= 2


def test_a_third_server_makes_its_database_from_journal_and_archive(two, tmp_path, city):
    put(two[0], month_row(1, 10))
    third = Store.open(shared(tmp_path / "third", tmp_path / "archive", city))
    assert checksum_of(third) == checksum_of(two[0]) and "共用的档案" in third.notices[0]
    third.close()


def test_of_two_writers_at_once_each_gets_its_turn(two):
    faults = []

    def publish(store, area):
        try:
            for month in range(1, 9):
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
        assert [info.batch for info in asking_again(store).batches()] == list(range(1, 17))
    assert len(values(two[0])) == 16 and checksum_of(two[0]) == checksum_of(two[1])


def test_a_line_whose_place_is_taken_is_refused_and_nothing_written(two, monkeypatch):
    """The turn is for politeness; what keeps lines apart is that a place is unique."""
    one, other = two
    put(one, month_row(1, 10))
    with monkeypatch.context() as patch:
        patch.setattr(JournalTable, "lock", lambda self: None)
        patch.setattr(other._journal, "refresh", lambda: False)
        with pytest.raises(WritingClosed, match="另一台服务器刚刚写了一行登记"):
            put(other, month_row(1, 11), name="别的.xlsx")
    assert months(asking_again(other)) == {1: 10}


# ---------------------------------------------------------------------- PostgreSQL away


def test_while_postgres_is_away_readers_go_on_and_writers_are_refused(two, postgres):
    one, other = two
    put(one, month_row(1, 10))
    assert months(asking_again(other)) == {1: 10}
    database = other._home.database.stat().st_ino
    postgres.stop()
    for store in two:
        assert months(asking_again(store)) == {1: 10}
        assert "现在显示的是断开前的数字" in store.writing_closed
        with pytest.raises(WritingClosed, match="连不上或断开了"):
            put(store, month_row(2, 20), name="二月.xlsx")
    postgres.start()
    put(one, month_row(2, 20), name="二月.xlsx")
    assert months(asking_again(other)) == {1: 10, 2: 20} and other.writing_closed == ""
    assert database == other._home.database.stat().st_ino
    assert [one.notices, other.notices] == [[], []]


def test_a_server_that_starts_while_postgres_is_away_shows_what_it_has(two, postgres):
    put(two[0], month_row(1, 10))
    where = two[0]._home.root
    two[0].close()
    postgres.stop()
    again = Store.open(Settings(where, CITY))  # where the journal lives stands in the home
    assert months(again) == {1: 10} and "连不上" in again.writing_closed
    again.close()
    postgres.start()


@pytest.mark.parametrize("arrived", [True, False])
def test_a_line_whose_answer_was_lost_is_looked_up(two, monkeypatch, arrived):
    one, other = two
    insert = JournalTable.insert

    def cut(self, entries):
        if arrived:
            insert(self, entries)
        self.close()
        raise Away("PostgreSQL：连不上或断开了")

    with monkeypatch.context() as patch:
        patch.setattr(JournalTable, "insert", cut)
        if arrived:
            put(one, month_row(1, 10))
        else:
            with pytest.raises(WritingClosed, match="核对过，这次改动没有登记"):
                put(one, month_row(1, 10))
    put(other, month_row(2, 20), name="二月.xlsx")
    assert months(asking_again(one)) == ({1: 10} if arrived else {}) | {2: 20}


def test_without_an_answer_at_all_the_person_is_told_to_look(two, postgres, monkeypatch):
    def cut(self, entries):
        postgres.stop()
        raise Away("PostgreSQL：连不上或断开了")

    with monkeypatch.context() as patch:
        patch.setattr(JournalTable, "insert", cut)
        with pytest.raises(StoreFault, match="还不知道这次改动登记了没有"):
            put(two[0], month_row(1, 10))
    assert "连不上" in two[0].writing_closed
    postgres.start()
    put(two[0], month_row(1, 10))
    assert months(asking_again(two[1])) == {1: 10}


@pytest.mark.parametrize(
    ("point", "is_in"), [(STAGED, False), (POSTGRES_LINE, True), (JOURNALLED, True)]
)
def test_a_server_killed_in_an_import_leaves_it_in_or_out(
    two, tmp_path, city, postgres, point, is_in
):
    one, other = two
    put(other, month_row(1, 10))
    one.close()
    words = [sys.executable, "-m", "tests.store.killed", str(one._home.root), city]
    done = subprocess.run(
        words,
        env=postgres.environment
        | {"FAULT_AT": str(point), "PATH": "", "PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    assert done.returncode == -9
    put(other, month_row(12, 120), name="十二月.xlsx")  # its turn is free at once
    assert months(other) == ({m: 500 + m for m in range(1, 7)} if is_in else {1: 10}) | {12: 120}
    back = Store.open(shared(one._home.root, tmp_path / "archive", city))
    assert checksum_of(back) == checksum_of(other)
    back.close()


# ---------------------------------------------------------------------- lines that do not agree


def test_lines_that_postgres_lost_or_changed_close_the_store(two, postgres, city):
    one, other = two
    put(one, month_row(1, 10))
    put(one, month_row(2, 20), name="二月.xlsx")
    assert months(asking_again(other)) == {1: 10, 2: 20}
    postgres.psql(
        f"UPDATE chuangmo.journal SET line = replace(line, '月报', '年报') WHERE city = '{city}' AND seq = 1"
    )
    check = {c.name: c for c in verify(Settings(one._home.root, CITY), one)}["postgres"]
    assert not check.ok and "第 1 行与本机的副本不同" in check.detail
    postgres.psql(f"DELETE FROM chuangmo.journal WHERE city = '{city}' AND seq = 2")
    assert months(asking_again(other)) == {1: 10, 2: 20}
    assert "比本机的副本短" in other.writing_closed
    with pytest.raises(WritingClosed, match="比本机的副本短"):
        put(one, month_row(3, 30), name="三月.xlsx")


def test_the_account_of_the_board_can_only_look_and_append(two, postgres, tmp_path, city):
    put(two[0], month_row(1, 10))
    table = JournalTable("board", city)
    for words in (
        "UPDATE chuangmo.journal SET line = ''",
        "DELETE FROM chuangmo.journal",
        "TRUNCATE chuangmo.journal",
    ):
        with pytest.raises(Away):
            table._asked(words, ())
    table.close()
    with pytest.raises(Away, match="能改、能删登记簿"):
        JournalTable("owner", city).lines(1)


def test_verify_of_a_shared_home_is_sound(two):
    put(two[0], month_row(1, 10))
    checks = {c.name: c for c in verify(Settings(two[0]._home.root, CITY), two[0], deep=True)}
    assert all(c.ok for c in checks.values()) and "逐行相同" in checks["postgres"].detail


# ---------------------------------------------------------------------- moving, backup


def test_a_home_moves_to_postgres_and_back(postgres, tmp_path, city):
    home, archive = tmp_path / "home", tmp_path / "archive"
    archive.mkdir()
    store = filled(home)
    before = checksum_of(store)
    store.close()
    ahead = Settings(home, city, "postgres:service=board", archive)  # the environment is set
    there = move(ahead, "postgres:service=board", archive, "管理员")
    assert there.sha256 == before and there.entries == len(lines_in(postgres, city))
    assert show_place(Settings(home, CITY))["store"] == "postgres:service=board"
    other = Store.open(shared(tmp_path / "two", archive, city))
    assert checksum_of(other) == before
    put(other, month_row(7, 70), name="七月.xlsx")
    after = checksum_of(other)
    back = move(Settings(home, CITY), "file", None, "管理员")
    assert back.sha256 == after and back.archive == str(home)
    assert months(asking_again(other))[7] == 70
    with pytest.raises(WritingClosed, match="移到一台服务器的数据目录里"):
        put(other, month_row(8, 80), name="八月.xlsx")
    other.close()
    alone = Store.open(Settings(home, CITY))
    put(alone, month_row(8, 80), name="八月.xlsx")
    alone.close()
    assert all(c.ok for c in verify(Settings(home, CITY), deep=True))
    with pytest.raises(UnfitHome, match="与 CHUANGMO_STORE 所写不同"):
        Store.open(shared(home, archive, city))


@pytest.mark.parametrize("after", ["archive", "lines"])
def test_a_move_cut_short_leaves_the_home_where_it_was_and_goes_on(
    postgres, tmp_path, city, monkeypatch, after
):
    home, archive = tmp_path / "home", tmp_path / "archive"
    archive.mkdir()
    store = filled(home)
    before = checksum_of(store)
    store.close()

    def full(*_):
        raise OSError(28, "No space left on device")

    name = "record_place" if after == "lines" else "_say"
    with monkeypatch.context() as patch:
        patch.setattr(f"chuangmo.store.copies.moving.{name}", full)
        with pytest.raises(StoreFault, match="没有搬：写不进去"):
            move(Settings(home, city), "postgres:service=board", archive, "管理员")
    assert show_place(Settings(home, CITY))["store"] == "file"
    moved = move(Settings(home, city), "postgres:service=board", archive, "管理员")
    assert (moved.sha256, moved.copied) == (before, 0)
    moves = [json.loads(line)["type"] for line in lines_in(postgres, city)].count("store_moved")
    assert moves == 1


def test_a_home_does_not_move_into_another_journal(two, tmp_path, city):
    put(two[0], month_row(1, 10))
    filled(tmp_path / "home").close()
    with pytest.raises(StoreRefusal, match="已有这个城市的另一本登记簿"):
        move(
            Settings(tmp_path / "home", city),
            "postgres:service=board",
            tmp_path / "archive",
            "管理员",
        )
    assert show_place(Settings(tmp_path / "home", city))["store"] == "file"


def test_a_backup_of_a_shared_home_restores_to_a_home_alone(two, tmp_path):
    put(two[0], month_row(1, 10))
    where = Settings(two[0]._home.root, CITY)
    backup(where, tmp_path / "copy", len(two[0].entries()))
    restored = restore_backup(Settings(tmp_path / "alone", CITY), tmp_path / "copy")
    assert restored.sha256 == checksum_of(two[0])
    with pytest.raises(StoreRefusal, match="再用 store move 移过去"):
        restore_backup(where, tmp_path / "copy")


# ---------------------------------------------------------------------- without PostgreSQL


@pytest.mark.parametrize(
    "store",
    [
        "postgres://u:geheim@h/db",
        "postgres:service=a b",
        "postgres:password=geheim",
        "ducklake:postgres:service=a b",
        "mysql:x",
    ],
)
def test_an_address_of_another_form_is_refused_and_not_repeated(tmp_path, store):
    with pytest.raises(UnfitHome) as refused:
        asked_place(store, tmp_path, CITY)
    assert "geheim" not in str(refused.value) and "postgres:service=服务名" in str(refused.value)


def test_without_a_shared_folder_there_is_no_journal_in_postgres(tmp_path):
    for archive in (None, tmp_path / "missing"):
        with pytest.raises(UnfitHome, match="CHUANGMO_ARCHIVE"):
            asked_place("postgres:service=a", archive, CITY)
    assert asked_place("postgres:service=a", tmp_path, CITY) == SharedPlace("a", tmp_path, CITY)
    assert asked_place("", None, CITY) is asked_place("file", None, CITY) is None


def test_without_the_client_the_home_says_what_to_install(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(postgres_table.importlib, "import_module", missing)
    with pytest.raises(StoreFault, match=r"requirements-scaleout\.txt"):
        Store.open(shared(tmp_path / "home", tmp_path / "archive", CITY))


def test_lines_continue_a_journal_from_any_line_on(tmp_path):
    store = filled(tmp_path)
    entries, lines = store.entries(), (tmp_path / "journal.jsonl").read_bytes().splitlines()
    store.close()
    for held in range(len(lines)):
        assert continuing(entries[:held], lines[held:]) == entries[held:]
    assert settings(tmp_path).store == ""
