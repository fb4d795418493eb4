"""A copy of everything that cannot be made again."""

import hashlib
import json
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from chuangmo.identity import FILE as IDENTITY
from chuangmo.identity import read_identity
from chuangmo.operating_system import sync_folder
from chuangmo.settings import Settings
from chuangmo.store.archive import Archive
from chuangmo.store.copies.deep import named_files
from chuangmo.store.crash_points import (
    BACKUP_ACCOUNTS,
    BACKUP_BEGUN,
    BACKUP_FILE,
    BACKUP_JOURNAL,
    BACKUP_LISTED,
    BACKUP_OVERLAY,
    arrow,
)
from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import ArchiveDamaged, JournalBroken, StoreRefusal, WritingClosed
from chuangmo.store.home.paths import Home
from chuangmo.store.home.standing import look
from chuangmo.store.journal import GONE_WHILE_OPEN, JournalEntry, audit_known, read_journal, written

LIST = "backup.json"
JOURNAL = "journal.jsonl"
#: Lies in the folder while a backup is under way, and after one that was cut short.
_BEGUN = "backup.unfinished"
_OVERLAY = "catalog"
_AUDIT = "audit.sqlite"


@dataclass(frozen=True)
class BackupResult:
    """What a backup holds.

    Attributes:
        directory: where it lies.
        entries: lines of the journal in it.
        files: files in it, the journal included.
        copied: files written now; those of an earlier backup in the same place are kept.
        head: SHA-256 of the last journal line, empty for an empty journal.
    """

    directory: str
    entries: int
    files: int
    copied: int
    head: str


def backup(settings: Settings, folder: Path, lines: int = 0) -> BackupResult:
    """Copy journal, archive, staged rows, overlay and accounts; may run while the board is up.

    Whatever the journal names is on disk already and never changes. The audit is copied first and
    the journal ends before its first line that knows of a later audit, so that each still
    witnesses the other. A mark lies
    in the folder from the first moment until the list of files, written last, is complete: a
    backup cut short anywhere is refused by :func:`restore_backup` and completed by the next. A
    later backup into the same folder copies only what is new. The folder is laid out as a home,
    so that ``verify`` can check it.

    Args:
        lines: journal lines that the open store knows, where there is one.

    Raises:
        StoreRefusal: the folder is inside the home, or holds something else.
        WritingClosed: the journal lost lines; a backup of what is left would look whole.
        ArchiveDamaged, JournalBroken: what should be copied is damaged; nothing of it is copied.
    """
    kept, folder = Home.of(settings), folder.resolve()
    home, archive = kept.root, kept.archive
    _fit_to_hold(folder, home)
    standing = look(kept, ())
    if standing.lost or len(standing.entries) < lines:
        raise WritingClosed(standing.lost or GONE_WHILE_OPEN)
    _follows(folder / JOURNAL, b"".join(map(written, standing.entries)))
    _begin(folder)
    audit = _copy_audit(home, folder)
    entries = _witnessed(look(kept, ()).entries, len(standing.entries), home, folder)
    named, whole = named_files(entries), b"".join(map(written, entries))
    copied = sum(_copied(archive, folder, path, sha) for path, sha in named.items())
    overlay = _copy_overlay(home, folder)
    arrow(BACKUP_OVERLAY)
    others = [path for path in sorted(home.glob("*.sqlite")) if path.name != _AUDIT]
    accounts = audit + [_copy_database(path, folder) for path in others]
    accounts += [_copy_whole(home / IDENTITY, folder)] if read_identity(home) else []
    arrow(BACKUP_ACCOUNTS)
    write_durably(folder / JOURNAL, whole, folder / (JOURNAL + ".new"))
    arrow(BACKUP_JOURNAL)
    listed = _write_list(folder, [*named, *overlay, *accounts], len(entries))
    _drop_vanished(folder, overlay)
    arrow(BACKUP_LISTED)
    (folder / _BEGUN).unlink()
    head = entries[-1].sha256 if entries else ""
    changed = copied + len(overlay) + len(accounts) + 1
    return BackupResult(str(folder), len(entries), listed, changed, head)


def is_backup(folder: Path) -> bool:
    """Whether a backup was ever begun in this folder, complete or not."""
    return (folder / LIST).exists() or (folder / _BEGUN).exists()


def backup_fault(folder: Path) -> str:
    """What keeps a folder from being a complete backup, in Chinese; empty where nothing does."""
    try:
        read_backup(folder)
    except (StoreRefusal, ArchiveDamaged, JournalBroken) as error:
        return str(error)
    return ""


def read_backup(folder: Path) -> dict[str, str]:
    """Path and SHA-256 of every file of a complete backup, all of them checked.

    Raises:
        StoreRefusal: no backup lies there, or one that was not finished or lacks lines.
        ArchiveDamaged: a file of the backup is missing or changed. JournalBroken: its journal.
    """
    listed, lines = _read_list(folder)
    entries, _ = read_journal(folder / JOURNAL)
    if len(entries) < lines:
        raise StoreRefusal(
            f"{folder}：备份的登记簿只有 {len(entries)} 行，清单记着 {lines} 行。请换一份备份。"
        )
    _all_sound(folder, listed)
    for path in {JOURNAL: "", **named_files(entries)}:
        if path not in listed:
            raise ArchiveDamaged(path, "备份的清单里没有这个文件")
    return listed


