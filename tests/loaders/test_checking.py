"""The runner of the checks: all of them run, one after another, told in the order of the sheet."""

from importlib import import_module
from pkgutil import walk_packages

import loaders.checking
from loaders.checking.checks import CHECKS
from tests.loaders.staging import staged


def test_every_check_in_the_room_runs_once() -> None:
    names = [m.name for m in walk_packages(loaders.checking.__path__, "loaders.checking.")]
    there = {f"{name}.check" for name in names if hasattr(import_module(name), "check")}
    listed = [f"{check.__module__}.{check.__name__}" for line in CHECKS for check in line]
    assert len(listed) == len(set(listed)) and set(listed) == there


def test_faults_of_the_checks_of_a_line_are_told_column_by_column() -> None:
    body = (
        "日期|区县|PM10(µg/m³)|SO2(µg/m³)\n2008-10-01|安宁区|99999|88888\n2091-10-02|安宁区|20|30"
    )
    told = [(d.code, d.cell) for d in staged(body).diagnostics]
    assert told == [
        ("out-of-range", "C2"), ("future-date", "C3"),
        ("out-of-range", "D2"), ("future-date", "D3"),
    ]  # fmt: skip


def test_a_reading_that_is_left_out_is_not_looked_at_again() -> None:
    body = (
        "日期|区县|PM10(µg/m³)\n2091-10-01|安宁区|99999\n2008-10-01|安宁区|20\n2008-10-01|安宁区|-3"
    )
    batch = staged(body)
    assert [(d.code, d.cell) for d in batch.diagnostics] == [
        ("out-of-range", "C2"), ("out-of-range", "C4"),
    ]  # fmt: skip
    assert batch.sheets[0].set_aside == 2
