"""Homes for the service tests."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commanding import run_command
from tests.demo_store import copy_of, shared_demo_home

Command = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def demo(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private copy of the demonstration home."""
    return copy_of(shared_demo_home(tmp_path_factory), tmp_path / "demo")


@pytest.fixture
def run() -> Command:
    """Run the command line in a process of its own: (exit, answer)."""

    def command(
        home: Path, *words: str, city: str = "lanzhou", env: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        done = run_command("--home", str(home), "--city", city, *words, "--json", env=env)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else {}

    return command
