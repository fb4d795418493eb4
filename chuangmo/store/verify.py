"""Is everything still what it was: journal, originals, staged rows, database, its figures."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from chuangmo.identity import only_readable
from chuangmo.settings import Settings
from chuangmo.store import reading
from chuangmo.store.archive import Archive
from chuangmo.store.database import Cursor, Resources, Unusable, close_quietly, connect
from chuangmo.store.errors import ArchiveDamaged, JournalBroken, StoreFault
from chuangmo.store.home import Home
from chuangmo.store.journal import ATTACHED, IMPORT, Entry, read_journal
from chuangmo.store.lock import HomeLock
from chuangmo.store.rebuild import build, check_sound
from chuangmo.store.replay import position
from chuangmo.store.store import Store


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Attributes:
        name: ``journal``, ``archive``, ``staged``, ``database`` or ``checksum``; ``home`` alone
            where it is gone.
        detail: a Chinese sentence: what was counted, or what is wrong and where.
    """

    name: str
    ok: bool
    detail: str


def verify(settings: Settings, store: Store | None = None) -> list[Check]:
    """Check a home without changing anything.

    Args:
        settings: whose home is looked at.
        store: the home's open store, where this process has it; else the home must be free.

    Raises:
        StoreHeld: something else has the home open.
    """
    home = Home.of(settings)
    if store is not None:
        if not store.standing.stays():
            return [Check("home", False, store.writing_closed)]
        return _checks(home, store)
    lock = HomeLock(home.root, reading=only_readable(home.root))
    try:
        return _checks(home, None)
    finally:
        lock.release()


def _checks(home: Home, store: Store | None) -> list[Check]:
    try:
        entries, torn = read_journal(home.journal)
    except JournalBroken as error:
        return [Check("journal", False, str(error))]
    detail = f"日志 {len(entries)} 行，指纹链完整。"
    if torn:
        detail = f"日志第 {len(entries) + 1} 行不完整（{len(torn)} 字节），下次启动时截去。"
    archive = Archive(home.root)
    files = list(_damaged(entries, archive, staged=False))
    tables = list(_damaged(entries, archive, staged=True))
    imports = sum(entry.type == IMPORT for entry in entries)
    return [
        Check("journal", not torn, detail),
        _files_check("archive", files, f"{imports} 个批次的原件都在，指纹相符。"),
        _files_check("staged", tables, f"{imports} 个批次的读数档案都在，指纹相符。"),
        *_database_checks(home, entries, store),
    ]


def _files_check(name: str, damaged: list[str], fine: str) -> Check:
    return Check(name, not damaged, "；".join(damaged) or fine)


def _damaged(entries: list[Entry], archive: Archive, staged: bool) -> Iterator[str]:
    """A sentence for every archived file of a journal line that is missing or changed."""
    for entry in entries:
        for path, sha256 in _files_of(entry, archive, staged):
            try:
                archive.read(path, sha256)
            except ArchiveDamaged as error:
                yield f"{_said(entry)}：{error}"


def _said(entry: Entry) -> str:
    """The line that a file belongs to, in words."""
    if entry.type != IMPORT:
        return f"日志第 {entry.seq} 行的附件"
    body = entry.body
    return f"批次 {body['batch']}（{body['file']}，{body['first']} 至 {body['last']}）"


def _files_of(entry: Entry, archive: Archive, staged: bool) -> list[tuple[str, str]]:
    if entry.type != IMPORT:
        attached = entry.body.get(ATTACHED)
        return [(archive.attachment_path(attached), attached)] if attached and not staged else []
    if staged:
        return [(archive.table_path(sha), sha) for sha in entry.body["staged"].values()]
    return [(entry.body["archive"], entry.body["sha256"])]


def _database_checks(home: Home, entries: list[Entry], store: Store | None) -> list[Check]:
    if store is None and not home.database.exists():
        return [
            Check("database", True, "没有数据库文件，下次启动时由档案和日志建立。"),
            _rebuilt_check(home, entries, None),
        ]
    try:
        held, found = _look(home, entries, store)
    except (duckdb.Error, Unusable, StoreFault) as error:
        reason = str(error).splitlines()[0]
        return [Check("database", False, f"数据库不可信（{reason}）。请重建（rebuild）。")]
    detail = f"数据库在日志第 {held} 行，日志共 {len(entries)} 行。"
    return [
        Check("database", held == len(entries), detail),
        _rebuilt_check(home, entries[:held], found),
    ]


def _look(home: Home, entries: list[Entry], store: Store | None) -> tuple[int, str]:
    """Position and logical checksum of the database as it is."""
    if store is not None:
        return store.generation(), store.summary().sha256
    connection = connect(home.database, home.root, Resources(), read_only=True)
    try:
        return _look_inside(connection, entries)
    finally:
        close_quietly(connection)


def _look_inside(cursor: Cursor, entries: list[Entry]) -> tuple[int, str]:
    check_sound(cursor, entries, deep=True)
    return position(cursor, entries), reading.checksum(cursor)


def _rebuilt_check(home: Home, entries: list[Entry], found: str | None) -> Check:
    try:
        rebuilt = _rebuilt_checksum(home, entries)
    except (duckdb.Error, StoreFault, OSError) as error:
        return Check("checksum", False, f"无法由档案和日志重建：{error}")
    if found not in (None, rebuilt):
        return Check("checksum", False, "数据库的数字与重建所得不同。请重建（rebuild）。")
    return Check("checksum", True, f"与重建所得一致：{rebuilt[:16]}…")


def _rebuilt_checksum(home: Home, entries: list[Entry]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        path = build(place / "rebuilt.duckdb", Archive(home.root), entries, Resources())
        connection = connect(path, place, Resources())
        try:
            return reading.checksum(connection)
        finally:
            close_quietly(connection)
