"""Every HTTP route and the websocket, asked at random: nothing breaks, nothing is told."""

import random
import socket
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.access.serving import Served, Visitor
from tests.two_forms import examples

#: Beginnings of every route that anything answers.
ROUTES = (
    "/", "/overview", "/upload", "/login", "/login/sso", "/login/back", "/logout", "/password", "/healthz", "/data/", "/fonts/",
    "/media/", "/static/", "/component/", "/_stcore/health", "/_stcore/host-config",
    "/_stcore/metrics", "/_stcore/stream", "/_stcore/upload_file/", "/_stcore/agent/",
    "/_chuangmo/command",
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "坏")
PIECES = (
    "..", "%2e%2e", "..%2f", "%00", "%", "%zz", "//", "\\", ";", "?", "?a=%ff", "#", "etc/passwd",
    "a" * 3_000, "\u5170\u5dde", "%E5%85%B0", "'", '"', "<script>", "{{7*7}}", "${x}", "$(id)",
    "0123456789abcdef0123456789abcdef", "&month=2008-13", "*", "\t", " ",
)  # fmt: skip
HEADERS = (
    ("Accept", "text/html"), ("Content-Type", "application/x-www-form-urlencoded"),
    ("Content-Type", "multipart/form-data; boundary=x"), ("Content-Type", "multipart/form-data"),
    ("Content-Length", "-1"), ("Content-Length", "99999999999"), ("Transfer-Encoding", "chunked"),
    ("Range", "bytes=9-1"), ("Cookie", "chuangmo_session=\xff; chuangmo_session=x"), ("Upgrade", "h2c"),
    ("X-Forwarded-For", "1.2.3.4, ::1"), ("X-Chuangmo-User", "wang"), ("If-None-Match", '"\xe9'),
    ("Expect", "100-continue"), ("Authorization", "Bearer \xff"), ("Origin", "null"),
)  # fmt: skip
BODIES = (b"", b"form=x&name=%ff", b"\x00" * 40, b"--x\r\n\r\n--x--", b"{" * 500, b"5\r\nab")


def request_of(dice: random.Random, port: int, cookie: str) -> bytes:
    """One request, seldom a proper one."""
    path = dice.choice(ROUTES) + "".join(dice.choices(PIECES, k=dice.randrange(4)))
    lines = [f"{dice.choice(METHODS)} {path} HTTP/1.{dice.choice('1110')}"]
    lines += [f"Host: 127.0.0.1:{port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in dice.sample(HEADERS, dice.randrange(4))]
    lines += [f"Cookie: chuangmo_session={cookie}"] if dice.random() < 0.6 else []
    body = dice.choice(BODIES)
    lines += [f"Content-Length: {len(body)}"] if dice.random() < 0.7 else []
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body


def answer_to(port: int, request: bytes) -> bytes:
    """What comes back; nothing where the server hangs up or waits for the rest of a body."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.settimeout(0.3)
        found = b""
        with suppress(OSError):
            line.sendall(request)
            while len(found) < 200_000 and (piece := line.recv(65536)):
                found += piece
        return found


@pytest.fixture(scope="module")
def person(served: Served) -> Visitor:
    return served.visitor("zhao")


@pytest.mark.parametrize("seed", range(examples(3, 200)))
def test_no_request_breaks_a_route_or_is_told_anything(
    seed: int, served: Served, person: Visitor
) -> None:
    dice = random.Random(seed)
    for _ in range(30):
        request = request_of(dice, served.port, person.token)
        found = answer_to(served.port, request)
        status = found[9:12]
        assert not found or status.isdigit(), request
        assert int(status or b"400") not in (500, 502, 504), request
        for word in (b"Traceback", str(Path(__file__).parents[2]).encode(), b"site-packages"):
            assert word not in found, request
        assert b"root:" not in found, request
    assert person.ask("/_stcore/health").status == 200


@pytest.mark.parametrize("seed", range(examples(2, 60)))
def test_no_message_on_the_websocket_breaks_the_server(
    seed: int, served: Served, person: Visitor
) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        line = person.line()
        with suppress(ConnectionClosed):
            for _ in range(dice.randrange(1, 4)):
                length = dice.choice((0, 1, 2, 20, 3_000))
                line.socket.send(dice.randbytes(length))
        line.socket.close()
    line = person.line()
    line.rerun()
    line.until_finished()
    assert "Traceback" not in line.words
    line.socket.close()
