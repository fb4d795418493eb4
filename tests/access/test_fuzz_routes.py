"""Every HTTP route and the websocket, asked at random: nothing breaks, nothing is told."""

import random
import socket
from contextlib import suppress
from pathlib import Path

import pytest
from google.protobuf.descriptor import FieldDescriptor as Field
from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from tests.access.serving import Served, Visitor
from tests.two_forms import examples

#: Beginnings of every route that anything answers.
ROUTES = (
    "/", "/overview", "/upload", "/login", "/login/sso", "/login/back", "/logout", "/password", "/second-factor", "/healthz", "/data/", "/fonts/",
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


def drawn(dice: random.Random, field: Field) -> object:
    """A value of a field's kind, at its limits more often than not."""
    if field.cpp_type == Field.CPPTYPE_STRING:
        text = dice.choice((*PIECES, "", "upload", "$$ID-x-None", "2008-10"))
        return text.encode() if field.type == Field.TYPE_BYTES else text
    if field.cpp_type == Field.CPPTYPE_BOOL:
        return dice.random() < 0.5
    if field.cpp_type == Field.CPPTYPE_ENUM:
        return dice.choice(field.enum_type.values).number
    if field.cpp_type in (Field.CPPTYPE_DOUBLE, Field.CPPTYPE_FLOAT):
        return dice.choice((0.0, -1.0, float("nan"), float("inf"), 1e30))
    unsigned = field.cpp_type in (Field.CPPTYPE_UINT32, Field.CPPTYPE_UINT64)
    return dice.choice((0, 1, 2**31 - 1, 7 if unsigned else -(2**31)))


def fill(dice: random.Random, message: Message, depth: int = 0) -> None:
    """Put something into some of the fields of a message, whatever it is."""
    for field in message.DESCRIPTOR.fields:
        if dice.random() < 0.5 or (field.message_type and depth > 4):
            continue
        if field.message_type and field.message_type.GetOptions().map_entry:
            continue
        found = getattr(message, field.name)
        if field.is_repeated:
            for _ in range(dice.randrange(3)):
                if field.message_type:
                    fill(dice, found.add(), depth + 1)
                else:
                    found.append(drawn(dice, field))
        elif field.message_type:
            found.SetInParent()
            fill(dice, found, depth + 1)
        else:
            setattr(message, field.name, drawn(dice, field))


@pytest.mark.parametrize("kind", [one.name for one in BackMsg.DESCRIPTOR.oneofs[0].fields])
def test_no_well_formed_message_breaks_the_server(
    kind: str, served: Served, person: Visitor
) -> None:
    """Every kind of message that this release of Streamlit knows, filled at random."""
    field = BackMsg.DESCRIPTOR.fields_by_name[kind]
    line = person.line()
    for seed in range(examples(6, 100)):
        dice = random.Random(f"{kind} {seed}")
        message = BackMsg()
        if field.message_type:
            getattr(message, kind).SetInParent()
            fill(dice, getattr(message, kind))
        else:
            setattr(message, kind, drawn(dice, field))
        try:
            line.socket.send(message.SerializeToString())
        except ConnectionClosed:
            line = person.line()
    line.socket.close()
    after = person.line()
    after.rerun("messages")
    after.until_finished()
    assert "Traceback" not in after.words
    after.socket.close()
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
