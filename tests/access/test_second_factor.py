"""The second factor: codes by the clock, recovery codes, and what keeps somebody from guessing."""

import re
import sqlite3
import time
from base64 import b32encode
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from chuangmo.access.accounts.accounts import FILE, Accounts
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.second_factor import (
    HALF_LIVES,
    RECOVERY_CODES,
    STEP,
    SecondFactors,
    code_at,
    otpauth,
)
from chuangmo.access.actor import Actor, Forbidden, local_person
from chuangmo.access.audit import acts
from chuangmo.access.entrance import HALF, IN, LOCKED, STALE, WRONG, Attempt, Entrance
from chuangmo.access.policy import Policy, UnfitPolicy, load_policy
from chuangmo.service.decisions import people as people_service
from chuangmo.settings import Settings
from tests.access.requests_by_hand import Clock, scope
from tests.access.serving import PASSWORDS, Served, people

BOSS = local_person("root", "cli")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(tmp_path: Path, clock: Clock) -> Entrance:
    people(tmp_path)
    return Entrance(tmp_path, "0.0.0.0", Policy(), clock)


def turned_on(door: Entrance, clock: Clock, name: str = "zhao") -> tuple[str, tuple[str, ...]]:
    """The secret and the recovery codes of an account that uses codes from now on."""
    secret = door.factors.begin(name)
    codes = door.factors.confirm(name, code_at(secret, clock.now))
    clock.now += STEP
    return secret, codes


def half(door: Entrance, name: str = "zhao", address: str = "192.0.2.1") -> str:
    found = door.attempt(name, PASSWORDS[name], scope(address))
    assert found.outcome == HALF, found
    return found.token


def second(door: Entrance, code: str, address: str = "192.0.2.1") -> Attempt:
    return door.attempt_code(half(door, address=address), code, scope(address))


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
     (2000000000, "279037"), (20000000000, "353130")],
)  # fmt: skip
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    """Appendix B, SHA-1: the last six of its eight digits."""
    secret = b32encode(b"12345678901234567890").decode()
    assert code_at(secret, seconds) == code


def test_the_address_for_telephones_holds_name_and_secret() -> None:
    parts = urlsplit(otpauth("王芳", "ABCD"))
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    told = parse_qs(parts.query)
    assert told == {
        "secret": ["ABCD"], "issuer": ["创模看板"], "digits": ["6"], "period": ["30"],
    }  # fmt: skip


def test_without_the_code_nobody_comes_in(door: Entrance, clock: Clock) -> None:
    secret, _ = turned_on(door, clock)
    waiting = half(door)
    assert door.visitor(scope(token=waiting)) is None
    assert door.attempt_code(waiting, "000000", scope()).outcome == WRONG
    assert door.attempt_code("", code_at(secret, clock.now), scope()).outcome == STALE
    found = door.attempt_code(waiting, code_at(secret, clock.now), scope())
    assert found.outcome == IN
    visitor = door.visitor(scope(token=found.token))
    assert visitor is not None and visitor.name == "zhao"
    assert door.attempt_code(waiting, code_at(secret, clock.now), scope()).outcome == STALE
    told = [(one.act.success, one.act.detail) for one in acts(door.home)]
    assert told == [("yes", "动态口令"), ("no", "动态口令不对")]


@pytest.mark.parametrize(
    ("off", "outcome"), [(-2, WRONG), (-1, IN), (0, IN), (1, IN), (2, WRONG)]
)  # fmt: skip
def test_a_telephone_may_be_a_step_off(
    off: int, outcome: str, door: Entrance, clock: Clock
) -> None:
    secret, _ = turned_on(door, clock)
    clock.now += 10 * STEP
    assert second(door, code_at(secret, clock.now + off * STEP)).outcome == outcome


def test_a_code_is_taken_once_and_none_older_than_the_last(door: Entrance, clock: Clock) -> None:
    secret, _ = turned_on(door, clock)
    code = code_at(secret, clock.now)
    assert second(door, code).outcome == IN
    assert second(door, code).outcome == WRONG
    assert second(door, code_at(secret, clock.now - STEP)).outcome == WRONG
    clock.now += STEP
    assert (
        second(door, f" {code_at(secret, clock.now)[:3]} {code_at(secret, clock.now)[3:]}").outcome
        == IN
    )


def test_a_recovery_code_opens_once_and_is_kept_as_a_fingerprint(
    door: Entrance, clock: Clock
) -> None:
    _, codes = turned_on(door, clock)
    assert len(set(codes)) == RECOVERY_CODES
    kept = (door.home / FILE).read_bytes()
    assert not any(
        code.encode() in kept or code.replace("-", "").encode() in kept for code in codes
    )
    assert second(door, codes[3].upper().replace("-", " ")).outcome == IN
    assert second(door, codes[3]).outcome == WRONG
    told = [one.act.detail for one in acts(door.home) if one.act.success == "yes"]
    assert told == [f"恢复码，还剩 {RECOVERY_CODES - 1} 个"]


