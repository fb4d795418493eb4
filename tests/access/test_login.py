"""The door of a real server: guessing, fixation, forged forms, the owner's change of password."""

import statistics
import time
from html import unescape
from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.lockout import Lockout
from chuangmo.access.audit import acts
from chuangmo.access.entrance import IN, Entrance
from chuangmo.access.policy import Policy
from tests.access.requests_by_hand import Clock, scope
from tests.access.serving import PASSWORDS, Served, people

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_the_login_page_is_chinese_and_needs_no_script(served: Served) -> None:
    answer = served.ask("/login")
    assert answer.status == 200
    for word in ('lang="zh-CN"', "用户名", "密码", "登录", "浏览器太旧", "width=device-width"):
        assert word in answer.text
    assert "<script" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(served: Served) -> None:
    visitor = served.visitor()
    answer = visitor.login("zhao", PASSWORDS["zhao"])
    line = next(text for text in answer.set_cookies if text.startswith("chuangmo_session="))
    assert "httponly" in line.lower()
    assert "samesite=lax" in line.lower()
    assert "secure" not in line.lower()  # over plain HTTP it would never come back


def test_a_token_that_was_there_before_the_login_is_worth_nothing_after_it(served: Served) -> None:
    visitor = served.visitor()
    visitor.cookies["chuangmo_session"] = "planted" * 6
    assert visitor.login("zhao", PASSWORDS["zhao"]).status == 303
    first = visitor.token
    assert first != "planted" * 6
    assert visitor.login("zhao", PASSWORDS["zhao"]).status in (303, 403)
    again = served.visitor("zhao")
    assert again.token != first


def test_logging_out_ends_the_token_on_the_server(served: Served) -> None:
    visitor = served.visitor("zhao")
    token = visitor.token
    assert visitor.send_form("/logout", {}).status == 303
    assert served.ask("/_stcore/health", cookies={"chuangmo_session": token}).status == 401


def test_a_link_cannot_log_anybody_out(served: Served) -> None:
    visitor = served.visitor("zhao")
    assert visitor.ask("/logout").status == 200
    visitor.ask("/logout", method="POST", body="", headers=FORM)
    visitor.ask("/logout", method="POST", body="form=guess", headers=FORM)
    assert visitor.ask("/_stcore/health").status == 200


@pytest.mark.parametrize("form", ["", "form=", "form=guess&"])
def test_a_form_that_we_did_not_give_is_refused(form: str, served: Served) -> None:
    body = f"{form}&name=zhao&password={PASSWORDS['zhao']}"
    answer = served.ask("/login", method="POST", body=body, headers=FORM)
    assert answer.status == 403
    assert "chuangmo_session" not in answer.cookies


@pytest.mark.parametrize(
    "onward", ["//evil", "https:/evil", "/\\evil", "evil", "/a b", "/%0d%0aSet-Cookie:x=1\r\n"]
)
def test_the_way_on_stays_on_this_server(onward: str, served: Served) -> None:
    visitor = served.visitor()
    visitor.ask("/login")
    fields = {"name": "zhao", "password": PASSWORDS["zhao"], "next": onward}
    assert visitor.send_form("/login", fields).headers["location"] == "/"


def test_a_link_opens_what_it_names_after_the_login(served: Served) -> None:
    """Its choices come along, however they are written: percent codes, a plus, several."""
    link = "/indicator?month=2008-09&area=%E5%AE%89%E5%AE%81%E5%8C%BA&indicator=SO2+x&a=1%262"
    visitor = served.visitor()
    door = visitor.ask(link, headers={"Accept": "text/html"}).headers["location"]
    shown = visitor.ask(door).text
    onward = unescape(shown.split('name="next" value="')[1].split('"')[0])
    fields = {"name": "zhao", "password": PASSWORDS["zhao"], "next": onward}
    assert visitor.send_form("/login", fields).headers["location"] == link


def test_a_body_without_end_is_no_form(served: Served) -> None:
    visitor = served.visitor()
    visitor.ask("/login")
    body = "form=" + visitor.cookies["chuangmo_form"] + "&name=" + "a" * 20_000
    assert visitor.ask("/login", method="POST", body=body, headers=FORM).status == 403


def test_five_wrong_tries_ask_for_a_wait_known_or_not_in_the_same_words(served: Served) -> None:
    answers = {}
    for name in ("qian", "nobody"):
        visitor = served.visitor()
        texts = [visitor.login(name, f"wrong-{n}") for n in range(6)]
        right = visitor.login(name, PASSWORDS["qian"])
        answers[name] = [
            (a.status, a.headers.get("retry-after"), a.text.split('role="alert">')[1].split("<")[0])
            for a in [*texts, right]
        ]
    assert answers["qian"] == answers["nobody"]
    assert [said[:2] for said in answers["qian"]] == (
        [(401, None)] * 4 + [(401, "60")] + [(429, "60")] * 2
    )
    for _, _, words in answers["qian"][4:]:
        for word in ("过 1 分钟再试", "请管理员重设", "user unlock"):
            assert word in words


