"""The short form of ``./run prove load`` and ``soak``, and the figures that they tell."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from proofs import load


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="memory and handles are read from /proc")
def test_a_few_people_meet_no_fault_and_their_books_are_there_once() -> None:
    with ThreadPoolExecutor(1) as apart:  # a browser test before may hold this thread's loop
        found = apart.submit(load.prove, 6, 1, quick=True).result()
    assert found.holds, found.faults
    assert "上传 1 份" in found.result


def test_what_grows_is_told_and_the_beginning_does_not_count() -> None:
    flat = load.Seen(memory=[(n * 100, 300 - 100 / (n + 1) ** 3) for n in range(30)])
    grows = load.Seen(memory=[(n * 100, 300 + 0.5 * n) for n in range(30)])
    assert abs(flat.slope()) < 0.1
    assert grows.slope() == pytest.approx(5.0)
    assert load.Seen().slope() == 0.0


def test_shares_of_a_hundred_are_values_that_were_measured() -> None:
    values = [float(n) for n in range(1, 101)]
    assert (load.share(values, 50), load.share(values, 95), load.share(values, 99)) == (51, 96, 100)
    assert load.share([], 95) == 0.0
    assert load._missed(load.Seen(answers=[5_000.0], memory=[(1, 700.0)]))
