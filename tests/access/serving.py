"""A real server on a home with accounts, and a client that says exactly what it is told to say."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from chuangmo.access.accounts import accounts
from chuangmo.access.accounts.accounts import Accounts
from chuangmo.frontend_tricks import PLAIN, WITHOUT
from tests.commanding import begin_server
from tests.warm import Child

ROOT = Path(__file__).resolve().parents[2]
#: What says how Streamlit's page is served goes on to the server: all tests can run without tricks.
FRONTEND = (PLAIN, WITHOUT)
PASSWORDS = {
    "wang": "Zhong-Shan9-Qiao",
    "zhao": "Bai-Ta9-Shan!",
    "li": "Huang-He9-Lou!",
    "qian": "Wu-Quan9-Shan",
}


def people(home: Path) -> None:
    """An administrator, a viewer, an uploader of 安宁区, a reviewer."""
    home.mkdir(parents=True, exist_ok=True)
    place = home / accounts.FILE
    place.write_bytes(_people())
    place.chmod(0o600)


@cache
def _people() -> bytes:
    """The file with the four, made once a process: passwords are meant to take long."""
    with TemporaryDirectory() as made:
        place = Path(made)
        four = Accounts(place)
        four.add("wang", "admin", PASSWORDS["wang"])
        four.add("zhao", "viewer", PASSWORDS["zhao"])
        four.add("li", "uploader", PASSWORDS["li"], districts=("安宁区",))
        four.add("qian", "reviewer", PASSWORDS["qian"])
        accounts.accounts_database(place).close()
        return (place / accounts.FILE).read_bytes()


@dataclass
class Answer:
    """What came back: status, headers (names in lower case; cookies apart), text."""

    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    set_cookies: list[str]
    text: str


@dataclass
class Served:
    """A running board."""

    port: int
    home: Path
    process: Child | subprocess.Popen[bytes]
    log: Path

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        cookies: dict[str, str] | None = None,
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = dict(headers or {})
        if cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            text = got.read().decode("utf-8", "replace")
        finally:
            connection.close()
        lines = [value for name, value in got.getheaders() if name.lower() == "set-cookie"]
        pairs = [line.split(";")[0].split("=", 1) for line in lines]
        found = {name.lower(): value for name, value in got.getheaders()}
        return Answer(got.status, found, {k: v.strip('"') for k, v in pairs}, lines, text)

    def visitor(self, name: str = "", password: str | None = None) -> "Visitor":
        one = Visitor(self)
        if name:
            answer = one.login(name, PASSWORDS[name] if password is None else password)
            assert answer.status == 303, answer
        return one

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(15)


@dataclass
class Visitor:
    """One browser's cookies."""

    server: Served
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def token(self) -> str:
        return self.cookies.get("chuangmo_session", "")

    def ask(self, path: str, **more: object) -> Answer:
        answer = self.server.ask(path, cookies=self.cookies, **more)  # type: ignore[arg-type]
        self.cookies |= answer.cookies
        return answer

    def send_form(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        form = re.search(r'name="form" value="([^"]+)"', self.ask(path).text)
        given = ({"form": form[1]} if form else {}) | fields
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask(path, method="POST", body=urlencode(given), headers=kind | headers)

    def login(self, name: str, password: str, **headers: str) -> Answer:
        return self.send_form("/login", {"name": name, "password": password}, **headers)

    def line(self, session: str = "", **more: str) -> "Line":
        return Line.opened(self.server, self.cookies, session, more)


@dataclass
class Line:
    """A websocket as Streamlit's page opens it."""

    socket: ClientConnection
    session: str = ""
    frames: bytes = b""

    @classmethod
    def opened(
        cls, server: Served, cookies: dict[str, str], session: str, more: dict[str, str]
    ) -> "Line":
        headers = dict(more)
        if cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
        protocols = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *([session] if session else [])]
        return cls(
            connect(  # closed with the test's process
                f"ws://127.0.0.1:{server.port}/_stcore/stream",
                additional_headers=headers,
                subprotocols=protocols,  # type: ignore[arg-type]
                max_size=None,
                open_timeout=20,
                proxy=None,
                origin=f"http://127.0.0.1:{server.port}",  # type: ignore[arg-type]
            ).__enter__()
        )

    def rerun(self, page: str = "", widgets: bytes = b"", query: str = "") -> None:
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        if widgets:
            message.rerun_script.widget_states.ParseFromString(widgets)
        self.socket.send(message.SerializeToString())

    def until_finished(self, patience: float = 60) -> list[ForwardMsg]:
        found = []
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            frame = self.socket.recv(timeout=patience)
            assert isinstance(frame, bytes)
            self.frames += frame
            message = ForwardMsg.FromString(frame)
            found.append(message)
            if message.WhichOneof("type") == "new_session":
                self.session = message.new_session.initialize.session_id
            if message.WhichOneof("type") == "script_finished":
                return found
        raise AssertionError("the script did not finish")

    @property
    def words(self) -> str:
        return self.frames.decode("utf-8", "replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def launch(
    home: Path, log: Path, address: str = "127.0.0.1", *, from_nothing: bool = False
) -> Served:
    """Start the server without waiting for it.

    Args:
        from_nothing: not from a warm process: with the interpreter's own beginning.
    """
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CHUANGMO_") or k in FRONTEND}
    own = {"CHUANGMO_HOME": str(home), "CHUANGMO_WARMING": "off", "PYTHONUNBUFFERED": "1"}
    own |= {"CHUANGMO_CITY": "lanzhou"}  # named: an empty home does not ask for its city first
    environment = kept | own
    words = ["--server.address", address, "--server.port", str(port), "--server.headless", "true"]
    if not from_nothing:
        return Served(port, home, begin_server(words, environment, log), log)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *words], cwd=ROOT,
            env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    return Served(port, home, process, log)


@contextmanager
def serving(  # type: ignore[no-untyped-def]
    home: Path, log: Path, address: str = "127.0.0.1", *, from_nothing: bool = False
):
    """The server, once it answers at the door; see ``launch``."""
    server = launch(home, log, address, from_nothing=from_nothing)
    try:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and server.process.poll() is None:
            try:
                server.ask("/login")
                break
            except OSError:
                time.sleep(0.2)
        else:
            raise AssertionError(log.read_text(errors="replace")[-3000:])
        yield server
    finally:
        server.stop()
