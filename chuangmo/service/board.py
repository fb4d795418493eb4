"""The board: one city's settings, catalog and store held together, and rights checked."""

import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from chuangmo.access.actor import ROLES, Actor, Forbidden
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.load import require_city
from chuangmo.service.catalog_keeper import CatalogKeeper
from chuangmo.service.held_rows import RowShelf
from chuangmo.service.remembered import Remembered
from chuangmo.settings import Settings
from chuangmo.store.store import Store

T = TypeVar("T")
_REMEMBERED = 48
#: Answers, markup and drawn figures that pages keep; ten for a view of an indicator.
MOST_ON_PAGES = 4000
#: So many verdicts and days are kept in all; two kilobytes a verdict, a quarter a day.
MOST_IN_LISTS = 200_000
#: How the types of journal lines begin that stand beside the figures: notes on what to do, and
#: copies of what was shown. No figure and nothing told of one depends on them.
_BESIDE = ("supervision_", "snapshot_")
_RANK = {role: rank for rank, role in enumerate(ROLES)}


@dataclass(frozen=True)
class Board:
    """Everything a service function needs; opened once a process.

    Attributes:
        rows: rows that were fetched, kept for the next question about the same state.
        changing: held from the journal line of a catalog change until its file is written, so
            that nobody reads the old catalog under the new generation.
        pages: what pages made of answers, kept by them.
    """

    settings: Settings
    store: Store
    rows: RowShelf = field(default_factory=RowShelf, repr=False, compare=False)
    _lists: Remembered[tuple[Any, ...]] = field(
        default_factory=lambda: Remembered(MOST_IN_LISTS, lambda found: len(found) + 1),
        repr=False,
        compare=False,
    )
    _memory: Remembered[object] = field(
        default_factory=lambda: Remembered(_REMEMBERED), repr=False, compare=False
    )
    changing: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)
    pages: Remembered[Any] = field(
        default_factory=lambda: Remembered(MOST_ON_PAGES), repr=False, compare=False
    )
    _stood: list[tuple[int, int]] = field(
        default_factory=lambda: [(-1, 0)], repr=False, compare=False
    )

    @cached_property
    def keeper(self) -> CatalogKeeper:
        """What keeps the catalog of this home, whatever becomes of its files."""
        return CatalogKeeper(self.settings, self.store, self.changing)

    @property
    def catalog(self) -> Catalog:
        """The catalog that holds: as its files stand, or as they were last good."""
        return self.keeper.held().catalog

    def standing(self) -> int:
        """The journal seq since which all figures stand; 督办 and snapshots leave them as they are.

        What is computed from observations, ledgers and catalog alone is kept by it.
        """
        now = self.store.generation()
        known, standing = self._stood[0]
        if known != now:
            lines = reversed(self.store.entries()[:now])
            standing = next((line.seq for line in lines if not line.type.startswith(_BESIDE)), 0)
            self._stood[0] = (now, standing)
        return standing

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, kept for the next ask of the same ``key``; the oldest go first."""
        return cast(T, self._memory.get(lambda: key, make))

    def remember_list(
        self, key: tuple[Hashable, ...], make: Callable[[], tuple[T, ...]]
    ) -> tuple[T, ...]:
        """A list that depends on the store and the catalog as they stand, kept while they do."""

        def state() -> Hashable:
            return self.standing(), self.catalog.version, *key

        return self._lists.get(state, make)

    def forget(self) -> None:
        """Keep nothing that was computed: the store has moved on, and memory is for the new."""
        for kept in (self.rows, self.pages, self._lists, self._memory):
            kept.forget()

    def close(self) -> None:
        """Release the home."""
        self.store.close()


def open_board(settings: Settings) -> Board:
    """Take the home, bring database and overlay up to the journal, and it up to hand edits.

    Raises:
        CatalogError: there is no such city, or the catalog of the program itself is wrong.
        StoreHeld: another process holds the home.
    """
    require_city(settings)
    store = Store.open(settings)
    board = Board(settings, store)
    try:
        store.notices += board.keeper.notices
    except BaseException:
        store.close()
        raise
    return board


def require(actor: Actor, role: str) -> None:
    """Let only ``role`` or above through.

    Raises:
        Forbidden: the person's role is below it.
    """
    if _RANK.get(actor.role, -1) < _RANK[role]:
        raise Forbidden(f"{actor.name} 没有“{ROLES[role]}”权限，请联系管理员。")


def require_area(actor: Actor, areas: Iterable[str | None]) -> None:
    """Let only those through whose own districts cover all the areas.

    Args:
        areas: canonical names of the areas whose values are touched; the city itself is one.

    Raises:
        Forbidden: some area is not the person's own.
    """
    if actor.districts is None:
        return
    others = sorted({area or "区县不明的数据" for area in areas} - set(actor.districts))
    if others:
        shown = "、".join(others[:3]) + (f" 等 {len(others)} 处" if len(others) > 3 else "")
        raise Forbidden(
            f"{actor.name} 只能处理{'、'.join(actor.districts)}的数据，这里还涉及{shown}。"
            "请联系管理员或市局经办人。"
        )
