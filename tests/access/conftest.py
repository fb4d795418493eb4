"""One server a module, on every address of this machine, on a home with four accounts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.serving import Served, people, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place: Path = tmp_path_factory.mktemp("door")
    people(place / "home")
    with serving(place / "home", place / "log", "0.0.0.0") as server:
        yield server
