"""A child of a warm process lives as one of ``python -m``: its own streams, end, environment."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warm import Child, Warm

PROGRAM = """
import atexit, os, sys, time

atexit.register(print, "at the end")
print(sys.argv[1:], os.environ["SAID"], sys.stdin.read(), __name__)
print("beside", file=sys.stderr)
if sys.argv[1] == "sleep":
    time.sleep(600)
if sys.argv[1] == "fail":
    raise ValueError("made to fail")
sys.exit(int(sys.argv[1]) if sys.argv[1].isdigit() else sys.argv[1])
"""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    place = tmp_path_factory.mktemp("warm")
    (place / "program.py").write_text(PROGRAM, encoding="utf-8")
    process = Warm(place, ["json"])
    yield process
    process.end()


def begun(warm: Warm, out: Path, *words: str) -> Child:
    typed = out.with_name("typed")
    typed.write_text("typed", encoding="utf-8")
    streams = (str(typed), str(out), str(out))
    return warm.begin("program", words, os.environ | {"SAID": "environment"}, streams)


@pytest.mark.parametrize("code", [0, 3])
def test_a_child_has_its_own_words_streams_and_exit(warm: Warm, tmp_path: Path, code: int) -> None:
    out = tmp_path / "out"
    assert begun(warm, out, str(code), "二").wait(60) == code
    assert out.read_text(encoding="utf-8").splitlines() == [
        f"['{code}', '二'] environment typed __main__", "beside", "at the end",
    ]  # fmt: skip


def test_an_end_in_words_is_1(warm: Warm, tmp_path: Path) -> None:
    assert begun(warm, tmp_path / "out", "没有").wait(60) == 1
    assert "没有\n" in (tmp_path / "out").read_text(encoding="utf-8")


def test_an_exception_is_written_down_and_is_1(warm: Warm, tmp_path: Path) -> None:
    assert begun(warm, tmp_path / "out", "fail").wait(60) == 1
    assert "ValueError: made to fail" in (tmp_path / "out").read_text(encoding="utf-8")


def test_a_child_that_runs_on_can_be_killed(warm: Warm, tmp_path: Path) -> None:
    child = begun(warm, tmp_path / "out", "sleep")
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.1)
    assert child.poll() is None
    child.kill()
    assert child.wait(60) == child.poll() == -9
