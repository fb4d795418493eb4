"""The database anew from archive and journal, and the opening of one that can be trusted."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from chuangmo.operating_system import sync_folder
from chuangmo.settings import Settings
from chuangmo.store import canonical, reading, rows
from chuangmo.store.archive import Archive
from chuangmo.store.database import (
    Cursor,
    Outdated,
    Resources,
    Unusable,
    close_quietly,
    connect,
)
from chuangmo.store.durable import ensure_folder, set_aside
from chuangmo.store.errors import StoreFault, WritingClosed
from chuangmo.store.home.lock import HomeLock
from chuangmo.store.home.opening import standing_of
from chuangmo.store.home.paths import Home, wal_of
from chuangmo.store.home.presence import require_writable
from chuangmo.store.home.standing import Standing
from chuangmo.store.journal import APPROVE, SEND_BACK, SUBMIT, JournalEntry, now_text
from chuangmo.store.lake.remaking import remade
from chuangmo.store.replay import apply_entry, position
from chuangmo.store.schema import (
    SCHEMA_VERSION,
    bring_up,
    create_tables,
    is_earlier,
    version_of,
)

LOG = logging.getLogger(__name__)
LAST_WITNESS_BROKEN = (
    "数据库：已损坏，而登记簿又缺了后面的行，无法重建。请用 restore-backup 由备份恢复。"
)


@dataclass(frozen=True)
class RebuildResult:
    """A database made anew.

    Attributes:
        batches: import lines in the journal, withdrawn ones too.
        observations: current values (what pages can show).
        sha256: the logical checksum, see :func:`chuangmo.store.reading.checksum`.
    """

    batches: int
    observations: int
    sha256: str


def rebuild(settings: Settings, resources: Resources | None = None) -> RebuildResult:
    """Make the database of a home anew and put it in the place of the old one.

    Raises:
        WritingClosed: the journal lacks lines that another witness knows; nothing is rebuilt.
        StoreHeld: something has the home open (ask its ``Store.rebuild`` instead).
        StoreFault: the tables are in a lake and PostgreSQL does not answer.
        WritingClosed: the home cannot be written.
        JournalBroken, ArchiveDamaged: the truth itself is damaged; the old database stays.
    """
    home, resources = Home.of(settings), resources or Resources()
    require_writable(home.root)
    lock = HomeLock(home.root)
    try:
        if home.in_lake:
            with remade(home, resources) as connection:
                return summary(connection)
        standing = standing_of(home, resources)
        if standing.lost:
            raise WritingClosed(standing.lost)
        return made_anew(home, standing.entries, resources)
    finally:
        lock.release()


def made_anew(home: Home, entries: list[JournalEntry], resources: Resources) -> RebuildResult:
    """Build the database of these lines and put it in place; the caller has the lock."""
    put_in_place(home, build(home.root / "rebuilt.duckdb", home.archive, entries, resources))
    connection = connect(home.database, home.root, resources)
    try:
        return summary(connection)
    finally:
        close_quietly(connection)


def summary(cursor: Cursor) -> RebuildResult:
    """Counts and checksum of a database."""
    batches = cursor.execute("SELECT count(*) FROM batches").fetchone()
    held = reading.current(cursor, rows.Selection(outside=None))
    return RebuildResult(batches[0] if batches else 0, held.num_rows, reading.checksum(cursor))


def build(path: Path, archive: Archive, entries: list[JournalEntry], resources: Resources) -> Path:
    """Write a fresh database of all journal lines to ``path``; whatever lay there is replaced.

    Raises:
        ArchiveDamaged: a staged table is missing or changed.
        duckdb.Error: no room.
    """
    ensure_folder(path.parent)
    _remove(path)
    connection = connect(path, path.parent, resources, also=archive.tables)
    try:
        create_tables(connection, now_text())
        for entry in entries:
            apply_entry(connection, entry, archive)
        connection.execute("CHECKPOINT")
    except BaseException:
        close_quietly(connection)
        _remove(path)
        raise
    connection.close()
    return path


def put_in_place(home: Home, built: Path) -> None:
    """Swap a built database in; a kill in between leaves no database, and so a rebuild."""
    replaced = home.root / "replaced.duckdb"
    if home.database.exists():
        os.replace(home.database, replaced)
    wal_of(home.database).unlink(missing_ok=True)
    os.replace(built, home.database)
    sync_folder(home.root)
    replaced.unlink(missing_ok=True)


def _remove(database: Path) -> None:
    database.unlink(missing_ok=True)
    wal_of(database).unlink(missing_ok=True)


@dataclass(frozen=True)
class Opener:
    """Opens the database of a home so that it agrees with the journal, whatever it takes.

    Attributes:
        standing: of the journal; its entries are live.
        notices: Chinese sentences about what had to be done; appended to.
    """

    home: Home
    archive: Archive
    standing: Standing
    resources: Resources
    notices: list[str]

    def open(self, deep: bool) -> Cursor:
        """A parent connection at or behind the journal's end; ``deep`` reads every stored byte.

        A file that is missing, corrupt, of other tables or of another journal is moved to
        ``quarantine/`` and made anew; one that knows lines which nothing else has is never.

        Raises:
            StoreHeld: another process has the file open.
            StoreFault: no permission or room, the archive is damaged where it is needed, or the
                database is and was the last to know some lines.
        """
        entries = self.standing.entries
        if self.home.database.exists():
            try:
                return self._sound(deep)
            except Unusable as reason:
                if self.standing.lost and self.standing.known < len(entries):
                    raise StoreFault(LAST_WITNESS_BROKEN) from reason
                LOG.warning("database set aside: %s", reason)
                self.notices.append("数据库文件已损坏或与日志不符，已移入 quarantine 并重建。")
        elif entries:
            shared = "本机没有数据库文件，已由共用的档案和登记簿建立。"
            alone = "数据库文件不见了，已由档案和日志重建。"
            self.notices.append(shared if self.home.place else alone)
        self._set_aside()
        built = build(self.home.root / "rebuilt.duckdb", self.archive, entries, self.resources)
        put_in_place(self.home, built)
        return self._connected()

    def _connected(self) -> Cursor:
        path, reach = self.home.database, self.archive.tables
        return connect(path, self.home.root, self.resources, also=reach)

    def _sound(self, deep: bool) -> Cursor:
        connection = self._connected()
        try:
            if is_earlier(version_of(connection)):
                require_all_known(connection, self.standing.entries)
                bring_up(connection, now_text())
            check_sound(connection, self.standing.entries, deep)
        except duckdb.Error as error:
            close_quietly(connection)
            raise Unusable(str(error)) from error
        except BaseException:
            close_quietly(connection)
            raise
        return connection

    def _set_aside(self) -> None:
        set_aside(wal_of(self.home.database), self.home.quarantine)
        set_aside(self.home.database, self.home.quarantine)


def require_all_known(cursor: Cursor, entries: list[JournalEntry]) -> None:
    """Let a database of an earlier version through whose program knew all lines that it holds.

    Raises:
        Unusable: lines of reviews were passed over; it must be made anew.
    """
    if any(e.type in (SUBMIT, APPROVE, SEND_BACK) for e in entries[: position(cursor, entries)]):
        raise Unusable("an earlier program passed over submitted imports")


def check_sound(cursor: Cursor, entries: list[JournalEntry], deep: bool) -> None:
    """Whether a database can be trusted to be a product of the journal.

    Raises:
        Outdated: the tables of an older version.
        Unusable: other tables, ahead of the journal, or of another journal.
        duckdb.Error: a stored block is damaged.
    """
    if is_earlier(version := version_of(cursor)):
        raise Outdated(f"tables of version {version}")
    if version != SCHEMA_VERSION:
        raise Unusable(f"tables of version {version}, not {SCHEMA_VERSION}")
    position(cursor, entries)
    if deep:
        for statement in canonical.SCANS:
            cursor.execute(statement).fetchall()
