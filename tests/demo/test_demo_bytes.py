"""The committed demonstration workbooks are what the script writes, byte for byte."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.demo.demo_sheet import pack
from tests.demo.make_workbooks import FOLDER, make


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second run of the script in a folder of its own."""
    folder = tmp_path_factory.mktemp("again")
    make(folder)
    return folder


def _members(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(i.filename, i.date_time, archive.read(i)) for i in archive.infolist()]


def test_the_same_files(again: Path) -> None:
    assert sorted(p.name for p in again.iterdir()) == sorted(p.name for p in FOLDER.glob("*.xlsx"))
    assert len(list(FOLDER.glob("*.xlsx"))) == 64


def test_the_same_contents(again: Path) -> None:
    differing = [p.name for p in again.iterdir() if _members(p) != _members(FOLDER / p.name)]
    assert differing == []


def test_the_same_bytes(again: Path) -> None:
    for path in again.iterdir():
        committed = (FOLDER / path.name).read_bytes()
        with zipfile.ZipFile(io.BytesIO(committed)) as archive:
            repacked = pack([(name, archive.read(name)) for name in archive.namelist()])
        if repacked != committed:
            pytest.skip("the zlib of this machine compresses differently")
        assert path.read_bytes() == committed, path.name


def test_small_enough() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.xlsx")) < 1_500_000


def test_no_time_of_writing() -> None:
    for path in FOLDER.glob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            assert archive.read("docProps/core.xml").count(b"2009-01-01T00:00:00Z") == 2, path.name
