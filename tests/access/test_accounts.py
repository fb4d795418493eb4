"""Accounts: rules for names and passwords, the command ``user``, who acts on the command line."""

import json
from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.actor import Forbidden
from chuangmo.access.audit import acts
from chuangmo.access.operator import command_actor
from chuangmo.settings import login_name
from tests.access.serving import PASSWORDS, people
from tests.commanding import run_command


@pytest.fixture
def home(tmp_path: Path) -> Path:
    people(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "0 个字符"),
        ("Short-9a", "8 个字符"),
        ("A9-" + "a" * 126, "129 个字符"),
        ("alllowercase", "三类"),
        ("UPPER12345678", "三类"),
        ("Newman-2008-x", "用户名"),
        ("Password-2008", "password"),
        ("Admin-2008-xyz", "admin"),
        ("Aa1Aa1Aa1Aa1", "重复"),
    ],
)
def test_a_weak_password_is_refused_in_a_sentence(password: str, words: str, home: Path) -> None:
    with pytest.raises(UnfitAccount, match=words):
        Accounts(home).add("newman", "viewer", password)
    assert Accounts(home).find("newman") is None


@pytest.mark.parametrize("name", ["", "a b", "a/b", "<script>", "x" * 33, "a\nb"])
def test_a_name_that_cannot_be_typed_safely_is_refused(name: str, home: Path) -> None:
    with pytest.raises(UnfitAccount, match="用户名"):
        Accounts(home).add(name, "viewer", PASSWORDS["wang"])


def test_the_password_itself_is_nowhere_on_the_disk(home: Path) -> None:
    kept = b"".join(path.read_bytes() for path in home.iterdir())
    assert b"$argon2id$" in kept
    assert not any(password.encode() in kept for password in PASSWORDS.values())
    assert (home / "accounts.sqlite").stat().st_mode & 0o777 == 0o600


def test_the_last_administrator_stays(home: Path) -> None:
    accounts = Accounts(home)
    with pytest.raises(UnfitAccount, match="最后一个管理员"):
        accounts.set_disabled("wang", True)
    with pytest.raises(UnfitAccount, match="最后一个管理员"):
        accounts.set_role("wang", "viewer")
    account = accounts.find("wang")
    assert account is not None
    assert (account.role, account.disabled) == ("admin", False)


def test_the_same_name_in_other_letters_is_the_same_account(home: Path) -> None:
    with pytest.raises(UnfitAccount, match="已经有了"):
        Accounts(home).add("ＷＡＮＧ", "viewer", "Jing-Tai9-Shan!")


@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_districts_belong_to_uploaders_and_reviewers(role: str, home: Path) -> None:
    with pytest.raises(UnfitAccount, match="区县"):
        Accounts(home).add("sun", role, "Jing-Tai9-Shan!", districts=("安宁区",))


# -- the command line -----------------------------------------------------------------------------


def user(home: Path, *words: str, given: str = "") -> tuple[int, dict[str, object]]:
    done = run_command("--home", str(home), "user", *words, "--json", given=given)
    return done.returncode, json.loads(done.stdout)


def test_accounts_are_made_and_changed_on_the_command_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert user(home, "add", "li", "--role", "uploader", given="Huang-He9-Lou!\n")[0] == 2
    assert user(home, "add", "wang", "--role", "admin", given="")[0] == 2
    assert user(home, "add", "wang", "--role", "admin", given="Zhong-Shan9-Qiao\n")[0] == 0
    words = ("--role", "uploader", "--district", "安宁", "--display", "李某")
    code, answer = user(home, "add", "li", *words, given="Huang-He9-Lou!\n")
    assert code == 0
    assert answer["user"] | {"created": "", "changed": ""} == {  # type: ignore[operator]
        "name": "li", "display": "李某", "role": "uploader", "districts": ["安宁区"],
        "disabled": False, "created": "", "changed": "",
    }  # fmt: skip
    assert user(home, "role", "li", "--role", "uploader", "--district", "火星区")[0] == 2
    assert user(home, "disable", "li")[0] == 0
    assert user(home, "disable", "wang")[0] == 2
    assert user(home, "list", "--by", "li")[0] == 2
    code, answer = user(home, "list")
    assert answer["count"] == 2
    done = [line.act for line in acts(home)]
    assert [a.object for a in done if a.success == "yes"] == ["li", "li", "wang"]
    assert all("Lou" not in str(a) and "Qiao" not in str(a) for a in done)


def test_there_is_no_default_account(tmp_path: Path) -> None:
    assert not Accounts(tmp_path).any()
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_an_account_acts_with_its_rights(home: Path) -> None:
    actor = command_actor(home, "li", "cli")
    assert (actor.role, actor.districts) == ("uploader", ("安宁区",))
    Accounts(home).set_disabled("li", True)
    with pytest.raises(Forbidden, match="已停用"):
        command_actor(home, "li", "cli")


def test_the_owner_of_the_home_is_the_operator_and_nobody_else_is(home: Path) -> None:
    assert command_actor(home, None, "cli").role == "admin"
    assert command_actor(home, login_name(), "cli").role == "admin"
    with pytest.raises(Forbidden, match="没有用户"):
        command_actor(home, "stranger", "cli")
    assert command_actor(home / "empty", "stranger", "cli").role == "admin"  # 单机模式
