"""One home with the demonstration data for all tests of a run, however many processes run them."""

import fcntl
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parent.parent


def shared_demo_home(factory: pytest.TempPathFactory) -> Path:
    """A home loaded by ``python -m chuangmo demo``, made by whoever comes first; copy it to use it."""
    base = factory.getbasetemp()
    place = (base.parent if base.name.startswith("popen-") else base) / "demonstration"
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "ready").exists():
            words = [sys.executable, "-m", "chuangmo", "--home", str(place / "home"), "demo"]
            subprocess.run(words, cwd=ROOT, check=True, capture_output=True, timeout=300)
            (place / "ready").touch()
    return place / "home"


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
