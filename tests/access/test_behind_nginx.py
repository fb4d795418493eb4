"""The manual's own nginx block in a real nginx: login, pages, uploads and downloads over TLS."""

import configparser
import io
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from chuangmo.access.audit import acts
from chuangmo.access.bounds import Bounds
from tests.access.serving import PASSWORDS, ROOT, Line, Served, Visitor, free_port, people, serving
from tests.access.test_attacks_load import addresses, descriptors, form

MANUAL = (ROOT / "docs" / "运维手册.md").read_text(encoding="utf-8")
NAME = "kanban.example.gov.cn"


def block(language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", MANUAL, re.DOTALL)[number]


def find_nginx() -> str:
    """The installed nginx; without one the tests skip, in continuous integration they fail."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        reason = "没有找到 nginx（apt install nginx-light）"
        if os.environ.get("CHUANGMO_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@dataclass
class Proxied:
    """The board behind nginx: what a browser on another computer would see."""

    board: Served
    port: int
    plain: int
    certificate: Path

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def wire(self, source: str = "127.0.0.1") -> ssl.SSLSocket:
        raw = socket.create_connection(("127.0.0.1", self.port), 30, (source, 0))
        return self.context().wrap_socket(raw, server_hostname=NAME)

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes = b"",
        cookies: dict[str, str] | None = None,
        **headers: str,
    ) -> tuple[int, dict[str, list[str]], bytes]:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {NAME}:{self.port}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in cookies.items()))
        if body:
            lines.append(f"Content-Length: {len(body)}")
        with self.wire() as wire:
            wire.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            answer = wire.makefile("rb").read()
        head, _, rest = answer.partition(b"\r\n\r\n")
        first, *others = head.decode("latin-1").split("\r\n")
        found: dict[str, list[str]] = {}
        for line in others:
            name, _, value = line.partition(": ")
            found.setdefault(name.lower(), []).append(value)
        return int(first.split()[1]), found, rest


def jar(headers: dict[str, list[str]]) -> dict[str, str]:
    pairs = [line.split(";")[0].partition("=") for line in headers.get("set-cookie", [])]
    return {name: value.strip('"') for name, _, value in pairs}


def configuration(place: Path, board: int, port: int, plain: int) -> str:
    """The manual's block with ports and folders of this test, in the smallest frame of nginx."""
    text = block("nginx")
    for old, new in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("http://127.0.0.1:8501", f"http://127.0.0.1:{board}"),
        ("/etc/nginx/tls", str(place)),
    ):
        assert text.count(old) in (1, 2), old
        text = text.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {place}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.getuid() == 0 else ""
    return (
        f"{user}daemon off;\npid {place}/pid;\nerror_log {place}/error.log;\nworker_processes 1;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{folders}{text}}}\n"
    )


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    nginx, place = find_nginx(), tmp_path_factory.mktemp("nginx")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", str(place / "kanban.key"), "-out", str(place / "kanban.crt")],
        check=True, capture_output=True,
    )  # fmt: skip
    people(place / "home")
    (place / "home" / "server.toml").write_text(block("toml"), encoding="utf-8")
    port, plain = free_port(), free_port()
    with serving(place / "home", place / "log") as board:
        conf = place / "nginx.conf"
        conf.write_text(configuration(place, board.port, port, plain), encoding="utf-8")
        words = [nginx, "-p", str(place), "-e", str(place / "error.log"), "-c", str(conf)]
        checked = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        process = subprocess.Popen(words)
        try:
            wait_for(port)
            yield Proxied(board, port, plain, place / "kanban.crt")
        finally:
            process.terminate()
            process.wait(10)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nginx did not start")


@pytest.fixture(scope="module")
def cookies(proxied: Proxied) -> dict[str, str]:
    """The cookies of the uploader after a login over TLS."""
    _, headers, page = proxied.ask("/login", Accept="text/html")
    kept = jar(headers)
    token = re.search(rb'name="form" value="([^"]+)"', page)
    assert token
    fields = {"form": token[1].decode(), "name": "li", "password": PASSWORDS["li"]}
    status, headers, _ = proxied.ask(
        "/login", "POST", urlencode(fields).encode(), kept,
        Content_Type="application/x-www-form-urlencoded", Origin=f"https://{NAME}:{proxied.port}",
    )  # fmt: skip
    assert status == 303
    line = next(line for line in headers["set-cookie"] if line.startswith("chuangmo_session="))
    assert "secure" in line.lower() and "httponly" in line.lower()
    return {"chuangmo_session": jar(headers)["chuangmo_session"]}


