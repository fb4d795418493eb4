"""Attacks by way of the web: frames, other sites, strange hosts, errors that tell too much."""

import http.client
import json
import socket
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from chuangmo.access.web.headers import content_policy, hashes_of
from tests.access.serving import Served, Visitor, serving

ROUTES = [
    "/", "/upload", "/login", "/healthz", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics",
    "/_stcore/agent/openapi.json", "/media/0123456789abcdef0123456789abcdef.csv", "/static/none.js",
    "/static/../../etc/passwd", "/_stcore/upload_file/a/b", "/component/x/y.js", "/fonts/none.woff2", "/logout",
]  # fmt: skip
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.fixture(scope="module")
def person(served: Served) -> Visitor:
    return served.visitor("zhao")


@pytest.mark.parametrize("method", ["GET", "PUT", "TRACE"])
@pytest.mark.parametrize("path", ROUTES)
def test_t18_every_route_forbids_frames_and_guessing_for_everybody(
    path: str, method: str, served: Served, person: Visitor
) -> None:
    for answer in (served.ask(path, method=method), person.ask(path, method=method)):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert not {"*", "https:", "http:"} & set(policy.replace(";", " ").split())


def test_t17_pictures_and_connections_stay_on_this_server(person: Visitor) -> None:
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in person.ask("/").headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "'self' data: blob:"
    host = f"127.0.0.1:{person.server.port}"
    assert policy["connect-src"] == f"'self' ws://{host} wss://{host}"
    assert "'unsafe-inline'" not in policy["script-src"]


def test_the_scripts_in_the_page_that_is_sent_are_the_ones_that_may_run(person: Visitor) -> None:
    answer = person.ask("/", headers={"Accept": "text/html"})
    found = hashes_of(answer.text)
    assert found
    assert all(source in answer.headers["content-security-policy"] for source in found)


def test_a_host_that_is_none_adds_no_source() -> None:
    assert "evil" not in content_policy("evil.example; script-src *", ())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example", "Origin": "http://evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
    ],
    ids=["rebinding", "other site", "no site", "other port", "looks alike"],
)
def test_t19_another_site_gets_nothing(
    headers: dict[str, str], status: int, person: Visitor
) -> None:
    answer = person.ask("/login", method="POST", headers=headers)
    assert answer.status == status
    assert "没有处理" in answer.text or "名单" in answer.text


def handshake(visitor: Visitor, host: str, origin: str) -> bytes:
    """The first line that comes back for a websocket of a person who is logged in."""
    lines = [
        "GET /_stcore/stream HTTP/1.1", f"Host: {host}", f"Origin: {origin}", "Upgrade: websocket",
        "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Protocol: streamlit", f"Cookie: chuangmo_session={visitor.token}", "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", visitor.server.port), timeout=10) as wire:
        wire.sendall("\r\n".join(lines).encode())
        return wire.recv(4096).split(b"\r\n")[0]


def test_t19_three_pairs_of_host_and_origin_on_the_websocket(person: Visitor) -> None:
    ours = f"127.0.0.1:{person.server.port}"
    assert b" 101 " in handshake(person, ours, f"http://{ours}")
    assert b" 403 " in handshake(person, ours, "http://evil.example")
    assert b" 403 " in handshake(person, "evil.example", "http://evil.example")


@pytest.mark.parametrize(
    "host", ["", "a b", "127.0.0.1/login", "127.0.0.1?x", "user@127.0.0.1", "127.0.0.1:port", "-"]
)
def test_t20_a_malformed_host_is_refused_on_every_kind_of_route(host: str, person: Visitor) -> None:
    for path in ("/healthz", "/login", "/_stcore/health"):
        assert person.ask(path, headers={"Host": host}).status == 400


def test_t20_two_hosts_are_refused(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as wire:
        wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n")
        assert b" 400 " in wire.recv(4096).split(b"\r\n")[0]


def test_t20_nothing_at_the_door_decides_by_an_address_made_from_the_host() -> None:
    folder = Path(__file__).resolve().parents[2] / "chuangmo" / "access"
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "request.url" not in text and ".base_url" not in text, path


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/agent/openapi.json",
                                  "/_stcore/script-health-check", "/oauth2callback", "/auth/logout"])  # fmt: skip
def test_t35_routes_for_machines_are_closed_to_everybody(
    path: str, served: Served, person: Visitor
) -> None:
    assert served.ask(path).status == 401
    assert person.ask(path).status == 404


def test_healthz_says_one_word_to_anybody(served: Served) -> None:
    answer = served.ask("/healthz")
    assert (answer.status, json.loads(answer.text)) == (200, {"status": "ok"})
    assert served.ask("/healthz", method="DELETE").status == 405


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/fonts/none.woff2", "GET", 404),
        ("/login", "PATCH", 405),
        ("/_stcore/agent/mcp", "GET", 404),
    ],
)
def test_t31_an_error_is_a_chinese_page_that_tells_nothing(
    path: str, method: str, status: int, person: Visitor
) -> None:
    answer = person.ask(path, method=method, headers={"Accept": "text/html"})
    assert answer.status == status
    assert 'lang="zh-CN"' in answer.text and "返回看板" in answer.text
    for word in ("Traceback", "/chuangmo", "site-packages", "Not Found", "Not Allowed"):
        assert word not in answer.text


def test_t31_a_message_that_is_none_leaves_the_server_as_it_was(person: Visitor) -> None:
    line = person.line()
    line.socket.send(b"\xff" * 50)
    line = person.line()
    line.rerun()
    line.until_finished()
    assert "Traceback" not in line.words


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2"])
def test_a_second_address_reaches_the_board(address: str, served: Served) -> None:
    """The server of this module was started with ``--server.address 0.0.0.0`` and nothing else."""
    connection = http.client.HTTPConnection(address, served.port, timeout=10)
    connection.request("GET", "/login")
    answer = connection.getresponse()
    assert answer.status == 200 and "登录" in answer.read().decode()
    connection.close()


def test_t33_on_loopback_nobody_else_can_knock(tmp_path: Path) -> None:
    with serving(tmp_path / "home", tmp_path / "log") as server:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", server.port), timeout=5)
        line = Visitor(server).line()  # 单机模式
        with pytest.raises(InvalidStatus):
            Visitor(server).line(Host="evil.example")
        line.socket.close()
