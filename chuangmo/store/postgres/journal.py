"""A journal that several servers write: its lines stand in PostgreSQL, each server has a copy.

The copy is the file journal with its witness, as a home alone has it: it tells when PostgreSQL
lost or changed lines, and readers go on with it while PostgreSQL is away.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from chuangmo.store.crash_points import POSTGRES_LINE, arrow
from chuangmo.store.errors import JournalBroken, StoreFault, WritingClosed
from chuangmo.store.home.paths import Home
from chuangmo.store.home.place import IN_HOME, is_recorded, record_place
from chuangmo.store.home.standing import Standing
from chuangmo.store.journal import Journal, JournalEntry, continuing, next_line, now_text
from chuangmo.store.postgres.table import Away, Busy, JournalTable, Outrun

LOG = logging.getLogger(__name__)
#: Type of the line that says that journal and archive moved; its payload has ``to``.
MOVED: Final = "store_moved"
#: Seconds between two questions whether others wrote: as a rule, and after one without answer.
_ASK_AGAIN, _TRY_AGAIN = 0.5, 5.0
_GO_ON = "现在显示的是断开前的数字，暂停一切改动，恢复后自动继续"
_OUTRUN = "没有写入：另一台服务器刚刚写了一行登记。请核对现在的数据后重试。"
_BUSY = "没有写入：另一台服务器正在写入，等了很久还没有完。请稍后重试。"
_NOT_IN = "没有写入：PostgreSQL 在登记时断开，核对过，这次改动没有登记。请重试。"
_NOT_KNOWN = (
    "PostgreSQL 在登记时断开，还不知道这次改动登记了没有。恢复后请先看批次列表和登记，"
    "没有再重做一次；已有的不会因重做而加倍。"
)
_COPY_BEHIND = (
    "已登记在 PostgreSQL，但本机的副本写不进去（磁盘满或没有权限），数字稍后才更新。"
    "请检查磁盘，不要重复提交。"
)


class PostgresJournal(Journal):
    """The lines of one city as they stand in PostgreSQL, and this server's copy of them.

    A line is in as soon as PostgreSQL has it. Its place is unique there; the turn (a lock in
    PostgreSQL) only makes servers wait for one another, so that a batch gets the number that
    was free when its differences were compared.
    """

    def __init__(self, home: Home, standing: Standing, table: JournalTable) -> None:
        """Open the copy and bring it up; without an answer it stays as it is.

        Raises:
            OSError: the copy cannot be opened.
        """
        super().__init__(home.journal, home.witness, standing.entries, standing.witnessed)
        self._home, self._table = home, table
        self._depth = 0
        self._ask_at = 0.0
        self._unreached = ""
        self._broken = self._moved_on(self.entries)
        self.refresh()

    @property
    def away(self) -> str:
        """Why nothing can be written, in Chinese: no answer, or lines that do not agree."""
        return self._broken or self._unreached

    @property
    def unreached(self) -> bool:
        """Whether PostgreSQL does not answer now; no line is known to be wrong."""
        return bool(self._unreached) and not self._broken

    def append(self, kind: str, actor: str, fields: dict[str, Any]) -> JournalEntry:
        """Write one line to PostgreSQL, the commit point, then to the copy.

        Raises:
            WritingClosed: another server was first; nothing was written.
            StoreFault: no answer; it is not known whether the line is in. Or it is in, and the
                copy cannot be written.
        """
        entry = next_line(self.entries, kind, now_text(), actor, fields)
        try:
            self._table.insert([entry])
        except Outrun as error:
            raise WritingClosed(_OUTRUN) from error
        except Away as error:
            self._make_sure(entry, str(error))
        arrow(POSTGRES_LINE)
        try:
            self.take([entry])
        except StoreFault as error:
            raise StoreFault(_COPY_BEHIND) from error
        self._remember()
        return entry

    def why_closed(self) -> str:
        """Why nothing can be appended until the store is opened anew; empty where it can."""
        return self._broken or super().why_closed()

    def due(self) -> bool:
        """Whether it is time to ask what others wrote; never while this server is writing."""
        return self._depth == 0 and not self._broken and time.monotonic() >= self._ask_at

    def refresh(self) -> bool:
        """Take in the lines that others wrote; whether there are any. Called by one at a time."""
        try:
            lines = self._table.lines(self.last)
            more = self._following(lines)
            self.take(more)
        except (Away, Busy, OSError, StoreFault) as error:
            LOG.warning("no lines from PostgreSQL: %s", type(error).__name__)
            words = {Away: str(error), Busy: "PostgreSQL：登记簿的表被锁住了"}
            why = words.get(type(error), "登记簿的本机副本写不进去")
            self._unreached = f"{why}，{_GO_ON}。"
            self._ask_at = time.monotonic() + _TRY_AGAIN
            return False
        self._unreached = ""
        self._broken = self._broken or self._moved_on(more)
        self._remember()
        self._ask_at = time.monotonic() + _ASK_AGAIN
        return bool(more)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """No other server writes meanwhile; what they wrote before has been taken in.

        Raises:
            WritingClosed: no answer, or another server writes for too long.
        """
        if self._depth == 0:
            self._begin()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._table.unlock()

    @contextmanager
    def trying(self) -> Iterator[bool]:
        """As ``turn``, without waiting and without taking in what others wrote."""
        mine = self._depth > 0 or self._is_free()
        self._depth += mine
        try:
            yield mine
        finally:
            self._depth -= mine
            if mine and self._depth == 0:
                self._table.unlock()

    def close(self) -> None:
        """Close the copy and the connection."""
        super().close()
        self._table.close()

    def _remember(self) -> None:
        """Bind the home to where its lines are, once there are any; a full disk waits."""
        if self.entries and not self._broken and not is_recorded(self._home.root):
            try:
                record_place(self._home.root, self._home.place)
            except OSError:
                LOG.exception("the home cannot take down where its journal is")

    def _is_free(self) -> bool:
        try:
            return self._table.lock_if_free()
        except (Away, Busy):
            return False

    def _begin(self) -> None:
        try:
            self._table.lock()
        except Busy as error:
            raise WritingClosed(_BUSY) from error
        except Away as error:
            self._unreached = f"{error}，{_GO_ON}。"
            self._ask_at = time.monotonic() + _TRY_AGAIN
            raise WritingClosed(self._unreached) from error
        self.refresh()
        if self.away:
            self._table.unlock()
            raise WritingClosed(self.away)

    def _make_sure(self, entry: JournalEntry, reason: str) -> None:
        """Whether a line is in whose answer was lost: once the lock is ours, all is decided.

        Raises:
            WritingClosed: it is not in. StoreFault: it is not known.
        """
        try:
            self._table.lock()
            lines = self._table.lines(entry.seq)
        except (Away, Busy) as error:
            self._unreached = f"{reason}，{_GO_ON}。"
            raise StoreFault(_NOT_KNOWN) from error
        if [one.sha256 for one in self._parsed(lines)[:1]] != [entry.sha256]:
            raise WritingClosed(_NOT_IN)

    def _following(self, lines: Sequence[tuple[int, bytes]]) -> list[JournalEntry]:
        """The lines behind our last, with which the answer begins; else why not in ``_broken``."""
        if self.last and (not lines or lines[0][0] != self.last):
            self._broken = (
                f"PostgreSQL 里的登记簿比本机的副本短（本机 {self.last} 行），少了登记。"
                "请数据库管理员恢复；要把本机的数据移过去，用 store move。在此之前只能查看。"
            )
            return []
        found = self._parsed(lines)
        if self.last and found and found[0].sha256 != self.entries[-1].sha256:
            self._broken = (
                f"PostgreSQL 里登记簿的第 {self.last} 行与本机的副本不同，登记被改过，"
                "或不是同一本。请数据库管理员核对；在此之前只能查看。"
            )
            return []
        return found[1:] if self.last else found

    def _parsed(self, lines: Sequence[tuple[int, bytes]]) -> list[JournalEntry]:
        first = lines[0][0] if lines else 0
        try:
            return continuing(self.entries[: max(first - 1, 0)], [line for _, line in lines])
        except JournalBroken as error:
            self._broken = (
                f"PostgreSQL 里的登记簿断了：{error.said}。请数据库管理员核对；在此之前只能查看。"
            )
            return []

    def _moved_on(self, entries: Sequence[JournalEntry]) -> str:
        moves = [one for one in entries if one.type == MOVED]
        if not moves or moves[-1].body["payload"]["to"] != IN_HOME:
            return ""
        return (
            f"{moves[-1].actor} 已把登记簿由 PostgreSQL 移到一台服务器的数据目录里，"
            "这里只能查看。请改用那台服务器。"
        )
