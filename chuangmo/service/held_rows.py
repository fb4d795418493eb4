"""A cache of rows of the store in the form of the assessment, fetched one indicator at a time."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chuangmo.assess.figures.daily import DayBook, DaySource
from chuangmo.assess.stretches import Stretch, group_by_place

#: So many rows are kept; about half a kilobyte each with the day books made of them.
MOST_ROWS = 800_000


@dataclass(frozen=True)
class HeldRows:
    """The rows of one indicator in one stretch of time and one state of the store.

    Attributes:
        by_area: rows by area, in the store's order.
        books: day books by place, rule and treatment of sand-dust; the first to need one makes it.
        joined: rows of several areas in a row, made once for the questions about a city.
    """

    by_area: dict[str, list[Stretch]]
    books: dict[DaySource, DayBook] = field(default_factory=dict)
    joined: dict[Hashable, tuple[Stretch, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(rows) for rows in self.by_area.values())

    @cached_property
    def without_dust_too(self) -> bool:
        """Whether any row was reported with sand-dust days removed; else the books are alike."""
        return any(row.dust for rows in self.by_area.values() for row in rows)

    @cached_property
    def sites(self) -> frozenset[str]:
        """Every site that has a row."""
        rows = (row for held in self.by_area.values() for row in held)
        return frozenset(row.site for row in rows if row.site is not None)

    def of(
        self, areas: tuple[str, ...], without: frozenset[str] = frozenset()
    ) -> tuple[Stretch, ...]:
        """The rows of the areas, one area after the other, but for those of the sites left out."""
        key = (areas, without)
        if key not in self.joined:
            found = (row for area in areas for row in self.by_area.get(area, ()))
            self.joined[key] = tuple(row for row in found if row.site not in without)
        return self.joined[key]


def split(rows: Iterable[Stretch], names: Iterable[str]) -> dict[str, HeldRows]:
    """Rows by indicator; every name is there, without rows too."""
    found: dict[str, dict[str, list[Stretch]]] = {name: {} for name in names}
    for (indicator, area), held in group_by_place(rows).items():
        found.setdefault(indicator, {})[area] = held
    return {name: HeldRows(by_area) for name, by_area in found.items()}


class RowCache:
    """An LRU cache of rows by state of the store and indicator."""

    def __init__(self, most: int = MOST_ROWS) -> None:
        self._most = most
        self._held: OrderedDict[tuple[Any, str], HeldRows] = OrderedDict()
        self._looking, self._fetching = threading.Lock(), threading.Lock()

    def rows(
        self,
        state: Hashable,
        names: Sequence[str],
        fetch: Callable[[Sequence[str]], Iterable[Stretch]],
        holds: Callable[[], bool] = lambda: True,
    ) -> dict[str, HeldRows]:
        """The rows of the indicators named, those that are missing fetched in one go.

        Args:
            state: what the rows depend on beside the indicator: version of the data, time.
            fetch: rows of the indicators it is given.
            holds: whether ``state`` still does after fetching; else the rows are nobody else's.
        """
        found = self._known(state, names)
        if len(found) < len(names):
            with self._fetching:
                found = self._known(state, names)
                missing = [name for name in names if name not in found]
                if missing:
                    fresh = split(fetch(missing), missing)
                    if holds():
                        self._keep(state, fresh)
                    found |= fresh
        return found

    def forget(self, but: Callable[[Any], bool] = lambda _: False) -> None:
        """Evict all rows except those of states that ``but`` is true of."""
        with self._looking:
            for key in [key for key in self._held if not but(key[0])]:
                del self._held[key]

    def _known(self, state: Hashable, names: Sequence[str]) -> dict[str, HeldRows]:
        with self._looking:
            found = {name: self._held[state, name] for name in names if (state, name) in self._held}
            for name in found:
                self._held.move_to_end((state, name))
        return found

    def _keep(self, state: Hashable, fresh: dict[str, HeldRows]) -> None:
        with self._looking:
            self._held |= {(state, name): rows for name, rows in fresh.items()}
            total = sum(rows.count for rows in self._held.values())
            while total > self._most and len(self._held) > len(fresh):
                total -= self._held.popitem(last=False)[1].count
