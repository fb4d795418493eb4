"""The command line in processes of their own, begun from one that has read the program already."""

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
#: Read once by the server of processes; a child then begins where the program begins.
READ = ["pytest", "duckdb", "pandas", "pyarrow.parquet", "openpyxl", "chuangmo.cli", "loaders.batch",
        "chuangmo.service.reading", __name__]  # fmt: skip


def run_command(
    *words: str, env: dict[str, str] | None = None, given: str = "", timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m chuangmo WORDS``: a process of its own, which may be killed.

    Args:
        words: what comes after ``chuangmo``.
        env: more of the environment.
        given: what is typed.
        timeout: seconds until the process is killed and ``TimeoutExpired`` raised.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        line = [sys.executable, "-m", "chuangmo", *words]
        return subprocess.run(
            line, cwd=ROOT, env=os.environ | (env or {}), input=given, capture_output=True,
            text=True, check=False, timeout=timeout,
        )  # fmt: skip
    return _forked(words, os.environ | (env or {}), given, timeout)


def _forked(
    words: tuple[str, ...], environment: dict[str, str], given: str, timeout: float
) -> subprocess.CompletedProcess[str]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(READ)
    with TemporaryDirectory() as place:
        typed, out, err = streams = [Path(place, name) for name in ("in", "out", "err")]
        typed.write_text(given, encoding="utf-8")
        process = context.Process(target=_command, args=(words, environment, streams))
        with _without_a_main():
            process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(words, timeout)
        said = [path.read_text(encoding="utf-8") for path in (out, err)]
        return subprocess.CompletedProcess(words, process.exitcode, *said)


@contextmanager
def _without_a_main() -> Iterator[None]:
    """A child reads the main program first; a page that was tested calls itself that."""
    kept = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = kept


def _command(words: tuple[str, ...], environment: dict[str, str], streams: list[Path]) -> None:
    """What happens in the child: the streams, the folder, the environment, then the program."""
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_CREAT | os.O_RDWR), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["chuangmo", *words]
    runpy.run_module("chuangmo", run_name="__main__", alter_sys=True)
