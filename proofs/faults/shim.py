"""Calls that fail and a clock that is wrong: a library laid before the system's own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_SOURCE = Path(__file__).with_name("shim.c")
_THERE = "CHUANGMO_FAULT_SHIM"


def is_there() -> bool:
    """Whether this process has the library laid before the system's."""
    return _THERE in os.environ


def begin_again_with_it(words: list[str]) -> int | None:
    """Run ``python -m proofs`` with these words under the library; its exit code.

    ``None`` where it is there already, or cannot be had: no compiler, no Linux.
    """
    if is_there() or not sys.platform.startswith("linux") or not (compiler := shutil.which("cc")):
        return None
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "shim.so"
        made = subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-w", "-o", str(library), str(_SOURCE), "-ldl"],
            check=False,
        )
        if made.returncode:
            return None
        environ = os.environ | {"LD_PRELOAD": str(library), _THERE: "1"}
        again = [sys.executable, "-m", "proofs", *words]
        return subprocess.run(again, env=environ, check=False).returncode


def failing(path: str, ops: str, error: int, after: int = 0) -> dict[str, str]:
    """The environment in which calls on files fail.

    Args:
        path: files whose path ends so, or contains it where it ends with ``/``.
        ops: of ``write sync read``. error: errno. after: bytes that still go well.
    """
    said = {"PATH": path, "OPS": ops, "ERRNO": str(error), "AFTER": str(after)}
    return {f"CHUANGMO_FAULT_{name}": value for name, value in said.items()}


def clock_off(seconds: int) -> dict[str, str]:
    """The environment in which the clock is wrong by so much."""
    return {"CHUANGMO_FAULT_CLOCK": str(seconds)}


def all_well() -> None:
    """Let every call of this process go well again."""
    for name in [one for one in os.environ if one.startswith("CHUANGMO_FAULT_") and one != _THERE]:
        del os.environ[name]
