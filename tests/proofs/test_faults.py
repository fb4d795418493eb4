"""The short form of ``./run prove faults``, and that its table leaves no fault out."""

import os
import re
import subprocess
import sys

import pytest

from proofs.faults.prove import ROWS
from proofs.named_tests import missing
from tests.demo_store import ROOT
from tests.two_forms import is_long


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="what is tried is forked: not on this system")
def test_what_was_acknowledged_stays_and_every_figure_too() -> None:
    """In a process of its own: it begins again with the library of faults."""
    words = [sys.executable, "-m", "proofs", "faults", *([] if is_long() else ["--quick"])]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_fault_of_the_model_has_a_row_that_is_tried() -> None:
    named = set[int]()
    for row in ROWS:
        numbers = [int(one) for one in re.findall(r"F(\d+)", row.number)]
        named |= set(range(min(numbers), max(numbers) + 1)) if numbers else set()
    assert named == set(range(1, 29))
    assert all(row.tries or row.tests for row in ROWS)
    assert missing(name for row in ROWS for name in row.tests) == []
