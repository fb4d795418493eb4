"""A home that ever had accounts is never 单机模式 again, whatever becomes of its files."""

import asyncio
import json
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access import audit
from chuangmo.access.accounts import accounts as accounts_module
from chuangmo.access.accounts.accounts import Accounts, accounts_database
from chuangmo.access.accounts.belonging import AccountsLost
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.entrance import Entrance
from chuangmo.access.operator import beginning_anew, command_actor
from chuangmo.access.policy import Policy
from chuangmo.access.web.error_pages import ErrorPages
from chuangmo.access.web.gate import Gate
from chuangmo.access.web.health import POSTGRES_AWAY, Health
from chuangmo.cli.main import main
from chuangmo.service.auditing import check_accounts
from chuangmo.settings import Settings, login_name

PASSWORD = "Zhong-Shan9-Qiao"
STRANGER = {"type": "http", "client": ("127.0.0.1", 5), "headers": [(b"host", b"127.0.0.1")]}


def restart() -> None:
    """What a new process knows: nothing."""
    for kept in (accounts_database, accounts_module.belonging, audit.audit_database):
        kept.cache_clear()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two homes with an administrator each; passwords take long to keep."""
    place = tmp_path_factory.mktemp("made")
    for name in ("home", "other"):
        Accounts(place / name).add("wang", "admin", PASSWORD)
    return place


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    place = shutil.copytree(made, tmp_path / "made") / "home"
    assert Accounts(place).any()
    return place


def _gone(home: Path) -> None:
    (home / "accounts.sqlite").unlink()


def _empty(home: Path) -> None:
    (home / "accounts.sqlite").write_bytes(b"")


def _damaged(home: Path) -> None:
    (home / "accounts.sqlite").write_bytes(b"no database " * 1000)


def _cleared(home: Path) -> None:
    with sqlite3.connect(home / "accounts.sqlite") as db:
        db.execute("delete from users")


def _without_tables(home: Path) -> None:
    _gone(home)
    sqlite3.connect(home / "accounts.sqlite").execute("create table t(a)").connection.commit()


def _of_another_home(home: Path) -> None:
    (home.with_name("other") / "accounts.sqlite").replace(home / "accounts.sqlite")


def _of_an_unknown_home(home: Path) -> None:
    _of_another_home(home)
    with sqlite3.connect(home / "accounts.sqlite") as db:
        db.execute("drop table belongs")


def _with_its_identity(home: Path) -> None:
    audit.record(home, audit.Act("wang", "127.0.0.1", "page", "login", "wang"))
    _gone(home)
    (home / "home.json").unlink()


LOSSES = [
    _gone, _empty, _damaged, _cleared, _without_tables, _of_another_home, _of_an_unknown_home,
    _with_its_identity,
]  # fmt: skip


@pytest.mark.parametrize("restarted", [False, True], ids=["running", "started"])
@pytest.mark.parametrize("loss", LOSSES)
def test_no_door_opens_when_accounts_are_lost(loss, restarted, home):
    kept = (home / "accounts.sqlite").read_bytes()
    loss(home)
    if restarted:
        restart()
    entrance = Entrance(home, "127.0.0.1", Policy())
    for ask in (entrance.standalone, lambda: entrance.visitor(STRANGER), entrance.accounts.any):
        with pytest.raises(DatabaseFault):
            ask()
    with pytest.raises(DatabaseFault):
        command_actor(home, login_name(), "cli")
    with pytest.raises(DatabaseFault):
        Accounts(home).add("li", "admin", PASSWORD)
    assert not check_accounts(Settings(home, "lanzhou")).ok
    if loss is not _with_its_identity:
        (home / "accounts.sqlite").write_bytes(kept)
        assert entrance.accounts.any() and entrance.accounts.find("wang")


def test_guessing_at_a_lost_door_makes_no_file(home):
    entrance = Entrance(home, "127.0.0.1", Policy())
    _gone(home)
    with pytest.raises(DatabaseFault):
        entrance.attempt("wang", PASSWORD, STRANGER)
    assert not (home / "accounts.sqlite").exists()


def test_a_home_that_never_had_accounts_stays_as_it_was(tmp_path):
    entrance = Entrance(tmp_path, "127.0.0.1", Policy())
    audit.record(tmp_path, audit.Act("root", "", "cli", "commit", "a.xlsx"))
    assert entrance.standalone() and not (tmp_path / "accounts.sqlite").exists()
    with pytest.raises(DatabaseFault):  # no folder is made for the audit alone
        audit.record(tmp_path / "gone", audit.Act("root", "", "cli", "commit", "a.xlsx"))
    assert not (tmp_path / "gone").exists()


def test_accounts_of_an_earlier_version_are_bound_to_their_home(home):
    (home / "home.json").unlink()
    with sqlite3.connect(home / "accounts.sqlite") as db:
        db.execute("drop table belongs")
    restart()
    assert Accounts(home).any()
    assert json.loads((home / "home.json").read_bytes())["accounts"]
    _gone(home)
    restart()
    with pytest.raises(AccountsLost):
        Accounts(home).any()


def test_the_operator_begins_anew_and_only_then(home, monkeypatch, capsys):
    words = ["--home", str(home), "user", "add", "neu", "--role", "admin"]
    monkeypatch.setattr("chuangmo.cli.users._password", lambda: "Xin-Guan9-Li!")
    assert main([*words, "--anew"]) == 2  # nothing is lost
    _damaged(home)
    assert main(["--home", str(home), "batches"]) != 0
    _empty(home)
    assert main(words) == 5
    assert "--anew" in capsys.readouterr().err
    with pytest.raises(Exception, match="属主"):
        beginning_anew(home, "somebody", "cli")
    assert main([*words, "--anew"]) == 0
    assert [a.name for a in Accounts(home).all()] == ["neu"]
    assert list((home / "quarantine").iterdir())
    assert "重建" in audit.acts(home)[0].act.detail
    restart()
    assert Accounts(home).any()


@pytest.mark.parametrize("lines_kept", [0, 1])
def test_an_audit_that_lost_its_end_is_not_continued(lines_kept, tmp_path):
    act = audit.Act("wang", "", "cli", "commit", "a.xlsx")
    audit.record(tmp_path, act)
    early = (tmp_path / "audit.sqlite").read_bytes()
    audit.record(tmp_path, act)
    head = (tmp_path / "audit.head").read_bytes()
    (tmp_path / "audit.sqlite").unlink()
    if lines_kept:
        (tmp_path / "audit.sqlite").write_bytes(early)
    with pytest.raises(DatabaseFault, match=rf"应有 2 条，现有 {lines_kept} 条"):
        audit.record(tmp_path, act)
    assert (tmp_path / "audit.head").read_bytes() == head
    assert not audit.verify_audit(tmp_path).ok


def answer_of(app: Any, path: str) -> tuple[int, str]:
    """What a stranger gets who opens an address in a browser."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [*STRANGER["headers"], (b"accept", b"text/html")]
    scope = STRANGER | {"path": path, "method": "GET", "headers": headers, "query_string": b""}
    with ThreadPoolExecutor(1) as own:  # this thread may have a loop: a browser's test came before
        own.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    return sent[0]["status"], b"".join(m.get("body", b"") for m in sent[1:]).decode()


def test_strangers_are_told_what_happened_and_no_place(home):
    entrance = Entrance(home, "127.0.0.1", Policy())

    def probe() -> str:
        return "" if entrance.accounts.any() else "none"

    app = ErrorPages(Health(Gate(Nowhere(), lambda: entrance), probe))
    assert answer_of(app, "/")[0] == 303
    _gone(home)
    status, text = answer_of(app, "/login")
    assert status == 503 and "accounts.sqlite 不见了" in text and "--anew" in text
    assert str(home) not in text
    assert answer_of(app, "/healthz") == (503, '{"status":"unavailable","reason":"accounts-lost"}')


class Nowhere:
    """Nothing behind the gate."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError(f"{scope['path']} was let in")


def test_a_server_that_only_waits_for_postgres_is_not_taken_out_of_service():
    """What a load balancer asks: figures are shown here as on every other server behind it."""
    told = {"": (200, '{"status":"ok"}'),
            POSTGRES_AWAY: (200, '{"status":"reading","reason":"postgres-away"}'),
            "lake-away": (503, '{"status":"unavailable","reason":"lake-away"}')}  # fmt: skip
    for word, answer in told.items():
        assert answer_of(Health(Nowhere(), lambda word=word: word), "/healthz") == answer
