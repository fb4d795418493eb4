"""One home with the demonstration data for all tests of a run, however many processes run them."""

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
