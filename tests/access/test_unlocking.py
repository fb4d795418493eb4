"""A locked account at the door: whose address counts, what is recorded, and what unlocks it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import Accounts, accounts_database
from chuangmo.access.actor import local_person
from chuangmo.access.audit import acts
from chuangmo.access.entrance import IN, LOCKED, WRONG, Entrance
from chuangmo.access.policy import Policy
from chuangmo.service.decisions import people as people_service
from chuangmo.settings import Settings
from tests.access.requests_by_hand import Clock, scope
from tests.access.serving import PASSWORDS
from tests.commanding import run_command

HOME, OTHERS = "192.0.2.1", ("192.0.2.2", "198.51.100.7")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def entrance(tmp_path: Path, clock: Clock) -> Entrance:
    Accounts(tmp_path).add("wang", "admin", PASSWORDS["wang"])
    return Entrance(tmp_path, "0.0.0.0", Policy(frozenset({"10.0.0.1"})), clock)


def test_behind_the_trusted_proxy_the_visitors_address_counts(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forwarded(address: str) -> dict[str, object]:
        return scope("10.0.0.1", x_forwarded_for=f"6.6.6.6, {address}")

    def outcomes(*scopes: dict[str, object]) -> list[str]:
        return [entrance.attempt("wang", "x", one).outcome for one in scopes]

    monkeypatch.setattr(Accounts, "password_is", lambda *_: False)
    assert outcomes(*[forwarded(OTHERS[0])] * 6) == [WRONG] * 5 + [LOCKED]
    assert outcomes(forwarded(HOME)) == [WRONG]
    forged = [scope(OTHERS[1], x_forwarded_for=f"7.7.7.{n}") for n in range(6)]
    assert outcomes(*forged) == [WRONG] * 5 + [LOCKED]  # not the proxy: not believed


def test_the_audit_names_each_lock_once_and_never_fills(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Accounts, "password_is", lambda *_: False)
    for _ in range(12):
        entrance.attempt("wang", "x", scope())
    told = [line.act.detail for line in reversed(acts(entrance.home))]
    assert told == ["用户名或密码不对"] * 4 + [
        "用户名或密码不对；此处锁定 1 分钟", "锁定中，不再核对密码",
    ]  # fmt: skip


def test_strangers_do_not_keep_a_person_from_changing_their_password(entrance: Entrance) -> None:
    token = entrance.attempt("wang", PASSWORDS["wang"], scope()).token
    for number in range(60):
        entrance._lockout.begin("wang", HOME if number < 9 else f"203.0.113.{number}")
    inside = scope(token=token)
    visitor = entrance.visitor(inside)
    assert visitor is not None
    done = entrance.change_password(visitor, PASSWORDS["wang"], "Jing-Tai9-Shan!", inside)
    assert done.outcome == IN


def locked(entrance: Entrance) -> None:
    """The administrator's place, locked with one password looked at."""
    for _ in range(5):
        entrance._lockout.begin("wang", HOME)
    last = entrance.attempt("wang", PASSWORDS["wang"], scope())
    assert (last.outcome, last.wait) == (LOCKED, 1)


def account_lines(home: Path) -> list[tuple[str, str, str, str]]:
    found = [line.act for line in acts(home) if line.act.action == "account"]
    return [(a.object, a.detail, a.success, a.origin) for a in reversed(found)]


def test_the_console_lets_the_locked_administrator_in(tmp_path: Path) -> None:
    def user(*words: str) -> tuple[int, str]:
        done = run_command("--home", str(tmp_path), "user", *words, given=new + "\n")
        return done.returncode, done.stdout + done.stderr

    new = "Jing-Tai9-Shan!"
    Accounts(tmp_path).add("wang", "admin", PASSWORDS["wang"])
    entrance = Entrance(tmp_path, "0.0.0.0", Policy())
    locked(entrance)
    assert user("unlock", "wang")[0] == 0
    assert entrance.attempt("wang", PASSWORDS["wang"], scope()).outcome == IN
    locked(entrance)
    assert user("passwd", "wang")[0] == 0
    assert entrance.attempt("wang", new, scope()).outcome == IN
    code, said = user("unlock", "ghost")
    assert (code, "没有用户“ghost”" in said) == (2, True)
    assert account_lines(tmp_path) == [
        ("wang", "解锁", "yes", "cli"), ("wang", "重设密码并解锁", "yes", "cli"),
        ("ghost", "没有用户“ghost”。请用 user list 查看已有的账号。", "no", "cli"),
    ]  # fmt: skip


def test_who_is_enabled_again_is_not_kept_out_by_what_was_tried_meanwhile(
    entrance: Entrance,
) -> None:
    entrance.accounts.add("zhao", "admin", PASSWORDS["zhao"])
    entrance.accounts.set_disabled("wang", True)
    locked(entrance)
    who = local_person("zhao", "page")
    people_service.enable_user(Settings(entrance.home, "lanzhou"), who, "wang")
    assert entrance.attempt("wang", PASSWORDS["wang"], scope()).outcome == IN
    assert account_lines(entrance.home) == [("wang", "启用并解锁", "yes", "page")]


def test_accounts_of_an_earlier_version_are_taken_over(tmp_path: Path, clock: Clock) -> None:
    Accounts(tmp_path).add("wang", "admin", PASSWORDS["wang"])
    with closing(sqlite3.connect(tmp_path / "accounts.sqlite")) as db:
        db.executescript(
            "drop table tries; create table attempts(at real, name text, address text);"
            f"insert into attempts values({clock.now}, 'wang', '{HOME}');"
        )
    accounts_database(tmp_path).close()
    accounts_database.cache_clear()
    entrance = Entrance(tmp_path, "0.0.0.0", Policy(), clock)
    assert [account.name for account in entrance.accounts.all()] == ["wang"]
    assert entrance.attempt("wang", "x", scope()).outcome == WRONG
    assert entrance.attempt("wang", PASSWORDS["wang"], scope()).outcome == IN
    with closing(sqlite3.connect(tmp_path / "accounts.sqlite")) as db:
        tables = {name for (name,) in db.execute("select name from sqlite_master")}
    assert "attempts" not in tables


@pytest.mark.parametrize("name", ["wang", "ghost"])
def test_while_locked_no_password_is_looked_at_whosever_it_is(
    name: str, entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        entrance._lockout.begin(name, HOME)
    monkeypatch.delattr(Accounts, "password_is")
    assert entrance.attempt(name, PASSWORDS["wang"], scope()).outcome == LOCKED
