"""What POSIX and Windows do differently, said once: locks, folders, room on a disk, owners.

Everything else asks here. On Windows nothing of this has been tried on a real machine; the tests
take POSIX away from Python and see that the board does without (``tests/store/test_no_posix.py``).
"""

import os
import shutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


def _if_there(name: str) -> Any:
    """A module that only some systems have."""
    try:
        return import_module(name)
    except ImportError:
        return None


_fcntl = _if_there("fcntl")
#: Flags of every file opened by descriptor: not inherited, its bytes never translated.
_ALWAYS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
#: The byte that stands for a whole file in a lock of Windows: far behind any content, for a locked
#: byte cannot be read by others there.
_LOCKED_BYTE = 1 << 30


@dataclass(frozen=True)
class DiskRoom:
    """What a disk has left.

    Attributes:
        free: bytes that this user may write.
        counted: whether the disk says how large it is; some behind a network do not.
        names: whether it takes another file.
        read_only: whether it is mounted for reading only.
    """

    free: int
    counted: bool = True
    names: bool = True
    read_only: bool = False


def open_file(path: Path, flags: int, mode: int = 0o600) -> int:
    """Descriptor of a file whose bytes stay as they are.

    Raises:
        OSError: as :func:`os.open`.
    """
    return os.open(path, flags | _ALWAYS, mode)


def keep_private() -> None:
    """From now on this process makes files that its user alone reads, and such folders."""
    os.umask(0o077)


def make_private_folder(folder: Path) -> None:
    """Make a folder that its user alone may look into, whatever this process does otherwise.

    Raises:
        OSError: no room or no permission.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)


def open_as_its_folder(path: Path) -> None:
    """Let those read a file who may look into its folder; on Windows it inherits that."""
    if os.name == "posix":
        path.chmod(0o600 | (path.parent.stat().st_mode & 0o044))


def read_at(descriptor: int, count: int, offset: int) -> bytes:
    """Up to ``count`` bytes from ``offset`` on."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, count, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, count)


def write_at(descriptor: int, data: bytes, offset: int) -> int:
    """Write at ``offset``; how many bytes were taken."""
    if hasattr(os, "pwrite"):
        return os.pwrite(descriptor, data, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.write(descriptor, data)


def lock_file(descriptor: int, *, shared: bool) -> None:
    """Lock a whole file without waiting, until the descriptor is closed or its holder dies.

    Windows has no shared locks: a reader only sees that nobody writes at this moment.

    Raises:
        BlockingIOError: somebody else holds it. OSError: the disk cannot lock.
    """
    if _fcntl is not None:
        _fcntl.flock(descriptor, (_fcntl.LOCK_SH if shared else _fcntl.LOCK_EX) | _fcntl.LOCK_NB)
        return
    msvcrt = import_module("msvcrt")
    os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        raise BlockingIOError(error.errno, error.strerror) from error
    if shared:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)


def sync_folder(folder: Path) -> None:
    """Make the names inside ``folder`` durable; Windows does so by itself and opens no folder.

    Raises:
        OSError: the folder is gone, or the disk fails.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def room_on(place: Path) -> DiskRoom:
    """What the disk that holds ``place`` has left.

    Raises:
        OSError: there is no such place.
    """
    if not hasattr(os, "statvfs"):
        return DiskRoom(shutil.disk_usage(place).free)
    found = os.statvfs(place)
    return DiskRoom(
        found.f_bavail * found.f_frsize,
        found.f_blocks > 0,
        not found.f_files or found.f_favail > 0,
        bool(found.f_flag & os.ST_RDONLY),
    )


def may_live(pid: int) -> bool:
    """Whether a process of this number may be alive.

    On Windows the question itself would end it or interrupt its console; there the answer is yes,
    and whoever asks finds out by knocking.
    """
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def owner_of(path: Path) -> str:
    """Name of the user a file belongs to; empty where the system has no such name."""
    try:
        return path.owner()
    except (NotImplementedError, ImportError, KeyError):
        return ""


def is_owned(path: Path) -> bool:
    """Whether this process may do with a file what its owner may; on Windows: write it."""
    if not hasattr(os, "getuid"):
        return os.access(path, os.W_OK)
    return os.getuid() in (0, path.stat().st_uid)


def is_root() -> bool:
    """Whether this process has all rights on the machine; never known on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
