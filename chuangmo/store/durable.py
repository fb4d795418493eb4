"""Writing so that a power cut leaves the old or the new, never a half."""

import errno
import os
from pathlib import Path

from chuangmo.identity import mount_of
from chuangmo.operating_system import room_on, sync_folder


def ensure_folder(folder: Path) -> None:
    """Make ``folder`` and its missing parents, each durable in its own parent."""
    if not folder.is_dir():
        ensure_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def write_durably(target: Path, data: bytes, waiting: Path) -> None:
    """Write ``data`` to the file ``waiting``, fsync, rename it to ``target``, fsync the folder.

    Raises:
        OSError: no room or no permission; no half file is left.
    """
    try:
        with open(waiting, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        ensure_folder(target.parent)
        os.replace(waiting, target)
    finally:
        waiting.unlink(missing_ok=True)
    sync_folder(target.parent)


def why_not(error: OSError, path: Path) -> str:
    """Why ``path`` cannot be written, in Chinese, with the disk that it lies on."""
    place = path.parent
    while not place.is_dir():
        place = place.parent
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        free = room_on(place).free // 1024
        return f"挂载在 {mount_of(place)} 的磁盘满了，只剩 {free} KB"
    if error.errno == errno.EROFS:
        return f"挂载在 {mount_of(place)} 的磁盘是只读的"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "当前用户没有写权限"
    return error.strerror or type(error).__name__


def set_aside(path: Path, quarantine: Path) -> Path | None:
    """Move ``path`` into ``quarantine`` under the first free numbered name; None if absent."""
    if not path.exists():
        return None
    ensure_folder(quarantine)
    number = 1
    while (place := quarantine / f"{number:04d}-{path.name}").exists():
        number += 1
    os.replace(path, place)
    sync_folder(quarantine)
    sync_folder(path.parent)
    return place
