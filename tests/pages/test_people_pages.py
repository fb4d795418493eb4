"""用户与权限 and 审计: for administrators, by the rights of the moment."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.lockout import Lockout
from chuangmo.access.actor import local_person
from chuangmo.access.entrance import PROXY
from chuangmo.service.auditing import note_backup_checked
from chuangmo.service.board import Board
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.backing_up import back_up
from chuangmo.ui.parts import person
from tests.pages.conftest import opened, words

PASSWORD = "Zhong-Shan9-Qiao"


def test_the_first_account_is_made_on_the_page_and_is_an_administrator(empty: Board) -> None:
    app = opened("users.py")
    assert "单机模式" in words(app)
    app.text_input[0].input("wang")
    app.text_input[2].input("短")
    app.button[0].click().run()
    assert "密码" in app.error[0].value
    assert not Accounts(empty.settings.home).any()
    app.text_input[0].input("wang")
    app.text_input[2].input(PASSWORD)
    app.button[0].click().run()
    account = Accounts(empty.settings.home).find("wang")
    assert account is not None
    assert account.role == "admin"


def test_with_accounts_a_page_without_an_identity_shows_nothing(full: Board) -> None:
    Accounts(full.settings.home).add("wang", "admin", PASSWORD)
    text = words(opened("overview.py"))
    assert "登录已失效" in text
    assert "PM" not in text


@pytest.mark.parametrize("page", ["settings.py", "users.py", "audit.py"])
def test_an_administrators_page_opens_in_single_user_mode(page: str, empty: Board) -> None:
    assert "单机模式" in words(opened(page))


def test_an_act_stands_on_the_audit_page_with_who_and_what(empty: Board) -> None:
    changing.add_dust(empty, local_person("王某", "cli"), "2008-03-01", "通知")
    text = words(opened("audit.py"))
    for word in ("王某", "目录改动", "2008-03-01", "成功", "命令行", "指纹链完整"):
        assert word in text


def told(app: AppTest) -> str:
    """What the page tells beside its tables."""
    return "".join(one.value for one in (*app.caption, *app.warning))


def test_the_audit_page_says_how_old_the_newest_good_backup_is(
    empty: Board, tmp_path: Path
) -> None:
    settings, who = empty.settings, local_person("王某", "cli")
    assert "还没有核对过备份" in told(opened("audit.py"))
    copy = tmp_path / "备份"
    back_up(empty, who, copy)
    note_backup_checked(settings, who, copy, [], True)
    page = opened("audit.py")
    assert not page.warning and "最近一次核对无误的备份：今天" in told(page)
    note_backup_checked(settings, who, copy, ["档案少了一个文件"], True)
    page = opened("audit.py")
    assert "没有通过" in page.warning[0].value and "档案少了一个文件" in page.warning[0].value


@pytest.mark.parametrize(
    ("act", "button", "said"),
    [("重设密码", "重设密码", "密码已重设，账号已解锁。"), ("解锁", "解锁", "li 的账号已解锁。")],
)
def test_what_unlocks_an_account_says_so_and_does_so(
    act: str, button: str, said: str, empty: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = empty.settings.home
    monkeypatch.setattr(person, "_login", lambda: PROXY + "wang")
    Accounts(home).add("wang", "admin", PASSWORD)
    Accounts(home).add("li", "viewer", PASSWORD)
    lockout = Lockout(home)
    assert [lockout.begin("li", "192.0.2.1").allowed for _ in range(6)] == [True] * 5 + [False]
    app = opened("users.py")
    app.button_group(key="user_act").set_value(act).run()
    app.selectbox[0].set_value("li（查看）").run()
    if app.text_input:
        app.text_input[0].input("Jing-Tai9-Shan!")
    next(one for one in app.button if one.label == button).click().run()
    assert said in app.success[0].value
    assert lockout.begin("li", "192.0.2.1").allowed
