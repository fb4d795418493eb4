"""The tests are tested: thirty-odd seeded defects, each must be found by spec or property tests."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "chuangmo", "loaders", "data", "tests/spec", "tests/assess", "tests/conftest.py",
    "tests/sharing.py", "tests/two_forms.py", "tests/stored_rows.py", "tests/charts",
)  # fmt: skip
HERE = Path(__file__).parent
DEFECTS = tomllib.loads((HERE / "defects.toml").read_text(encoding="utf-8"))
FOUND_BY = tomllib.loads((HERE / "found_by.toml").read_text(encoding="utf-8"))
ALL = ("tests/spec", "tests/assess")
#: Identifiers of tests are given in Chinese, not as escapes.
SETTINGS = """[pytest]
addopts = -p no:cacheprovider
disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true
"""


def cases() -> list[Any]:
    return [pytest.param(d, id=d["name"]) for d in DEFECTS["defect"]]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source and its quick tests, in which a defect is put and taken out again."""
    place = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            homes = ("samples", "store") if name == "data" else ()
            shutil.copytree(
                source, place / name, ignore=shutil.ignore_patterns("__pycache__", *homes)
            )
        else:
            shutil.copy(source, place / name)
    (place / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    # Compiled once, each file known by its contents: two defects may come within one second.
    words = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash"]
    subprocess.run([*words, "chuangmo", "loaders", "tests"], cwd=place, check=True)
    return place


def run(place: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "pytest", "-x", "-q", *tests]
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        words, cwd=place, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("defect", cases())
def test_defect_is_found(copy: Path, defect: dict[str, str]) -> None:
    path = copy / defect["file"]
    sound = path.read_text(encoding="utf-8")
    assert sound.count(defect["old"]) == 1, f"{defect['name']}：原文不在 {defect['file']}，请更新"
    path.write_text(sound.replace(defect["old"], defect["new"]), encoding="utf-8")
    try:
        done = run(copy, *([FOUND_BY[defect["name"]]] if defect["name"] in FOUND_BY else ALL))
        if done.returncode != 1:
            done = run(copy, *ALL)
    finally:
        path.write_text(sound, encoding="utf-8")
    assert done.returncode == 1, f"没有测试发现“{defect['name']}”：{done.stdout[-600:]}"


def test_there_are_thirty_and_the_sound_copy_passes(copy: Path) -> None:
    assert len(DEFECTS["defect"]) >= 30
    done = run(copy, *ALL)
    assert done.returncode == 0, done.stdout[-2000:]
