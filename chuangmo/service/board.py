"""The board: one city's settings, catalog and store held together, and rights checked."""

import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from chuangmo.access.actor import ROLES, Actor, Forbidden
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.load import load_catalog
from chuangmo.service.correction_journal import write_corrections
from chuangmo.service.held_rows import RowShelf
from chuangmo.service.overlay_journal import write_overlay
from chuangmo.settings import Settings
from chuangmo.store.store import Store

T = TypeVar("T")
_REMEMBERED = 48
_RANK = {role: rank for rank, role in enumerate(ROLES)}


@dataclass(frozen=True)
class Board:
    """Everything a service function needs; opened once a process.

    Attributes:
        rows: rows that were fetched, kept for the next question about the same state.
        changing: held from the journal line of a catalog change until its file is written, so
            that nobody reads the old catalog under the new generation.
    """

    settings: Settings
    store: Store
    rows: RowShelf = field(default_factory=RowShelf, repr=False, compare=False)
    _memory: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)
    _remembering: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    changing: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    @property
    def catalog(self) -> Catalog:
        """The catalog as its files stand now (read again only when a file changed)."""
        with self.changing:
            return load_catalog(self.settings)

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, kept for the next ask of the same ``key``; the oldest go first."""
        with self._remembering:
            if key in self._memory:
                self._memory[key] = self._memory.pop(key)
                return cast(T, self._memory[key])
        made = make()
        with self._remembering:
            self._memory[key] = made
            while len(self._memory) > _REMEMBERED:
                self._memory.pop(next(iter(self._memory)))
        return made

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
        if written := write_overlay(settings, store.entries()):
            store.notices.append(f"目录覆盖层落后于日志，已补写：{'、'.join(written)}。")
        if write_corrections(settings, store.entries()):
            store.notices.append("更正登记落后于日志，已补写。")
    except BaseException:
        store.close()
        raise
    return Board(settings, store)


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
