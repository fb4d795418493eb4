"""The way back from a backup: the one lawful step by which a home may come to hold less."""

import os
from dataclasses import dataclass
from pathlib import Path

from chuangmo.identity import FILE as IDENTITY
from chuangmo.operating_system import sync_folder
from chuangmo.settings import Settings
from chuangmo.store.copies.backup import JOURNAL, read_backup
from chuangmo.store.crash_points import (
    RESTORE_BEGUN,
    RESTORE_CLEARED,
    RESTORE_FILE,
    RESTORE_PLACED,
    RESTORE_REBUILT,
    arrow,
)
from chuangmo.store.database import Resources
from chuangmo.store.durable import ensure_folder, set_aside, write_durably
from chuangmo.store.errors import JournalBroken, StoreRefusal
from chuangmo.store.home.lock import HomeLock
from chuangmo.store.home.opening import standing_of
from chuangmo.store.home.paths import Home, wal_of
from chuangmo.store.home.presence import require_writable
from chuangmo.store.home.standing import named, shared
from chuangmo.store.journal import JournalEntry, read_journal
from chuangmo.store.rebuild import RebuildResult, made_anew

ACCOUNTS = "accounts.sqlite"


@dataclass(frozen=True)
class Restored(RebuildResult):
    """A home filled from a backup.

    Attributes:
        notices: Chinese sentences: that the witness is the backup's now, and which lines that
            the home knew are in the backup no longer.
    """

    notices: list[str]


def restore_backup(settings: Settings, folder: Path) -> Restored:
    """Fill a home from a backup and make the database anew.

    The home is empty, or has lost lines of its journal; what it still has is moved to
    ``quarantine/``. A mark lies in the home until all is done: cut short, the home is closed to
    writing until this is run again.

    Raises:
        StoreRefusal: no finished backup lies there, or the home holds data and has lost nothing.
        ArchiveDamaged: a file of the backup is missing or changed; the home stays as it is.
        StoreHeld: a board has the home open. WritingClosed: the home cannot be written.
    """
    home, folder = Home.of(settings), folder.resolve()
    listed = read_backup(folder)
    if home.place is not None:
        raise StoreRefusal(
            f"{home.root}：这个数据目录的登记簿在 PostgreSQL，备份不能恢复到里面。"
            "请恢复到另一个空目录（去掉 CHUANGMO_STORE），再用 store move 移过去。"
        )
    require_writable(home.root)
    lock = HomeLock(home.root)
    try:
        before = _lines_to_give_up(home)
        home.restoring.touch()
        sync_folder(home.root)
        arrow(RESTORE_BEGUN)
        moved = _make_room(home)
        arrow(RESTORE_CLEARED)
        for path in sorted(listed, key=lambda name: name == JOURNAL):
            _place(folder / path, home.root / path)
        if ACCOUNTS in listed and IDENTITY not in listed:  # a backup of an earlier version
            (home.root / IDENTITY).unlink(missing_ok=True)
        _place(home.journal, home.witness)
        arrow(RESTORE_PLACED)
        entries, _ = read_journal(home.journal)
        made = made_anew(home, entries, Resources())
        arrow(RESTORE_REBUILT)
        home.restoring.unlink()
        sync_folder(home.root)
    finally:
        lock.release()
    return Restored(**vars(made), notices=_notices(before, entries, moved))


def _lines_to_give_up(home: Home) -> list[JournalEntry]:
    """The lines that the home knows of, where it may be restored into.

    Raises:
        StoreRefusal: it holds data and has lost nothing.
    """
    try:
        standing = standing_of(home)
    except JournalBroken:
        return []
    if standing.entries and not standing.lost:
        raise StoreRefusal(
            f"{home.root}：这个数据目录里已有数据，备份只恢复到空目录。请用 --home 另指一个目录。"
        )
    return standing.entries


def _make_room(home: Home) -> list[str]:
    """Move aside what the backup replaces (not the archive, whose files lie under their hashes)."""
    accounts = (path for name in ("*.sqlite*", "*.head") for path in sorted(home.root.glob(name)))
    catalog = home.root / "catalog"
    database = (wal_of(home.database), home.database)
    replaced = (home.journal, home.witness, *database, *accounts, catalog)
    return [path.name for path in replaced if set_aside(path, home.quarantine)]


def _place(source: Path, target: Path) -> None:
    ensure_folder(target.parent)
    write_durably(target, source.read_bytes(), target.with_name(target.name + ".new"))
    if target.suffix == ".sqlite":
        os.chmod(target, 0o600)
    arrow(RESTORE_FILE)


def _notices(before: list[JournalEntry], after: list[JournalEntry], moved: list[str]) -> list[str]:
    found = [f"登记簿副本已按备份重写，共 {len(after)} 行。"]
    if gone := before[shared(before, after) :]:
        found.append(f"这个数据目录后来的 {len(gone)} 行登记不在备份里{named(gone)}。")
    if moved:
        found.append(f"换下的 {'、'.join(dict.fromkeys(moved))} 在 quarantine/。")
    return found
