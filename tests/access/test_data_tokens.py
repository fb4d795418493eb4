"""Data tokens at the gate and the route behind it: who gets in, with what, how often."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from chuangmo.access.accounts.accounts import FILE, Accounts, accounts_database
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.tokens import MOST, DataTokens
from chuangmo.access.actor import SECURITY, VIEWER, Actor, local_person
from chuangmo.access.audit import acts
from chuangmo.access.bounds import Bounds
from chuangmo.access.entrance import Entrance
from chuangmo.access.policy import Policy
from chuangmo.access.web.gate import Gate
from chuangmo.exhibits.frozen import publish_month
from chuangmo.period import parse_period
from chuangmo.server.data_route import data_route
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import data_tokens
from chuangmo.service.imports import clerk
from chuangmo.settings import Settings
from loaders.returning.hand_form import HandRow
from tests.access.serving import people

LOOKER = Actor("zhao", VIEWER, "page")
GUARD = Actor("安", SECURITY, "page")


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """October published, December only reported; four people."""
    home = tmp_path_factory.mktemp("data") / "home"
    held = open_board(Settings(home, "lanzhou"))
    boss = local_person("主管", "cli")
    for month in ("2008-10", "2008-12"):
        row = HandRow("pm10", "安宁区", parse_period(month), "0.110", unit="mg/m³")
        clerk.enter_by_hand(held, boss, [row], document="来函", reason="核对过")
    publish_month(held, boss, parse_period("2008-10"), "")
    people(home)
    yield held
    held.close()


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Door:
    """Gate and route as the server stands them, without a server."""

    board: Board
    entrance: Entrance

    def ask(self, path: str, query: str = "", **headers: str) -> Got:
        app = Starlette(routes=[data_route(lambda city: self.board, lambda: self.entrance)])
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
            "root_path": "", "scheme": "http", "http_version": "1.1",
            "query_string": query.encode(), "client": ("192.0.2.1", 4000), "server": ("x", 80),
            "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        }  # fmt: skip
        self.gate = getattr(self, "gate", None) or Gate(app, lambda: self.entrance)
        with ThreadPoolExecutor(1) as aside:  # a loop of its own, whatever else runs here
            aside.submit(asyncio.run, self.gate(scope, receive, send)).result()
        start = next(m for m in sent if m["type"] == "http.response.start")
        body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        found = {k.decode().lower(): v.decode() for k, v in start["headers"]}
        return Got(start["status"], found, body)


@pytest.fixture
def door(board: Board) -> Door:
    return Door(board, Entrance(board.settings.home, "0.0.0.0", Policy()))


@pytest.fixture
def token(board: Board) -> Iterator[str]:
    made, text = data_tokens.make_token(board.settings, LOOKER, "省平台取数")
    yield text
    DataTokens(board.settings.home).revoke(made.id)


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def basic(name: str, text: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{name}:{text}".encode()).decode()}


def test_without_a_token_the_address_asks_for_one(door: Door) -> None:
    got = door.ask("/data/overview.csv", Accept="text/html")
    assert got.status == 401 and got.headers["www-authenticate"].startswith("Basic ")
    assert "令牌" in got.body.decode()


def test_a_token_opens_data_addresses_and_nothing_else(door: Door, token: str) -> None:
    assert door.ask("/data/overview.json", **bearer(token)).status == 200
    assert door.ask("/data/overview.json", **basic("ZHAO", token)).status == 200
    assert door.ask("/data/overview.json", **basic("wang", token)).status == 401
    assert door.ask("/data/overview.json", **bearer(token + "x")).status == 401
    assert door.ask("/_stcore/health", **bearer(token)).status == 401
    assert door.ask("/upload", **bearer(token)).status == 401
    assert door.ask("/data/overview.json", f"token={token}").status == 401


def test_a_wrong_token_is_told_to_the_audit_once_a_minute(door: Door) -> None:
    before = len(acts(door.board.settings.home))
    for _ in range(3):
        door.ask("/data/overview.json", **basic("zhao", "cmd_nothing"))
    new = acts(door.board.settings.home)[: len(acts(door.board.settings.home)) - before]
    assert [(one.act.action, one.act.who, one.act.address) for one in new] == [
        ("refusal", "zhao", "192.0.2.1")
    ]


def test_every_answer_is_in_the_audit_with_its_owner(door: Door, token: str) -> None:
    assert door.ask("/data/tasks.csv", "period=2008-10", **bearer(token)).status == 200
    act = acts(door.board.settings.home)[0].act
    assert (act.who, act.origin, act.action) == ("zhao", "data", "export")
    assert "SHA-256" in act.object and "tasks" in act.detail


def test_without_a_period_it_is_the_published_month(door: Door, token: str) -> None:
    told = json.loads(door.ask("/data/overview.json", **bearer(token)).body)["metadata"]
    assert (told["period"], told["judged_period"], told["as_of"]) == (
        "2008-10", "2008", "2008-10-31",
    )  # fmt: skip
    assert told["published"]["state"] == "已发布"
    assert told["published"]["months"][0]["corrections_since"] == 0
    running = door.ask("/data/overview.json", "period=2008-12", **bearer(token))
    assert json.loads(running.body)["metadata"]["published"]["not_published"] == ["2008-12"]


def test_a_csv_names_its_metadata_beside_it(door: Door, token: str) -> None:
    got = door.ask("/data/overview.csv", "period=2008-10", **bearer(token))
    assert got.body.startswith("\ufeff指标编号".encode())
    link = got.headers["link"]
    assert link.startswith("<overview.csv-metadata.json?period=2008-10>; rel=describedby")
    beside = door.ask("/data/overview.csv-metadata.json", "period=2008-10", **bearer(token))
    assert json.loads(beside.body)["count"] == got.body.decode().count("\r\n") - 1


@pytest.mark.parametrize(
    ("path", "query", "status", "words"),
    [
        ("/data/weather.csv", "", 404, "没有“weather.csv”"),
        ("/data/overview.xml", "", 404, "格式"),
        ("/data/overview.csv", "perod=2008", 400, "不认识参数“perod”"),
        ("/data/overview.csv", "period=2008&period=2007", 400, "写了两次"),
        ("/data/overview.csv", "period=soon", 400, "soon"),
        ("/data/overview.csv", "as_of=soon", 400, "as_of"),
        ("/data/indicator.json", "", 400, "要写明指标"),
    ],
)
def test_a_wrong_question_gets_a_sentence(
    path: str, query: str, status: int, words: str, door: Door, token: str
) -> None:
    got = door.ask(path, query, **bearer(token))
    assert got.status == status and words in got.body.decode()
    if ".json" in path:
        assert words in json.loads(got.body)["error"]["message"]


def test_nobody_takes_more_than_his_share(board: Board, token: str) -> None:
    policy = Policy(bounds=Bounds(data_per_minute=2))
    door = Door(board, Entrance(board.settings.home, "0.0.0.0", policy))
    asked = [door.ask("/data/tasks.json", **bearer(token)) for _ in range(3)]
    assert [one.status for one in asked] == [200, 200, 429]
    assert asked[-1].headers["retry-after"] == "60"


def test_a_token_is_kept_as_a_fingerprint_and_ends_at_once(door: Door) -> None:
    made, text = data_tokens.make_token(door.board.settings, LOOKER, "试")
    accounts_database(door.board.settings.home).close()
    assert text.encode() not in (door.board.settings.home / FILE).read_bytes()
    assert text not in "".join(
        one.act.object + one.act.detail for one in acts(door.board.settings.home)
    )
    assert door.ask("/data/tasks.json", **bearer(text)).status == 200
    (mine,) = [t for t in data_tokens.list_tokens(door.board.settings, LOOKER) if t.id == made.id]
    assert mine.used is not None
    with pytest.raises(UnfitAccount):
        data_tokens.revoke_token(door.board.settings, Actor("li", VIEWER, "page"), made.id)
    assert made.id in [one.id for one in data_tokens.list_all_tokens(door.board.settings, GUARD)]
    data_tokens.revoke_any_token(door.board.settings, GUARD, made.id)
    assert door.ask("/data/tasks.json", **bearer(text)).status == 401


def test_who_is_stopped_takes_nothing_more(door: Door) -> None:
    _, text = data_tokens.make_token(door.board.settings, Actor("qian", VIEWER, "page"), "试")
    accounts = Accounts(door.board.settings.home)
    accounts.set_disabled("qian", True)
    assert door.ask("/data/tasks.json", **bearer(text)).status == 401
    accounts.set_disabled("qian", False)
    assert door.ask("/data/tasks.json", **bearer(text)).status == 401  # revoked for good


def test_a_token_needs_an_account_a_purpose_and_room(board: Board) -> None:
    with pytest.raises(UnfitAccount, match="没有账号"):
        data_tokens.make_token(board.settings, local_person("外人", "cli"), "试")
    with pytest.raises(UnfitAccount, match="用途"):
        data_tokens.make_token(board.settings, LOOKER, "  ")
    tokens = DataTokens(board.settings.home)
    made = [tokens.make("li", f"第{n}个")[0] for n in range(MOST)]
    with pytest.raises(UnfitAccount, match="至多"):
        tokens.make("li", "又一个")
    for one in made:
        tokens.revoke(one.id)


def test_a_home_older_than_tokens_knows_none(tmp_path: Path) -> None:
    people(tmp_path)
    with accounts_database(tmp_path).writing() as db:
        db.execute("drop table data_tokens")
    found = DataTokens(tmp_path)
    assert found.all() == [] and found.of_text("cmd_x") is None
