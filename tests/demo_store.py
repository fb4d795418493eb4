"""One home with the demonstration data for all tests of a run, however many processes run them."""

import fcntl
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from chuangmo.service.board import Board
from chuangmo.store.rows import BatchInfo
from tests.commanding import run_command

ROOT = Path(__file__).resolve().parent.parent


def shared_home(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A home made once a run, by whichever process comes first; copy it to use it.

    Args:
        factory: of the process that asks; all processes of a run have one folder above.
        name: what is made; one name, one ``make``.
        make: fills the home at a path.
    """
    base = factory.getbasetemp()
    place = (base.parent if base.name.startswith("popen-") else base) / f"shared-{name}"
    place.mkdir(exist_ok=True)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "ready").exists():
            make(place / "home")
            (place / "ready").touch()
    return place / "home"


def shared_demo_home(factory: pytest.TempPathFactory) -> Path:
    """A home loaded by ``python -m chuangmo demo``."""
    return shared_home(factory, "demonstration", _demonstration)


def _demonstration(home: Path) -> None:
    done = run_command("--home", str(home), "demo", timeout=1200)  # two cores may be busy
    assert done.returncode == 0, done.stderr


def copy_of(home: Path, place: Path) -> Path:
    """A private copy of a home that is not being served."""
    shutil.copytree(home, place)
    return place


def corrected_report(name: str) -> bytes:
    """A daily sample of the city with every PM10 raised by a tenth."""
    book = load_workbook(ROOT / "data" / "samples" / "lanzhou" / name)
    (sheet,) = book.worksheets
    head = next(c for row in sheet.iter_rows(max_row=6) for c in row if "PM10" in str(c.value))
    for row in range(head.row + 1, sheet.max_row + 1):
        cell = sheet.cell(row, head.column)
        if isinstance(cell.value, float):
            cell.value = round(cell.value * 1.1, 3)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def counting(board: Board) -> list[BatchInfo]:
    """The batches that count, oldest first: the demonstration also has one that waits for a
    reviewer and one that was returned."""
    return [one for one in board.store.batches() if one.state == "active"]
