"""A home of one's own: the demonstration moves beside it, whole, whenever the process is killed."""

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import local_person
from chuangmo.access.audit import acts
from chuangmo.cli.main import main
from chuangmo.identity import read_identity
from chuangmo.service import process
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.own_city import is_demonstration, is_untouched, set_own_city
from chuangmo.service.imports.importing import import_file
from chuangmo.settings import CITY_SET, RENEWING, Settings, load_settings
from chuangmo.store.crash_points import RENEWAL_POINTS, RENEWAL_READY
from chuangmo.store.errors import StoreFault, StoreRefusal, WritingClosed
from chuangmo.store.home.paths import Home
from loaders.model.staged import Hints
from tests.commanding import run_command
from tests.demo_store import copy_of, shared_home
from tests.service.conftest import saved_book

Say = Callable[..., tuple[int, dict[str, Any]]]
ACTOR = local_person("王某", "page")
PASSWORD = "Zhong-Shan9-Qiao"
NOISE = Path(__file__).resolve().parents[2] / "data" / "samples" / "lanzhou"


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a little of the demonstration, a target entered there, accounts and a setting."""
    return shared_home(tmp_path_factory, "renewal", _some_demonstration)


def _some_demonstration(home: Path) -> None:
    board = open_board(Settings(home, "lanzhou"))
    book = next(NOISE.glob("*声环境*.xlsx"))
    import_file(board, ACTOR, book.read_bytes(), book.name, Hints(), demo=True)
    board.close()
    words = ("--indicator", "pm10", "--area", "城关区", "--year", "2008", "--limit", "0.1")
    assert main(["--home", str(home), "target", "set", *words, "--document", "试〔2008〕1号"]) == 0
    Accounts(home).add("wang", "admin", PASSWORD)
    (home / "server.toml").write_text("[session]\nidle_minutes = 30\n", encoding="utf-8")
    (home / "我的笔记.txt").write_text("别动", encoding="utf-8")


@pytest.fixture
def home(shown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CHUANGMO_CITY", raising=False)
    return copy_of(shown, tmp_path / "store")


@pytest.fixture
def say(home: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    def command(*words: str, home: Path = home) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = main(["--home", str(home), *words, "--by", "wang", "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


def truth(home: Path) -> dict[str, bytes]:
    """What cannot be made again of a home: journal, its witness, originals, staged rows, overlay."""
    trees = ("journal.jsonl", "witness", "archive", "staged", "attached", "catalog")
    files = [path for name in trees for path in [home / name, *(home / name).rglob("*")]]
    return {str(f.relative_to(home)): f.read_bytes() for f in files if f.is_file()}


def batches(home: Path) -> list[bool]:
    board = open_board(load_settings(home))
    try:
        return [batch.demo for batch in board.store.batches()]
    finally:
        board.close()


def test_the_demonstration_stands_whole_beside_and_the_home_is_the_citys(
    home: Path, say: Say
) -> None:
    before, name = truth(home), read_identity(home)
    code, made = say("city", "new", "321200")
    assert (code, made["city"], made["name"]) == (0, "321200", "泰州市")
    aside = home.with_name("store-demo")
    assert truth(aside) == before and batches(aside) == [True]
    assert load_settings(home).city == "321200" and batches(home) == []
    assert not (home / RENEWING).exists() and not Home(home).fresh.exists()
    there, here = read_identity(aside), read_identity(home)
    assert name and there and here
    assert there.home == name.home != here.home
    assert (there.accounts, here.accounts) == ("", name.accounts)
    assert say("verify")[1]["ok"] is True
    assert main(["--home", str(aside), "verify"]) == 0


def test_accounts_audit_settings_and_other_files_stay(home: Path, say: Say) -> None:
    known = len(acts(home))
    assert say("city", "new", "321200")[0] == 0
    assert Accounts(home).has_admin()
    assert (home / "server.toml").exists() and (home / "我的笔记.txt").exists()
    aside = home.with_name("store-demo")
    assert sorted(path.name for path in aside.iterdir() if "sqlite" in path.name) == []
    assert not (aside / "server.toml").exists()
    (last, *_) = acts(home)
    assert len(acts(home)) == known + 1
    assert last.act.object == "设置城市 泰州市" and "store-demo" in last.act.detail


def test_what_was_set_in_the_demonstration_is_not_the_citys(home: Path, say: Say) -> None:
    assert say("city", "new", "620100")[1]["city"] == "lanzhou"  # the demonstration's own city
    assert [
        t for t in say("target", "list")[1]["targets"] if t["document"] == "试〔2008〕1号"
    ] == []
    assert batches(home) == [] and batches(home.with_name("store-demo")) == [True]


def test_the_journal_of_the_home_begins_with_its_city(home: Path, say: Say) -> None:
    say("city", "new", "321200")
    lines = [json.loads(line) for line in (home / "journal.jsonl").read_bytes().splitlines()]
    assert [line["type"] for line in lines] == ["overlay_edited", "overlay_edited", CITY_SET]
    assert {line["actor"] for line in lines} == {"wang"}


def test_a_taken_name_is_numbered_and_left_alone(home: Path, say: Say) -> None:
    other = home.with_name("store-demo")
    other.mkdir()
    (other / "别人的.txt").write_text("别动", encoding="utf-8")
    assert say("city", "new", "321200")[0] == 0
    assert [path.name for path in other.iterdir()] == ["别人的.txt"]
    assert batches(home.with_name("store-demo2")) == [True]


def test_real_data_are_never_set_aside(home: Path, say: Say, tmp_path: Path) -> None:
    heads = ["区县", "PM10月均值（μg/m³）"]
    book = saved_book(tmp_path / "月报.xlsx", ["2015年3月兰州市月报"], heads, ["城关区", 61])
    assert say("import", book)[0] == 0
    assert say("withdraw", "2", "--reason", "试")[0] == 0
    before = truth(home)
    code, answer = say("city", "new", "321200")
    assert code == 2 and "真实数据" in answer["error"]["message"]
    assert truth(home) == before and not home.with_name("store-demo").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_above_that_cannot_be_written_is_told(home: Path, say: Say) -> None:
    home.parent.chmod(0o500)
    try:
        code, answer = say("city", "new", "321200")
    finally:
        home.parent.chmod(0o700)
    assert code == 2 and "写权限" in answer["error"]["message"]
    assert batches(home) == [True]


def test_a_place_on_another_disk_is_told_and_nothing_is_changed(
    home: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.replace

    def replaced(source: Path, target: Path) -> None:
        if Path(target).parent.name == "store-demo":
            raise OSError(18, "Invalid cross-device link")
        rename(source, target)

    before = truth(home)
    monkeypatch.setattr(os, "replace", replaced)
    code, answer = say("city", "new", "321200")
    monkeypatch.undo()
    assert code == 2 and "store-demo" in answer["error"]["message"]
    assert truth(home) == before and not home.with_name("store-demo").exists()
    assert list(home.glob("*.writing")) == []


def test_an_environment_that_names_another_city_is_refused_before_anything_moves(
    home: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUANGMO_CITY", "lanzhou")
    code, answer = say("city", "new", "321200")
    assert code == 2 and "CHUANGMO_CITY" in answer["error"]["message"]
    assert batches(home) == [True]


# -- killed on the way ----------------------------------------------------------------------------


@pytest.mark.parametrize("point", RENEWAL_POINTS)
def test_whenever_it_is_killed_the_next_start_finds_one_home_or_both(
    home: Path, point: str
) -> None:
    before = truth(home)
    words = ("--home", str(home), "city", "new", "321200", "--by", "wang")
    done = run_command(*words, env={"FAULT_AT": point})
    assert done.returncode == -signal.SIGKILL
    aside = home.with_name("store-demo")
    if point == RENEWAL_READY:
        assert load_settings(home).city == "lanzhou" and batches(home) == [True]
        assert truth(home) == before and not Home(home).fresh.exists()
        assert run_command(*words).returncode == 0
    else:
        looked = run_command("--home", str(home), "verify")
        assert looked.returncode == 6 and "会接着做完" in looked.stdout
        assert load_settings(home).city == "321200"
    assert batches(home) == [] and batches(aside) == [True]
    assert truth(aside) == before
    assert not home.with_name("store-demo2").exists() and not (home / RENEWING).exists()
    assert main(["--home", str(home), "verify"]) == 0
    assert main(["--home", str(aside), "verify"]) == 0


def test_a_mark_that_cannot_be_read_is_told_and_nothing_is_guessed(home: Path) -> None:
    (home / RENEWING).write_text("{", encoding="utf-8")
    before = truth(home)
    with pytest.raises(StoreFault, match=RENEWING):
        open_board(Settings(home, "lanzhou"))
    assert truth(home) == before


# -- under a board that runs ----------------------------------------------------------------------


@pytest.fixture
def running(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """The board of this process, as the server has it."""
    monkeypatch.setenv("CHUANGMO_HOME", str(home))
    process._opened.cache_clear()
    yield process.board()
    process.close()
    process._opened.cache_clear()


def test_the_running_board_serves_the_city_at_once(running: Board, home: Path) -> None:
    number = process.replaced()
    assert is_demonstration(running)
    made = set_own_city(running, ACTOR, "321200")
    assert made.own and made.catalog.city.name == "泰州市"
    now = process.board()
    assert now is not running and now.settings == Settings(home, "321200")
    assert is_untouched(now) is False and not is_demonstration(now)
    assert process.replaced() == number + 1
    assert now.store.record("试", {}, "王某") == 4


def test_who_still_holds_the_former_board_is_told_in_a_sentence(running: Board) -> None:
    set_own_city(running, ACTOR, "321200")
    with pytest.raises(StoreRefusal, match="请刷新"):
        running.store.batches()
    with pytest.raises(WritingClosed, match="请刷新"):
        running.store.record("试", {}, "王某")
    book = next(NOISE.glob("*声环境*.xlsx"))
    with pytest.raises(StoreRefusal, match="请刷新"):
        import_file(running, ACTOR, book.read_bytes(), book.name, Hints())
    assert process.board().store.batches() == []


def test_whoever_asks_meanwhile_gets_the_new_board(running: Board) -> None:
    seen, told = [], []

    def look() -> None:
        for _ in range(200):
            try:
                board = process.board()
                board.store.batches()
                seen.append(board.settings.city)
            except StoreRefusal as refusal:
                told.append(str(refusal))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for one in threads:
        one.start()
    set_own_city(running, ACTOR, "321200")
    for one in threads:
        one.join()
    assert process.board().settings.city == "321200"
    assert seen and set(seen) <= {"lanzhou", "321200"}
    assert all("请刷新" in words for words in told)


def test_an_empty_home_is_set_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUANGMO_HOME", str(tmp_path / "own"))
    process._opened.cache_clear()
    try:
        assert is_untouched(process.board())
        set_own_city(process.board(), ACTOR, "222400")
        assert process.board().catalog.city.name == "延边朝鲜族自治州"
        assert [path.name for path in tmp_path.iterdir()] == ["own"]
    finally:
        process.close()
        process._opened.cache_clear()


def test_a_city_that_is_refused_leaves_the_running_board_as_it_was(
    running: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUANGMO_CITY", "lanzhou")
    with pytest.raises(StoreRefusal):
        set_own_city(running, ACTOR, "321200")
    assert process.board() is running and running.store.batches()
