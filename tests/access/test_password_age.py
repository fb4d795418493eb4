"""Passwords that must be changed: set by somebody else, too old, used before."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import FILE, Accounts
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.password_age import PasswordRules
from chuangmo.access.actor import local_person
from chuangmo.access.entrance import Entrance
from chuangmo.access.policy import Policy, UnfitPolicy, load_policy
from chuangmo.service.decisions import people as people_service
from chuangmo.settings import Settings
from tests.access.requests_by_hand import Clock, scope
from tests.access.serving import PASSWORDS, Served

DAY = 86400.0
OTHERS = ["Jing-Tai9-Shan!", "Bai-Yun9-Guan!", "Lan-Zhou-He9!"]


def entrance(home: Path, clock: Clock, **rules: object) -> Entrance:
    return Entrance(home, "0.0.0.0", Policy(passwords=PasswordRules(**rules)), clock)  # type: ignore[arg-type]


def due(door: Entrance, name: str, password: str) -> str:
    """Why the person who logs in with this must change it first."""
    token = door.attempt(name, password, scope()).token
    visitor = door.visitor(scope(cookie=f"chuangmo_session={token}"))
    assert visitor is not None
    return visitor.due


def test_a_password_of_somebody_elses_choice_is_changed_first(tmp_path: Path) -> None:
    settings, boss = Settings(tmp_path, "lanzhou"), local_person("root", "cli")
    people_service.add_user(settings, boss, "wang", role="admin", password=PASSWORDS["wang"])
    people_service.add_user(settings, boss, "li", role="viewer", password=PASSWORDS["li"])
    door = entrance(tmp_path, Clock())
    assert due(door, "wang", PASSWORDS["wang"]) == ""  # who made the first chose it
    assert "管理员设的" in due(door, "li", PASSWORDS["li"])
    assert due(entrance(tmp_path, Clock(), change_first=False), "li", PASSWORDS["li"]) == ""
    assert people_service.waiting_for_change(settings, boss) == {"li"}
    door.accounts.set_password("li", OTHERS[0], old=PASSWORDS["li"])
    assert due(door, "li", OTHERS[0]) == ""
    people_service.reset_password(settings, boss, "li", OTHERS[1])
    assert "管理员设的" in due(door, "li", OTHERS[1])


def test_a_password_that_is_too_old_is_changed_first(tmp_path: Path) -> None:
    clock = Clock()
    door = entrance(tmp_path, clock, days=90)
    door.accounts.add("wang", "admin", PASSWORDS["wang"])
    clock.now += 90 * DAY
    assert due(door, "wang", PASSWORDS["wang"]) == ""
    clock.now += 60
    assert "90 天" in due(door, "wang", PASSWORDS["wang"])
    door.accounts.set_password("wang", OTHERS[0], old=PASSWORDS["wang"])
    assert due(door, "wang", OTHERS[0]) == ""
    clock.now -= 400 * DAY  # a clock that was set back makes no password old
    assert due(door, "wang", OTHERS[0]) == ""


def test_former_passwords_do_not_come_again(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("wang", "admin", PASSWORDS["wang"])
    accounts.set_password("wang", OTHERS[0], history=2)
    accounts.set_password("wang", OTHERS[1], history=2)
    with pytest.raises(UnfitAccount, match="用过"):
        accounts.set_password("wang", OTHERS[0], history=2)
    accounts.set_password("wang", PASSWORDS["wang"], history=2)  # the third from behind
    assert accounts.password_is("wang", PASSWORDS["wang"])


def test_accounts_of_an_earlier_version_are_read_and_kept(tmp_path: Path) -> None:
    Accounts(tmp_path).add("wang", "admin", PASSWORDS["wang"])
    with closing(sqlite3.connect(tmp_path / FILE)) as db, db:
        db.execute("drop table passwords")
    door = entrance(tmp_path, Clock(), days=90, history=5)
    assert due(door, "wang", PASSWORDS["wang"]) == ""
    door.accounts.set_password("wang", OTHERS[0], old=PASSWORDS["wang"], history=5)
    assert due(door, "wang", OTHERS[0]) == ""


@pytest.mark.parametrize("line", ["days = -1", "history = 25", 'change_first = "ja"', "tage = 3"])
def test_rules_that_do_not_do_are_told(line: str, tmp_path: Path) -> None:
    (tmp_path / "server.toml").write_text(f"[password]\n{line}\n", encoding="utf-8")
    with pytest.raises(UnfitPolicy):
        load_policy(tmp_path, {})


def test_nothing_opens_before_the_change(served: Served) -> None:
    Accounts(served.home).add("wu", "viewer", OTHERS[0], given=True)
    visitor = served.visitor("wu", OTHERS[0])
    page = visitor.ask("/overview?month=2008-10", headers={"Accept": "text/html"})
    assert (page.status, page.headers["location"]) == (303, "/password")
    assert visitor.ask("/_stcore/health").status == 403
    with pytest.raises(Exception, match="403"):
        visitor.line()
    assert "管理员设的" in visitor.ask("/password").text
    fields = {"old": OTHERS[0], "new": OTHERS[1], "again": OTHERS[1]}
    assert visitor.send_form("/password", fields).headers["location"] == "/"
    assert visitor.ask("/overview", headers={"Accept": "text/html"}).status == 200
    visitor.line().socket.close()
