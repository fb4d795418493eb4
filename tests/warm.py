"""Processes begun from one that has read the program already: each begins where the program begins.

Reading streamlit, pandas and the board takes a process some seconds, and the tests begin hundreds of
processes. A warm process reads once; asked for a child, it forks, and the child runs a module as
``python -m`` would: streams, folder, environment and arguments of its own, killed like any other.
"""

import atexit
import json
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

#: Standard input, output and errors of a child, as paths of files.
Streams = tuple[str, str, str]


class Warm:
    """A process that has read some modules.

    Args:
        place: its folder and that of its children; what they import is looked for there first.
        read: names of modules; one that has more to get ready does so when it is read.
    """

    def __init__(self, place: Path, read: Sequence[str]) -> None:
        words = [sys.executable, __file__, *read]
        more = {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": ""}
        pipe = subprocess.PIPE
        self.place = place
        self._asking = threading.Lock()
        self._process = subprocess.Popen(
            words, cwd=place, env=os.environ | more, stdin=pipe, stdout=pipe, text=True
        )

    def begin(
        self, module: str, words: Sequence[str], environment: Mapping[str, str], streams: Streams
    ) -> "Child":
        """Run ``python -m MODULE WORDS`` in a child.

        Args:
            environment: the whole of it. streams: the files it reads from and writes to.
        """
        asked = {"module": module, "words": [*words], "environment": {**environment}}
        return Child(self, int(self.ask(asked | {"streams": streams})))

    def ask(self, asked: dict[str, Any]) -> Any:
        """Put a question to the process itself."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with self._asking:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        """End the process; a child that still runs runs on."""
        self._process.communicate()


class Child:
    """A running or ended child, with what tests use of ``subprocess.Popen``."""

    def __init__(self, warm: Warm, pid: int) -> None:
        self.pid, self._warm = pid, warm
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code; negative for a signal, ``None`` while it runs."""
        if self.returncode is None:
            self.returncode = self._warm.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Raises:
            subprocess.TimeoutExpired: it still runs after so many seconds.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.01)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def _next_child() -> dict[str, Any] | None:
    """Answer questions for ever; in a child: what it shall run."""
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        answer: int | None
        if "ended" in asked:
            pid, status = os.waitpid(asked["ended"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        else:
            answer = os.fork()
            if answer == 0:
                return asked
        print(json.dumps(answer), flush=True)
    return None


def _become(child: dict[str, Any]) -> int:
    """The rest of the child's life; its exit code."""
    for number, path in enumerate(child["streams"]):
        opened = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(child["environment"])
    sys.argv = [child["module"], *child["words"]]
    try:
        runpy.run_module(child["module"], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:  # noqa: BLE001 - said as the interpreter says it
        traceback.print_exc()
        return 1
    return 0


def _end(code: int) -> NoReturn:
    """End as the interpreter does, except for libraries whose threads stayed behind at the fork."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code & 0xFF)


if __name__ == "__main__":
    import importlib

    sys.path[0] = os.getcwd()  # as ``python -m`` has it, instead of the folder of this file
    for name in sys.argv[1:]:
        importlib.import_module(name)
    if (child := _next_child()) is not None:
        _end(_become(child))