def _begin(folder: Path) -> None:
    """Mark the folder, and remove what a killed backup had half written there."""
    ensure_folder(folder)
    (folder / _BEGUN).touch()
    sync_folder(folder)
    for left in folder.glob("*.new*"):
        left.unlink()
    arrow(BACKUP_BEGUN)


def _fit_to_hold(folder: Path, home: Path) -> None:
    if folder == home.resolve() or home.resolve() in folder.parents:
        raise StoreRefusal(
            f"{folder}：备份不能放在数据目录自己里面。请另选目录，最好在另一块盘上。"
        )
    if folder.exists() and not folder.is_dir():
        raise StoreRefusal(f"{folder}：这是一个文件，不是目录。请另选目录。")
    if folder.is_dir() and any(folder.iterdir()) and not is_backup(folder):
        raise StoreRefusal(
            f"{folder}：目录里有别的东西，不是一份备份。请选空目录或原来的备份目录。"
        )


def _follows(earlier: Path, journal: bytes) -> None:
    """A backup is only ever continued by the same home's journal."""
    if earlier.exists() and not journal.startswith(earlier.read_bytes()):
        raise StoreRefusal(
            f"{earlier.parent}：里面是另一个数据目录的备份，或登记簿改过。请另选一个空目录。"
        )


def _copied(archive: Archive, folder: Path, path: str, sha256: str) -> bool:
    target = folder / path
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == sha256:
        return False
    data = archive.read(path, sha256)
    write_durably(target, data, folder / (Path(path).name + ".new"))
    arrow(BACKUP_FILE)
    return True


def _copy_overlay(home: Path, folder: Path) -> list[str]:
    """The overlay's files as they are now; their paths relative to the home."""
    paths = _overlay_of(home)
    for path in paths:
        write_durably(folder / path, (home / path).read_bytes(), folder / "overlay.new")
    return paths


def _drop_vanished(folder: Path, overlay: list[str]) -> None:
    """Overlay files of an earlier backup that the home no longer has."""
    for path in set(_overlay_of(folder)) - set(overlay):
        (folder / path).unlink()


def _overlay_of(root: Path) -> list[str]:
    found = (path for path in (root / _OVERLAY).rglob("*") if path.is_file())
    return sorted(path.relative_to(root).as_posix() for path in found)


def _copy_audit(home: Path, folder: Path) -> list[str]:
    """The audit; its head before its database, to be never ahead of it."""
    heads = [_copy_whole(path, folder) for path in sorted(home.glob("*.head"))]
    return heads + ([_copy_database(home / _AUDIT, folder)] if (home / _AUDIT).exists() else [])


def _witnessed(
    entries: list[JournalEntry], sure: int, home: Path, folder: Path
) -> list[JournalEntry]:
    """The lines up to the first that was written when the audit was longer than its copy.

    Args:
        sure: so many were written before the copy was made.
    """
    if not (folder / _AUDIT).exists():
        return entries
    copy = sqlite3.connect(folder / _AUDIT)
    try:
        last = copy.execute("select coalesce(max(seq), 0) from audit").fetchone()[0]
    finally:
        copy.close()
    own = identity.home if (identity := read_identity(home)) else ""
    later = (e.seq for e in entries[sure:] if audit_known(e, own)[0] > last)
    return entries[: next(later, len(entries) + 1) - 1]


def _copy_whole(source: Path, folder: Path) -> str:
    """A small file as it is."""
    write_durably(folder / source.name, source.read_bytes(), folder / (source.name + ".new"))
    return source.name


def _copy_database(source: Path, folder: Path) -> str:
    """A consistent copy of an SQLite file that may be in use."""
    waiting = folder / (source.name + ".new")
    waiting.unlink(missing_ok=True)
    held, copy = sqlite3.connect(source), sqlite3.connect(waiting)
    try:
        held.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        held.close()
    os.chmod(waiting, 0o600)
    os.replace(waiting, folder / source.name)
    sync_folder(folder)
    return source.name


def _write_list(folder: Path, paths: list[str], lines: int) -> int:
    """``backup.json``: path and SHA-256 of every file, lines of the journal; how many files."""
    files = {path: _sha256(folder / path) for path in [*paths, JOURNAL]}
    text = json.dumps({"files": files, "lines": lines}, ensure_ascii=False, indent=1)
    write_durably(folder / LIST, text.encode(), folder / (LIST + ".new"))
    return len(files)


def _read_list(folder: Path) -> tuple[dict[str, str], int]:
    """Path and SHA-256 of every file; lines of the journal (0 in lists of earlier versions)."""
    if (folder / _BEGUN).exists():
        raise StoreRefusal(f"{folder}：这份备份没有做完。请再运行一次 backup，或换一份备份。")
    try:
        body = json.loads((folder / LIST).read_bytes())
        files = {str(path): str(sha256) for path, sha256 in body["files"].items()}
        return files, int(body.get("lines", 0))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreRefusal(f"{folder}：这里没有备份（缺 {LIST} 或已损坏）。请核对目录。") from error


def _all_sound(folder: Path, listed: dict[str, str]) -> None:
    for path, sha256 in listed.items():
        if not _inside(folder / path, folder):
            raise StoreRefusal(f"{folder / LIST}：路径“{path}”指到备份之外。请换一份备份。")
        if not (folder / path).is_file():
            raise ArchiveDamaged(path, "备份里缺这个文件")
        if _sha256(folder / path) != sha256:
            raise ArchiveDamaged(path, "备份里这个文件的内容与指纹不符")


def _inside(path: Path, folder: Path) -> bool:
    return folder in path.resolve().parents


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
