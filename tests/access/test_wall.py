"""大屏: published figures only, without a login only where the administrator opened it."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from chuangmo.access.actor import local_person
from chuangmo.access.entrance import Entrance
from chuangmo.access.policy import Policy, UnfitPolicy, load_policy
from chuangmo.access.web.gate import Gate
from chuangmo.exhibits.frozen import publish_month
from chuangmo.period import parse_period
from chuangmo.server.wall.route import wall_routes
from chuangmo.service.board import Board, open_board
from chuangmo.service.imports import clerk
from chuangmo.settings import Settings
from loaders.returning.hand_form import HandRow
from tests.access.serving import people

BOSS = local_person("主管", "cli")
OPENED = '[wall]\naddresses = ["192.0.2.0/28", "2001:db8::5"]\n'


def enter(board: Board, month: str, value: str) -> None:
    row = HandRow("pm10", "安宁区", parse_period(month), value, unit="mg/m³")
    clerk.enter_by_hand(board, BOSS, [row], document="来函", reason="核对过")


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    held = open_board(Settings(tmp_path_factory.mktemp("wall") / "home", "lanzhou"))
    people(held.settings.home)
    (held.settings.home / "server.toml").write_text(OPENED, encoding="utf-8")
    yield held
    held.close()


class Screen:
    """A computer that asks for the wall through gate and route, without a server."""

    def __init__(self, board: Board, address: str, policy: Policy | None = None) -> None:
        entrance = Entrance(
            board.settings.home, "0.0.0.0", policy or load_policy(board.settings.home)
        )
        app = Starlette(routes=wall_routes(lambda city: board, lambda: entrance))
        self._gate, self._address = Gate(app, lambda: entrance), address

    def ask(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(),
            "root_path": "", "scheme": "http", "http_version": "1.1", "query_string": b"",
            "client": (self._address, 4000), "server": ("x", 80), "headers": [],
        }  # fmt: skip
        with ThreadPoolExecutor(1) as aside:  # a loop of its own, whatever else runs here
            aside.submit(asyncio.run, self._gate(scope, receive, send)).result()
        start = next(m for m in sent if m["type"] == "http.response.start")
        body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        headers = {k.decode().lower(): v.decode() for k, v in start["headers"]}
        return start["status"], headers, body.decode()


def test_it_is_closed_unless_it_is_opened_and_then_only_for_the_wall(board: Board) -> None:
    assert Screen(board, "192.0.2.5", Policy()).ask("/wall")[0] == 401
    assert Screen(board, "192.0.2.99").ask("/wall")[0] == 401
    screen = Screen(board, "192.0.2.5")
    assert screen.ask("/wall")[0] == screen.ask("/wall/slides")[0] == 200
    assert screen.ask("/wall/wall.js")[0] == 200
    assert Screen(board, "2001:db8::5").ask("/wall")[0] == 200
    for path in ("/", "/overview", "/wallet", "/data/overview.csv", "/_stcore/health"):
        assert screen.ask(path)[0] == 401, path
    assert screen.ask("/wall", "POST")[0] == 401


def test_it_shows_what_was_published_and_nothing_else(board: Board) -> None:
    screen = Screen(board, "192.0.2.5")
    enter(board, "2008-10", "0.1234")
    assert "还没有发布过的月份" in screen.ask("/wall/slides")[2]
    publish_month(board, BOSS, parse_period("2008-10"), "")
    status, headers, text = screen.ask("/wall/slides")
    assert status == 200 and "2008年10月" in text and "已发布（" in text
    figure = next(shown for shown in ("0.123", "0.1234") if shown in text)
    enter(board, "2008-11", "0.456")
    enter(board, "2008-10", "0.789")
    _, later, changed = screen.ask("/wall/slides")
    assert figure in changed and "0.456" not in changed and "0.789" not in changed
    assert re.search(r"其后更正 \d+ 项，见看板", changed)
    assert later["x-wall-version"] != headers["x-wall-version"]
    assert later["x-wall-page"] == headers["x-wall-page"]


def test_nothing_of_supervision_and_no_name_leaves_by_the_wall(board: Board) -> None:
    text = Screen(board, "192.0.2.5").ask("/wall")[2]
    assert "责任单位" not in text and "主管" not in text


@pytest.mark.parametrize(
    ("said", "words"),
    [('["here"]', "不是地址或网段"), ('["0.0.0.0/0"]', "所有的地址"), ('["10.0.0.1/8"]', "网段")],
)
def test_an_unfit_range_is_told(said: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "server.toml").write_text(f"[wall]\naddresses = {said}\n", encoding="utf-8")
    with pytest.raises(UnfitPolicy, match=words):
        load_policy(tmp_path)