@pytest.fixture(scope="module")
def line(proxied: Proxied, cookies: dict[str, str]) -> Iterator[Line]:
    """A window of the board as a browser opens it through the proxy."""
    sent = "; ".join(f"{k}={v}" for k, v in cookies.items())
    with connect(
        f"wss://{NAME}:{proxied.port}/_stcore/stream", sock=proxied_socket(proxied),
        ssl=proxied.context(), server_hostname=NAME, additional_headers={"Cookie": sent},
        subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
        origin=f"https://{NAME}:{proxied.port}", max_size=None, open_timeout=20, proxy=None,  # type: ignore[arg-type]
    ) as opened:  # fmt: skip
        yield Line(opened)


def proxied_socket(proxied: Proxied) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxied.port), timeout=20)


def test_plain_http_leads_to_https(proxied: Proxied) -> None:
    with socket.create_connection(("127.0.0.1", proxied.plain), timeout=10) as wire:
        wire.sendall(f"GET /x HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        assert f"https://{NAME}/x".encode() in wire.makefile("rb").read()


def test_health_and_headers_come_through_tls(proxied: Proxied) -> None:
    status, headers, body = proxied.ask("/healthz")
    assert (status, body) == (200, b'{"status":"ok"}')
    assert headers["strict-transport-security"] == ["max-age=15552000"]
    assert headers["x-frame-options"] == ["DENY"]
    assert f"wss://{NAME}:{proxied.port}" in headers["content-security-policy"][0]


def test_the_page_runs_on_its_websocket(line: Line) -> None:
    line.rerun("upload")
    line.until_finished()
    assert "li（上传，限安宁区）" in line.words


def test_a_file_goes_up_and_another_comes_down(
    proxied: Proxied, cookies: dict[str, str], line: Line
) -> None:
    line.rerun("upload")
    line.until_finished()
    _, headers, _ = proxied.ask("/_stcore/health", cookies=cookies)
    kept = cookies | jar(headers)
    status, _, body = proxied.ask(
        addresses(line, 1)[0], "PUT", form(3_000_000), kept,
        Content_Type="multipart/form-data; boundary=b", X_Xsrftoken=kept["_streamlit_xsrf"],
        Origin=f"https://{NAME}:{proxied.port}",
    )  # fmt: skip
    assert status == 204, body.decode()
    found = re.search(rb"/media/[0-9a-f]{32}\.\w+", line.frames)
    assert found is not None
    status, headers, body = proxied.ask(found[0].decode(), cookies=cookies)
    assert status == 200 and len(body) > 100
    assert headers["cache-control"] == ["no-store"]
    assert proxied.ask(found[0].decode())[0] == 401


def test_a_file_over_the_limit_is_refused_in_chinese(proxied: Proxied) -> None:
    with proxied.wire() as wire:
        head = f"PUT /x HTTP/1.1\r\nHost: {NAME}:{proxied.port}\r\nContent-Length: 90000000\r\n\r\n"
        wire.sendall(head.encode())
        answer = wire.recv(65536)
        while "拆开".encode() not in answer and (more := wire.recv(65536)):
            answer += more
    assert answer.startswith(b"HTTP/1.1 413") and "拆开后分别上传" in answer.decode()


def test_what_the_visitor_writes_about_himself_is_dropped(
    proxied: Proxied, cookies: dict[str, str]
) -> None:
    assert cookies  # the login is what the audit holds
    forged = {"X_Forwarded_For": "192.0.2.9", "X_Remote_User": "wang", "X_Chuangmo_User": "wang"}
    assert proxied.ask("/_stcore/health", **forged)[0] == 401
    with pytest.raises(InvalidStatus):
        Visitor(proxied.board).line(Host=NAME, **{"X-Chuangmo-User": "wang"})
    addresses_seen = {entry.act.address for entry in acts(proxied.board.home)}
    assert addresses_seen == {"127.0.0.1"}


def test_a_name_that_is_not_listed_is_refused_behind_the_proxy_too(proxied: Proxied) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{proxied.board.port}/login", headers={"Host": "other.example.gov.cn"}
    )
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=10)
    assert refusal.value.code == 403


def test_when_the_board_is_away_the_visitor_is_told(proxied: Proxied, tmp_path: Path) -> None:
    place, port, plain = proxied.certificate.parent, free_port(), free_port()
    other = tmp_path / "nginx.conf"
    text = configuration(place, free_port(), port, plain).replace(f"{place}/pid", f"{tmp_path}/pid")
    other.write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [find_nginx(), "-p", str(place), "-e", str(place / "error2.log"), "-c", str(other)]
    )
    try:
        wait_for(port)
        status, _, body = Proxied(proxied.board, port, plain, proxied.certificate).ask("/")
    finally:
        process.terminate()
        process.wait(10)
    assert status == 503 and "一分钟后刷新" in body.decode()


