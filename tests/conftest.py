"""What holds for every test: a home of its own, repeatable properties, files kept together."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from xdist.remote import Producer

import loaders  # noqa: F401 - before any openpyxl: it says which XML library openpyxl uses
from tests.sharing import UnitsTogether, turn_of
from tests.two_forms import VARIABLE, is_long

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from install.scaleout.postgres_server import PostgresServer

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile(
    "repeatable", deadline=None, derandomize=True, database=None, print_blob=True
)
hypothesis.settings.register_profile(
    "long", hypothesis.settings.get_profile("repeatable"), max_examples=1_000
)
hypothesis.settings.load_profile("repeatable")

_home = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--long``: the long forms (see ``tests/two_forms.py``)."""
    parser.addoption("--long", action="store_true", help="try many more cases of each rule")


def pytest_configure(config: pytest.Config) -> None:
    """No test ever sees the home of the person running it; all processes try as many cases."""
    os.environ[VARIABLE] = "1" if config.getoption("--long") else ""
    hypothesis.settings.load_profile("long" if is_long() else "repeatable")
    config.stash[_home] = tempfile.mkdtemp(prefix="chuangmo-tests-")
    os.environ["CHUANGMO_HOME"] = os.path.join(config.stash[_home], "home")
    os.environ.pop("CHUANGMO_CITY", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The home that no test asked for goes away again."""
    shutil.rmtree(config.stash.get(_home, ""), ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first."""
    items.sort(key=lambda item: turn_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> UnitsTogether:
    """With several processes a file stays in one of them, and what shares much together."""
    return UnitsTogether(config, log)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The installed Chromium; without one the tests skip, in continuous integration they fail.

    One a process: Playwright can be begun only once in it.
    """
    from playwright.sync_api import sync_playwright

    from tests.browser.served import CHROMIUM_OPTIONS, find_chromium

    chromium = find_chromium()
    if chromium is None:
        reason = "没有找到 Chromium（apt install chromium fonts-noto-cjk）"
        if os.environ.get("CHUANGMO_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM_OPTIONS])
        yield window
        window.close()


@pytest.fixture(scope="session")
def _server() -> "Iterator[PostgresServer]":
    """One PostgreSQL for all tests of a process; stopped at the end."""
    from install.scaleout.postgres_server import PostgresServer, binaries

    if binaries() is None:
        pytest.skip("PostgreSQL is not installed here (apt-get install postgresql)")
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed here (pip install -r requirements-scaleout.txt)")
    try:
        server = PostgresServer()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")
    yield server
    server.end()


@pytest.fixture
def postgres(_server: "PostgresServer", monkeypatch: pytest.MonkeyPatch) -> "PostgresServer":
    """A server that runs when the test begins; its services are found."""
    for name, value in _server.environment.items():
        monkeypatch.setenv(name, value)
    _server.start()
    return _server
