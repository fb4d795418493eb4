"""What was computed, kept for the next ask; what nobody asked for the longest goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Values by key, up to a weight all together.

    Args:
        most: the weight that is kept.
        weigh: the weight of a value; one by default.
    """

    def __init__(self, most: int, weigh: Callable[[T], int] = lambda _: 1) -> None:
        self._most, self._weigh = most, weigh
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._weight = 0
        self._looking = threading.Lock()
        self._makers: dict[Hashable, tuple[threading.Lock, int]] = {}

    def get(self, key: Callable[[], Hashable], make: Callable[[], T]) -> T:
        """The value kept under the key, else what ``make`` gives.

        Args:
            key: asked before and after; what was made while it changed is nobody else's.
        """
        asked = key()
        with self._one_maker(asked):
            with self._looking:
                if asked in self._held:
                    self._held.move_to_end(asked)
                    return self._held[asked]
            made = make()
            if key() == asked:
                self._keep(asked, made)
        return made

    @contextmanager
    def _one_maker(self, key: Hashable) -> Iterator[None]:
        """Who asks for what another is making waits for it; what nobody makes costs no waiting."""
        with self._looking:
            lock, waiting = self._makers.get(key) or (threading.Lock(), 0)
            self._makers[key] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            with self._looking:
                lock, waiting = self._makers[key]
                if waiting == 1:
                    del self._makers[key]
                else:
                    self._makers[key] = lock, waiting - 1

    def forget(self) -> None:
        """Keep nothing of what was kept."""
        with self._looking:
            self._held.clear()
            self._weight = 0

    def _keep(self, key: Hashable, value: T) -> None:
        with self._looking:
            if key in self._held:
                self._weight -= self._weigh(self._held.pop(key))
            self._held[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._most and len(self._held) > 1:
                self._weight -= self._weigh(self._held.popitem(last=False)[1])
