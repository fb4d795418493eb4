"""A server as a process of its own on a free port of this machine, and its processor time."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds


class Server:
    """A running server.

    Args:
        command: what starts it; ``{port}`` in a word stands for the port.
        health: the address that answers once it serves.
        more: variables of its environment beside those here.
        cwd: where it is started.
    """

    def __init__(
        self,
        command: Sequence[str],
        health: str,
        log: Path,
        more: dict[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        words = [word.format(port=self.port) for word in command]
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                words, cwd=cwd, env=kept | (more or {}), stdin=subprocess.DEVNULL,
                stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self._await(health, log)

    def _await(self, health: str, log: Path) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if _answers(self.url + health):
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"服务没有启动：{log.read_text(errors='replace')[-2000:]}")

    def cpu(self) -> float:
        """Milliseconds of processor time that it has used; 0 where the system does not tell."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return 0.0
        fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End it as a supervisor would."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(15)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
