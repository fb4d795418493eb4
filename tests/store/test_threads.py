"""Many threads on one store, and a connection that can reach nothing outside its home."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from chuangmo.store.copies.verify import verify
from chuangmo.store.errors import BaseMoved, StoreHeld
from chuangmo.store.rebuild import rebuild
from chuangmo.store.store import Store
from tests.store.making import ALL, filled, month_row, put, settings, submission, table

pytestmark = pytest.mark.usefixtures("way")


def test_two_people_publish_one_new_month_and_one_wins(tmp_path):
    store = Store.open(settings(tmp_path))
    for month in range(1, 11):
        made = [
            submission(store, table(month_row(month, value)), name=f"{month}-{value}.xlsx")
            for value in (1, 2)
        ]
        barrier, outcomes = threading.Barrier(2), []

        def publish(one, barrier=barrier, outcomes=outcomes):
            barrier.wait()
            try:
                outcomes.append(store.commit(one).state)
            except BaseMoved as moved:
                outcomes.append(moved.diff.changed)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(publish, made))
        assert sorted(map(str, outcomes)) == ["1", "committed"]
    assert store.current(ALL).num_rows == 10 and len(store.batches()) == 10
    store.close()


def test_twenty_readers_while_writing_see_whole_batches_only(tmp_path):
    store = Store.open(settings(tmp_path))
    sites = [f"s{n}" for n in range(10)]
    put(store, *(month_row(1, 0, site=s) for s in sites))
    done = threading.Event()

    def read(_):
        seen = 0
        while not done.is_set():
            found = store.current(ALL).to_pylist()
            assert len(found) == 10 and len({r["value"] for r in found}) == 1
            assert store.day_sums(ALL).num_rows == 10
            seen += 1
        return seen

    with ThreadPoolExecutor(20) as pool:
        readers = [pool.submit(read, n) for n in range(20)]
        value = 0
        while value < 3:
            value += 1
            put(store, *(month_row(1, value, site=s) for s in sites), name=f"{value}.xlsx")
        store.rebuild()
        done.set()
        assert sum(r.result() for r in readers) >= 20
    assert {r["value"] for r in store.current(ALL).to_pylist()} == {value}
    store.close()


ATTACKS = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM '/etc/passwd'",
    "ATTACH '/tmp/chuangmo-outside.duckdb' AS o",
    "COPY observations TO '/tmp/chuangmo-outside.csv'",
    "EXPORT DATABASE '/tmp/chuangmo-outside'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_csv('https://example.org/a.csv')",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "RESET lock_configuration",
    "SELECT * FROM secret_frame",
]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """One store for all who get nowhere."""
    store = filled(tmp_path_factory.mktemp("attacked"))
    yield store
    assert store.current(ALL).num_rows == 6
    store.close()


@pytest.mark.parametrize("statement", ATTACKS)
def test_own_connection_is_locked_down(attacked, statement):
    secret_frame = table(month_row(1, 1))  # a Python variable must not be a table either
    with attacked._tables._database.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)
    assert secret_frame.num_rows == 1


def test_second_holder_is_told_the_pid(tmp_path):
    store = filled(tmp_path)
    for other in (Store.open, rebuild, verify):
        with pytest.raises(StoreHeld) as held:
            other(settings(tmp_path))
        assert held.value.pid == os.getpid()
    store.close()
    store.close()
    assert all(c.ok for c in verify(settings(tmp_path)))
