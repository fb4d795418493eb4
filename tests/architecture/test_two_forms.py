"""The short form of a test tries fewer of the same cases, the long form all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.two_forms import VARIABLE, examples, is_long, some_of


@pytest.mark.parametrize(("said", "count"), [("", 60), ("1", 600)])
def test_a_run_tries_as_many_cases_as_it_was_asked_for(
    said: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, said)
    assert examples(60, 600) == count


@given(st.integers(1, 60), st.integers(1, 70))
def test_some_cases_are_spread_over_all(number: int, count: int) -> None:
    cases = list(range(number))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "")
        taken = some_of(cases, count)
        assert len(taken) == len(set(taken)) == min(number, count)
        assert taken == sorted(taken) and taken[0] == 0
        assert count == 1 or taken[-1] == number - 1
        patch.setenv(VARIABLE, "1")
        assert some_of(cases, count) == cases


def test_the_option_reaches_every_process(request: pytest.FixtureRequest) -> None:
    assert is_long() == request.config.getoption("--long")
