"""Two servers on one lake, one killed again and again: every batch once, every figure as alone."""

import signal
import sys
import time

import pytest

from chuangmo.store.copies.verify import verify
from chuangmo.store.store import Store
from tests.commanding import begin
from tests.store import making
from tests.store.making import put, settings, shared
from tests.store.publishing import name_of, row_of
from tests.two_forms import examples, is_long

pytestmark = pytest.mark.long
PUBLISHERS = ("安宁区", "西固区", "城关区")
MONTHS, KILLS = examples(4, 40), examples(2, 30)
UNTIL = 1200 if is_long() else 240


def server(place, name, city, lake, postgres, areas):
    """A process with its publishers; ``said`` is what they print."""
    said = place / f"said-{name}-{time.monotonic_ns()}"
    said.mkdir()
    words = ("tests.store.publishing", str(place / name), city, str(lake), str(MONTHS), *areas)
    more = postgres.environment | {"PYTHONPATH": ":".join(sys.path)}
    return begin(*words, place=said, env=more), said / "out"


def batches_by_file():
    """Publisher and number of every batch that there is to be, by the name of its file."""
    return {name_of(area, n): (area, n) for area in PUBLISHERS for n in range(MONTHS)}


def test_every_batch_is_in_once_though_a_server_is_killed(tmp_path, postgres, lake, monkeypatch):
    city, kills = f"killed-{tmp_path}", 0
    (tmp_path / "archive").mkdir()
    steady, _ = server(tmp_path, "two", city, lake, postgres, PUBLISHERS[2:])
    until = time.monotonic() + UNTIL
    for number in range(KILLS + 1):
        process, said = server(tmp_path, "one", city, lake, postgres, PUBLISHERS[:2])
        while process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
            if number < KILLS and said.exists() and said.read_bytes().count(b"\n") > number % 3:
                time.sleep(0.03 * (number % 5))
                process.kill()
                process.wait()
        kills += process.returncode == -signal.SIGKILL
    assert (process.returncode, steady.wait(UNTIL)) == (0, 0) and kills
    monkeypatch.setattr(making, "WAYS", ["lake"])
    monkeypatch.setattr(making, "LAKES", [lake])
    where, wanted = shared(tmp_path / "one", tmp_path / "archive", city), batches_by_file()
    store = Store.open(where)
    files = [info.file for info in store.batches()]
    assert sorted(files) == sorted(wanted)
    assert [c for c in verify(where, store, deep=True) if not c.ok] == []
    monkeypatch.setattr(making, "WAYS", ["file"])
    alone = Store.open(settings(tmp_path / "alone"))
    for file in files:
        put(alone, row_of(*wanted[file]), name=file)
    assert alone.current(making.ALL).equals(store.current(making.ALL))
    for one in (store, alone):
        one.close()
