"""A visitor of the Dash page over HTTP, and a Python that has Dash."""

import asyncio
import json
import os
import random
import subprocess
import tempfile
import time
import urllib.request
import venv
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.serving import ROOT

REQUIREMENTS = ROOT / "requirements-bench.txt"
TIMEOUT = 300.0  # seconds
KEYS = {"月份": "month", "指标": "indicator", "区县": "area"}


def dash_python() -> tuple[Path | None, str]:
    """A Python of its own with what ``requirements-bench.txt`` names; made on first use.

    Returns:
        Its path and ""; or ``None`` and the sentence that says what to do.
    """
    text = REQUIREMENTS.read_bytes()
    home = (
        Path(tempfile.gettempdir())
        / f"chuangmo-bench-{os.getuid()}-{sha256(text).hexdigest()[:12]}"
    )
    python = home / "bin" / "python"
    ready = home / "ready"
    if ready.exists():
        return python, ""
    venv.create(home, with_pip=True, clear=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return None, f"没有装上：请让本机能访问软件源，或手工安装 {REQUIREMENTS.name}。{last}"
    ready.touch()
    return python, ""


class DashVisitor:
    """Asks the page's one callback as its browser does."""

    def __init__(self, url: str, luck: random.Random) -> None:
        self._url, self._luck = url, luck
        self._options = {box["id"]: list(box["options"]) for box in _boxes(url)}
        self._chosen = {key: options[0] for key, options in self._options.items()}

    async def leave(self) -> None:
        """Nothing to close: every question is a request of its own."""

    async def change(self, labels: tuple[str, ...], reach: int) -> float:
        """Choose something else in one filter at random; milliseconds of the answer."""
        key = KEYS[self._luck.choice([label for label in labels if label in KEYS])]
        others = [one for one in self._options[key][:reach] if one != self._chosen[key]]
        self._chosen[key] = self._luck.choice(others)
        return await asyncio.to_thread(self._ask, key)

    def _ask(self, changed: str) -> float:
        asked = {
            "output": "..trend.figure...ranking.figure..",
            "outputs": [{"id": name, "property": "figure"} for name in ("trend", "ranking")],
            "inputs": [
                {"id": key, "property": "value", "value": value}
                for key, value in self._chosen.items()
            ],
            "changedPropIds": [f"{changed}.value"],
        }
        began = time.perf_counter()
        answer = _fetch(f"{self._url}/_dash-update-component", json.dumps(asked).encode())
        took = (time.perf_counter() - began) * 1000
        assert set(answer["response"]) == {"trend", "ranking"}
        return took


def _boxes(url: str) -> list[dict[str, Any]]:
    layout = _fetch(f"{url}/_dash-layout")
    parts = layout["props"]["children"]
    return [part["props"] for part in parts if part["type"] == "Dropdown"]


def _fetch(url: str, body: bytes | None = None) -> Any:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        return json.load(answer)
