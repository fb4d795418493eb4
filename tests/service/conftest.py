"""Homes for the service tests."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.demo_store import ROOT, copy_of, shared_demo_home

Command = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def demo(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private copy of the demonstration home."""
    return copy_of(shared_demo_home(tmp_path_factory), tmp_path / "demo")


@pytest.fixture
def run() -> Command:
    """Run ``python -m chuangmo`` in a process of its own: (exit, answer)."""

    def command(
        home: Path, *words: str, city: str = "lanzhou", env: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        full = [sys.executable, "-m", "chuangmo", "--home", str(home), "--city", city, *words]
        done = subprocess.run(
            [*full, "--json"], cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, **(env or {})}, timeout=300,
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else {}

    return command
