"""A copy of everything that cannot be made again, and the way back from it."""

import hashlib
import json
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from chuangmo.identity import FILE as IDENTITY
from chuangmo.identity import read_identity
from chuangmo.settings import Settings
from chuangmo.store.archive import Archive
from chuangmo.store.durable import ensure_folder, sync_folder, write_durably
from chuangmo.store.errors import ArchiveDamaged, StoreRefusal
from chuangmo.store.home import Home
from chuangmo.store.journal import ATTACHED, IMPORT, Entry, read_journal
from chuangmo.store.lock import HomeLock
from chuangmo.store.rebuild import RebuildResult, rebuild
from chuangmo.store.standing import require_writable

LIST = "backup.json"
_OVERLAY = "catalog"
ACCOUNTS = "accounts.sqlite"


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


def backup(settings: Settings, folder: Path) -> BackupResult:
    """Copy journal, archive, staged rows, overlay and accounts; may run while the board is up.

    The journal is read first: whatever it names is on disk already and never changes. The list
    of files is written last: a backup cut short does not match its list and is refused by
    :func:`restore_backup` until it is run again. A later backup into the same folder copies
    only what is new. The folder is laid out as a home, so that ``verify`` can check it.

    Raises:
        StoreRefusal: the folder is inside the home, or holds something else.
        ArchiveDamaged, JournalBroken: what should be copied is damaged; nothing of it is copied.
    """
    home, folder = Home.of(settings).root, folder.resolve()
    _fit_to_hold(folder, home)
    entries, torn = read_journal(home / "journal.jsonl")
    data = (home / "journal.jsonl").read_bytes() if entries else b""
    whole = data[: len(data) - len(torn)] if torn else data
    _follows(folder / "journal.jsonl", whole)
    ensure_folder(folder)
    copied = sum(_copied(Archive(home), folder, path, sha) for path, sha in _named(entries))
    overlay = _copy_overlay(home, folder)
    small = [*sorted(home.glob("*.head")), *([home / IDENTITY] if read_identity(home) else [])]
    heads = [_copy_whole(path, folder) for path in small]
    accounts = heads + [_copy_database(path, folder) for path in sorted(home.glob("*.sqlite"))]
    write_durably(folder / "journal.jsonl", whole, folder / "journal.jsonl.new")
    listed = _write_list(folder, [path for path, _ in _named(entries)] + overlay + accounts)
    head = entries[-1].sha256 if entries else ""
    _drop_vanished(folder, overlay)
    changed = copied + len(overlay) + len(accounts) + 1
    return BackupResult(str(folder), len(entries), listed, changed, head)


def restore_backup(settings: Settings, folder: Path) -> RebuildResult:
    """Fill an empty home from a backup and make the database anew.

    Raises:
        StoreRefusal: no backup lies there, or the home holds data already. WritingClosed: the
            home cannot be written.
        ArchiveDamaged: a file of the backup is missing or changed; the home stays empty.
        StoreHeld: a board has the home open.
    """
    home, folder = Home.of(settings).root, folder.resolve()
    listed = _read_list(folder)
    require_writable(home)
    lock = HomeLock(home)
    try:
        if (home / "journal.jsonl").exists() and (home / "journal.jsonl").stat().st_size:
            raise StoreRefusal(
                f"{home}：这个数据目录里已有数据，备份只恢复到空目录。请用 --home 另指一个目录。"
            )
        _all_sound(folder, listed)
        for path in sorted(listed, key=lambda name: name == "journal.jsonl"):
            _place(folder / path, home / path)
        if ACCOUNTS in listed and IDENTITY not in listed:  # a backup of an earlier version
            (home / IDENTITY).unlink(missing_ok=True)
    finally:
        lock.release()
    return rebuild(settings)


def _fit_to_hold(folder: Path, home: Path) -> None:
    if folder == home.resolve() or home.resolve() in folder.parents:
        raise StoreRefusal(
            f"{folder}：备份不能放在数据目录自己里面。请另选目录，最好在另一块盘上。"
        )
    if folder.exists() and not folder.is_dir():
        raise StoreRefusal(f"{folder}：这是一个文件，不是目录。请另选目录。")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / LIST).exists():
        raise StoreRefusal(
            f"{folder}：目录里有别的东西，不是一份备份。请选空目录或原来的备份目录。"
        )


def _follows(earlier: Path, journal: bytes) -> None:
    """A backup is only ever continued by the same home's journal."""
    if earlier.exists() and not journal.startswith(earlier.read_bytes()):
        raise StoreRefusal(
            f"{earlier.parent}：里面是另一个数据目录的备份，或登记簿改过。请另选一个空目录。"
        )


def _named(entries: list[Entry]) -> list[tuple[str, str]]:
    """Path relative to the home and SHA-256 of every file the journal names, each once."""
    found = dict[str, str]()
    for entry in entries:
        if entry.type == IMPORT:
            found[entry.body["archive"]] = entry.body["sha256"]
            found |= {Archive.table_path(sha): sha for sha in entry.body["staged"].values()}
        if attached := entry.body.get(ATTACHED):
            found[Archive.attachment_path(attached)] = attached
    return sorted(found.items())


def _copied(archive: Archive, folder: Path, path: str, sha256: str) -> bool:
    target = folder / path
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == sha256:
        return False
    data = archive.read(path, sha256)
    write_durably(target, data, folder / (Path(path).name + ".new"))
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


def _copy_whole(source: Path, folder: Path) -> str:
    """A small file as it is; the head of the audit before its database, to be never ahead of it."""
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


def _write_list(folder: Path, paths: list[str]) -> int:
    """``backup.json``: path and SHA-256 of every file; the number of files."""
    files = {path: _sha256(folder / path) for path in [*paths, "journal.jsonl"]}
    text = json.dumps({"files": files}, ensure_ascii=False, indent=1)
    write_durably(folder / LIST, text.encode(), folder / (LIST + ".new"))
    return len(files)


def _read_list(folder: Path) -> dict[str, str]:
    try:
        files: dict[str, str] = json.loads((folder / LIST).read_bytes())["files"]
    except (OSError, ValueError, KeyError) as error:
        raise StoreRefusal(f"{folder}：这里没有备份（缺 {LIST} 或已损坏）。请核对目录。") from error
    return files


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


def _place(source: Path, target: Path) -> None:
    ensure_folder(target.parent)
    write_durably(target, source.read_bytes(), target.with_name(target.name + ".new"))
    if target.suffix == ".sqlite":
        os.chmod(target, 0o600)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
