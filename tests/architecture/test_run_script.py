"""``./run``: each command asks for the tests it promises, and one fault anywhere fails the check."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

#: Stands in for the interpreter of an environment that is ready, and writes down what it is asked.
STAND_IN = """#!/bin/sh
[ "$1" = - ] && echo fingerprint
[ "$2" = pytest ] && echo "$*" >> asked
[ "$2" = mypy ] && echo "what mypy says" && exit "${MYPY:-0}"
exit 0
"""


@pytest.fixture
def script(root: Path, tmp_path: Path) -> Path:
    """``run`` beside an environment that is ready."""
    for name in ("run", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(root / name, tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(STAND_IN, encoding="utf-8")
    python.chmod(0o755)
    (tmp_path / ".venv" / "requirements.sha256").write_text("dev fingerprint\n", encoding="utf-8")
    return tmp_path / "run"


@pytest.mark.parametrize(
    ("command", "all_tests", "long_form"),
    [
        ("test", False, False), ("test --long", True, True), ("check", True, False),
        ("test tests/assess --long -q", True, True),
    ],
)  # fmt: skip
def test_a_command_asks_for_the_form_it_promises(
    command: str, all_tests: bool, long_form: bool, script: Path
) -> None:
    done = subprocess.run([script, *command.split()], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (line,) = (script.parent / "asked").read_text(encoding="utf-8").splitlines()
    assert ("-m not long" not in line) == all_tests
    assert ("--long" in line.split()) == long_form


@pytest.mark.parametrize("code", [0, 1])
def test_the_types_are_checked_beside_the_tests_and_count(code: int, script: Path) -> None:
    environment = os.environ | {"MYPY": str(code)}
    done = subprocess.run(
        [script, "check"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code and "what mypy says" in done.stdout
    assert ("没有通过：类型" in done.stderr) == (code == 1)
