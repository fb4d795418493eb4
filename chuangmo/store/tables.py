"""The tables of one home: a database kept up with the journal, and healed when it breaks."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import duckdb
import pyarrow as pa

from chuangmo.store.database import BROKEN, Cursor, DuckDatabase, Resources
from chuangmo.store.errors import StoreFault
from chuangmo.store.home.paths import Home
from chuangmo.store.journal import Journal
from chuangmo.store.rebuild import build, put_in_place
from chuangmo.store.replay import apply_entry, position

LOG = logging.getLogger(__name__)
T = TypeVar("T")

#: What may fail after the journal line without the batch being lost: it is applied later.
APPLY_FAILS = (duckdb.Error, OSError, MemoryError, pa.ArrowException, StoreFault)


class Tables:
    """The product of journal and archive; asked by any thread, brought up by one at a time.

    Attributes:
        applied: seq of the last journal line that the database holds.
        retry_after: seconds between two attempts to apply what is pending.
        behind: whether lines are known to wait; set where lines came in from elsewhere.
    """

    retry_after = 1.0

    def __init__(
        self,
        home: Home,
        journal: Journal,
        opener: Callable[[bool], Cursor],
        writing: threading.RLock,
        resources: Resources,
    ) -> None:
        """Open the database and bring it up to the journal.

        Args:
            opener: a sound parent connection; its argument says whether to read every stored byte.
            writing: held by whoever changes the journal or the database.

        Raises:
            StoreHeld, StoreFault: as ``opener``.
        """
        self._home, self._resources = home, resources
        self._journal, self._archive, self._writing = journal, home.archive, writing
        self._deep = False
        self._retry_at = 0.0
        self._database = DuckDatabase(lambda: opener(self._deep))
        self.applied = self._position()
        self.behind = not self.apply_missing()

    def read(self, question: Callable[[Cursor], T]) -> T:
        """Ask with a cursor of its own; a broken instance is healed and asked once more."""
        self.ready()
        epoch = self._database.epoch
        try:
            with self._database.cursor() as cursor:
                return question(cursor)
        except BROKEN as error:
            self._heal(epoch, error)
        with self._database.cursor() as cursor:
            return question(cursor)

    def apply_missing(self) -> bool:
        """Apply the journal's lines in order up to the first that fails; whether none did."""
        for entry in self._journal.entries[self.applied :]:
            try:
                with self._database.cursor() as cursor:
                    apply_entry(cursor, entry, self._archive)
            except APPLY_FAILS:
                LOG.exception("journal line %d is on disk but not yet in the database", entry.seq)
                self.behind = True
                return False
            self.applied = entry.seq
        self.behind = False
        return True

    def ready(self) -> None:
        """Apply what is pending, reopen what broke, at most one attempt a second.

        Where others write too, they are asked before, unless somebody is writing or asking.
        """
        if self._journal.due() and self._writing.acquire(blocking=False):
            try:
                if self._journal.due() and self._journal.refresh():
                    self.behind, self._retry_at = True, 0.0
            finally:
                self._writing.release()
        if self.behind or not self._database.is_open:
            with self._writing:
                waiting = self.behind or not self._database.is_open
                if waiting and time.monotonic() >= self._retry_at:
                    self._catch_up()

    def require_caught_up(self) -> None:
        """Go on only with a database that holds every line of the journal.

        Raises:
            StoreFault: lines cannot be applied now either.
        """
        self._retry_at = 0.0
        self.behind = self.behind or self.applied < self._journal.last
        self.ready()
        if self.behind:
            raise StoreFault("数据库：前一次导入已登记、尚未入库，暂时不能改动。请检查磁盘空间。")

    def remake(self) -> None:
        """Make the database anew while open; readers wait while it is put in place.

        Raises:
            StoreFault: it cannot be opened; later calls try again.
        """
        lines, place = self._journal.entries, self._home.root / "rebuilt.duckdb"
        built = build(place, self._archive, lines, self._resources)
        self._database.reopen(before=lambda: put_in_place(self._home, built))
        self.applied, self.behind = self._position(), False

    def position_of(self, cursor: Cursor) -> int:
        """The seq of the last line that the database behind a cursor holds."""
        return position(cursor, self._journal.entries)

    def close(self, words: str = "") -> None:
        """Close the database; ``words`` as ``DuckDatabase.close``."""
        self._database.close(words)

    def _catch_up(self) -> None:
        try:
            if not self._database.is_open or not self._answers():
                self._database.reopen()
            self.applied = self._position()
            if not self.apply_missing() and not self._answers():  # the attempt itself broke it
                self._database.reopen()
                self.applied = self._position()
        except APPLY_FAILS:
            self.behind = True
            LOG.exception("the database cannot catch up with the journal yet")
        if self.behind:
            self._retry_at = time.monotonic() + self.retry_after

    def _answers(self) -> bool:
        try:
            self._position()
        except BROKEN:
            return False
        return True

    def _heal(self, epoch: int, error: duckdb.Error) -> None:
        """Reopen for the readers first; what is pending follows later (it may break it again)."""
        with self._writing:
            if self._database.epoch != epoch:
                return
            LOG.warning("the database instance broke and is reopened: %s", error)
            self._deep = True
            try:
                self._database.reopen()
                self.applied = self._position()
                self.behind = self.applied < self._journal.last
                self._retry_at = time.monotonic() + self.retry_after
            except APPLY_FAILS:
                self.behind = True
                raise
            finally:
                self._deep = False

    def _position(self) -> int:
        with self._database.cursor() as cursor:
            return self.position_of(cursor)
