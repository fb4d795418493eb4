"""What was computed is found again, up to a weight, and never under a state that has passed."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chuangmo.service.memo import LruMemo


def test_the_same_key_is_made_once() -> None:
    made: list[str] = []
    held: LruMemo[str] = LruMemo(2)
    for _ in range(2):
        assert held.get(lambda: "a", lambda: made.append("a") or "A") == "A"
    assert made == ["a"]


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    held: LruMemo[str] = LruMemo(2)
    for key in ("a", "b", "a", "c"):
        held.get(lambda: key, lambda: key.upper())  # noqa: B023
    assert held.get(lambda: "a", lambda: "anew") == "A"
    assert held.get(lambda: "b", lambda: "anew") == "anew"


def test_the_weight_counts_and_the_newest_always_stays() -> None:
    held: LruMemo[str] = LruMemo(4, len)
    held.get(lambda: 1, lambda: "xx")
    held.get(lambda: 2, lambda: "xxxxxx")
    assert held.get(lambda: 2, lambda: "anew") == "xxxxxx"
    assert held.get(lambda: 1, lambda: "anew") == "anew"


def test_what_was_made_while_the_state_changed_is_not_kept() -> None:
    states = iter([1, 2, 1, 1, 1])
    held: LruMemo[str] = LruMemo(4)
    assert held.get(lambda: next(states), lambda: "of a state between") == "of a state between"
    assert held.get(lambda: next(states), lambda: "of state 1") == "of state 1"
    assert held.get(lambda: next(states), lambda: "anew") == "of state 1"


def test_many_who_ask_at_once_have_it_made_once() -> None:
    held: LruMemo[int] = LruMemo(2)
    together, made = threading.Barrier(8), []

    def make() -> int:
        made.append(1)
        time.sleep(0.05)
        return 7

    def ask(_: int) -> int:
        together.wait()
        return held.get(lambda: "a", make)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [7] * 8
    assert made == [1]


def test_a_failed_making_leaves_the_next_free_to_try() -> None:
    held: LruMemo[int] = LruMemo(2)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            held.get(lambda: "a", lambda: 1 // 0)
    assert held.get(lambda: "a", lambda: 1) == 1


def test_what_was_forgotten_is_made_anew() -> None:
    held: LruMemo[str] = LruMemo(2)
    held.get(lambda: "a", lambda: "old")
    held.forget()
    assert held.get(lambda: "a", lambda: "new") == "new"
