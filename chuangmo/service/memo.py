"""The one cache of answers, in memory; each key contains the ``DataVersion`` it was made from.

Callers give the name of the question and its arguments; the key is formed here.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from chuangmo.assess.stretches import Stretch
from chuangmo.service.held_rows import HeldRows, RowCache

T = TypeVar("T")
#: What an answer depends on beside the catalog: the figures alone, or every line of the journal.
FIGURES, JOURNAL = "figures", "journal"
#: What answers may weigh together, in units of about two kilobytes (a verdict, eight days).
MOST_ANSWERS = 240_000
#: So many previews of files are kept; one may hold a workbook of a hundred megabytes.
MOST_PREVIEWS = 4
_UNIT = 2048
#: The weight of a value that does not tell its size: a drawn figure, a frame.
_DRAWN = 10


@dataclass(frozen=True)
class DataVersion:
    """The state that every answer depends on; where two are equal, all answers are equal.

    Attributes:
        journal: seq of the last journal line that the database holds.
        figures: seq since which all figures stand: 督办 and snapshots leave them as they are.
        catalog: of the catalog's files and of all that is read beside them (forms, corrections,
            outlines).
    """

    journal: int
    figures: int
    catalog: str

    def of(self, depends: str) -> tuple[str, int, str]:
        """The part of the version that an answer depends on (``FIGURES`` or ``JOURNAL``)."""
        return depends, self.figures if depends == FIGURES else self.journal, self.catalog


class LruMemo(Generic[T]):
    """An LRU cache limited by total weight: the least recently used values are evicted first.

    Args:
        most: the largest total weight.
        weigh: the weight of a value; one by default.
    """

    def __init__(self, most: int, weigh: Callable[[T], int] = lambda _: 1) -> None:
        self._most, self._weigh = most, weigh
        self._held: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._weight = 0
        self._looking = threading.Lock()
        self._makers: dict[Hashable, tuple[threading.RLock, int]] = {}

    def get(self, key: Callable[[], Hashable], make: Callable[[], T]) -> T:
        """The cached value of the key, else the result of ``make``, which is then cached.

        Args:
            key: evaluated before and after ``make``; where it changed meanwhile, the value is
                returned and not cached.
        """
        asked = key()
        if known := self._known(asked):
            return known[0]
        with self._one_maker(asked):
            if known := self._known(asked):
                return known[0]
            made = make()
            if key() == asked:
                self._keep(asked, made)
        return made

    def _known(self, key: Hashable) -> tuple[T, int] | None:
        with self._looking:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    @contextmanager
    def _one_maker(self, key: Hashable) -> Iterator[None]:
        """A lock per key: one thread makes a value, others asking for the same key wait for it."""
        with self._looking:
            lock, waiting = self._makers.get(key) or (threading.RLock(), 0)
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

    def forget(self, but: Callable[[Any], bool] = lambda _: False) -> None:
        """Evict everything except the keys that ``but`` is true of."""
        with self._looking:
            for key in [key for key in self._held if not but(key)]:
                self._weight -= self._held.pop(key)[1]

    def _keep(self, key: Hashable, value: T) -> None:
        weight = self._weigh(value)
        with self._looking:
            if key in self._held:
                self._weight -= self._held.pop(key)[1]
            self._held[key] = value, weight
            self._weight += weight
            while self._weight > self._most and len(self._held) > 1:
                self._weight -= self._held.popitem(last=False)[1][1]


class Memo:
    """Caches of one board: answers, previews and rows, each keyed by ``DataVersion``.

    Values are shared by all callers, never copied and never changed by them. Entries of an earlier
    version are evicted at the first call under the next one.

    Args:
        version: the version as it stands now.
    """

    def __init__(self, version: Callable[[], DataVersion]) -> None:
        self._version = version
        self._answers: LruMemo[Any] = LruMemo(MOST_ANSWERS, weight)
        self._previews: LruMemo[Any] = LruMemo(MOST_PREVIEWS)
        self._rows = RowCache()
        self._seen: DataVersion | None = None

    def answer(
        self, make: Callable[[], T], question: str, *asked: Hashable, depends: str = FIGURES
    ) -> T:
        """The result of ``make``, cached until the data version changes.

        Args:
            question: the name of the query; no two queries may share one (a test sees to it).
            asked: everything the answer depends on beside data and catalog, such as a day.
            depends: ``FIGURES`` or ``JOURNAL``.
        """
        return cast(T, self._answers.get(self._key(depends, question, asked), make))

    def preview(self, make: Callable[[], T], *asked: Hashable) -> T:
        """As ``answer`` for a staged file, which is large: only the last few are cached."""
        return cast(T, self._previews.get(self._key(JOURNAL, "preview", asked), make))

    def rows(
        self,
        version: DataVersion,
        about: Hashable,
        names: Sequence[str],
        fetch: Callable[[Sequence[str]], Iterable[Stretch]],
    ) -> dict[str, HeldRows]:
        """The rows of the indicators named, those that are missing fetched in one go.

        Args:
            version: at which the caller began; rows fetched after it has changed are not cached.
            about: what the rows depend on beside the indicator: the span of time.
            fetch: rows of the indicators it is given.
        """
        state = (version.of(FIGURES), about)
        return self._rows.rows(state, names, fetch, lambda: self._now().of(FIGURES) == state[0])

    def forget(self) -> None:
        """Evict everything."""
        for one in (self._answers, self._previews, self._rows):
            one.forget()

    def _key(self, depends: str, question: str, asked: Hashable) -> Callable[[], Hashable]:
        return lambda: (self._now().of(depends), question, asked)

    def _now(self) -> DataVersion:
        """The present version; when it has changed, entries of earlier ones are evicted."""
        now = self._version()
        if now != self._seen:
            self._seen = now
            standing = {now.of(FIGURES), now.of(JOURNAL)}
            for one in (self._answers, self._previews, self._rows):
                one.forget(but=lambda key: key[0] in standing)
        return now


def weight(value: object) -> int:
    """About how many units of two kilobytes a value takes."""
    if isinstance(value, str | bytes):
        return 1 + len(value) // _UNIT
    listed = getattr(value, "rows", value)
    if isinstance(listed, list | tuple | dict | set | frozenset):
        return 1 + len(listed)
    return 1 if value is None else _DRAWN
