"""An overlay folder to make one mistake in, and the catalog as three cities see it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.faults import Fault
from chuangmo.catalog.load import load_catalog
from chuangmo.settings import Settings

Write = Callable[[str, str], Path]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """兰州 with an empty home."""
    return Settings(tmp_path, "lanzhou")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one overlay file: ``write("indicators.toml", text)``."""

    def _write(name: str, text: str) -> Path:
        path = tmp_path / "catalog" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return _write


@pytest.fixture
def faults(settings: Settings, write: Write) -> Callable[[str, str], list[Fault]]:
    """The faults that one overlay file causes."""

    def _faults(name: str, text: str) -> list[Fault]:
        write(name, text)
        return check_catalog(settings)

    return _faults


@pytest.fixture
def catalog_of(tmp_path: Path) -> Callable[[str], Catalog]:
    """The shipped catalog as one city sees it."""
    return lambda city: load_catalog(Settings(tmp_path, city))
