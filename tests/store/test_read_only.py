"""A home that can only be read: every look works, every change is refused, nothing is touched."""

import json
import os
import shutil

import pytest

from chuangmo.cli.main import main
from chuangmo.store.copies.verify import verify
from chuangmo.store.errors import WritingClosed
from chuangmo.store.home.paths import Home
from chuangmo.store.store import Store
from tests.mounting import read_only
from tests.store.making import filled, month_row, months, put, settings


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    home = tmp_path_factory.mktemp("kept") / "home"
    filled(home).close()
    return home


@pytest.fixture
def home(kept, tmp_path):
    return shutil.copytree(kept, tmp_path / "home")


def _as_it_is(home):
    pass


def _no_database(home):
    Home(home).database.unlink()


def _damaged(home):
    Home(home).database.write_bytes(b"not a database" * 1000)


def _behind(home):
    store = Store.open(settings(home))
    before = shutil.copy(Home(home).database, home.with_name("before"))
    put(store, month_row(12, 12))
    store.close()
    shutil.move(before, Home(home).database)


def _killed(home):
    """As a power cut leaves it: the last lines stand in the write-ahead log alone."""
    store = Store.open(settings(home))
    put(store, month_row(12, 12))
    live = shutil.copytree(home, home.with_name("live"))
    store.close()
    shutil.rmtree(home)
    live.rename(home)


def _torn(home):
    with (home / "journal.jsonl").open("a") as out:
        out.write('{"seq":7,"type":"im')


def _no_lock(home):
    (home / "lock").unlink()


def _older(home):
    (home / "home.json").unlink()


STATES = [_as_it_is, _no_database, _damaged, _behind, _killed, _torn, _no_lock, _older]


def contents(home):
    return {path: path.stat().st_mtime_ns for path in home.rglob("*")}


@pytest.mark.parametrize("state", STATES)
def test_all_figures_are_there_and_nothing_is_touched(home, state):
    state(home)
    wanted = 12 if state in (_behind, _killed) else None
    with read_only(home):
        before = contents(home)
        store = Store.open(settings(home))
        assert (months(store)[1], months(store).get(12)) == (10, wanted)
        with pytest.raises(WritingClosed, match=f"挂载在 {home}）是只读的"):
            put(store, month_row(11, 11))
        store.close()
        assert contents(home) == before


def test_commands_look_and_refuse_to_change(home, tmp_path, capsys):
    def run(*words):
        code = main(["--home", str(home), *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    with read_only(home):
        code, found = run("verify")
        assert code == 0, found
        year = ("--period", "2008")
        assert run("batches")[0] == run("mean", "--indicator", "pm10", *year)[0] == 0
        out = str(tmp_path / "out.csv")
        assert run("export", "--format", "csv", "--view", "overview", *year, "--out", out)[0] == 0
        assert run("backup", str(tmp_path / "copy"))[0] == 0
        for words in (
            ("withdraw", "1", "--reason", "试"),
            ("rebuild",),
            ("restore-backup", str(tmp_path / "copy")),
        ):
            code, said = run(*words)
            assert (code, said["error"]["code"]) == (5, "writing-closed")
            assert "只读" in said["error"]["message"]


def test_home_of_another_owner_is_read(home):
    if os.getuid():
        pytest.skip("只有 root 能换成别的用户")
    for path in (home.parent, *home.parents):
        if not path.stat().st_mode & 0o001:
            path.chmod(path.stat().st_mode | 0o011)
    home.joinpath("journal.jsonl").chmod(0o644)
    child = os.fork()
    if not child:
        os.setuid(65534)
        store = Store.open(settings(home))
        seen = months(store)[1] == 10 and "没有写权限" in store.writing_closed
        os._exit(0 if seen and verify(settings(home)) else 1)
    assert os.waitpid(child, 0)[1] == 0
