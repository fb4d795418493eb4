"""The real server as its own process, and a Chromium that may speak to this machine only."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebSocket,
    expect,
)

from chuangmo.frontend_tricks import ALL, tricks
from tests.commanding import begin_server, run_command
from tests.warm import Child

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
LOCAL_SCHEMES = ("data", "blob", "about", "chrome-extension")
#: Under a deep link Streamlit's page looks for its server one folder down first; 404 is the answer.
PROBE = re.compile(r"^http://127\.0\.0\.1:\d+/[^/]+/_stcore/(host-config|health)$")
#: Chromium asks for it by itself beside a text such as /_stcore/health, which names no icon; the
#: door gives it to nobody who has not logged in.
ICON = re.compile(r"^http://127\.0\.0\.1:\d+/favicon\.ico$")
#: For what is ours in the page. All other tests hold without it too:
#: ``CHUANGMO_PLAIN_FRONTEND=1 ./run test --long tests/browser`` goes on to the servers.
OURS = pytest.mark.skipif(tricks() != ALL, reason="Streamlit's own page has nothing of this")
PATIENCE = 120_000  # ms; two cores may be busy with other tests


def find_chromium() -> str | None:
    """The installed browser; nothing is ever downloaded."""
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def free_port() -> int:
    """A port of this machine that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    """The environment of the server: this home, no proxy in between."""
    kept = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    kept |= {"CHUANGMO_WARMING": "off"}  # two processors: the tests need them
    kept.pop("CHUANGMO_CITY", None)
    return kept | {"CHUANGMO_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def command(home: Path, *words: str) -> str:
    """Run ``python -m chuangmo`` on a home; its standard output, or a failure that shows why."""
    done = run_command("--home", str(home), *words)
    assert done.returncode == 0, f"{words}: exit {done.returncode}\n{done.stderr[-3000:]}"
    return done.stdout


@dataclass
class Server:
    """A running board."""

    url: str
    home: Path
    process: Child
    log: Path

    def stop(self) -> None:
        """End the process as a supervisor would."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(15)


def start(home: Path, log: Path, port: int = 0) -> Server:
    """Serve a home on a port, a free one by default; returns once the server is healthy."""
    port = port or free_port()
    words = ["--server.headless", "true"]
    words += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    process = begin_server(words, environment(home), log)
    server = Server(f"http://127.0.0.1:{port}", home, process, log)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if _healthy(server.url):
            return server
        time.sleep(0.2)
    server.stop()
    raise AssertionError(f"The server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@dataclass
class Visitor:
    """One browser window with a record of everything it asked for and complained about.

    Attributes:
        width: of the window, in pixels.
        foreign: addresses of other hosts that the page wanted; they were not reached.
        complaints: console errors and uncaught exceptions.
    """

    page: Page
    server: Server
    width: int = 1440
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Record all requests; Chromium itself finds no other host (``CHROMIUM_OPTIONS``)."""
        context.on("request", self._note_request)
        self.page.on("websocket", self._note_socket)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in LOCAL_SCHEMES and parts.hostname != "127.0.0.1":
            self.foreign.append(url)

    def _note_socket(self, socket: WebSocket) -> None:
        self._note(socket.url)

    def _note_request(self, request: Request) -> None:
        self._note(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not PROBE.search(where) and not ICON.search(where):
            self.complaints.append(f"{message.text} {where}")

    def open(self, path: str = "/") -> None:
        """Open a page of the board and wait until it stands still."""
        self.page.goto(self.server.url + path, wait_until="domcontentloaded")
        self.settle()

    def settle(self) -> None:
        """Wait until the script has finished and nothing on the page is from the run before."""
        app = self.page.locator("[data-testid=stApp]")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=PATIENCE)
        quiet_since: float | None = None
        deadline = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < deadline:
            quiet = app.get_attribute("data-test-script-state") == "notRunning"
            busy = "[data-stale=true], [data-testid=stSkeleton]"
            quiet = quiet and self.page.locator(busy).count() == 0
            quiet_since = (quiet_since or time.monotonic()) if quiet else None
            if quiet_since and time.monotonic() - quiet_since > 0.4:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("the page did not come to rest:\n" + self.text()[:2000])

    def text(self) -> str:
        """All text a visitor sees."""
        return self.page.locator("[data-testid=stApp]").inner_text()

    def plotted(self) -> list[object]:
        """The data of every figure on the page, as Plotly holds it."""
        figures = self.page.locator(".js-plotly-plot")
        expect(figures.first).to_be_visible(timeout=PATIENCE)
        return list(
            self.page.evaluate(
                "() => [...document.querySelectorAll('.js-plotly-plot')].map("
                "p => JSON.parse(JSON.stringify(p._fullData.map("
                "t => ({name: t.name, x: [...(t.x || [])], y: [...(t.y || [])]})))))"
            )
        )

    def assert_clean(self) -> None:
        """No request left the machine, nothing was complained about, no error is shown."""
        assert self.foreign == [], self.foreign
        assert self.complaints == [], self.complaints
        assert self.page.locator("[data-testid=stException]").count() == 0
