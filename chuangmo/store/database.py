"""One locked-down DuckDB parent connection; a cursor a call; reopened when the instance breaks."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from chuangmo.store.errors import StoreFault, StoreHeld, StoreRefusal

Cursor = duckdb.DuckDBPyConnection

#: What DuckDB raises when file or instance are broken (never for a wrong query or a full memory).
BROKEN = (
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.IOException,
    duckdb.SerializationException,
)
#: Ways of packing that take a seventh of a large import to try out.
_SLOW_TO_WRITE = "fsst,dict_fsst,zstd,roaring"
_LOCKED = re.compile(r"lock on file|PID (\d+)", re.IGNORECASE)
_ENVIRONMENT = re.compile(r"Permission denied|No space left|Too many open files", re.IGNORECASE)


@dataclass(frozen=True)
class Resources:
    """What the database may use: memory as DuckDB writes it ("1GB"), threads."""

    memory_limit: str = "1GB"
    threads: int = min(4, os.cpu_count() or 1)


class Unusable(Exception):
    """The database file cannot be trusted; rebuilding it is the cure."""


class Outdated(Unusable):
    """The database has the tables of an older version; nothing is wrong with them."""


def connect(
    path: Path, home: Path, resources: Resources, read_only: bool = False, also: Path | None = None
) -> Cursor:
    """Open a database that can reach no file outside ``home``, no extension, no setting.

    Args:
        also: a second folder that it can reach.

    Raises:
        StoreHeld: another process has the file open.
        StoreFault: no permission, no room.
        Unusable: the file is not a sound database.
    """
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
        lock_down(connection, [home, also or home], resources)
    except duckdb.Error as error:
        raise _judged(error) from error
    return connection


def lock_down(connection: Cursor, homes: list[Path], resources: Resources) -> None:
    """Let a connection reach no file outside these folders, no extension, no setting."""
    folders = ", ".join("'{}'".format(str(home).replace("'", "''")) for home in homes)
    for setting in (
        f"memory_limit = '{resources.memory_limit}'",
        f"threads = {resources.threads}",
        "python_enable_replacements = false",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        f"disabled_compression_methods = '{_SLOW_TO_WRITE}'",
        f"allowed_directories = [{folders}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")


def _judged(error: duckdb.Error) -> Exception:
    text = str(error)
    if isinstance(error, duckdb.IOException) and "lock" in text and _LOCKED.search(text):
        pid = re.search(r"PID (\d+)", text)
        return StoreHeld(int(pid[1]) if pid else 0)
    if _ENVIRONMENT.search(text):
        return StoreFault(f"数据库：打不开（{text.splitlines()[0]}）。请检查权限和磁盘空间。")
    return Unusable(text)


class DuckDatabase:
    """The parent connection of one file, shared by threads through cursors.

    Attributes:
        epoch: counts the reopenings; a caller that met a broken instance passes the epoch it saw,
            so that of many callers only the first reopens.
    """

    def __init__(self, opener: Callable[[], Cursor]) -> None:
        """``opener`` makes a sound parent connection; it is called again by :meth:`reopen`."""
        self._opener = opener
        self._gate = threading.Condition()
        self._users = 0
        self._reopening = False
        self._ended = ""
        self._parent: Cursor | None = opener()
        self.epoch = 0

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """A cursor for one call; waits while the database is being reopened.

        Raises:
            StoreFault: the last reopening failed. StoreRefusal: as :meth:`close` was told.
        """
        with self._gate:
            self._gate.wait_for(lambda: not self._reopening)
            self._require_going_on()
            if self._parent is None:
                raise StoreFault("数据库：暂时打不开，系统会自动重试。请检查磁盘空间。")
            cursor = self._parent.cursor()
            self._users += 1
        try:
            yield cursor
        finally:
            with suppress(duckdb.Error):  # a broken instance cannot even close: nothing is lost
                cursor.close()
            with self._gate:
                self._users -= 1
                self._gate.notify_all()

    def reopen(self, before: Callable[[], None] | None = None) -> None:
        """Close the instance when its last cursor is back, and open it anew.

        Args:
            before: done while the file is closed.

        Raises:
            StoreFault: it cannot be opened; later calls try again. StoreRefusal: as ``cursor``.
        """
        with self._gate:
            self._require_going_on()
            self._reopening = True
            try:
                self._gate.wait_for(lambda: self._users == 0)
                self._drop()
                if before is not None:
                    before()
                self._parent = self._opener()
                self.epoch += 1
            finally:
                self._reopening = False
                self._gate.notify_all()

    def close(self, words: str = "") -> None:
        """Close the parent (DuckDB writes its checkpoint then).

        Args:
            words: what whoever still asks is told, one Chinese sentence; it is not opened again.
        """
        with self._gate:
            self._ended = words
            self._gate.wait_for(lambda: self._users == 0)
            self._drop()

    def _require_going_on(self) -> None:
        if self._ended:
            raise StoreRefusal(self._ended)

    @property
    def is_open(self) -> bool:
        """Whether there is an instance to ask; False after a failed reopening."""
        return self._parent is not None

    def _drop(self) -> None:
        parent, self._parent = self._parent, None
        if parent is not None:
            close_quietly(parent)


def close_quietly(connection: Cursor) -> None:
    """Close; a broken instance that refuses its checkpoint loses nothing, the journal has it."""
    with suppress(duckdb.Error):
        connection.close()