def test_a_browser_is_known_again_after_logging_out(served: Served) -> None:
    Lockout(served.home).unlock("qian")
    visitor = served.visitor()
    answer = visitor.login("qian", PASSWORDS["qian"])
    line = next(text for text in answer.set_cookies if "chuangmo_device=" in text)
    for word in ("httponly", "samesite=strict", "path=/login"):
        assert word in line.lower()
    assert visitor.token not in line
    assert visitor.send_form("/logout", {}).status == 303
    stranger = served.visitor()
    assert [stranger.login("qian", f"wrong-{n}").status for n in range(6)] == [401] * 5 + [429]
    assert stranger.login("qian", PASSWORDS["qian"]).status == 429
    assert visitor.login("qian", PASSWORDS["qian"]).status == 303


def test_a_new_password_of_ones_own_ends_the_logins_elsewhere(served: Served) -> None:
    Accounts(served.home).add("wu", "viewer", "Jing-Tai9-Shan!")
    here = served.visitor("wu", "Jing-Tai9-Shan!")
    there = served.visitor("wu", "Jing-Tai9-Shan!")
    before = here.token

    def change(old: str, new: str, again: str) -> int:
        return here.send_form("/password", {"old": old, "new": new, "again": again}).status

    good = "Jin-Cheng9-Guan"
    assert change("wrong", good, good) == 400
    assert change("Jing-Tai9-Shan!", "short", "short") == 400
    assert change("Jing-Tai9-Shan!", good, good + "x") == 400
    assert change("Jing-Tai9-Shan!", good, good) == 303
    assert here.token != before
    assert here.ask("/_stcore/health").status == 200
    assert there.ask("/_stcore/health").status == 401
    assert Accounts(served.home).password_is("wu", good)


def test_logins_and_refusals_stand_in_the_audit_with_the_address(served: Served) -> None:
    served.visitor("zhao")
    served.visitor().login("zhao", "wrong")
    found = [line.act for line in acts(served.home) if line.act.who == "zhao"]
    assert {(a.action, a.success) for a in found} >= {("login", "yes"), ("login", "no")}
    assert {a.address for a in found} == {"127.0.0.1"}
    assert not any(secret in str(found) for secret in PASSWORDS.values())


# -- without a server: the clock is ours ------------------------------------------------------------


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(tmp_path: Path, clock: Clock) -> Entrance:
    people(tmp_path)
    policy = Policy(frozenset({"10.0.0.1"}), "x-remote-user")
    return Entrance(tmp_path, "0.0.0.0", policy, clock)


def test_an_unknown_name_takes_as_long_as_a_known_one(door: Entrance) -> None:
    def seconds(name: str) -> float:
        taken = []
        for number in range(5):
            begun = time.perf_counter()
            door.accounts.password_is(name, f"wrong-{number}")
            taken.append(time.perf_counter() - begun)
        return statistics.median(taken)

    seconds("nobody")  # the dummy hash is made once
    known, unknown = seconds("wang"), seconds("nobody")
    assert 0.4 < unknown / known < 2.5


@pytest.mark.parametrize(
    ("step", "times", "alive"), [(29 * 60, 4, True), (31 * 60, 1, False), (29 * 60, 17, False)]
)
def test_a_login_ends_when_idle_and_in_any_case_after_a_day_of_work(
    step: float, times: int, alive: bool, door: Entrance, clock: Clock
) -> None:
    token = door.attempt("wang", PASSWORDS["wang"], scope()).token
    for _ in range(times):
        clock.now += step
        found = door.visitor(scope(token=token))
    assert (found is not None) is alive


def test_a_clock_set_back_does_not_make_a_login_immortal(door: Entrance, clock: Clock) -> None:
    token = door.attempt("wang", PASSWORDS["wang"], scope()).token
    clock.now -= 86400
    assert door.visitor(scope(token=token)) is None


def test_only_the_listed_proxy_names_a_person(door: Entrance) -> None:
    named = door.visitor(scope("10.0.0.1", x_remote_user="zhao"))
    assert named is not None
    assert named.name == "zhao"
    assert door.visitor(scope("192.0.2.1", x_remote_user="zhao")) is None
    assert door.visitor(scope("10.0.0.1", x_remote_user="stranger")) is None
    door.accounts.set_disabled("zhao", True)
    assert not door.holds(named)


def test_the_address_is_the_last_one_outside_the_proxies(door: Entrance) -> None:
    forged = scope("10.0.0.1", x_forwarded_for="198.51.100.1, 192.0.2.9")
    assert door.attempt("wang", PASSWORDS["wang"], forged).outcome == IN
    assert acts(door.home)[0].act.address == "192.0.2.9"
    direct = scope("192.0.2.77", x_forwarded_for="10.9.9.9")
    assert door.attempt("wang", PASSWORDS["wang"], direct).outcome == IN
    assert acts(door.home)[0].act.address == "192.0.2.77"


def test_nobody_comes_in_while_the_audit_cannot_be_written(
    door: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chuangmo.access import audit
    from chuangmo.access.accounts.database import DatabaseFault

    def full(*_: object) -> int:
        raise DatabaseFault("磁盘满")

    monkeypatch.setattr(audit, "record", full)
    with pytest.raises(DatabaseFault):
        door.attempt("wang", PASSWORDS["wang"], scope())
    assert door.sessions.count("wang") == 0
