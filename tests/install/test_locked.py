"""The lock of packages: it covers what is pinned, and a file that was not published is refused."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from install import bundle, newer
from install.locked import LOCK, PIP, Locked, read_lock, strange, unlocked
from install.platforms import PLATFORMS
from install.program import Program
from install.wheels import BundleFault, read_requirements, read_wheel
from tests.demo_store import ROOT


def made(folder: Path, more: str = "") -> Path:
    """A wheel of a package that nobody publishes."""
    path = folder / "eins-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        head = "Metadata-Version: 2.4\nName: eins\nVersion: 1.0\n\n"
        archive.writestr("eins-1.0.dist-info/METADATA", head)
        archive.writestr("eins-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("eins-1.0.dist-info/RECORD", "")
        archive.writestr("eins/__init__.py", more)
    return path


def test_everything_that_is_installed_is_locked_in_its_version() -> None:
    wanted = [*read_requirements(ROOT / "requirements.txt"), PIP]
    lock = read_lock()
    assert unlocked(wanted, lock) == []
    assert set(lock) == {one.name for one in wanted}  # nothing that nobody pinned


def test_another_version_or_no_fingerprint_is_not_locked() -> None:
    wanted = read_requirements(ROOT / "requirements.txt")[:1]
    name = wanted[0].name
    assert unlocked(wanted, {name: Locked("0.0.1", frozenset({"0" * 64}))})
    assert unlocked(wanted, {name: Locked(read_lock()[name].version, frozenset())})


def test_a_file_that_was_not_published_makes_no_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = read_wheel(made(tmp_path))
    lock = {"eins": Locked("1.0", frozenset({wheel.sha256}))}
    assert strange([wheel], lock) == []
    other = read_wheel(made(tmp_path, "import os"))
    assert strange([other], lock) == [other.path.name]
    monkeypatch.setattr(bundle, "gather", lambda *_: [other])
    monkeypatch.setattr(bundle, "read_lock", lambda: lock)
    program = Program((), "0.1.0", "c" * 40, 0)
    with pytest.raises(BundleFault, match="eins"):
        bundle.make(program, PLATFORMS["linux-x86_64"], ["3.11"], tmp_path)


def test_t30_pip_refuses_a_file_with_another_fingerprint(tmp_path: Path) -> None:
    digest = hashlib.sha256(made(tmp_path).read_bytes()).hexdigest()
    asked = tmp_path / "asked.txt"
    asked.write_text(f"eins==1.0 --hash=sha256:{digest}\n", encoding="utf-8")
    words = [sys.executable, "-m", "pip", "download", "--no-index", "--no-deps", "--require-hashes"]
    words += ["--find-links", str(tmp_path), "--dest", str(tmp_path / "out"), "-r", str(asked)]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0
    made(tmp_path, "import os")
    (tmp_path / "out" / "eins-1.0-py3-none-any.whl").unlink()
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "DO NOT MATCH" in done.stderr


def test_a_newer_release_takes_the_place_of_one_pin_only() -> None:
    text = 'eins==1.0     # was\neins-zwei==1.0 ; sys_platform == "linux"\n'
    assert newer.with_pin(text, "eins", "2.0") == text.replace("eins==1.0", "eins==2.0")
    assert "| eins | 1.0 | 2.0 | 没有试 |" in newer.table({"eins": ("1.0", "2.0")}, {})
    assert LOCK.exists()
