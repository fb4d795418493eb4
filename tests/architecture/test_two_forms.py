"""The short form of a test tries fewer of the same cases, the long form all of them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.two_forms import VARIABLE, examples, is_long, some_of


@pytest.mark.parametrize(("said", "count"), [("", 60), ("1", 600)])
def test_a_run_tries_as_many_cases_as_it_was_asked_for(
    said: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, said)
    assert examples(60, 600) == count


@given(st.integers(1, 60), st.integers(1, 70))
def test_some_cases_are_spread_over_all(number: int, count: int) -> None:
    cases = list(range(number))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "")
        taken = some_of(cases, count)
        assert len(taken) == len(set(taken)) == min(number, count)
        assert taken == sorted(taken) and taken[0] == 0
        assert count == 1 or taken[-1] == number - 1
        patch.setenv(VARIABLE, "1")
        assert some_of(cases, count) == cases


def test_the_option_reaches_every_process(request: pytest.FixtureRequest) -> None:
    assert is_long() == request.config.getoption("--long")


#: Stands in for the interpreter of an environment that is ready, and writes down what it is asked.
STAND_IN = """#!/bin/sh
[ "$1" = - ] && echo fingerprint
[ "$2" = pytest ] && echo "$*" >> asked
exit 0
"""


@pytest.mark.parametrize(
    ("command", "all_tests", "long_form"),
    [
        ("test", False, False), ("test --long", True, True), ("check", True, False),
        ("test tests/assess --long -q", True, True),
    ],
)  # fmt: skip
def test_the_commands_ask_for_the_form_they_promise(
    command: str, all_tests: bool, long_form: bool, root: Path, tmp_path: Path
) -> None:
    shutil.copy(root / "run", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(STAND_IN, encoding="utf-8")
    python.chmod(0o755)
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(root / name, tmp_path)
    (tmp_path / ".venv" / "requirements.sha256").write_text("dev fingerprint\n", encoding="utf-8")
    done = subprocess.run([tmp_path / "run", *command.split()], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (line,) = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert ("-m not long" not in line) == all_tests
    assert ("--long" in line.split()) == long_form
