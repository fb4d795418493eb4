"""One SQLite file of the home: made for its owner only, written in whole transactions."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 10.0  # seconds to wait for another process that writes


class DatabaseFault(Exception):
    """Accounts or audit cannot be read or written; the sentence says which file and why."""


class Database:
    """A small SQLite database, opened on first need and shared by the threads of the process.

    Args:
        path: the file; it and its folder are made at the first write, mode 0600.
        schema: SQL that may run again and again (``create … if not exists``).
    """

    def __init__(self, path: Path, schema: str) -> None:
        self.path = path
        self._schema = schema
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._ready = False

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for questions; the file must exist.

        Raises:
            DatabaseFault: the file cannot be read.
        """
        with self._lock, self._explained("读不出来"):
            yield self._opened()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing; no other process writes meanwhile.

        Raises:
            DatabaseFault: the file cannot be written; nothing was changed.
        """
        with self._lock, self._explained("写不进去"):
            connection = self._prepared()
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def close(self) -> None:
        """Close the file; it opens again when needed."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _prepared(self) -> sqlite3.Connection:
        """The connection, its file with all tables; reading alone never changes the file."""
        connection = self._opened()
        if not self._ready:
            connection.execute("pragma journal_mode=wal")
            connection.execute("pragma synchronous=full")
            connection.executescript(self._schema)
            self._ready = True
        return connection

    def _opened(self) -> sqlite3.Connection:
        """The connection; a new one where the file was replaced (restored from a backup)."""
        if self._connection is None or not self._is_same_file():
            self.close()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self._connection = sqlite3.connect(
                self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            self._ready = False
            self._inode = self.path.stat().st_ino
        return self._connection

    def _is_same_file(self) -> bool:
        return self.path.exists() and self.path.stat().st_ino == self._inode

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.DatabaseError, OSError) as error:
            self.close()
            raise DatabaseFault(
                f"{self.path.name}：{what}（{error}）。没有任何改动，请检查磁盘空间和文件权限。"
            ) from error
