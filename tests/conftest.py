"""What holds for every test: a home of its own, repeatable properties, files kept together."""

import os
import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest

import loaders  # noqa: F401 - before any openpyxl: it says which XML library openpyxl uses

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile(
    "repeatable", deadline=None, derandomize=True, database=None, print_blob=True
)
hypothesis.settings.load_profile("repeatable")

_home = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """No test ever sees the home of the person running it."""
    config.stash[_home] = tempfile.mkdtemp(prefix="chuangmo-tests-")
    os.environ["CHUANGMO_HOME"] = os.path.join(config.stash[_home], "home")
    os.environ.pop("CHUANGMO_CITY", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The home that no test asked for goes away again."""
    shutil.rmtree(config.stash.get(_home, ""), ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several processes a file stays in one of them, and all browser tests in one."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            browser = item.get_closest_marker("browser") is not None
            item.add_marker(pytest.mark.xdist_group("browser" if browser else str(item.path)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
