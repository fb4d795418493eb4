"""The office's own sign-on: a real provider on this computer, a board that trusts it, and attacks."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.audit import acts
from chuangmo.access.entrance import Entrance
from chuangmo.access.pace import Pace
from chuangmo.access.policy import Policy, UnfitPolicy, load_policy
from chuangmo.access.sign_on import provider as asking
from chuangmo.access.sign_on.settings import SignOn
from chuangmo.access.web.error_pages import ErrorPages
from chuangmo.access.web.gate import LOGIN_HEADER, USER_HEADER, Gate
from chuangmo.access.web.login_routes import door_routes
from chuangmo.access.web.sign_on_routes import sign_on_routes
from tests.access.requests_by_hand import Clock
from tests.access.serving import PASSWORDS, people, serving
from tests.access.sign_on_provider import CLIENT, SECRET, Provider, elliptic, providing

BOARD = "http://127.0.0.1:8501"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as one:
        yield one


def settings(provider: Provider) -> SignOn:
    return SignOn(provider.issuer, CLIENT, BOARD, secret=SECRET)


@pytest.fixture
def door(provider: Provider, tmp_path: Path) -> Entrance:
    people(tmp_path)
    return Entrance(tmp_path, "0.0.0.0", Policy(sign_on=settings(provider)))


def browser(door: Entrance) -> TestClient:
    """The door of a board without the board: what is behind it says who came in."""

    async def inside(request: Request) -> PlainTextResponse:
        headers = request.headers
        return PlainTextResponse(f"{headers.get(USER_HEADER)} {headers.get(LOGIN_HEADER)}")

    def entrance() -> Entrance:
        return door

    app = Starlette(
        routes=[*door_routes(entrance), *sign_on_routes(entrance), Route("/", inside)],
        middleware=[Middleware(ErrorPages), Middleware(Gate, entrance=entrance)],
    )
    return TestClient(
        app, BOARD, follow_redirects=False, client=("192.0.2.1", 40000),
        headers={"Accept": "text/html"},
    )  # fmt: skip


def sent_back(visitor: TestClient, onward: str = "/") -> str:
    """What the provider's answer makes the browser ask the board for."""
    begun = visitor.get("/login/sso", params={"next": onward})
    assert begun.status_code == 303, begun.text
    there = requests.get(begun.headers["location"], allow_redirects=False, timeout=10)
    parts = urlsplit(there.headers["location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{BOARD}/login/back"
    return f"{parts.path}?{parts.query}"


# -- on a real server ---------------------------------------------------------------------------------


def test_a_person_signs_on_works_and_is_cut_off(provider: Provider, tmp_path: Path) -> None:
    home = tmp_path / "home"
    people(home)
    (home / "secret").write_text(SECRET + "\n", encoding="utf-8")
    (home / "secret").chmod(0o600)
    (home / "server.toml").write_text(
        f'[oidc]\nissuer = "{provider.issuer}"\nclient_id = "{CLIENT}"\nboard = "{BOARD}"\n'
        'title = "市府统一认证"\nsecret_file = "secret"\n', encoding="utf-8",
    )  # fmt: skip
    with serving(home, tmp_path / "log") as served:
        visitor = served.visitor()
        page = visitor.ask("/login?next=/overview").text
        for word in ('name="password"', "用市府统一认证登录", f"{BOARD}/login/sso?next=/overview"):
            assert word in page
        begun = visitor.ask("/login/sso?next=/overview")
        there = requests.get(begun.headers["location"], allow_redirects=False, timeout=10)
        back = urlsplit(there.headers["location"])
        arrived = visitor.ask(f"{back.path}?{back.query}")
        assert (arrived.status, arrived.headers["location"]) == (303, "/overview")
        cookie = next(one for one in arrived.set_cookies if one.startswith("chuangmo_session="))
        assert "httponly" in cookie.lower() and "samesite=lax" in cookie.lower()
        line = visitor.line()
        line.rerun()
        line.until_finished()
        assert "zhao（查看）" in line.words and "退出" in line.words
        assert "修改密码" not in line.words  # it is the provider's
        assert "市府统一认证" in visitor.ask("/logout").text
        Accounts(home).set_disabled("zhao", True)
        assert visitor.ask("/_stcore/health").status == 401
        Accounts(home).set_disabled("zhao", False)
        again = served.visitor("zhao")  # with the password, as before
        assert again.ask("/_stcore/health").status == 200
    told = [one.act for one in acts(home) if one.act.action == "login"]
    assert [(one.who, one.detail) for one in told] == [("zhao", ""), ("zhao", "统一认证")]
    assert SECRET not in (tmp_path / "log").read_text(errors="replace") + str(told)


# -- who comes in -------------------------------------------------------------------------------------


def test_role_and_district_are_the_boards_and_signing_out_ends_the_login(
    provider: Provider, door: Entrance
) -> None:
    provider.person, provider.claims = "  LI ", {"role": "admin", "groups": ["admin"]}
    visitor = browser(door)
    arrived = visitor.get(sent_back(visitor, "/data/x.csv?a=%25"))
    assert arrived.headers["location"] == "/data/x.csv?a=%25"
    who, login = visitor.get("/").text.split()
    assert who == "li" and login.startswith("sso%3A")
    person = door.person(login.replace("%3A", ":"))
    assert person is not None and (person.role, person.districts) == ("uploader", ("安宁区",))
    form = re.search(r'name="form" value="([^"]+)"', visitor.get("/logout").text)
    assert form is not None
    visitor.post("/logout", data={"form": form[1]})
    assert visitor.get("/").status_code == 303
    assert door.person(login.replace("%3A", ":")) is None


def test_the_login_ends_by_the_boards_clock_and_with_another_role(
    provider: Provider, tmp_path: Path
) -> None:
    people(tmp_path)
    clock = Clock()
    door = Entrance(tmp_path, "0.0.0.0", Policy(sign_on=settings(provider)), clock)
    for end in (lambda: setattr(clock, "now", clock.now + 31 * 60),
                lambda: door.accounts.set_role("zhao", "reviewer")):  # fmt: skip
        visitor = browser(door)
        visitor.get(sent_back(visitor))
        assert visitor.get("/").text.startswith("zhao ")
        end()
        assert visitor.get("/").status_code == 303


def test_a_password_that_is_due_is_not_asked_of_who_typed_none(
    provider: Provider, door: Entrance
) -> None:
    door.accounts.add("wu", "viewer", "Jing-Tai9-Shan!", given=True)
    provider.person = "wu"
    visitor = browser(door)
    visitor.get(sent_back(visitor))
    assert visitor.get("/").text.startswith("wu ")
    assert visitor.get("/password").headers["location"] == "/"


@pytest.mark.parametrize("who", ["stranger", "admin", "<script>", "a" * 90, "zhao"])
def test_a_person_without_an_account_is_told_so_and_none_is_made(
    who: str, provider: Provider, door: Entrance
) -> None:
    door.accounts.set_disabled("zhao", True)
    before = door.accounts.all()
    provider.person = who
    visitor = browser(door)
    answer = visitor.get(sent_back(visitor))
    assert answer.status_code == 403
    for word in ("统一认证认出您是", "没有这个账号", "请找看板的管理员"):
        assert word in answer.text
    assert "<script>" not in answer.text
    assert visitor.get("/").status_code == 303
    assert door.accounts.all() == before
    assert [one.act.success for one in acts(door.home)] == ["no"]


# -- tokens that do not hold --------------------------------------------------------------------------

WRONG = {
    "another issuer": {"claims": {"iss": "https://other.example"}},
    "for another": {"claims": {"aud": "other"}},
    "for several, none named": {"claims": {"aud": [CLIENT, "other"]}},
    "meant for another party": {"claims": {"aud": [CLIENT, "other"], "azp": "other"}},
    "expired": {"claims": {"exp": 1_000_000_000}},
    "no end": {"claims": {"exp": None}},
    "from the future": {"claims": {"iat": 4_000_000_000}},
    "another login's nonce": {"claims": {"nonce": "x" * 43}},
    "no nonce": {"claims": {"nonce": None}},
    "no subject": {"claims": {"sub": None}},
    "no name": {"claims": {"preferred_username": None}},
    "a name that is none": {"claims": {"preferred_username": ["wang"]}},
    "unsigned": {"signs": "none"},
    "signed with the shared secret": {"signs": "HS256"},
    "signed with a former key": {"signs": "old", "key": elliptic()},
}


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_token_that_does_not_hold_lets_nobody_in(
    wrong: str, provider: Provider, door: Entrance, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chuangmo")
    for name, value in WRONG[wrong].items():
        setattr(provider, name, value)
    visitor = browser(door)
    answer = visitor.get(sent_back(visitor))
    assert (answer.status_code, "没有成功" in answer.text) == (502, True)
    assert "chuangmo_session" not in visitor.cookies
    assert [(one.act.action, one.act.success) for one in acts(door.home)] == [("refusal", "no")]
    assert SECRET not in answer.text + caplog.text + str(acts(door.home))


def test_a_changed_key_holds_at_once(provider: Provider, door: Entrance) -> None:
    for key in (provider.key, elliptic()):
        provider.key = key
        visitor = browser(door)
        visitor.get(sent_back(visitor))
        assert visitor.get("/").text.startswith("zhao ")


# -- the way back -------------------------------------------------------------------------------------


def test_the_way_back_is_for_the_browser_that_left(provider: Provider, door: Entrance) -> None:
    visitor, other = browser(door), browser(door)
    back = sent_back(visitor)
    sent_back(other)
    for stranger in (browser(door), other):
        answer = stranger.get(back)
        assert (answer.status_code, "过期" in answer.text) == (403, True)
    assert "/realm/token" not in provider.asked
    assert acts(door.home) == []
    assert visitor.get(back).status_code == 303
    assert visitor.get(back).status_code == 403  # the cookie is gone
    assert other.get("/").status_code == 303


def test_a_code_is_worth_nothing_with_another_verifier(provider: Provider, door: Entrance) -> None:
    """Somebody who saw the code and begins a login of their own."""
    code = re.search(r"code=([^&]+)", sent_back(browser(door)))
    assert code is not None
    thief = browser(door)
    back = re.sub(r"code=[^&]+", f"code={code[1]}", sent_back(thief))
    answer = thief.get(back)
    assert answer.status_code == 502 and SECRET not in answer.text
    assert thief.get("/").status_code == 303


def test_a_refusal_of_the_provider_is_told(provider: Provider, door: Entrance) -> None:
    visitor = browser(door)
    state = re.search(r"state=([^&]+)", sent_back(visitor))
    assert state is not None
    answer = visitor.get(f"/login/back?error=access_denied&error_description=<b>&state={state[1]}")
    assert (answer.status_code, "没有放行（access_denied）" in answer.text) == (401, True)
    assert "<b>" not in answer.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"says": {"issuer": "http://127.0.0.1:1"}}, "issuer"),
        ({"says": {"token_endpoint": "https://evil.example/token"}}, "token_endpoint"),
        ({"says": {"jwks_uri": "http://evil.example/keys"}}, "jwks_uri"),
        ({"says": {"authorization_endpoint": "javascript:alert(1)"}}, "authorization_endpoint"),
        ({"says": {"jwks_uri": None}}, "jwks_uri"),
        ({"moved": "/.well-known/openid-configuration"}, "没有答复"),
    ],
)
def test_a_provider_that_is_not_as_it_was_set_is_not_followed(
    wrong: dict[str, object], said: str, provider: Provider, door: Entrance
) -> None:
    for name, value in wrong.items():
        setattr(provider, name, value)
    answer = browser(door).get("/login/sso")
    assert (answer.status_code, said in answer.text) == (502, True)


