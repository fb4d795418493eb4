"""One SQLite file of the home: made for its owner only, written in whole transactions."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chuangmo.operating_system import open_file

_PATIENCE = 10.0  # seconds to wait for another process that writes


class DatabaseFault(Exception):
    """Accounts or audit cannot be read or written; the sentence says which file and why."""


class SqliteDatabase:
    """A small SQLite database, opened on first need and shared by the threads of the process.

    No folder is ever made for it: where its home is gone, nothing is written into the void.

    Args:
        path: the file, mode 0600.
        schema: SQL that may run again and again (``create … if not exists``).
    """

    def __init__(self, path: Path, schema: str) -> None:
        self.path = path
        self._schema = schema
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._stamp = (0, 0, 0)
        self._ready = False

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for questions; the file must exist. On a disk for reading only it does too.

        Raises:
            DatabaseFault: the file cannot be read.
        """
        with self._lock, self._explained("读不出来"):
            yield self._opened()

    @contextmanager
    def writing(self, begin: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing; no other process writes meanwhile.

        Args:
            begin: make the file where there is none.

        Raises:
            DatabaseFault: the file cannot be written; nothing was changed.
        """
        with self._lock, self._explained("写不进去"):
            connection = self._prepared(begin)
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
            self._stamp = self._stamped()

    def close(self) -> None:
        """Close the file; it opens again when needed."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _prepared(self, begin: bool) -> sqlite3.Connection:
        """The connection, its file with all tables; reading alone never changes the file.

        One file alone, without a log beside it: a copy that is put in its place is whole.
        """
        connection = self._opened(begin)
        if not self._ready:
            with suppress(sqlite3.OperationalError):  # another process still has the log open
                connection.execute("pragma journal_mode=truncate")
            connection.execute("pragma synchronous=full")
            connection.executescript(self._schema)
            self._ready = True
        return connection

    def _opened(self, begin: bool = False) -> sqlite3.Connection:
        """The connection; a new one where the file was replaced (restored from a backup)."""
        if self._connection is None or not self._is_same_file():
            self.close()
            if not begin and not self.path.exists():
                raise FileNotFoundError("文件不见了")
            address = self._address(begin)
            self._connection = sqlite3.connect(
                address, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, uri=True
            )
            self._connection.row_factory = sqlite3.Row
            self._ready = False
            self._stamp = self._stamped()
        return self._connection

    def _address(self, begin: bool) -> str:
        """The file as SQLite is told of it: for reading only where nothing can be written."""
        address = self.path.absolute().as_uri()
        if not os.access(self.path if self.path.exists() else self.path.parent, os.W_OK):
            return f"{address}?mode=ro" + ("&immutable=1" if self._left_with_a_log() else "")
        if begin:
            os.close(open_file(self.path, os.O_RDWR | os.O_CREAT))
        return f"{address}?mode=rw"

    def _left_with_a_log(self) -> bool:
        """An earlier version closed it with a log that is empty; SQLite would begin another."""
        log = self.path.with_name(self.path.name + "-wal")
        with self.path.open("rb") as file:
            mode = file.read(20)[18:19]
        return mode == b"\x02" and not (log.exists() and log.stat().st_size)

    def _is_same_file(self) -> bool:
        """Whether nobody else wrote it since: a copy laid over it may look the same to SQLite."""
        return self.path.exists() and self._stamped() == self._stamp

    def _stamped(self) -> tuple[int, int, int]:
        found = self.path.stat()
        return found.st_ino, found.st_size, found.st_mtime_ns

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.DatabaseError, OSError) as error:
            self.close()
            raise DatabaseFault(
                f"{self.path.name}：{what}（{error}）。没有任何改动，请检查磁盘空间和文件权限。"
            ) from error
