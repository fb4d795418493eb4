"""The tests are tested: fifty-odd seeded defects, each must be found by spec or property tests.

Each is tried with the test that found it last; with all others where that finds nothing.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.two_forms import is_long
from tests.warm import Warm

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "chuangmo", "loaders", "data", "tests/spec", "tests/assess", "tests/conftest.py",
    "tests/sharing.py", "tests/two_forms.py", "tests/stored_rows.py", "tests/charts",
)  # fmt: skip
HERE = Path(__file__).parent
DEFECTS = tomllib.loads((HERE / "defects.toml").read_text(encoding="utf-8"))
FOUND_BY = tomllib.loads((HERE / "found_by.toml").read_text(encoding="utf-8"))
ALL = ("tests/spec", "tests/assess")
#: What the tests of the copy read before the first line of the copy.
LIBRARIES = (
    "pytest", "xdist.remote", "xdist.scheduler.loadscope", "hypothesis.strategies", "pandas",
    "pyarrow.parquet", "pydantic", "openpyxl", "plotly.graph_objects",
)  # fmt: skip
#: Identifiers of tests are given in Chinese, not as escapes.
SETTINGS = """[pytest]
addopts = -p no:cacheprovider
disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true
"""


def cases() -> list[Any]:
    return [pytest.param(d, id=d["name"]) for d in DEFECTS["defect"]]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
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
    subprocess.run([*words, "chuangmo", "loaders"], cwd=place, check=True)
    process = Warm(place, LIBRARIES)
    yield process
    process.end()


def run(copy: Warm, *tests: str) -> tuple[int, str]:
    """``pytest -x -q`` in a child that reads the copy anew: exit code, what it said."""
    said = copy.place / "said.txt"
    said.write_text("", encoding="utf-8")
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    streams = (os.devnull, str(said), str(said))
    code = copy.begin("pytest", ["-x", "-q", *tests], environment, streams).wait(600)
    return code, said.read_text(encoding="utf-8")


@pytest.mark.parametrize("defect", cases())
def test_defect_is_found(copy: Warm, defect: dict[str, str]) -> None:
    path = copy.place / defect["file"]
    sound = path.read_text(encoding="utf-8")
    assert sound.count(defect["old"]) == 1, f"{defect['name']}：原文不在 {defect['file']}，请更新"
    path.write_text(sound.replace(defect["old"], defect["new"]), encoding="utf-8")
    try:
        known = [FOUND_BY[defect["name"]]] if defect["name"] in FOUND_BY else ALL
        code, said = run(copy, *known)
        if code != 1:
            code, said = run(copy, *ALL)
    finally:
        path.write_text(sound, encoding="utf-8")
    assert code == 1, f"没有测试发现“{defect['name']}”：{said[-600:]}"


def test_there_are_thirty_and_the_sound_copy_passes(copy: Warm) -> None:
    """What finds the defects finds none here; the others run on the source itself anyway."""
    assert len(DEFECTS["defect"]) >= 30
    code, said = run(copy, *(ALL if is_long() else sorted(set(FOUND_BY.values()))))
    assert code == 0, said[-2000:]
