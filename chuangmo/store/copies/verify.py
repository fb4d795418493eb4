"""Is everything still what it was: journal, originals, staged rows, database, its figures."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import duckdb

from chuangmo.identity import only_readable
from chuangmo.settings import Settings
from chuangmo.store import reading
from chuangmo.store.archive import Archive
from chuangmo.store.copies.backup import backup_fault, is_backup
from chuangmo.store.copies.deep import differing_rows, loose_files
from chuangmo.store.database import (
    Cursor,
    Outdated,
    Resources,
    Unusable,
    close_quietly,
    connect,
)
from chuangmo.store.errors import ArchiveDamaged, JournalBroken, StoreFault
from chuangmo.store.home.held import held_of
from chuangmo.store.home.lock import HomeLock
from chuangmo.store.home.paths import Home
from chuangmo.store.home.standing import Standing, look
from chuangmo.store.journal import ATTACHED, BATCH_LINES, JournalEntry
from chuangmo.store.lake.attaching import AWAY, attached
from chuangmo.store.postgres.comparing import compared
from chuangmo.store.rebuild import build, check_sound
from chuangmo.store.replay import position
from chuangmo.store.store import Store

T = TypeVar("T")
HOME = "home"


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Attributes:
        name: ``home`` (there is none, or it is gone), ``backup``, ``journal``, ``witness``,
            ``postgres`` (where the journal is there), ``archive``, ``staged``, ``database``,
            ``checksum``; with ``deep`` also ``files`` and ``rows``.
        detail: a Chinese sentence: what was counted, or what is wrong and where.
    """

    name: str
    ok: bool
    detail: str


def verify(settings: Settings, store: Store | None = None, deep: bool = False) -> list[Check]:
    """Check a home or a backup without changing or creating anything.

    Args:
        settings: whose home is looked at.
        store: the home's open store, where this process has it; else the home must be free.
        deep: also hash every archived file, named or not, and compare the database row for row
            with a rebuild.

    Raises:
        StoreHeld: something else has the home open.
    """
    home = Home.of(settings)
    if store is not None:
        if not store.presence.stays():
            return [Check(HOME, False, store.writing_closed)]
        return _checks(home, store, deep)
    if not _is_anything(home):
        detail = f"{home.root}：这里没有数据目录，也没有备份。请核对目录。"
        return [Check(HOME, False, detail)]
    if not home.lock.exists():  # nobody ever opened it
        return _checks(home, None, deep)
    lock = HomeLock(home.root, reading=only_readable(home.root))
    try:
        return _checks(home, None, deep)
    finally:
        lock.release()


def standing_lines(settings: Settings, store: Store | None = None) -> list[JournalEntry]:
    """The journal lines that hold: those of the open store, or of a home that is not open.

    Raises:
        JournalBroken: the chain does not hold and no witness has the line.
    """
    return store.entries() if store is not None else look(Home.of(settings), ()).entries


def _is_anything(home: Home) -> bool:
    parts = (home.journal, home.witness, home.database, home.lock, home.restoring)
    return any(path.exists() for path in parts) or is_backup(home.root)


def _checks(home: Home, store: Store | None, deep: bool) -> list[Check]:
    opened = home.witness.exists() or home.database.exists()
    fault = "" if opened else backup_fault(home.root)
    backups = [] if opened else [Check("backup", not fault, fault or "备份是完整的，与清单相符。")]
    try:
        held = store.entries() if store is not None else held_of(home, Resources())
        standing = look(home, held)
    except JournalBroken as error:
        return [*backups, Check("journal", False, str(error))]
    known, archive = standing.entries[: standing.known], home.archive
    files = list(_damaged(known, archive, staged=False))
    tables = list(_damaged(known, archive, staged=True))
    imports = sum(entry.type in BATCH_LINES for entry in known)
    return [
        *backups,
        *_journal_checks(home, standing),
        *([Check("postgres", *compared(home.place, known))] if home.place else []),
        _files_check("archive", files, f"{imports} 个批次的原件都在，指纹相符。"),
        _files_check("staged", tables, f"{imports} 个批次的读数档案都在，指纹相符。"),
        *([_files_check("files", *loose_files(archive.root, known))] if deep else []),
        *_database_checks(home, standing, store, deep),
    ]


def _journal_checks(home: Home, standing: Standing) -> list[Check]:
    lines = len(standing.entries)
    if standing.lost:
        return [Check("journal", False, standing.lost)]
    if standing.torn:
        size = len(standing.torn)
        detail = f"日志第 {lines + 1} 行不完整（{size} 字节），下次启动时截去。"
        return [Check("journal", False, detail)]
    whole = Check("journal", True, f"日志 {lines} 行，指纹链完整。")
    if not home.witness.exists():
        return [whole]
    behind = lines - standing.witnessed
    detail = f"落后 {behind} 行，下次写入或启动时补齐。" if behind else "与登记簿相同。"
    return [whole, Check("witness", True, f"登记簿副本 {standing.witnessed} 行，{detail}")]


