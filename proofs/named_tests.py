"""Tests that a document or a table names: whether each of them is there."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"


def missing(names: Iterable[str]) -> list[str]:
    """Those of ``file`` or ``file::test``, below ``tests``, that are not there."""
    return [name for name in names if not _is_there(name)]


def _is_there(name: str) -> bool:
    file, _, test = name.partition("::")
    path = TESTS / file
    return path.exists() if not test else path.is_file() and test in _tests_of(path)


@cache
def _tests_of(path: Path) -> frozenset[str]:
    text = path.read_text(encoding="utf-8")
    return frozenset(re.findall(r"^\s*def (test_\w+)", text, re.MULTILINE))
