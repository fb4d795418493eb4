"""What a home holds is its user's alone, whatever the umask of whoever starts the board."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.access.serving import serving

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data/samples/lanzhou/2007年10月兰州市饮用水源与断面水质月报.xlsx"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes of files")


def done(home: Path, *words: str, said: str = "") -> None:
    command = [sys.executable, "-m", "chuangmo", "--home", str(home), *words]
    found = subprocess.run(
        command, cwd=ROOT, input=said.encode(), capture_output=True, umask=0, check=False
    )
    assert found.returncode == 0, found.stderr.decode()


def open_to_others(folder: Path) -> list[str]:
    """Files and folders below (and the folder itself) that anybody else may look into."""
    everything = [folder, *folder.rglob("*")]
    return [f"{path} {path.stat().st_mode:o}" for path in everything if path.stat().st_mode & 0o077]


def test_commands_leave_nothing_that_others_may_read(tmp_path: Path) -> None:
    home, kept = tmp_path / "home", tmp_path / "backup"
    done(home, "import", str(SAMPLE), "--reason", "试")
    done(home, "user", "add", "王某", "--role", "admin", said="Abcd-2345-efgh\n")
    target = ("--indicator", "pm10", "--area", "城关区", "--year", "2008", "--limit", "0.100")
    done(home, "target", "set", *target, "--document", "兰政发〔2008〕1号", "--by", "王某")
    done(home, "backup", str(kept), "--by", "王某")
    done(home, "rebuild", "--by", "王某")
    assert not open_to_others(home) and not open_to_others(kept)


def test_a_served_home_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    before = os.umask(0)
    try:
        with serving(home, tmp_path / "log", from_nothing=True) as server:
            server.ask("/")
            assert not open_to_others(home)
    finally:
        os.umask(before)


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o700])
def test_an_exported_file_is_read_by_whoever_may_look_into_its_folder(
    mode: int, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir(mode=mode)
    folder.chmod(mode)
    done(tmp_path / "home", "template", "--kind", "noise", "--period", "2008",
         "--out", str(folder / "表.xlsx"))  # fmt: skip
    assert (folder / "表.xlsx").stat().st_mode & 0o777 == 0o600 | (mode & 0o044)
