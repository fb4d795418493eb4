"""The board without what only POSIX has: what Windows lacks is taken away from Python."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from chuangmo import operating_system
from chuangmo.store.errors import StoreHeld
from chuangmo.store.home.lock import HomeLock
from tests.architecture.tree import ROOT, imports, python_files

#: Modules and functions that Windows has not; code asks ``operating_system`` instead.
MODULES = ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog", "posix")
NAMES = ("O_CLOEXEC", "O_DIRECTORY", "fork", "geteuid", "getuid", "killpg", "mkfifo", "nice",
         "pread", "pwrite", "setsid", "statvfs", "sync", "uname")  # fmt: skip

#: What is left out is left out before anything of ours is imported.
WITHOUT = f"""
import fcntl, os, sys, types, getpass, pathlib, shutil, subprocess, tempfile
taken = {{}}
def locking(descriptor, mode, count):
    kind = fcntl.LOCK_UN if mode == 0 else fcntl.LOCK_EX | fcntl.LOCK_NB
    fcntl.lockf(descriptor, kind, count, os.lseek(descriptor, 0, os.SEEK_CUR), os.SEEK_SET)
windows = types.ModuleType("msvcrt")
windows.LK_UNLCK, windows.LK_NBLCK, windows.locking = 0, 2, locking
def unnamed(path): raise NotImplementedError
pathlib.Path.owner = unnamed
used = shutil.disk_usage(".")
shutil.disk_usage = lambda place: used
getpass.getuser = lambda: "wang"
import pyarrow, duckdb, pandas, openpyxl, sqlite3, pyarrow.parquet
for name in {MODULES!r}: sys.modules[name] = None
sys.modules["msvcrt"] = windows
for name in {NAMES!r}: delattr(os, name) if hasattr(os, name) else None
from chuangmo.cli.main import main
"""


def run(home: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    program = "\n".join([WITHOUT, *lines])
    command = [sys.executable, "-c", program, str(home)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def answers(text: str) -> list[dict[str, Any]]:
    """JSON objects printed one after the other."""
    found, rest = [], text.strip()
    while rest:
        one, end = json.JSONDecoder().raw_decode(rest)
        found.append(one)
        rest = rest[end:].lstrip()
    return found


def test_a_month_is_loaded_looked_at_and_backed_up(tmp_path: Path) -> None:
    home = tmp_path / "home"
    table = "日期,区县,PM10(mg/m³)\n" + "".join(
        f"2008-10-{d:02},安宁区,0.10{d % 10}\n" for d in range(1, 32)
    )
    (tmp_path / "十月.csv").write_text(table, encoding="utf-8")
    done = run(
        home,
        'home = ["--home", sys.argv[1]]',
        f"print(main([*home, 'import', {str(tmp_path / '十月.csv')!r}, '--json']), file=sys.stderr)",
        f"print(main([*home, 'backup', {str(tmp_path / 'backup')!r}, '--json']), file=sys.stderr)",
        "print(main([*home, 'verify', '--json']), file=sys.stderr)",
    )
    assert [line for line in done.stderr.splitlines() if line.isdigit()] == ["0", "0", "0"], done
    loaded, _, verified = answers(done.stdout)
    found = loaded["files"][0]
    assert found["status"] == "committed" and found["observations"]["added"] == 31
    assert verified["ok"] is True


def test_a_home_is_held_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: set[int] = set()

    def locking(descriptor: int, mode: int, count: int) -> None:
        assert count == 1
        inode = operating_system.os.fstat(descriptor).st_ino
        if mode and inode in held:
            raise OSError(36, "Resource deadlock avoided")
        held.add(inode) if mode else held.discard(inode)

    windows = ModuleType("msvcrt")
    vars(windows).update(LK_UNLCK=0, LK_NBLCK=2, locking=locking)
    monkeypatch.setattr(operating_system, "_fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    HomeLock(tmp_path)
    with pytest.raises(StoreHeld):
        HomeLock(tmp_path)
    with pytest.raises(StoreHeld):
        HomeLock(tmp_path, reading=True)
    held.clear()
    assert HomeLock(tmp_path, reading=True).held
    assert HomeLock(tmp_path, reading=True).held  # readers do not keep one another out


@pytest.mark.parametrize("name", MODULES)
def test_no_module_of_ours_needs_one_that_windows_lacks(name: str) -> None:
    """``resource`` is asked for where its absence is dealt with."""
    users = [str(path) for path in python_files() if name in imports(path)]
    assert users == (["loaders/opening/reader_process.py"] if name == "resource" else [])
