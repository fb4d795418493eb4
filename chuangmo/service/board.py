"""The board: one city's settings, catalog and store held together, and rights checked."""

import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from chuangmo.access.actor import ROLES, Actor, Forbidden
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.load import load_catalog
from chuangmo.service.correction_journal import write_corrections
from chuangmo.service.held_rows import RowShelf
from chuangmo.service.overlay_journal import write_overlay
from chuangmo.service.remembered import Remembered
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreFault
from chuangmo.store.store import Store

T = TypeVar("T")
_REMEMBERED = 48
#: Answers, markup and drawn figures that pages keep; ten for a view of an indicator.
MOST_ON_PAGES = 4000
#: Seconds for which the files of the catalog are not looked at again.
LOOK_AGAIN = 0.1
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
    _read: list[Any] = field(default_factory=list, repr=False, compare=False)
    _stood: list[tuple[int, int]] = field(
        default_factory=lambda: [(-1, 0)], repr=False, compare=False
    )

    @property
    def catalog(self) -> Catalog:
        """The catalog as its files stand (read again only when a file changed).

        A change through the board holds at once, one by hand after ``LOOK_AGAIN`` seconds.
        """
        with self.changing:
            asked, now = self.store.generation(), time.monotonic()
            if self._read and now - self._read[1] > LOOK_AGAIN and not self.store.standing.whole():
                return cast(Catalog, self._read[2])  # its overlay is out of reach, not gone
            if not self._read or self._read[0] != asked or now - self._read[1] > LOOK_AGAIN:
                self._read[:] = [asked, now, load_catalog(self.settings)]
            return cast(Catalog, self._read[2])

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
    """Check the catalog, take the home, bring database and overlay up to the journal.

    Raises:
        CatalogError: an entry of the catalog is wrong.
        StoreHeld: another process holds the home.
    """
    load_catalog(settings)
    store = Store.open(settings)
    try:
        _bring_up_to_journal(settings, store)
    except StoreFault as fault:
        if not store.writing_closed:
            store.close()
            raise
        store.notices.append(str(fault))  # read as it stands
    except BaseException:
        store.close()
        raise
    return Board(settings, store)


def _bring_up_to_journal(settings: Settings, store: Store) -> None:
    if written := write_overlay(settings, store.entries()):
        store.notices.append(f"目录覆盖层落后于日志，已补写：{'、'.join(written)}。")
    if write_corrections(settings, store.entries()):
        store.notices.append("更正登记落后于日志，已补写。")


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