# -- floods ------------------------------------------------------------------------------------------


@contextmanager
def another(proxied: Proxied, place: Path, **seconds: int) -> Iterator[Proxied]:
    """The manual's nginx before the same board, with other patience for heads or bodies."""
    port, plain = free_port(), free_port()
    text = configuration(proxied.certificate.parent, proxied.board.port, port, plain)
    text = text.replace(f"{proxied.certificate.parent}/pid", f"{place}/pid")
    for part, count in seconds.items():
        text, found = re.subn(
            rf"client_{part}_timeout +\d+s", f"client_{part}_timeout {count}s", text
        )
        assert found == 1
    (place / "nginx.conf").write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [
            find_nginx(),
            "-p",
            str(place),
            "-e",
            str(place / "error.log"),
            "-c",
            str(place / "nginx.conf"),
        ]
    )
    try:
        wait_for(port)
        yield Proxied(proxied.board, port, plain, proxied.certificate)
    finally:
        process.terminate()
        process.wait(10)


def test_half_sent_heads_end_at_nginx_and_the_page_answers_meanwhile(
    proxied: Proxied, tmp_path: Path
) -> None:
    before = descriptors(proxied.board)
    with another(proxied, tmp_path, header=2) as door, ExitStack() as stack:
        wires = [stack.enter_context(door.wire()) for _ in range(60)]
        for wire in wires:
            with suppress(OSError):  # ended while others were opened
                wire.sendall(f"GET /login HTTP/1.1\r\nHost: {NAME}\r\nX-Slow: ".encode())
        assert door.ask("/healthz")[0] == 200
        assert descriptors(proxied.board) <= before + 4, "the board sees none of them"
        for wire in wires:
            with suppress(ConnectionError):
                assert wire.recv(100)[9:12] in (b"408", b""), "nginx ends it"


def test_a_body_that_stops_ends_at_nginx(proxied: Proxied, tmp_path: Path) -> None:
    with another(proxied, tmp_path, body=2) as door, door.wire() as wire:
        head = f"POST /login HTTP/1.1\r\nHost: {NAME}:{door.port}\r\nContent-Length: 900\r\n\r\n"
        wire.sendall(head.encode() + b"form=")
        assert wire.recv(100)[9:12] in (b"408", b"")


def test_of_one_address_a_hundred_are_served_and_the_rest_is_told(proxied: Proxied) -> None:
    """Bodies that stop hold the places; other addresses, and the board, do not notice."""
    before = descriptors(proxied.board)
    head = f"POST /login HTTP/1.1\r\nHost: {NAME}:{proxied.port}\r\nContent-Length: 900\r\n\r\n"
    with ExitStack() as stack:
        wires = [stack.enter_context(proxied.wire()) for _ in range(110)]
        for wire in wires:
            wire.sendall(head.encode() + b"form=")
        for wire in wires[100:]:
            told = wire.makefile("rb").read()
            assert told.startswith(b"HTTP/1.1 429") and "窗口太多" in told.decode()
        with proxied.wire("127.0.0.2") as elsewhere:
            asked = (
                f"GET /healthz HTTP/1.1\r\nHost: {NAME}:{proxied.port}\r\nConnection: close\r\n\r\n"
            )
            elsewhere.sendall(asked.encode())
            assert elsewhere.makefile("rb").read().startswith(b"HTTP/1.1 200")
        assert descriptors(proxied.board) <= before + 4, "none of them reached the board"
    assert proxied.ask("/healthz")[0] == 200


# -- the rest of the manual --------------------------------------------------------------------------


def test_the_manual_names_every_limit_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", MANUAL, re.MULTILINE))
    assert {name: int(value) for name, value in rows.items()} == vars(Bounds())


def test_the_settings_in_the_manual_are_read(tmp_path: Path) -> None:
    assert tomllib.loads(block("toml")) == {
        "server": {"hosts": [NAME]},
        "proxy": {"addresses": ["127.0.0.1"]},
    }


def test_the_unit_starts_the_board_as_the_manual_says() -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_file(io.StringIO(block("ini")))
    service = unit["Service"]
    assert service["ExecStart"].endswith("/run --port 8501 --no-demo")
    assert service["User"] == "chuangmo" and service["Restart"] == "on-failure"
