"""The three ways to run: all in the home; journal in PostgreSQL; and the tables in a lake too."""

import importlib.util

import pytest

from tests.store import making
from tests.two_forms import is_long

FILE, POSTGRES, LAKE = "file", "postgres", "lake"


def pytest_generate_tests(metafunc):
    """A test of ``way`` runs once for each; in a lake, where opening is slow, with ``--long``.

    What short runs ask of a lake stands in ``test_lake.py``.
    """
    if "way" in metafunc.fixturenames:
        ways = [FILE, POSTGRES, *([LAKE] if is_long() else [])]
        metafunc.parametrize("way", ways, indirect=True)


@pytest.fixture
def way(request, monkeypatch):
    """The way to run that the stores of a test are opened in."""
    if request.param != FILE:
        request.getfixturevalue("postgres")
    if request.param == LAKE:
        monkeypatch.setattr(making, "LAKES", [request.getfixturevalue("lake")])
    monkeypatch.setattr(making, "WAYS", [request.param])
    return request.param


@pytest.fixture
def own_file(way):
    """For a test that changes the database file behind the store's back: a lake has none."""
    if way == LAKE:
        pytest.skip("the tables are in no file of the home")


@pytest.fixture(scope="session")
def lake(tmp_path_factory):
    """The shared folder of the lake's tables; one lake for all tests of a process."""
    for name in ("ducklake", "postgres_scanner"):
        if importlib.util.find_spec(f"duckdb_extension_{name}") is None:
            pytest.skip(f"the extension {name} is not installed (requirements-scaleout.txt)")
    return tmp_path_factory.mktemp("lake")
