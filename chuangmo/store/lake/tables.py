"""The tables of one city in a lake, which other servers write too."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import duckdb

from chuangmo.store.database import Cursor, Resources, Unusable
from chuangmo.store.errors import StoreFault
from chuangmo.store.home.paths import Home
from chuangmo.store.journal import Journal
from chuangmo.store.lake.attaching import AWAY, attached, lake_of, require_mounted
from chuangmo.store.lake.writing import Overtaken, apply_to_lake, patiently, rewrite
from chuangmo.store.replay import held_position, position
from chuangmo.store.tables import APPLY_FAILS, Tables

LOG = logging.getLogger(__name__)
T = TypeVar("T")
#: Seconds before a question is asked again while PostgreSQL is being restarted.
_PAUSES = (0.1, 0.4, 1.0, 1.5)
#: So many seconds after it fell silent it may still be a restart.
_RESTARTS, _NEVER = 10.0, float("inf")
_NOT_OURS = "DuckLake 里的表与登记簿不符（{why}）。请停下看板，运行 rebuild 由登记簿重建。"


class LakeTables(Tables):
    """As :class:`Tables`; what PostgreSQL has no answer to is never mended by a rebuild.

    Another server may have applied a line that this one's copy of the journal does not have yet:
    then questions are answered with it, and ``applied`` waits for the copy.
    """

    def __init__(
        self, home: Home, journal: Journal, writing: threading.RLock, resources: Resources
    ) -> None:
        """Attach the lake and bring it up to the journal.

        Raises:
            StoreFault: as ``attached``, or the tables are not those of the journal.
        """
        self._lake, _, self._ground = lake_of(home)
        self._silent_since = _NEVER
        super().__init__(home, journal, lambda _: attached(home, resources), writing, resources)

    def read(self, question: Callable[[Cursor], T]) -> T:
        """Ask; while PostgreSQL is being restarted wait a moment.

        Raises:
            StoreFault: PostgreSQL does not answer.
        """
        self.ready()
        for pause in _PAUSES:
            epoch = self._database.epoch
            try:
                with self._database.cursor() as cursor:
                    found = question(cursor)
                self._silent_since = _NEVER
                return found
            except duckdb.Error as error:
                if self._answers():
                    break  # a connection that broke is made again by the next question
                LOG.warning("the lake does not answer: %s", type(error).__name__)
                if self._mended(epoch):
                    continue
                self._silent_since = min(self._silent_since, time.monotonic())
                if time.monotonic() - self._silent_since > _RESTARTS:
                    break  # longer than a restart takes: nobody waits any more
                time.sleep(pause)
        try:
            with self._database.cursor() as cursor:
                return question(cursor)
        except duckdb.Error as error:
            if self._answers():
                raise
            raise StoreFault(AWAY) from error

    def apply_missing(self) -> bool:
        """Apply what no server has applied yet; whether nothing waits.

        While another server writes, it sees to its own line, and this one looks again later.
        """
        if self.applied >= self._journal.last:
            self.behind = False
            return True
        with self._journal.trying() as alone:
            if alone:
                try:
                    patiently(self._apply_rest)
                except Overtaken as error:
                    LOG.warning("another server was faster: %s", error)
                    self.applied = self._position()
                except APPLY_FAILS:
                    LOG.exception("a journal line is on disk but not yet in the lake")
            self.behind = self.applied < self._journal.last
        return not self.behind

    def remake(self) -> None:
        """Make the rows of the city anew, beside readers.

        Raises:
            StoreFault: PostgreSQL does not answer, or the archive is damaged; nothing changed.
        """
        entries = list(self._journal.entries)

        def anew() -> None:
            with self._database.cursor() as cursor:
                rewrite(cursor, entries, self._archive, self._ground)

        try:
            patiently(anew)
        except duckdb.Error as error:
            if self._answers():
                raise
            raise StoreFault(AWAY) from error
        self.applied = self._position()

    def position_of(self, cursor: Cursor) -> int:
        """As ``Tables.position_of``; may be ahead of this server's copy of the journal.

        Raises:
            StoreFault: the tables are not the product of this journal.
        """
        try:
            return position(cursor, self._journal.entries)
        except Unusable as error:
            ahead = held_position(cursor)
            if ahead > self._journal.last:
                return ahead
            raise StoreFault(_NOT_OURS.format(why=error)) from error

    def _apply_rest(self) -> None:
        require_mounted(self._lake)
        self.applied = self._position()
        for entry in self._journal.entries[self.applied :]:
            with self._database.cursor() as cursor:
                apply_to_lake(cursor, entry, self._archive, self._ground)
            self.applied = entry.seq

    def _catch_up(self) -> None:
        try:
            if not self._database.is_open or self._is_invalid():
                self._database.reopen()
            self.applied = self._position()
            self.apply_missing()
        except APPLY_FAILS as error:
            self.behind = True
            LOG.warning("the lake cannot catch up with the journal yet: %s", type(error).__name__)
        if self.behind:
            self._retry_at = time.monotonic() + self.retry_after

    def _mended(self, epoch: int) -> bool:
        """Reopen a DuckDB of this process that broke; whether it had."""
        with self._writing:
            if self._database.epoch != epoch or not self._is_invalid():
                return self._database.epoch != epoch
            self._database.reopen()
            return True

    def _is_invalid(self) -> bool:
        """Whether the DuckDB of this process broke; that PostgreSQL is away does not break it."""
        try:
            with self._database.cursor() as cursor:
                cursor.execute("SELECT 42").fetchone()
        except duckdb.Error:
            return True
        return False

    def _answers(self) -> bool:
        try:
            with self._database.cursor() as cursor:
                held_position(cursor)
        except (duckdb.Error, StoreFault):
            return False
        return True

    def _position(self) -> int:
        return min(super()._position(), self._journal.last)
