"""One process per home: an advisory lock that the kernel releases when its holder dies."""

import errno
import os
from pathlib import Path

from chuangmo.operating_system import lock_file, open_file, read_at, write_at
from chuangmo.store.errors import StoreHeld

_FULL = (errno.ENOSPC, errno.EDQUOT)


class HomeLock:
    """The lock of one home, held from construction to :meth:`release`.

    The file ``HOME/lock`` is never deleted; it holds the pid of the last holder as text. Where the
    home can only be read, readers share the lock; without a file to lock there is none.

    Args:
        reading: share the lock with other readers, and write nothing.

    Attributes:
        reading: as given.

    Raises:
        StoreHeld: another holder (or this process a second time) has it.
    """

    def __init__(self, home: Path, reading: bool = False) -> None:
        self._descriptor = -1
        self.reading = reading
        if reading:
            if os.access(home / "lock", os.R_OK):
                self._take(home, os.O_RDONLY)
            return
        home.mkdir(parents=True, exist_ok=True)
        self._take(home, os.O_RDWR | os.O_CREAT)
        self._write_pid()

    @property
    def held(self) -> bool:
        """Whether there is a lock at all."""
        return self._descriptor >= 0

    def release(self) -> None:
        """Let go; calling it twice does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _take(self, home: Path, how: int) -> None:
        self._descriptor = open_file(home / "lock", how)
        try:
            lock_file(self._descriptor, shared=self.reading)
        except BlockingIOError as error:
            pid = _pid(read_at(self._descriptor, 32, 0))
            self.release()
            raise StoreHeld(pid) from error

    def _write_pid(self) -> None:
        os.ftruncate(self._descriptor, 0)
        try:
            write_at(self._descriptor, str(os.getpid()).encode(), 0)
        except OSError as error:  # the lock holds without it
            if error.errno not in _FULL:
                raise


def _pid(text: bytes) -> int:
    return int(text) if text.isdigit() else 0