def _files_check(name: str, damaged: list[str], fine: str) -> Check:
    return Check(name, not damaged, "；".join(damaged) or fine)


def _damaged(entries: list[JournalEntry], archive: Archive, staged: bool) -> Iterator[str]:
    """A sentence for every archived file of a journal line that is missing or changed."""
    for entry in entries:
        for path, sha256 in _files_of(entry, archive, staged):
            try:
                archive.read(path, sha256)
            except ArchiveDamaged as error:
                yield f"{_said(entry)}：{error}"


def _said(entry: JournalEntry) -> str:
    """The line that a file belongs to, in words."""
    if entry.type not in BATCH_LINES:
        return f"日志第 {entry.seq} 行的附件"
    body = entry.body
    return f"批次 {body['batch']}（{body['file']}，{body['first']} 至 {body['last']}）"


def _files_of(entry: JournalEntry, archive: Archive, staged: bool) -> list[tuple[str, str]]:
    if entry.type not in BATCH_LINES:
        attached = entry.body.get(ATTACHED)
        return [(archive.attachment_path(attached), attached)] if attached and not staged else []
    if staged:
        return [(archive.table_path(sha), sha) for sha in entry.body["staged"].values()]
    return [(entry.body["archive"], entry.body["sha256"])]


def _database_checks(
    home: Home, standing: Standing, store: Store | None, deep: bool
) -> list[Check]:
    if standing.known < len(standing.entries):
        detail = "登记簿缺的行只有数据库知道，不能重建来比较。数据库原样留着，请勿删除。"
        return [Check("database", False, detail)]
    if store is None and not home.in_lake and not home.database.exists():
        return [
            Check("database", True, "没有数据库文件，下次启动时由档案和日志建立。"),
            *_rebuilt_checks(home, standing.entries, None, deep),
        ]
    try:
        return _ask(home, store, lambda cursor: _compared(cursor, home, standing, store, deep))
    except Outdated:
        return [
            Check("database", True, "数据库还是上一版程序的，缺后来添的表或列；下次启动时补上。"),
            *_rebuilt_checks(home, standing.entries, None, deep),
        ]
    except (duckdb.Error, Unusable, StoreFault) as error:
        if home.in_lake and not isinstance(error, Unusable):
            words = str(error) if isinstance(error, StoreFault) else AWAY
            return [Check("database", False, f"没有核对：{words}")]
        reason = str(error).splitlines()[0]
        cure = "请先补回登记簿" if standing.lost else "请重建（rebuild）"
        return [Check("database", False, f"数据库不可信（{reason}）。{cure}。")]


def _ask(home: Home, store: Store | None, question: Callable[[Cursor], T]) -> T:
    """Ask the database as it is, all in one transaction: imports may go on meanwhile."""

    def asked(cursor: Cursor) -> T:
        cursor.execute("BEGIN")
        try:
            return question(cursor)
        finally:
            cursor.execute("ROLLBACK")

    if store is not None:
        return store.ask(asked)
    if home.in_lake:
        connection = attached(home, Resources())
    else:
        connection = connect(home.database, home.root, Resources(), read_only=True)
    try:
        return asked(connection)
    finally:
        close_quietly(connection)


def _compared(
    cursor: Cursor, home: Home, standing: Standing, store: Store | None, deep: bool
) -> list[Check]:
    lines = standing.entries if store is None else store.entries()
    check_sound(cursor, lines, deep=store is None or deep)
    held = position(cursor, lines)
    detail = f"数据库在日志第 {held} 行，日志共 {len(lines)} 行。"
    return [
        Check("database", held >= len(standing.entries), detail),
        *_rebuilt_checks(home, lines[:held], cursor, deep),
    ]


def _rebuilt_checks(
    home: Home, entries: list[JournalEntry], cursor: Cursor | None, deep: bool
) -> list[Check]:
    """The database against one made of the same lines."""
    try:
        with _rebuilt(home, entries) as anew:
            rebuilt = reading.checksum(anew)
            if cursor is None:
                return [_checksum_check(rebuilt, rebuilt)]
            check = _checksum_check(rebuilt, reading.checksum(cursor))
            return [check, _files_check("rows", *differing_rows(cursor, anew))] if deep else [check]
    except (duckdb.Error, StoreFault, OSError) as error:
        return [Check("checksum", False, f"无法由档案和日志重建：{error}")]


def _checksum_check(rebuilt: str, found: str) -> Check:
    if found != rebuilt:
        return Check("checksum", False, "数据库的数字与重建所得不同。请重建（rebuild）。")
    return Check("checksum", True, f"与重建所得一致：{rebuilt[:16]}…")


@contextmanager
def _rebuilt(home: Home, entries: list[JournalEntry]) -> Iterator[Cursor]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        path = build(place / "rebuilt.duckdb", home.archive, entries, Resources())
        connection = connect(path, place, Resources())
        try:
            yield connection
        finally:
            close_quietly(connection)
