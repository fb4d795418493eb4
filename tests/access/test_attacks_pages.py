"""Attacks by way of the pages: forced faults, parameters full of SQL, secrets in log and checkout."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.access.serving import PASSWORDS, ROOT, Line, Served, Visitor, people, serving
from tests.commanding import run_command
from tests.two_forms import examples

pytestmark = pytest.mark.long

PAGES = [path.stem for path in sorted((ROOT / "pages").glob("*.py")) if path.stem != "frame"]
#: What must hold in the server that runs, wherever it was set (file, environment, command line).
EFFECTIVE = {
    "server.headless": True,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.maxUploadSize": 64,
    "server.maxMessageSize": 50,
    "server.maxWidgetStateSize": 4,
    "server.enableWebsocketCompression": False,
    "server.disconnectedSessionTTL": 60,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "browser.gatherUsageStats": False,
    "global.developmentMode": False,
    "logger.hideWelcomeMessage": True,
    "server.address": "127.0.0.1",
}
#: Loaded by the server's Python before anything else: every page tells its options and fails.
SABOTAGE = """
import json, os
import chuangmo.ui.parts.person as person

def fail() -> None:
    import streamlit as st
    names = json.loads(os.environ["TOLD_OPTIONS"])
    with open(os.environ["TOLD_TO"], "w") as out:
        json.dump({name: st.get_option(name) for name in names}, out)
    raise RuntimeError("secret of /srv/hidden/place")

person.show_person = fail
"""


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """A server on which every page fails, and the file to which it told its options."""
    place: Path = tmp_path_factory.mktemp("failing")
    (place / "early").mkdir()
    (place / "early" / "sitecustomize.py").write_text(SABOTAGE, encoding="utf-8")
    people(place / "home")
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", f"{place / 'early'}:{ROOT}")
            patch.setenv("TOLD_TO", str(place / "told.json"))
            patch.setenv("TOLD_OPTIONS", json.dumps(list(EFFECTIVE)))
            server = stack.enter_context(serving(place / "home", place / "log", from_nothing=True))
        yield server, place / "told.json"


@pytest.mark.parametrize("page", PAGES)
def test_t31_a_fault_on_a_page_shows_a_number_that_stands_in_the_log(
    page: str, failing: tuple[Served, Path]
) -> None:
    server, _ = failing
    line = server.visitor("wang").line()
    line.rerun(page)
    shown = "".join(str(m.delta) for m in line.until_finished() if m.WhichOneof("type") == "delta")
    number = re.search(r"编号 ([0-9a-f]{6})", line.words)
    assert number is not None
    for word in ("Traceback", "RuntimeError", "/srv/hidden", str(ROOT), "site-packages"):
        assert word not in shown
    log = server.log.read_text(errors="replace")
    assert f"page fault {number[1]}" in log and "/srv/hidden/place" in log
    line.socket.close()


def test_the_running_server_has_the_safe_options(failing: tuple[Served, Path]) -> None:
    server, told = failing
    line = server.visitor("wang").line()
    line.rerun()
    line.until_finished()
    assert json.loads(told.read_text()) == EFFECTIVE


NASTY = [
    "'; drop table observations; --", "1' or '1'='1", '"; attach \'/etc/passwd\' as x; --',
    "read_csv('/etc/passwd')", "$$;copy x to '/x';$$", "%27%3B", "\\'; install httpfs; --", "\x00", "𝕏" * 50,
]  # fmt: skip
PARAMETERS = (
    "indicator",
    "area",
    "district",
    "month",
    "year",
    "as_of",
    "scheme",
    "batch",
    "site",
    "dust",
    "item",
)


def store_files(home: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in home.glob("*.jsonl")}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A board with figures, so that parameters reach the questions to the store."""
    place: Path = tmp_path_factory.mktemp("filled")
    days = [f"2008-01-{day:02},城关区,{50 + day * 7 % 31}" for day in range(1, 31)]
    file = place / "日报.csv"
    file.write_text("\n".join(["日期,区县,PM10(µg/m³)", *days]), encoding="utf-8")
    done = run_command("--home", str(place / "home"), "import", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    people(place / "home")
    with serving(place / "home", place / "log") as server:
        yield server


@pytest.mark.parametrize("page", ["overview", "indicator", "district", "batches", "map", "tasks"])
def test_t21_sql_in_every_parameter_of_a_page_changes_and_tells_nothing(
    page: str, filled: Served
) -> None:
    before = store_files(filled.home)
    line = filled.visitor("zhao").line()
    for text in NASTY:
        query = "&".join(f"{name}={quote(text)}" for name in PARAMETERS)
        line.rerun(page, query=query)
        line.until_finished()
    assert not re.search(r"编号 [0-9a-f]{6}", line.words)
    assert "root:x:0" not in line.words and "Binder Error" not in line.words
    assert store_files(filled.home) == before
    assert filled.ask("/healthz").status == 200
    line.socket.close()


@pytest.fixture(scope="module")
def window(filled: Served) -> Iterator[Line]:
    line = filled.visitor("zhao").line()
    yield line
    line.socket.close()


@settings(max_examples=examples(12, 200))
@given(text=st.text(min_size=1, max_size=60))
def test_t21_no_text_in_a_parameter_breaks_a_page(text: str, window: Line) -> None:
    query = "&".join(f"{name}={quote(text, errors='replace')}" for name in PARAMETERS)
    window.rerun("indicator", query=query)
    window.until_finished()
    assert not re.search(r"编号 [0-9a-f]{6}", window.words)


def test_t29_no_secret_in_the_checkout() -> None:
    """Keys, tokens and passwords by their usual shapes, in every file that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    shapes = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|"
        r"\bxox[bap]-[0-9A-Za-z-]{20,}|\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.|"
        r"(?i:cookieSecret|client_secret|secret_key|api_key)\s*=\s*[\"'][^\"']+"
    )
    for name in filter(None, listed):
        path = ROOT / name
        if (
            path.suffix in (".py", ".toml", ".md", ".txt", ".ini", ".sh", ".json", "")
            and path.is_file()
        ):
            found = shapes.search(path.read_text(encoding="utf-8", errors="replace"))
            assert found is None or path == Path(__file__), f"{name}: {found}"


def test_t29_no_password_token_or_session_in_the_log(served: Served) -> None:
    visitor = served.visitor("wang")
    line = visitor.line()
    line.rerun("upload")
    line.until_finished()
    visitor.ask("/media/0", method="PUT")
    visitor.ask("/login", headers={"Host": "evil.example"})
    log = served.log.read_text(errors="replace")
    for secret in (*PASSWORDS.values(), visitor.token, line.session):
        assert secret not in log
    line.socket.close()


def test_t6_there_is_no_account_to_begin_with(tmp_path: Path) -> None:
    with serving(tmp_path / "home", tmp_path / "log") as server:
        for name in ("admin", "root", "chuangmo", "test"):
            answer = Visitor(server).send_form("/login", {"name": name, "password": name})
            assert "chuangmo_session" not in answer.cookies
        assert not (tmp_path / "home" / "accounts.sqlite").exists()
