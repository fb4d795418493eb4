"""Several processes share a run by files: what a file sets up is set up once, not once a process."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.sharing import TOGETHER, turn_of, unit_of

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = """
import json, os
from tests.sharing import UnitsTogether

def pytest_xdist_make_scheduler(config, log):
    return UnitsTogether(config, log)

def pytest_runtest_call(item):
    line = json.dumps([item.location[0], os.environ["PYTEST_XDIST_WORKER"]])
    with open("ran.txt", "a") as out:
        out.write(line + chr(10))
"""
FILE = """
import time, pytest

@pytest.mark.parametrize("number", range(6))
def test_one(number):
    time.sleep(0.05)
"""


@pytest.mark.long
def test_the_tests_of_a_file_run_in_one_process_and_both_processes_work(tmp_path: Path) -> None:
    names = [f"test_{letter}.py" for letter in "abcdef"]
    for name in names:
        (tmp_path / name).write_text(FILE, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    words = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"]
    done = subprocess.run(
        words, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    where: dict[str, list[str]] = defaultdict(list)
    for line in (tmp_path / "ran.txt").read_text(encoding="utf-8").splitlines():
        name, process = json.loads(line)
        where[name].append(process)
    assert sorted(where) == names and all(len(ran) == 6 for ran in where.values())
    assert all(len(set(ran)) == 1 for ran in where.values())
    assert len({process for ran in where.values() for process in ran}) == 2


def test_what_shares_a_board_is_one_unit_and_seeded_defects_are_many() -> None:
    assert unit_of("tests/browser/test_a.py::test_x") == unit_of("tests/browser/test_b.py::test_y")
    roles, ends = ("tests/browser/test_roles.py::x", "tests/browser/test_login_ends.py::x")
    assert unit_of(roles) == unit_of(ends) != unit_of("tests/browser/test_a.py::x")
    assert unit_of("tests/store/test_a.py::test_x[p::q]") == "tests/store/test_a.py"
    seeded = [f"tests/mutation/test_defects.py::test_x[{n}]" for n in range(3)]
    assert len({unit_of(one) for one in seeded}) == 3


def test_every_file_that_is_kept_together_exists() -> None:
    assert [start for start in TOGETHER if not (ROOT / start).exists()] == []


def test_the_browser_begins_first_and_small_pieces_come_last() -> None:
    order = ["tests/mutation/test_m.py", "tests/store/test_s.py", "tests/browser/test_b.py"]
    assert sorted(order, key=turn_of) == order[::-1]
