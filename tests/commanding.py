"""The command line and the server in processes of their own, begun from one that is warm."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.warm import Child, Warm

ROOT = Path(__file__).resolve().parent.parent


@cache
def _commands() -> Warm:
    return Warm(ROOT, ["duckdb", "pandas", "pyarrow.parquet", "openpyxl", "chuangmo.cli.main",
                       "loaders.staging", "chuangmo.service.figures.assessing"])  # fmt: skip


@cache
def _servers() -> Warm:
    return Warm(ROOT, ["tests.ready_to_serve"])


def begin(module: str, *words: str, place: Path, env: Mapping[str, str]) -> Child:
    """Begin ``python -m MODULE WORDS``, which may be killed.

    Args:
        place: a folder for what it says, the files ``out`` and ``err``.
        env: more of the environment.
    """
    streams = (os.devnull, str(place / "out"), str(place / "err"))
    return _commands().begin(module, words, os.environ | dict(env), streams)


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
    with TemporaryDirectory() as place:
        typed, out, err = [Path(place, name) for name in ("in", "out", "err")]
        typed.write_text(given, encoding="utf-8")
        streams = (str(typed), str(out), str(err))
        child = _commands().begin("chuangmo", words, os.environ | (env or {}), streams)
        try:
            code = child.wait(timeout)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            raise
        said = [path.read_text(encoding="utf-8") for path in (out, err)]
        return subprocess.CompletedProcess(words, code, *said)


def begin_server(words: Sequence[str], environment: Mapping[str, str], log: Path) -> Child:
    """Run ``python -m streamlit run app.py WORDS``, which soon listens.

    Args:
        words: Streamlit's options. environment: the whole of it. log: what the server says.
    """
    log.write_bytes(b"")
    streams = (os.devnull, str(log), str(log))
    return _servers().begin("streamlit", ["run", "app.py", *words], environment, streams)