def test_a_provider_that_is_away_or_slow_keeps_nobody_from_the_password(
    provider: Provider, door: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert door.policy.sign_on is not None
    gone = replace(door.policy.sign_on, issuer="http://127.0.0.1:9")
    door.policy = replace(door.policy, sign_on=gone)
    visitor = browser(door)
    answer = visitor.get("/login/sso")
    assert (answer.status_code, "也可以用密码登录" in answer.text) == (502, True)
    form = re.search(r'name="form" value="([^"]+)"', visitor.get("/login").text)
    assert form is not None
    fields = {"form": form[1], "name": "zhao", "password": PASSWORDS["zhao"]}
    assert visitor.post("/login", data=fields).status_code == 303


def test_who_asks_again_and_again_is_held_back(
    provider: Provider, door: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chuangmo.access.web.sign_on_routes._PER_MINUTE", 3)
    visitor = browser(door)
    statuses = [visitor.get("/login/sso").status_code for _ in range(5)]
    assert statuses == [303] * 3 + [429] * 2
    assert len(provider.asked) == 3


def test_a_pace_forgets_after_its_time_and_does_not_grow() -> None:
    now = 0.0
    pace = Pace(2, 60, lambda: now)
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
    assert pace.allows("b")
    now = 60.0
    assert pace.allows("a")
    assert all(pace.allows(str(n)) for n in range(3000))
    assert len(pace._lately) <= 1000


# -- the settings -------------------------------------------------------------------------------------

GOOD = (
    f'issuer = "https://id.example.gov.cn/x"\nclient_id = "{CLIENT}"\nboard = "https://k.example"\n'
)


def test_without_the_section_there_is_no_way_and_nothing_is_asked(tmp_path: Path) -> None:
    people(tmp_path)
    door = Entrance(tmp_path, "0.0.0.0", load_policy(tmp_path, {"CHUANGMO_OIDC_SECRET": SECRET}))
    assert door.policy.sign_on is None
    visitor = browser(door)
    assert visitor.get("/login/sso").headers["location"].startswith("/login?next=")
    assert "login/sso" not in visitor.get("/login").text
    visitor.cookies.set("chuangmo_session", door.sessions.begin("zhao", "192.0.2.1"))
    assert visitor.get("/login/back").status_code == 404


def test_the_secret_comes_from_the_environment_or_a_private_file(tmp_path: Path) -> None:
    (tmp_path / "server.toml").write_text(f'[oidc]\n{GOOD}secret_file = "s"\n', encoding="utf-8")
    found = load_policy(tmp_path, {"CHUANGMO_OIDC_SECRET": SECRET}).sign_on
    assert found is not None and found.secret == SECRET and SECRET not in repr(found)
    with pytest.raises(UnfitPolicy, match="读不出来"):
        load_policy(tmp_path, {})
    (tmp_path / "s").write_text(f"{SECRET}\n", encoding="utf-8")
    (tmp_path / "s").chmod(0o640)
    with pytest.raises(UnfitPolicy, match="chmod 600") as unfit:
        load_policy(tmp_path, {})
    assert SECRET not in str(unfit.value)
    (tmp_path / "s").chmod(0o600)
    found = load_policy(tmp_path, {}).sign_on
    assert found is not None and found.secret == SECRET


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("client_secret" + ' = "x"', "client_secret"), ('issuer = "http://id.example"', "issuer"),
        ('issuer = "https://a:b@id.example"', "issuer"), ('issuer = "https://id.example?x"', "issuer"),
        ('board = "https://k.example/x"', "board"), ('board = "http://k.example"', "board"),
        ('scopes = "profile"', "scopes"), ('user_claim = ""', "user_claim"), ("title = 3", "title"),
        ('hosts = ["https://x"]', "hosts"), ('hosts = "x"', "hosts"), ('ca_file = "none.pem"', "ca_file"),
        ('client_id = ""', "client_id"),
    ],
)  # fmt: skip
def test_a_setting_that_does_not_do_is_named(line: str, named: str, tmp_path: Path) -> None:
    name = line.partition(" =")[0]
    kept = "".join(one + "\n" for one in GOOD.splitlines() if not one.startswith(f"{name} ="))
    (tmp_path / "server.toml").write_text(f"[oidc]\n{kept}{line}\n", encoding="utf-8")
    with pytest.raises(UnfitPolicy, match=named):
        load_policy(tmp_path, {})


def test_other_hosts_are_asked_only_where_they_are_named(provider: Provider) -> None:
    found = settings(provider)
    assert found.may_ask(f"{provider.issuer}/token") and not found.may_ask("https://token.example")
    assert replace(found, hosts=frozenset({"token.example"})).may_ask("https://token.example/x")
    assert not replace(found, hosts=frozenset({"token.example"})).may_ask("http://token.example/x")
    pending = asking.Pending.fresh()
    assert len({pending.state, pending.nonce, pending.verifier, pending.token}) == 4
