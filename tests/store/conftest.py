"""The three ways to run: all in the home; journal in PostgreSQL; and the tables in a lake too."""

import importlib.util

import pytest

from tests.store import making
from tests.two_forms import is_long

FILE, POSTGRES, LAKE = "file", "postgres", "lake"


@pytest.fixture(params=[FILE, POSTGRES, *([LAKE] if is_long() else [])])
def way(request, monkeypatch):
    """The test runs once for each way to run; in a lake, where opening is slow, with ``--long``.

    What short runs ask of a lake stands in ``test_lake.py``.
    """
    if request.param != FILE:
        request.getfixturevalue("postgres")
    if request.param == LAKE:
        monkeypatch.setattr(making, "LAKES", [request.getfixturevalue("lake")])
    monkeypatch.setattr(making, "WAYS", [request.param])
    return request.param


@pytest.fixture(scope="session")
def lake(tmp_path_factory):
    """The shared folder of the lake's tables; one lake for all tests of a process."""
    for name in ("ducklake", "postgres_scanner"):
        if importlib.util.find_spec(f"duckdb_extension_{name}") is None:
            pytest.skip(f"the extension {name} is not installed (requirements-scaleout.txt)")
    return tmp_path_factory.mktemp("lake")
