"""The board: one city's settings, catalog and store held together, and rights checked."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from chuangmo.access.actor import Actor, Forbidden
from chuangmo.catalog.boundaries import outline_stamp
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.load import require_city
from chuangmo.service.memo import DataVersion, Memo
from chuangmo.service.overlay.boundary_file import restore_boundaries
from chuangmo.service.overlay.keeper import LOOK_AGAIN, CatalogKeeper, Held
from chuangmo.settings import Settings, recorded_cities
from chuangmo.store.home.drafts import DraftFolder
from chuangmo.store.journal import SEND_BACK, SUBMIT
from chuangmo.store.store import Store

#: How the types of journal lines begin that stand beside the figures: notes on what to do, copies
#: of what was shown, files that wait or were returned, what is said of the audit. No figure and
#: nothing told of one depends on them.
_BESIDE = (
    "supervision_", "snapshot_", "audit_", "review_", "publish_", "office_", "mail_", "note_",
    "mark_", SUBMIT, SEND_BACK,
)  # fmt: skip


@dataclass(frozen=True)
class Board:
    """Everything a service function needs; opened once a process.

    Attributes:
        changing: held from the journal line of a catalog change until its file is written, so
            that nobody reads the old catalog under the new journal seq.
        memo: the cache of answers, shared by pages and commands.
    """

    settings: Settings
    store: Store
    changing: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)
    memo: Memo = field(init=False, repr=False, compare=False)
    _versioned: list[Any] = field(default_factory=list, repr=False, compare=False)
    _stood: list[tuple[int, int]] = field(
        default_factory=lambda: [(-1, 0)], repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "memo", Memo(self.data_version))

    @cached_property
    def keeper(self) -> CatalogKeeper:
        """What keeps the catalog of this home, whatever becomes of its files."""
        return CatalogKeeper(self.settings, self.store, self.changing)

    @cached_property
    def drafts(self) -> DraftFolder:
        """What people have in hand and have not confirmed."""
        return DraftFolder(self.settings.home)

    @property
    def catalog(self) -> Catalog:
        """The catalog that holds: as its files stand, or as they were last good."""
        return self.keeper.held().catalog

    def data_version(self) -> DataVersion:
        """The present state that all answers depend on; part of the key of every cached answer."""
        with self.changing:
            held, journal, now = self.keeper.held(), self.store.journal_seq(), time.monotonic()
            if not self._versioned or not self._stands(journal, held, now):
                outlines = outline_stamp(self.settings, held.catalog.city)
                whole = f"{held.catalog.version};{held.number};{outlines}"
                version = DataVersion(journal, self._figures(journal), whole)
                self._versioned[:] = [version, held, now]
            return cast(DataVersion, self._versioned[0])

    def _stands(self, journal: int, held: Held, now: float) -> bool:
        """Whether the version last found is still valid; good for ``LOOK_AGAIN`` seconds."""
        version, known, at = self._versioned
        return version.journal == journal and known is held and now - at <= LOOK_AGAIN

    def _figures(self, journal: int) -> int:
        """The journal seq since which all figures stand."""
        known, seq = self._stood[0]
        if known != journal:
            lines = reversed(self.store.entries()[:journal])
            seq = next((line.seq for line in lines if not line.type.startswith(_BESIDE)), 0)
            self._stood[0] = (journal, seq)
        return seq

    def close(self, words: str = "") -> None:
        """Release the home; ``words`` as ``Store.close``."""
        self.store.close(words)


def open_board(settings: Settings) -> Board:
    """Take the home, bring database and overlay up to the journal, and it up to hand edits.

    Raises:
        CatalogError: there is no such city, or the catalog of the program itself is wrong.
        StoreHeld: another process holds the home.
    """
    if recorded_cities(settings.home)[0] != settings.city:  # whose files the journal restores
        require_city(settings)
    store = Store.open(settings)
    board = Board(settings, store)
    try:
        store.notices += restore_boundaries(settings, store)
        store.notices += board.keeper.notices
    except BaseException:
        store.close()
        raise
    return board


def require(actor: Actor, right: str) -> None:
    """Let only those through who have a right.

    Raises:
        Forbidden: the person's role does not give it.
    """
    if not actor.may(right):
        raise Forbidden(f"{actor.name} 没有“{actor.name_of(right)}”权限，请联系管理员。")


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
