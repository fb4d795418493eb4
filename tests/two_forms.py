"""Tests that try very many cases have two forms: a short one for every check, a long one on demand.

``./run test`` and ``./run check`` run the short form, ``./run test --long`` (``pytest --long``) the
long one. Both try the same rule with the same test; the long form only tries more of the same, so
a rule is never proved by the long form alone::

    @settings(max_examples=examples(60, 600))
    def test_...

    @pytest.mark.parametrize("number", range(examples(20, 2_000)))
    def test_...

    @pytest.mark.parametrize("path", some_of(PATHS, 6))
    def test_...

The mark ``long`` says something else: such a test is left out by ``./run test`` because it takes
more than a few seconds even in its short form; ``./run check`` runs it.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

#: Set by ``tests/conftest.py`` from the option ``--long`` before any test module is read; the
#: processes of a run, and those that a test begins, have it too.
VARIABLE = "CHUANGMO_LONG_TESTS"

Case = TypeVar("Case")


def is_long() -> bool:
    """Whether this run was asked for the long forms."""
    return bool(os.environ.get(VARIABLE))


def examples(short: int, long: int) -> int:
    """How many cases this run tries.

    Args:
        short: enough to meet every branch of the rule; seconds, not minutes.
        long: as many as are worth a coffee.
    """
    return long if is_long() else short


def some_of(cases: Sequence[Case], count: int) -> list[Case]:
    """All cases in the long form; in the short one ``count`` of them, from first to last.

    Only for cases that differ in nothing a rule speaks of; which ones are taken is the same in
    every run and every process.
    """
    if is_long() or count >= len(cases):
        return list(cases)
    last = len(cases) - 1
    return [cases[round(place * last / max(1, count - 1))] for place in range(count)]