def test_codes_are_not_guessed_by_logging_in_again_and_again(door: Entrance, clock: Clock) -> None:
    """The right password between the guesses forgives none of them."""
    secret, _ = turned_on(door, clock)
    outcomes = [second(door, f"{n:06d}").outcome for n in range(7)]
    assert outcomes == [WRONG] * 5 + [LOCKED] * 2
    assert second(door, code_at(secret, clock.now)).outcome == LOCKED
    assert second(door, code_at(secret, clock.now), "198.51.100.7").outcome == IN  # elsewhere
    people_service.unlock_user(Settings(door.home, "lanzhou"), BOSS, "zhao")
    clock.now += STEP
    assert second(door, code_at(secret, clock.now)).outcome == IN


def test_between_password_and_code_there_are_five_minutes(door: Entrance, clock: Clock) -> None:
    secret, _ = turned_on(door, clock)
    waiting = half(door)
    clock.now += HALF_LIVES + 1
    assert door.attempt_code(waiting, code_at(secret, clock.now), scope()).outcome == STALE
    waiting = half(door)
    door.accounts.set_disabled("zhao", True)
    assert door.attempt_code(waiting, code_at(secret, clock.now), scope()).outcome == STALE


def test_who_lost_the_telephone_is_let_in_by_an_administrator(door: Entrance, clock: Clock) -> None:
    settings = Settings(door.home, "lanzhou")
    turned_on(door, clock)
    assert people_service.with_second_factor(settings, BOSS) == {"zhao"}
    people_service.reset_second_factor(settings, BOSS, "zhao")
    assert door.attempt("zhao", PASSWORDS["zhao"], scope()).outcome == IN
    with pytest.raises(UnfitAccount, match="没有开通"):
        people_service.reset_second_factor(settings, BOSS, "zhao")
    with pytest.raises(Forbidden):
        people_service.reset_second_factor(settings, Actor("li", "uploader", "page"), "zhao")


def test_a_role_that_must_have_it_does_nothing_before(tmp_path: Path, clock: Clock) -> None:
    people(tmp_path)
    (tmp_path / "server.toml").write_text(
        '[password]\nsecond_factor = ["admin"]\n', encoding="utf-8"
    )
    door = Entrance(tmp_path, "0.0.0.0", load_policy(tmp_path, {}), clock)
    token = door.attempt("wang", PASSWORDS["wang"], scope()).token
    visitor = door.visitor(scope(token=token))
    assert visitor is not None and (visitor.due_at, "动态口令" in visitor.due) == (
        "/second-factor",
        True,
    )
    turned_on(door, clock, "wang")
    visitor = door.visitor(scope(token=token))
    assert visitor is not None and visitor.due == ""
    other = door.visitor(scope(token=door.attempt("zhao", PASSWORDS["zhao"], scope()).token))
    assert other is not None and other.due == ""
    (tmp_path / "server.toml").write_text(
        '[password]\nsecond_factor = ["boss"]\n', encoding="utf-8"
    )
    with pytest.raises(UnfitPolicy, match="boss"):
        load_policy(tmp_path, {})


def test_a_home_of_an_earlier_version_has_no_second_factor_yet(
    door: Entrance, clock: Clock
) -> None:
    with closing(sqlite3.connect(door.home / FILE)) as db, db:
        for table in ("second_factors", "recovery_codes", "half_logins"):
            db.execute(f"drop table {table}")
    assert SecondFactors(door.home).users() == frozenset()
    assert door.attempt("zhao", PASSWORDS["zhao"], scope()).outcome == IN
    turned_on(door, clock)
    assert door.attempt("zhao", PASSWORDS["zhao"], scope()).outcome == HALF


def test_a_person_turns_it_on_logs_in_with_it_and_turns_it_off(served: Served) -> None:
    """On a real server, as a browser does."""
    name, password = "wu", "Jing-Tai9-Shan!"
    Accounts(served.home).add(name, "viewer", password)
    visitor, elsewhere = served.visitor(name, password), served.visitor(name, password)

    def step(**fields: str) -> str:
        answer = visitor.send_form("/second-factor", fields)
        assert answer.headers["cache-control"] == "no-store"
        return answer.text

    assert "没有开通" in visitor.ask("/second-factor").text
    assert "密码或动态口令不对" in step(step="begin", password="wrong")
    page = step(step="begin", password=password)
    secret = re.search(r"secret=([A-Z2-7]{32})", page)
    assert secret is not None and "otpauth://totp/" in page and "只显示这一次" in page
    assert secret[1] not in step(step="confirm", code="000000")
    now = time.time()
    page = step(step="confirm", code=code_at(secret[1], now))
    codes = re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", page)
    assert len(codes) == RECOVERY_CODES
    assert visitor.ask("/_stcore/health").status == 200
    assert elsewhere.ask("/_stcore/health").status == 401  # logged in without it
    again = served.visitor()
    asked = again.login(name, password)
    assert (asked.status, "还要动态口令" in asked.text) == (200, True)
    assert again.ask("/_stcore/health").status == 401
    assert again.send_form("/login", {"code": code_at(secret[1], now)}).status == 401  # used up
    arrived = again.send_form("/login", {"code": codes[0], "next": "/overview"})
    assert (arrived.status, arrived.headers["location"]) == (303, "/overview")
    assert again.ask("/_stcore/health").status == 200
    assert "密码或动态口令不对" in step(step="end", password=password, code=codes[0])
    assert "没有开通" in step(step="end", password=password, code=codes[1])
    assert served.visitor(name, password).ask("/_stcore/health").status == 200
    log = served.log.read_text(errors="replace")
    assert secret[1] not in log and codes[0] not in log + str(acts(served.home))
