"""The two ways to keep a journal: in the home, and in PostgreSQL."""

import pytest

from tests.store import making


@pytest.fixture(params=["file", "postgres"])
def way(request, monkeypatch):
    """The test runs twice: with the journal in the home, and in PostgreSQL."""
    if request.param == "postgres":
        request.getfixturevalue("postgres")
    monkeypatch.setattr(making, "WAYS", [request.param])
    return request.param
