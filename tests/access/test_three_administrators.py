"""三员分立: what one administrator may do alone is divided, and nobody alone lets anybody in."""

from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.actor import THREE, Actor, Forbidden, local_person
from chuangmo.service import auditing
from chuangmo.service.decisions import people
from chuangmo.settings import Settings
from tests.access.serving import PASSWORDS, Served

NEW = "Jing-Tai9-Shan!"
SYSTEM, SECURITY, AUDITOR = (Actor(f"the-{role}", role, "page") for role in THREE)
OPERATOR = local_person("root", "cli")


@pytest.fixture
def divided(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "home", "lanzhou")
    settings.home.mkdir()
    people.add_user(settings, OPERATOR, "wang", role="admin", password=PASSWORDS["wang"])
    for role in THREE:
        people.add_user(settings, OPERATOR, f"the-{role}", role=role, password=PASSWORDS["li"])
    assert not people.is_divided(people.list_users(settings, SYSTEM))
    people.set_role(settings, OPERATOR, "wang", role="manager")
    assert people.is_divided(people.list_users(settings, SECURITY))
    return settings


def is_off(settings: Settings, name: str) -> bool:
    return Accounts(settings.home).known(name).disabled


def test_system_makes_an_account_and_security_lets_it_in(divided: Settings) -> None:
    people.add_user(divided, SYSTEM, "li", role="uploader", password=NEW)
    assert is_off(divided, "li")
    with pytest.raises(Forbidden):
        people.enable_user(divided, SYSTEM, "li")
    people.enable_user(divided, SECURITY, "li")
    assert not is_off(divided, "li")
    people.reset_password(divided, SYSTEM, "li", PASSWORDS["zhao"])
    assert is_off(divided, "li")  # a password that somebody else knows lets nobody in by itself
    told = [line.act.detail for line in auditing.audit_lines(divided, AUDITOR)][:3]
    assert told[0] == "重设密码并解锁，停用，待安全管理员启用"


@pytest.mark.parametrize("name", ["the-security", "the-auditor", "the-system"])
def test_system_has_no_hand_in_the_accounts_of_the_three(name: str, divided: Settings) -> None:
    for act in (people.disable_user, lambda *a: people.reset_password(*a, NEW)):
        with pytest.raises(Forbidden, match="系统管理员不能"):
            act(divided, SYSTEM, name)


def test_nobody_is_made_who_may_do_all_and_nobody_two_things(divided: Settings) -> None:
    with pytest.raises(Forbidden, match="不设"):
        people.add_user(divided, SYSTEM, "li", role="admin", password=NEW)
    with pytest.raises(Forbidden, match="不设"):
        people.set_role(divided, SECURITY, "wang", role="admin")
    with pytest.raises(Forbidden, match="自己"):
        people.set_role(divided, SECURITY, "the-security", role="manager")
    with pytest.raises(Forbidden, match="兼任"):
        people.set_role(divided, SECURITY, "the-system", role="auditor")
    with pytest.raises(Forbidden):
        auditing.audit_lines(divided, SYSTEM)


@pytest.mark.parametrize("role", THREE)
def test_the_last_of_each_is_not_taken_away(role: str, divided: Settings) -> None:
    with pytest.raises(UnfitAccount, match="三员"):
        people.disable_user(divided, SECURITY, f"the-{role}")
    people.set_role(divided, OPERATOR, "wang", role="admin")  # the way back, at the server
    people.disable_user(divided, OPERATOR, f"the-{role}")


def test_whoever_sees_no_figures_is_led_to_the_own_page_from_every_other(served: Served) -> None:
    Accounts(served.home).add("chen", "system", NEW)
    line = served.visitor("chen", NEW).line()
    for page in ("", "indicator", "audit"):
        line.frames = b""
        line.rerun(page)
        line.until_finished()
        line.rerun("users")
        line.until_finished()
        assert "用户与权限" in line.words and "新建账号" in line.words
        for word in ("PM10", "µg/m³", "末条指纹"):
            assert word not in line.words, page
