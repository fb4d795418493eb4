"""The short form of ``./run prove kills``."""

import os
import subprocess
import sys

import pytest

from tests.demo_store import ROOT
from tests.two_forms import examples


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="what is killed is forked: not on this system")
def test_nothing_acknowledged_is_lost_and_nothing_mixed() -> None:
    """In a process of its own: one that ran other tests has threads, and is not to be forked."""
    words = [sys.executable, "-m", "proofs", "kills", "--count", str(examples(40, 2_000))]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
