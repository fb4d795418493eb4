"""Homes for the service tests."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from chuangmo.cli.main import main
from tests.commanding import run_command
from tests.demo_store import copy_of, shared_demo_home

Command = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def demo(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private copy of the demonstration home."""
    return copy_of(shared_demo_home(tmp_path_factory), tmp_path / "demo")


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command here in a home of its own: (exit, answer)."""

    def command(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["--home", str(tmp_path / "home"), "--city", "lanzhou", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


def saved_book(path: Path, *lines: list[Any]) -> str:
    """A workbook of one sheet with these rows; its path."""
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(path)
    return str(path)


@pytest.fixture
def run() -> Command:
    """Run the command line in a process of its own: (exit, answer)."""

    def command(
        home: Path, *words: str, city: str = "lanzhou", env: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        done = run_command("--home", str(home), "--city", city, *words, "--json", env=env)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else {}

    return command
